/** Logs that older engines wrote are read by this one: each golden gives the state that it had on the day it was made. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { createEngine, type Engine } from './engine.ts';
import { openJournal } from './journal/journal.ts';
import { summary } from './testing/golden/scenario.ts';

const goldens = new URL('testing/golden/', import.meta.url);
const formats = (await readdir(goldens)).filter((name) => name.startsWith('format-'));

/** A directory with the golden's files, without those that `leftOut` names. */
async function unpacked(format: string, leftOut: RegExp): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'golden-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const from = new URL(`${format}/`, goldens);
  for (const name of await readdir(from)) {
    if (!name.endsWith('.gz') || leftOut.test(name)) continue;
    await writeFile(join(dir, name.replace(/\.gz$/, '')), gunzipSync(await readFile(new URL(name, from))));
  }
  return dir;
}

/** Opens a directory with a clock that stands before everything, so that nothing goes on by itself. */
async function recovered(dir: string): Promise<{ engine: Engine; close(): Promise<void>; warnings: string[] }> {
  const warnings: string[] = [];
  const journal = await openJournal({ dir, warn: (line) => warnings.push(line) });
  const engine = await createEngine({ clock: new ManualClock(0), journal });
  return {
    engine,
    warnings,
    async close() {
      await engine.close();
      await journal.close();
    },
  };
}

/** In which order a search answers is not what a log tells. */
const unordered = (found: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(found).map(([name, part]) => [name, Array.isArray(part) ? part.toSorted() : part]));

test.for(
  formats.flatMap((format) => [
    [format, /^$/, 'its snapshot and the log'] as const,
    [format, /^snapshot/, 'its log alone'] as const,
  ]),
)('a directory of %s is recovered ($2)', async ([format, leftOut]) => {
  const dir = await unpacked(format, leftOut);
  const expected = JSON.parse(await readFile(new URL(`${format}/expected.json`, goldens), 'utf8'));
  const first = await recovered(dir);
  expect(first.warnings).toEqual([]);
  expect(unordered(summary(first.engine))).toEqual(unordered(expected));
  await first.engine.createInstance({ bpmnProcessId: 'part' });
  const goneOn = summary(first.engine);
  await first.close();
  const second = await recovered(dir);
  expect(summary(second.engine)).toEqual(goneOn);
  await second.close();
});
