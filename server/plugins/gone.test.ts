/** Who waits is not taken for who has gone, and the other way round: over a real connection. */
import { once } from 'node:events';
import Fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { whenGone } from './gone.ts';

const app = Fastify();
const called: AbortSignal[] = [];
const begun = Promise.withResolvers<void>();
app.post('/now', async (request, reply) => {
  const signal = whenGone(reply);
  // The body's stream closes behind the last of it.
  if (!request.raw.closed) await once(request.raw, 'close');
  return { aborted: signal.aborted };
});
app.post('/long', async (_request, reply) => {
  const signal = whenGone(reply);
  called.push(signal);
  begun.resolve();
  await once(signal, 'abort');
  return {};
});
afterEach(() => app.close());

test('a body that has been read ends nothing; a connection that is broken off does', async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const ask = (path: string, signal?: AbortSignal) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'x'.repeat(100_000) }),
      signal: signal ?? null,
    });
  expect(await (await ask('/now')).json()).toEqual({ aborted: false });
  const leaving = new AbortController();
  const asked = ask('/long', leaving.signal).catch(() => 'gone');
  await begun.promise;
  leaving.abort();
  expect(await asked).toBe('gone');
  if (!called[0]!.aborted) await once(called[0]!, 'abort');
  expect(called[0]!.aborted).toBe(true);
import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { goneSignal } from './gone.ts';

const apps: ReturnType<typeof Fastify>[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** A server whose one call works until it is told to stop, and tells what became of its signal. */
async function serve() {
  const app = Fastify();
  apps.push(app);
  let begun = (_: AbortSignal): void => {};
  const begins = new Promise<AbortSignal>((go) => {
    begun = go;
  });
  let letGo = (): void => {};
  const held = new Promise<void>((go) => {
    letGo = go;
  });
  app.post('/', async (_request, reply) => {
    begun(goneSignal(reply));
    await held;
    return { done: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, begins, letGo, port: (app.server.address() as { port: number }).port };
}

describe('whether who asked has gone', () => {
  test('is not said while they wait, however long the body has been read', async () => {
    const { begins, letGo, port } = await serve();
    const answer = fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const signal = await begins;
    // What the end of the body brings about has come by then.
    await new Promise((go) => setImmediate(() => setImmediate(go)));
    expect(signal.aborted).toBe(false);
    letGo();
    expect((await answer).status).toBe(200);
    expect(signal.aborted).toBe(false);
  });

  test('is said when their connection is closed', async () => {
    const { begins, letGo, port } = await serve();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    const signal = await begins;
    const gone = new Promise((go) => signal.addEventListener('abort', go));
    socket.destroy();
    await gone;
    letGo();
    expect(signal.aborted).toBe(true);
  });
});
