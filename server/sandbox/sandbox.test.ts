import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import {
  createSandbox,
  type Sandbox,
  SandboxBusy,
  SandboxFailure,
  SandboxOutOfMemory,
  SandboxTimeout,
} from './sandbox.ts';

const program = fileURLToPath(new URL('./testing/hostile.ts', import.meta.url));
const usual = { lane: 'quick', timeoutMs: 20_000, memoryMb: 96 } as const;
const names = ['echo', 'eat', 'eat-buffers', 'read', 'write', 'start', 'thread', 'secrets', 'net', 'die'];
const hostile = createSandbox({
  program,
  limits: {
    ...Object.fromEntries(names.map((name) => [name, usual])),
    loop: { ...usual, timeoutMs: 1_500 },
    wait: { ...usual, lane: 'long' },
  },
}) as unknown as { run(job: string, input?: unknown, options?: object): Promise<unknown>; close(): void };
const product: Sandbox = createSandbox();
afterAll(() => {
  hostile.close();
  product.close();
});

describe('a job in the sandbox', () => {
  test('is given its input and answers, with what it tells meanwhile', async () => {
    const told: unknown[] = [];
    const answer = await hostile.run(
      'echo',
      { n: 1, at: new Map([['a', 2]]) },
      { onProgress: (one: unknown) => told.push(one) },
    );
    expect(answer).toEqual({ n: 1, at: new Map([['a', 2]]) });
    expect(told).toEqual(['echo']);
  });

  test('that never ends is ended', async () => {
    await expect(hostile.run('loop')).rejects.toBeInstanceOf(SandboxTimeout);
  });

  test.each(['eat', 'eat-buffers'])(
    'that grows without end is ended (%s)',
    async (job) => {
      await expect(hostile.run(job)).rejects.toBeInstanceOf(SandboxOutOfMemory);
    },
    30_000,
  );

  test('that dies is told of as a fault', async () => {
    await expect(hostile.run('die')).rejects.toBeInstanceOf(SandboxFailure);
  });

  test('reads nothing outside of the product, writes nothing, starts nothing', async () => {
    const there = join(tmpdir(), `sandbox-${process.pid}`);
    await expect(hostile.run('read', join(import.meta.dirname, '../settings.ts'))).rejects.toThrow(
      /ERR_ACCESS_DENIED|permission|Access/,
    );
    await expect(hostile.run('read', '/etc/hostname')).rejects.toThrow(/ERR_ACCESS_DENIED|permission|Access/);
    await expect(hostile.run('write', there)).rejects.toThrow(/ERR_ACCESS_DENIED|permission|Access/);
    await expect(hostile.run('start')).rejects.toThrow(/ERR_ACCESS_DENIED|permission|Access/);
    await expect(hostile.run('thread')).rejects.toThrow(/ERR_ACCESS_DENIED|permission|Access/);
    expect(existsSync(there)).toBe(false);
  });

  test('reaches no network', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as { port: number };
    await expect(hostile.run('net', port)).rejects.toThrow(/ERR_ACCESS_DENIED|permission|Access/);
    server.close();
  });

  test('knows nothing of the settings of the server', async () => {
    const env = (await hostile.run('secrets')) as Record<string, string>;
    expect(Object.keys(env).filter((name) => !/^(TZ|NODE_CHANNEL)/.test(name))).toEqual([]);
  });

  test('can be called off, running or waiting, and the next gets its place', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const running = hostile.run('wait', null, { signal: first.signal });
    const waiting = hostile.run('wait', null, { signal: second.signal });
    second.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const third = new AbortController();
    const begun = new Promise<void>((go) => {
      void hostile.run('wait', null, { signal: third.signal, onProgress: () => go() }).catch(() => {});
    });
    first.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await begun;
    third.abort();
  });

  test('is refused where too many wait', async () => {
    const off = new AbortController();
    const many = Array.from({ length: 30 }, () => hostile.run('wait', null, { signal: off.signal }));
    const ended = Promise.allSettled(many);
    await expect(Promise.race(many)).rejects.toBeInstanceOf(SandboxBusy);
    off.abort();
    await ended;
  });
});

describe('a trial deployment', () => {
  test('says what the engine refuses the files with', async () => {
    const broken = '<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>';
    const { refusal } = await product.run('trial', { files: [{ name: 'a.bpmn', content: broken }] });
    expect(refusal).toContain('a.bpmn');
  });
});
