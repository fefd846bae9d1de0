import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const free = {
  PORT: '0',
  RECORDS_PORT: '0',
  MONGOD_PORT: '0',
  ENGINE_GRPC_PORT: '0',
  ENGINE_REST_PORT: '0',
  ENGINE_MANAGEMENT_PORT: '0',
};

it.each([
  ['a demo that others could reach', { DEMO: '1', HOST: '0.0.0.0' }, /DEMO=1 .* loopback/],
  ['a flag that is neither 1 nor 0', { DEMO: 'yes' }, /DEMO must be 1 or 0/],
  ['a clock that others could move', { CLOCK_CONTROLLED: '1', HOST: '0.0.0.0', DEMO: '0' }, /CLOCK_CONTROLLED=1/],
  [
    'a clock of somebody else’s engine',
    { CLOCK_CONTROLLED: '1', ZEEBE_ADDRESS: 'z:26500', ZEEBE_REST_ADDRESS: 'http://z:8080' },
    /CLOCK_CONTROLLED=1/,
  ],
  ['an address of no database', { MONGODB_URI: 'postgres://x' }, /MONGODB_URI must begin/],
  ['half an engine', { ZEEBE_ADDRESS: 'z:26500' }, /belong together/],
  ['a port beyond the last', { PORT: '70000' }, /PORT must be a port/],
])('refuses %s by the setting’s name', async (_what, env, message) => {
  await expect(readSettings({ ...free, ...env })).rejects.toThrow(message);
});

it('takes free ports for 0, and the demo with the embedded parts on loopback', async () => {
  const { ports, demo, publicUrl } = await readSettings(free);
  expect(new Set(Object.values(ports)).size).toBe(6);
  expect(demo).toBe(true);
  expect(publicUrl).toBe(`http://127.0.0.1:${ports.http}`);
});

it('has no demo where somebody brings a database or an engine of his own', async () => {
  expect((await readSettings({ ...free, MONGODB_URI: 'mongodb://db/x' })).demo).toBe(false);
  const zeebe = { ZEEBE_ADDRESS: 'z:26500', ZEEBE_REST_ADDRESS: 'http://z:8080' };
  expect((await readSettings({ ...free, ...zeebe })).demo).toBe(false);
});

it('names the setting of a port that is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as { port: number };
  try {
    await expect(readSettings({ ...free, PORT: String(port) })).rejects.toThrow(`Port ${port} (PORT) is taken`);
  } finally {
    server.close();
  }
});
