import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { controlledClock, type EngineClock, machineClock } from './clock.ts';
import { type ManagementOptions, startManagement } from './server.ts';

async function management(clock: EngineClock, trouble?: string, exporters?: ManagementOptions['exporters']) {
  const server = await startManagement({
    host: '127.0.0.1',
    port: 0,
    clock,
    trouble: () => trouble,
    exporters,
    version: '8.8.0',
    metrics: async () => 'zeebe_health 1\n',
  });
  onTestFinished(() => server.close());
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method,
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
  };
}

async function clockFile(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'clock-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'clock.json');
}

describe('the controlled clock', () => {
  test('is pinned, moved and reset over HTTP, and tells who listens', async () => {
    const clock = await controlledClock(await clockFile());
    let changes = 0;
    clock.onChange(() => changes++);
    const call = await management(clock);
    const pinned = Date.UTC(2026, 1, 16, 9);
    expect((await call('POST', '/actuator/clock/pin', { epochMilli: pinned })).json).toEqual({
      epochMilli: pinned,
      instant: '2026-02-16T09:00:00.000Z',
    });
    expect((await call('POST', '/actuator/clock/add', { offsetMilli: 86_400_000 })).json.instant).toBe(
      '2026-02-17T09:00:00.000Z',
    );
    expect(clock.now()).toBe(pinned + 86_400_000);
    const before = Date.now();
    const { epochMilli } = (await call('DELETE', '/actuator/clock')).json;
    expect(epochMilli).toBeGreaterThanOrEqual(before);
    expect((await call('POST', '/actuator/clock/add', { offsetMilli: -3_600_000 })).json.epochMilli).toBeLessThan(
      before,
    );
    expect((await call('GET', '/actuator/clock')).status).toBe(200);
    expect(changes).toBe(4);
  });

  test('keeps its offset over a restart', async () => {
    const path = await clockFile();
    const first = await controlledClock(path);
    await first.add(3_600_000);
    const second = await controlledClock(path);
    expect(second.now() - Date.now()).toBeGreaterThan(3_590_000);
    await second.reset();
    expect((await controlledClock(path)).now() - Date.now()).toBeLessThan(1000);
  });

  test.each(['{}', '{"epochMilli":"soon"}', '{"epochMilli":1e300}', 'x', ' '.repeat(5000)])(
    'refuses a body that is no time: %j',
    async (body) => {
      const call = await management(await controlledClock(await clockFile()));
      expect((await call('POST', '/actuator/clock/pin', body)).status).toBe(400);
    },
  );

  test('does not answer where the clock is not controlled', async () => {
    const call = await management(machineClock());
    for (const [method, path] of [
      ['GET', '/actuator/clock'],
      ['POST', '/actuator/clock/pin'],
      ['DELETE', '/actuator/clock'],
    ] as const)
      expect((await call(method, path)).status).toBe(403);
  });
});

const group = (name: string) => `/actuator/health/${name}`;

describe('the management port', () => {
  test('says alive, ready, healthy, and gives figures', async () => {
    const call = await management(machineClock());
    expect((await call('GET', '/live')).status).toBe(200);
    expect((await call('GET', '/ready')).status).toBe(200);
    for (const path of ['/health', '/startup', ...['liveness', 'startup', 'readiness', 'status'].map(group)])
      expect((await call('GET', path)).json.status).toBe('UP');
    expect((await call('GET', '/actuator/health')).json).toMatchObject({
      status: 'UP',
      groups: ['liveness', 'startup', 'readiness', 'status'],
      components: { livenessState: { status: 'UP' }, brokerReady: { status: 'UP' }, journal: { status: 'UP' } },
    });
    expect((await call('GET', '/actuator/info')).json).toEqual({ build: { version: '8.8.0' } });
    expect((await call('GET', '/actuator/health/toString')).status).toBe(404);
    expect((await call('GET', '/metrics')).text).toContain('zeebe_health 1\n');
    expect((await call('GET', '/nothing')).status).toBe(404);
    expect((await call('POST', '/live')).status).toBe(405);
  });

  test('is alive but not ready, and says why, when no commands are taken', async () => {
    const call = await management(machineClock(), 'The disk is full.');
    expect((await call('GET', '/live')).status).toBe(200);
    expect(await call('GET', '/ready')).toMatchObject({ status: 503, json: { detail: 'The disk is full.' } });
    for (const path of ['/health', '/actuator/health', group('readiness'), group('status')])
      expect((await call('GET', path)).status).toBe(503);
    for (const path of ['/startup', group('liveness'), group('startup')])
      expect((await call('GET', path)).status).toBe(200);
  });
});

describe('exporting', () => {
  test('is paused, paused softly and resumed, and the outcome stands in the answer', async () => {
    const phases: string[] = [];
    const call = await management(machineClock(), undefined, {
      async setPhase(phase) {
        if (phases.length === 3) throw new Error('the disk is full');
        phases.push(phase);
      },
    });
    const done = { status: 200, json: { body: null, status: 204, contentType: null } };
    expect(await call('POST', '/actuator/exporting/pause')).toMatchObject(done);
    expect(await call('POST', '/actuator/exporting/pause?soft=true')).toMatchObject(done);
    expect(await call('POST', '/actuator/exporting/resume')).toMatchObject(done);
    expect(phases).toEqual(['paused', 'softPaused', 'exporting']);
    const failed = { body: { message: 'the disk is full' }, status: 500, contentType: null };
    expect(await call('POST', '/actuator/exporting/resume')).toMatchObject({ status: 200, json: failed });
    expect((await call('GET', '/actuator/exporting/pause')).status).toBe(405);
  });
});
