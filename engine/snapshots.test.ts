/** Snapshots are made by another thread from the log's files, while the engine goes on; a start from one is no other. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { createEngine, type Engine } from './engine.ts';
import { type FileJournal, openJournal } from './journal/journal.ts';
import type { SnapshotMade } from './journal/snapshots.ts';
import { freshDirectory } from './journal/testing.ts';
import { Replay } from './recover.ts';
import { snapshotThread } from './snapshot-maker.ts';
import { Models } from './state/models.ts';
import { dump, type Snapshot } from './state/snapshot.ts';
import { diagram, end, flows, service, start, userTask } from './testing/diagram.ts';
import { everything } from './testing/everything.ts';
import { goldenTime, live } from './testing/golden/scenario.ts';

const plain = (engine: Engine) => JSON.parse(JSON.stringify(engine.dump()));

interface House {
  journal: FileJournal;
  warnings: string[];
  /** Resolves when `count` snapshots have been made since the journal was opened. */
  made(count: number): Promise<SnapshotMade>;
}

async function house(dir: string): Promise<House> {
  const warnings: string[] = [];
  const all: SnapshotMade[] = [];
  let wake = Promise.withResolvers<void>();
  const journal = await openJournal({
    dir,
    segmentBytes: 8_000,
    snapshotBytes: 40_000,
    preallocateBytes: 0,
    makeSnapshot: snapshotThread,
    warn: (line) => warnings.push(line),
    onSnapshot(made) {
      all.push(made);
      wake.resolve();
      wake = Promise.withResolvers();
    },
  });
  onTestFinished(() => journal.close());
  return {
    journal,
    warnings,
    async made(count) {
      while (all.length < count) await wake.promise;
      return all.at(-1)!;
    },
  };
}

/** Opens with a clock that stands before everything, so that nothing goes on by itself. */
const reopened = (journal: FileJournal) => createEngine({ clock: new ManualClock(0), journal });

test('a start from the snapshot that the thread made gives the state that was lived', async () => {
  const dir = await freshDirectory();
  const first = await house(dir);
  const engine = await live(first.journal);
  const { position } = await first.made(1);
  expect(position).toBeGreaterThan(0);
  const lived = plain(engine);
  await engine.close();
  await first.journal.close();
  const second = await house(dir);
  const again = await reopened(second.journal);
  expect(plain(again)).toEqual(lived);
  expect(second.warnings).toEqual([]);
  await again.close();
});

test('with everything that the engine can do in it, snapshot and rest give what the whole log gives', async () => {
  const batches = Map.groupBy(await everything(), ({ position, sourceRecordPosition: source }) =>
    source === -1 ? position : source,
  );
  const replay = new Replay(new Models());
  for (const records of batches.values()) replay.batch({ records });
  const whole = JSON.parse(JSON.stringify(dump(await replay.finish())));
  const dir = await freshDirectory();
  const { journal, made } = await house(dir);
  await reopened(journal).then((engine) => engine.close());
  for (const records of batches.values()) await journal.append({ records });
  await made(1);
  await journal.close();
  const second = await house(dir);
  const again = new Replay(new Models());
  await second.journal.recover(
    (snapshot) => again.snapshot(snapshot as Snapshot),
    (batch) => again.batch(batch),
  );
  expect(JSON.parse(JSON.stringify(dump(await again.finish())))).toEqual(whole);
  expect(second.warnings).toEqual([]);
});

test('while work ends as it begins, the log stays as long as what is alive, however long it goes on', async () => {
  const dir = await freshDirectory();
  const { journal, made, warnings } = await house(dir);
  const engine = await createEngine({ clock: new ManualClock(goldenTime), journal });
  journal.exported(Number.MAX_SAFE_INTEGER);
  const short = diagram('short', start('s') + service('t', 'work') + end('e') + flows('s -> t', 't -> e'));
  const long = diagram('long', start('s') + userTask('t') + end('e') + flows('s -> t', 't -> e'));
  await engine.deploy([
    { name: 'short.bpmn', content: short },
    { name: 'long.bpmn', content: long },
  ]);
  await engine.createInstance({ bpmnProcessId: 'long', variables: { stays: true } });
  for (let round = 1; round <= 4; round++) {
    for (let n = 0; n < 60; n++) {
      await engine.createInstance({ bpmnProcessId: 'short' });
      const [job] = await engine.activateJobs({ type: 'work', worker: 'w', timeout: 1000, maxJobsToActivate: 1 });
      await engine.completeJob({ jobKey: job!.key });
    }
    await made(round);
  }
  // One more may have just been made, whose oldest predecessor is about to go.
  const files = (await readdir(dir)).filter((name) => /^snapshot-\d+\.json$/.test(name));
  expect([2, 3]).toContain(files.length);
  expect(journal.earliest()).toBeGreaterThan(1000);
  await engine.close();
  await journal.close();
  const second = await house(dir);
  const again = await reopened(second.journal);
  expect(again.searchUserTasks().items.map((task) => task.elementId)).toEqual(['t']);
  expect(again.position()).toBe(engine.position());
  await again.close();
  expect(warnings).toEqual([]);
});

test('a snapshot that is damaged on disk is passed over by the thread too', async () => {
  const dir = await freshDirectory();
  const first = await house(dir);
  await (await live(first.journal)).close();
  const { position } = await first.made(1);
  await first.journal.close();
  const second = await house(dir);
  const engine = await reopened(second.journal);
  // The engine has it in memory by now; the file is what the thread will read.
  const [newest] = (await readdir(dir)).filter((name) => name.startsWith('snapshot')).slice(-1);
  await rm(join(dir, newest!));
  await writeFile(join(dir, newest!), 'torn');
  for (let n = 0; n < 150; n++) await engine.createInstance({ bpmnProcessId: 'part' });
  expect((await second.made(1)).position).toBeGreaterThan(position);
  const lived = plain(engine);
  await engine.close();
  await second.journal.close();
  const third = await house(dir);
  const again = await reopened(third.journal);
  expect(plain(again)).toEqual(lived);
  await again.close();
});
