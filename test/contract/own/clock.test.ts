/** The engine's controlled clock over REST (contract 2.3): a real cluster's clock is left alone. */
import { expect, onTestFinished, test } from 'vitest';
import { rest } from '../clients.ts';
import { startEngineProcess } from '../engine-process.ts';

test('the clock is pinned and reset over /v2 as over the management port', async () => {
  const engine = await startEngineProcess({ CLOCK_CONTROLLED: '1' });
  onTestFinished(() => engine.dispose());
  const call = (method: string, path: string, body?: unknown) => rest(engine, method, path, body);
  expect((await call('PUT', '/clock', { timestamp: 1_800_000_000_000 })).status).toBe(204);
  const read = async () =>
    (await (await fetch(`${engine.managementUrl}/actuator/clock`)).json()) as { epochMilli: number };
  expect((await read()).epochMilli).toBe(1_800_000_000_000);
  expect((await call('PUT', '/clock', {})).status).toBe(400);
  expect((await call('POST', '/clock/reset')).status).toBe(204);
  expect(Math.abs((await read()).epochMilli - Date.now())).toBeLessThan(5000);
});
