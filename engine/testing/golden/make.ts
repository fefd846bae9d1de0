/**
 * Makes the golden of the format that this engine writes: `node engine/testing/golden/make.ts <number of the format>`.
 * Run it once, when a format is new, and keep what it wrote: a golden that is made again proves nothing.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openJournal } from '../../journal/journal.ts';
import { snapshotThread } from '../../snapshot-maker.ts';
import { live, summary } from './scenario.ts';

const format = process.argv[2];
if (!/^\d+$/.test(format ?? '')) throw new Error('Say which format: node engine/testing/golden/make.ts 2');
const dir = await mkdtemp(join(tmpdir(), 'golden-'));
const snapshot = Promise.withResolvers<unknown>();
const journal = await openJournal({
  dir,
  segmentBytes: 20_000,
  snapshotBytes: 60_000,
  preallocateBytes: 0,
  makeSnapshot: snapshotThread,
  onSnapshot: snapshot.resolve,
});
const engine = await live(journal);
const expected = summary(engine);
await engine.close();
await snapshot.promise;
await journal.close();
const target = new URL(`format-${format}/`, import.meta.url);
await mkdir(target);
for (const name of await readdir(dir)) {
  await writeFile(new URL(`${name}.gz`, target), gzipSync(await readFile(join(dir, name)), { level: 9 }));
}
await writeFile(new URL('expected.json', target), `${JSON.stringify(expected, null, 1)}\n`);
await rm(dir, { recursive: true });
