import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startNode } from './processes.ts';

it('a part that ends before it is ready says why, when what it said went to a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'part-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'part.mjs');
  await writeFile(file, 'console.log("Reading the settings."); console.error("Port 80 is taken."); process.exit(1);');
  const part = startNode('engine', file, process.env, [], join(folder, 'part.log'));
  await expect(part.ready).rejects.toThrow('engine ended before it was ready (1): Port 80 is taken.');
});
