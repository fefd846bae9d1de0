/** Going out of service over real sockets: who was let in is answered, nobody new is let in, what hangs is cut off. */
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLeaving, type Leaving, leave, sayGoodbye } from './leave.ts';

let app: FastifyInstance;
let leaving: Leaving;
let began: Promise<void>;
let finish: () => void;
let ended: number;
let port: number;
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  leaving = createLeaving();
  const start = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  began = start.promise;
  finish = end.resolve;
  ended = 0;
  app = Fastify({ forceCloseConnections: 'idle', return503OnClosing: false });
  sayGoodbye(app, leaving);
  app.get('/quick', async () => 'quick');
  app.get('/slow', async () => {
    start.resolve();
    await end.promise;
    return 'slow';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterEach(async () => {
  finish();
  await app.close();
  agent.destroy();
});

async function ask(path: string): Promise<{ text: string; connection: string | undefined }> {
  const [answer] = (await once(get({ port, host: '127.0.0.1', path, agent }), 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += chunk;
  return { text, connection: answer.headers.connection };
}
const streams = {
  close() {
    ended += 1;
  },
};
const going = (graceMs: number, delayMs = 0) => leave({ leaving, app, streams, stop: { delayMs, graceMs } });

test('what is being answered is finished, and its connection ends with the answer', async () => {
  expect((await ask('/quick')).connection).toBe('keep-alive');
  const slow = ask('/slow');
  await began;
  const gone = going(10_000);
  finish();
  expect(await slow).toEqual({ text: 'slow', connection: 'close' });
  await gone;
  expect(ended).toBe(1);
  await expect(ask('/quick')).rejects.toThrow(/ECONNREFUSED/);
});

test('people are still answered between the word and the closed door', async () => {
  const gone = going(1_000, 150);
  expect(leaving.begun).toBe(true);
  expect(await ask('/quick')).toEqual({ text: 'quick', connection: 'close' });
  expect(ended).toBe(0);
  await gone;
});

test('what hangs is cut off when its time is over', async () => {
  const slow = ask('/slow').catch((error: Error) => error.message);
  await began;
  await going(50);
  expect(await slow).toMatch(/hang up|ECONNRESET|aborted/);
});
