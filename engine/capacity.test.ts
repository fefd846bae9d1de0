import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Capacity, watchHeap } from './capacity.ts';
import { ManualClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { failureOf } from './gateway/failures.ts';
import { MemoryJournal } from './testing/bench.ts';
import { diagram, end, flows, service, start } from './testing/diagram.ts';
import { type Batch, Overloaded } from './types.ts';

function capacity(most: number, heap = () => 0) {
  let now = 0;
  const made = new Capacity({ most, now: () => now, heap });
  return {
    capacity: made,
    /** Takes on `count` commands and answers them after `ms`; how many were taken. */
    answered(count: number, ms: number): number {
      const leave: (() => void)[] = [];
      for (let i = 0; i < count; i++) {
        try {
          leave.push(made.enter('MESSAGE', 'PUBLISH'));
        } catch {
          break;
        }
      }
      now += ms;
      for (const each of leave) each();
      return leave.length;
    },
  };
}

describe('what may be under way', () => {
  test('is limited, and free again with each answer', () => {
    const { capacity: some } = capacity(3);
    const leave = [1, 2, 3].map(() => some.enter('MESSAGE', 'PUBLISH'));
    expect(() => some.enter('MESSAGE', 'PUBLISH')).toThrow('Reached maximum capacity of requests handled');
    leave[0]!();
    some.enter('SIGNAL', 'BROADCAST');
    expect(some.status()).toEqual({ limit: 3, underWay: 3, received: 5, refused: 1 });
  });

  test('leaves room for what ends work, up to ten times the limit', () => {
    const { capacity: some } = capacity(2);
    for (let i = 0; i < 2; i++) some.enter('JOB_BATCH', 'ACTIVATE');
    for (let i = 0; i < 18; i++) some.enter('JOB', i % 2 ? 'COMPLETE' : 'FAIL');
    expect(() => some.enter('JOB', 'COMPLETE')).toThrow(Overloaded);
  });

  test('shrinks by a tenth while answers are slow, once a stall, and grows again with quick ones', () => {
    const { capacity: some, answered } = capacity(100);
    answered(100, 250);
    expect(some.status().limit).toBe(90);
    for (let stall = 0; stall < 60; stall++) answered(100, 250);
    expect(some.status().limit).toBe(16);
    expect(answered(100, 250)).toBe(16);
    for (let round = 0; round < 20; round++) answered(100, 5);
    expect(some.status().limit).toBe(100);
  });

  test('when memory is nearly used up is only what ends work, not what begins', () => {
    let share = 0.9;
    const { capacity: some } = capacity(10, () => share);
    expect(() => some.enter('PROCESS_INSTANCE_CREATION', 'CREATE')).toThrow(/memory is nearly used up/);
    expect(() => some.enter('DEPLOYMENT', 'CREATE')).toThrow(Overloaded);
    some.enter('JOB', 'COMPLETE');
    some.enter('USER_TASK', 'COMPLETE');
    share = 0.5;
    some.enter('PROCESS_INSTANCE_CREATION', 'CREATE');
  });
});

test('the heap is looked at after each major collection', async () => {
  const watched = watchHeap();
  expect(watched.share()).toBe(0);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const seen = new Promise<void>((resolve) => {
    const observer = new PerformanceObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe({ entryTypes: ['gc'] });
  });
  collect();
  await seen;
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  expect(watched.share()).toBeGreaterThan(0);
  expect(watched.share()).toBeLessThan((2 * used) / limit);
  watched.stop();
});

test('an engine whose disk is slow refuses new work in the words of the contract, and takes it again afterwards', async () => {
  let held: (() => void)[] | undefined;
  const journal = new (class extends MemoryJournal {
    override async append(batch: Batch): Promise<void> {
      await super.append(batch);
      if (held) await new Promise<void>((resolve) => held!.push(resolve));
    }
  })();
  const engine = await createEngine({ clock: new ManualClock(0), journal, capacity: new Capacity({ most: 4 }) });
  await engine.deploy([
    { name: 'p.bpmn', content: diagram('p', start('s') + service('t') + end('e') + flows('s -> t', 't -> e')) },
  ]);
  await engine.createInstance({ bpmnProcessId: 'p' });
  const [job] = await engine.activateJobs({ type: 't', worker: 'w', timeout: 1000, maxJobsToActivate: 1 });
  held = [];
  const taken = Array.from({ length: 4 }, () => engine.createInstance({ bpmnProcessId: 'p' }));
  const refusal = await engine.createInstance({ bpmnProcessId: 'p' }).catch((error: Error) => error);
  expect(failureOf(refusal, () => {})).toEqual({
    grpc: 8,
    http: 503,
    title: 'RESOURCE_EXHAUSTED',
    detail: 'Reached maximum capacity of requests handled',
  });
  const completed = engine.completeJob({ jobKey: job!.key });
  for (const release of held) release();
  held = undefined;
  await Promise.all([...taken, completed]);
  await engine.createInstance({ bpmnProcessId: 'p' });
  await engine.close();
});
