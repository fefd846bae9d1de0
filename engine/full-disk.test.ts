/** An engine whose disk is full refuses what comes, keeps what it has begun, and goes on by itself when there is space. */
import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { failureOf } from './gateway/failures.ts';
import { NotingDisk } from './journal/disk.testing.ts';
import { freshDirectory, reopen } from './journal/testing.ts';
import { diagram, end, flows, service, start, timer } from './testing/diagram.ts';

const work = diagram('p', start('s') + service('t') + end('e') + flows('s -> t', 't -> e'));
const ticking = diagram(
  'ticking',
  start('s', timer('timeCycle', 'R/PT1M')) + service('tick') + end('e') + flows('s -> tick', 'tick -> e'),
);

test('a full disk stops commands and timers, loses nothing, and needs no restart', async () => {
  const disk = new NotingDisk();
  const dir = await freshDirectory();
  const { journal } = await reopen(dir, { disk, preallocateBytes: 0, retryMs: 1 });
  // The engine recovers from the same, still empty, log.
  const clock = new ManualClock(0);
  const engine = await createEngine({ clock, journal: { ...journal, recover: async () => {} } });
  await engine.deploy([
    { name: 'p.bpmn', content: work },
    { name: 'ticking.bpmn', content: ticking },
  ]);
  const stopped = new Promise<void>((resolve) => journal.onTrouble((trouble) => trouble && resolve()));
  disk.trouble = () => Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  const begun = engine.createInstance({ bpmnProcessId: 'p' });
  await stopped;
  const refusal = await engine.createInstance({ bpmnProcessId: 'p' }).catch((error: Error) => error);
  expect(failureOf(refusal, () => {})).toMatchObject({
    grpc: 14,
    http: 503,
    detail: expect.stringMatching(/is full.*goes on by itself/),
  });
  const position = engine.position();
  clock.forward(600_000);
  expect(engine.position()).toBe(position);
  disk.trouble = () => undefined;
  await begun;
  await engine.createInstance({ bpmnProcessId: 'p' });
  await engine.idle();
  expect(engine.searchJobs({ filter: { type: 't' } }).items).toHaveLength(2);
  expect(engine.searchJobs({ filter: { type: 'tick' } }).items).toHaveLength(10);
  await engine.close();
  await journal.close();
  const after = await reopen(dir);
  const again = await createEngine({
    clock: new ManualClock(0),
    journal: {
      ...after.journal,
      recover: async (_snapshot, onBatch) => {
        for (const batch of after.recovered) onBatch(batch);
      },
    },
  });
  expect(again.dump()).toEqual(JSON.parse(JSON.stringify(engine.dump())));
  await again.close();
});
