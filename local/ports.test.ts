import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { choosePort } from './ports.ts';

it('0 takes a free port that no outgoing connection can take meanwhile', async () => {
  const chosen = await Promise.all(Array.from({ length: 20 }, () => choosePort('PORT', 0)));
  for (const port of chosen) {
    expect(port).toBeGreaterThanOrEqual(15_000);
    expect(port).toBeLessThan(32_000);
  }
  expect(new Set(chosen).size).toBeGreaterThan(15);
});

it('a port that is taken is said by the name of its setting', async () => {
  const server = createServer();
  const port = await choosePort('PORT', 0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await expect(choosePort('ENGINE_GRPC_PORT', port)).rejects.toThrow(`Port ${port} (ENGINE_GRPC_PORT) is taken`);
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort('PORT', port)).toBe(port);
});
