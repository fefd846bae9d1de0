import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Problem, reach, textOf } from './problem.ts';

let server: Server;
afterEach(() => server.close());

const listening = async (handle: Parameters<typeof createServer>[1]): Promise<string> => {
  server = createServer(handle as never);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

it('says that the server cannot be reached when the connection is cut in the middle of an answer', async () => {
  const url = await listening((_request, answer) => {
    answer.writeHead(200, { 'content-length': '100' });
    answer.write('{"items": [', () => answer.destroy());
  });
  const said = await textOf(await reach(url, {})).catch((cause: unknown) => cause);
  expect(said).toBeInstanceOf(Problem);
  expect((said as Problem).kind).toBe('offline');
});

it('leaves it an abort when it is the caller who broke off', async () => {
  const url = await listening((_request, answer) => void answer.write('{'));
  const caller = new AbortController();
  const body = textOf(await reach(url, { signal: caller.signal }));
  caller.abort();
  await expect(body).rejects.toHaveProperty('name', 'AbortError');
});
