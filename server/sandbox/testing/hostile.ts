/** A program for the sandbox's tests that tries what must not be possible. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { JobAnswer } from '../../../domain/sandbox.ts';

const say = (answer: JobAnswer): Promise<void> => new Promise((said) => process.send?.(answer, () => said()));
const deeds: Record<string, (input: never) => unknown> = {
  echo: (input) => input,
  loop: () => {
    for (;;);
  },
  eat: () => {
    const held: number[][] = [];
    for (;;) held.push(Array.from({ length: 100_000 }, (_, n) => n * 1.5));
  },
  'eat-buffers': async () => {
    const held: Uint8Array[] = [];
    for (;;) {
      held.push(new Uint8Array(16 * 1024 * 1024).fill(1));
      await new Promise((go) => setTimeout(go, 1));
    }
  },
  read: (path: string) => readFileSync(path, 'utf8'),
  write: (path: string) => writeFileSync(path, 'x'),
  start: () => spawn('true'),
  thread: () => new Worker('1', { eval: true }),
  secrets: () => process.env,
  net: (port: number) =>
    new Promise((done, fail) =>
      connect(port, '127.0.0.1')
        .on('connect', () => done('connected'))
        .on('error', fail),
    ),
  wait: () => new Promise(() => setInterval(() => {}, 1_000)),
  die: () => process.exit(3),
};

process.once('message', async ({ job, input }: { job: string; input: never }) => {
  try {
    await say({ is: 'progress', told: job });
    await say({ is: 'done', output: await deeds[job]!(input) });
  } catch (error) {
    await say({ is: 'failed', message: String(error) });
  }
  process.disconnect?.();
});
