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
});
