/**
 * The past is kept: what is replayed from the journal, or restored from a snapshot, is the state that was lived. Random
 * walks do to one diagram all that can be done to it; after each walk three states are held side by side.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { createEngine, type Engine, type JobResult } from './engine.ts';
import { type Bench, bench, MemoryJournal } from './testing/bench.ts';
import {
  adHoc,
  boundary,
  call,
  catching,
  decisionTask,
  diagram,
  end,
  error,
  eventBased,
  eventSubProcess,
  exclusive,
  ext,
  flows,
  inclusive,
  io,
  listeners,
  loop,
  message,
  onError,
  onMessage,
  onSignal,
  parallel,
  script,
  service,
  signal,
  start,
  subProcess,
  taskListeners,
  terminating,
  timer,
  userTask,
} from './testing/diagram.ts';

const everything = diagram(
  'all',
  start('begin', onMessage('m-begin')) +
    start('none') +
    exclusive('merge') +
    parallel('fork') +
    subProcess(
      'sub',
      start('s2') +
        userTask(
          't',
          `${io({ in: { local: '=1' }, out: { out: '=local' } })}${listeners(['start', 'listen'])}${taskListeners(
            ['creating', 'listen'],
            ['assigning', 'tell'],
            ['updating', 'listen'],
            ['completing', 'tell'],
            ['completing', '=kind'],
            ['canceling', 'listen'],
          )}`,
        ) +
        exclusive('g', '', 'default="g-retry"') +
        script('retry', '=(if count = null then 0 else count) + 1', 'count') +
        end('stop', terminating) +
        eventSubProcess(
          'watch',
          start('ping', onMessage('m-ping'), 'isInterrupting="false"') +
            catching('later', timer('timeDuration', '=wait')) +
            service('tell') +
            end('we') +
            flows('ping -> later', 'later -> tell', 'tell -> we'),
          ext(io({ in: { wait: '="PT1M"' } })),
        ) +
        flows('s2 -> t', 't -> g', 'g -> stop : =done = true', 'g -> retry', 'retry -> t'),
    ) +
    boundary('late', 'sub', timer('timeDuration', 'PT1H')) +
    boundary('tick', 'sub', timer('timeCycle', 'R3/PT7M'), false) +
    boundary('err', 'sub', onError('er')) +
    service(
      'many',
      'many',
      listeners(['end', 'after']),
      loop({ inputCollection: '=[1,2]', inputElement: 'n', outputCollection: 'ns', outputElement: '=r' }),
    ) +
    adHoc(
      'free',
      service('a', 'many') + service('b', 'after'),
      { outputCollection: 'rs', outputElement: '=r' },
      { inside: '<zeebe:taskDefinition type="tell"/>' },
    ) +
    adHoc(
      'chosen',
      userTask('c') + service('f', 'many'),
      { activeElementsCollection: '=if done = true then ["c"] else ["c", "f"]' },
      { until: '=if done = null then false else done' },
    ) +
    decisionTask('decide', 'nowhere', 'd') +
    eventBased('eg') +
    catching('sig', onSignal('sg')) +
    catching('half', timer('timeDuration', 'PT30M')) +
    call('child', 'child') +
    inclusive('join') +
    end('e') +
    end('e2') +
    end('e3') +
    flows(
      'begin -> merge',
      'none -> merge',
      'merge -> fork',
      'fork -> sub',
      'fork -> many',
      'fork -> eg',
      'fork -> free',
      'free -> chosen',
      'chosen -> e3',
      'eg -> sig',
      'eg -> half',
      'sig -> child',
      'half -> decide',
      'child -> join',
      'many -> join',
      'sub -> join',
      'decide -> e2',
      'late -> e3',
      'tick -> e3',
      'err -> e2',
      'join -> e',
    ),
  message('m-begin', 'begin', '') + message('m-ping', 'ping') + error('er', 'E') + signal('sg', 'go'),
);
const child = diagram('child', start('s') + userTask('c') + end('e') + flows('s -> c', 'c -> e'));

type Move = [deed: number, choice: number];
const types = ['listen', 'tell', 'many', 'after'];
const results: JobResult[] = [{}, { denied: true }, { corrections: { priority: 3, assignee: 'k9' } }];
const choices: JobResult[] = [
  { activateElements: [{ elementId: 'a', variables: { x: 1 } }, { elementId: 'b' }] },
  { activateElements: [{ elementId: 'b' }], isCancelRemainingInstances: true },
  { isCompletionConditionFulfilled: true },
  { isCompletionConditionFulfilled: true, isCancelRemainingInstances: true },
];
/** Listeners may hold the answer up for longer than the walk lasts. */
function heldUp(call: Promise<unknown>): undefined {
  call.catch(() => undefined);
}

/** One deed; what is not possible just now is skipped by the engine's refusal. */
async function move({ engine, clock }: Bench, [deed, choice]: Move): Promise<void> {
  const pick = <T>(items: T[]): T | undefined => items[choice % Math.max(1, items.length)];
  const job = pick(engine.searchJobs().items);
  const task = pick(engine.searchUserTasks().items);
  const incident = pick(engine.searchIncidents().items);
  const instance = pick(engine.searchProcessInstances().items);
  const key = `k${choice % 3}`;
  const deeds: (() => Promise<unknown> | undefined)[] = [
    () => engine.createInstance({ bpmnProcessId: 'all', variables: { key, seen: choice } }),
    () =>
      engine.publishMessage({
        name: 'begin',
        correlationKey: key,
        timeToLive: (choice % 2) * 600_000,
        variables: { key },
      }),
    () => engine.publishMessage({ name: 'ping', correlationKey: key, timeToLive: 60_000, messageId: `${choice % 5}` }),
    () => engine.correlateMessage({ name: 'ping', correlationKey: key, variables: { wait: 'PT5M' } }),
    () => engine.broadcastSignal({ signalName: 'go', variables: { signalled: choice } }),
    () =>
      engine.activateJobs({
        type: types[choice % 4]!,
        worker: 'w',
        timeout: 90_000,
        maxJobsToActivate: 2,
        requestTimeout: -1,
      }),
    () =>
      job &&
      engine.completeJob({
        jobKey: job.jobKey,
        ...(job.kind === 'TASK_LISTENER' && { result: results[choice % results.length]! }),
        ...(job.kind === 'AD_HOC_SUB_PROCESS' && { result: choices[choice % choices.length]! }),
        ...(job.kind !== 'TASK_LISTENER' && { variables: { r: choice } }),
      }),
    () =>
      job &&
      engine.failJob({
        jobKey: job.jobKey,
        retries: choice % 3,
        retryBackOff: (choice % 2) * 1000,
        variables: { f: 1 },
      }),
    () => job && engine.throwError({ jobKey: job.jobKey, errorCode: choice % 2 ? 'E' : 'X' }),
    () => job && engine.updateJob({ jobKey: job.jobKey, retries: 2 }),
    () =>
      task && heldUp(engine.completeUserTask({ userTaskKey: task.userTaskKey, variables: { done: choice % 3 === 0 } })),
    () =>
      task &&
      heldUp(engine.assignUserTask({ userTaskKey: task.userTaskKey, assignee: key, allowOverride: choice % 2 === 0 })),
    () =>
      task &&
      heldUp(
        engine.updateUserTask({
          userTaskKey: task.userTaskKey,
          changeset: { priority: choice % 101, candidateGroups: [key] },
        }),
      ),
    () => incident && engine.resolveIncident({ incidentKey: incident.incidentKey }),
    () => instance && engine.cancelInstance({ processInstanceKey: instance.processInstanceKey }),
    () =>
      instance &&
      engine.setVariables({
        elementInstanceKey: instance.processInstanceKey,
        variables: { wait: 'PT2M', done: choice % 2 === 0, ...(choice % 3 === 0 && { kind: 'tell' }) },
      }),
    async () => clock.forward((choice + 1) * 120_000),
    () =>
      engine.deploy([{ name: 'child.bpmn', content: choice % 2 ? child : child.replace('id="e"', 'id="e" name="x"') }]),
  ];
  await deeds[deed % deeds.length]!()?.catch(() => undefined);
  await engine.idle();
}

const plain = (engine: Engine) => JSON.parse(JSON.stringify(engine.dump()));
/** The same events without running what is due, which would go on from there: the clock stands before everything. */
const replayed = (journal: MemoryJournal) => createEngine({ clock: new ManualClock(0), journal });

test('replaying the journal, or a snapshot and the rest, gives the state that was lived', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(17), fc.nat(1000)), { minLength: 5, maxLength: 40 }),
      fc.nat(40),
      async (moves: Move[], cut) => {
        const b = await bench();
        await b.deploy(['all.bpmn', everything], ['child.bpmn', child]);
        const half = new MemoryJournal();
        let skip = 0;
        for (const [at, each] of moves.entries()) {
          await move(b, each);
          if (at !== cut % moves.length) continue;
          half.snapshot = JSON.stringify(b.engine.dump());
          skip = b.journal.batches.length;
        }
        half.batches.push(...b.journal.batches.slice(skip));
        const lived = plain(b.engine);
        expect(plain(await replayed(b.journal))).toEqual(lived);
        expect(plain(await replayed(half))).toEqual(lived);
        expect(b.records.filter((record) => record.valueType === 'ERROR')).toEqual([]);
        await b.engine.close();
      },
    ),
    { numRuns: 60 },
  );
});

/** Canceling listeners have the last word: they are mended and completed. */
async function endCanceling(engine: Engine): Promise<void> {
  for (const { jobKey, kind } of engine.searchJobs().items) {
    if (kind === 'TASK_LISTENER')
      await engine.completeJob({ jobKey }).catch(() => engine.updateJobRetries({ jobKey, retries: 1 }));
  }
  for (const { incidentKey } of engine.searchIncidents().items) {
    await engine.resolveIncident({ incidentKey }).catch(() => undefined);
  }
  await engine.idle();
}

test('after every instance has been cancelled, no walk leaves anything behind', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(16), fc.nat(1000)), { minLength: 5, maxLength: 40 }),
      async (moves: Move[]) => {
        const b = await bench();
        await b.deploy(['all.bpmn', everything], ['child.bpmn', child]);
        for (const each of moves) await move(b, each);
        await b.forward(86_400_000);
        // Cancelling may start a buffered message's instance, so look again.
        for (let left = b.engine.searchProcessInstances().items; left.length > 0; ) {
          for (const { processInstanceKey } of left) {
            await b.engine.cancelInstance({ processInstanceKey }).catch(() => undefined);
          }
          await b.engine.idle();
          await endCanceling(b.engine);
          left = b.engine.searchProcessInstances().items;
        }
        const state = plain(b.engine);
        for (const name of [
          'instances',
          'variables',
          'triggers',
          'jobs',
          'userTasks',
          'incidents',
          'timers',
          'subscriptions',
          'messages',
          'startLocks',
          'lockOfInstance',
          'signalSubscriptions',
          'pending',
        ]) {
          expect(state[name], name).toEqual([]);
        }
        expect(b.engine.nextDue()).toBeUndefined();
        await b.engine.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('after a restart timers fire, jobs are there, and messages find their subscriptions', async () => {
  const b = await bench();
  await b.deploy(['all.bpmn', everything], ['child.bpmn', child]);
  await b.create('all', { key: 'k0' });
  await b.engine.close();
  const clock = new ManualClock(b.clock.now());
  const engine = await createEngine({ clock, journal: b.journal });
  await engine.correlateMessage({ name: 'ping', correlationKey: 'k0' });
  const [job] = await engine.activateJobs({ type: 'listen', worker: 'w', timeout: 1, maxJobsToActivate: 1 });
  await engine.completeJob({ jobKey: job!.key });
  expect(engine.searchUserTasks().items).toHaveLength(1);
  clock.forward(3_600_000);
  await engine.idle();
  // The boundary timer ends the task, whose canceling listener has a say.
  expect(engine.searchUserTasks().items).toMatchObject([{ state: 'CANCELING' }]);
  const keys = b.journal.batches.flatMap((batch) =>
    JSON.parse(batch).records.map((r: { position: number }) => r.position),
  );
  expect(keys).toEqual(keys.map((_, at) => at + 1));
});

test('a number that a double would round comes back from the log and from a snapshot as it was sent', async () => {
  const b = await bench();
  await b.deploy(['all.bpmn', everything], ['child.bpmn', child]);
  const variables = '{"n":12345678901234567890,"m":9007199254740993}';
  await b.engine.publishMessage({ name: 'later', correlationKey: 'x', timeToLive: 60_000, variables });
  const lived = JSON.stringify(b.engine.dump());
  expect(lived).toContain(variables);
  await b.engine.close();
  const replayed = await createEngine({ clock: new ManualClock(b.clock.now()), journal: b.journal });
  expect(JSON.stringify(replayed.dump())).toBe(lived);
  const journal = new MemoryJournal();
  journal.snapshot = lived;
  const restored = await createEngine({ clock: new ManualClock(b.clock.now()), journal });
  expect(JSON.stringify(restored.dump())).toBe(lived);
  await replayed.close();
  await restored.close();
});
