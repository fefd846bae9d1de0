/** What ended a moment ago is found beside what is alive, where the engine was told to remember it. */
import { expect, test } from 'vitest';
import { ManualClock } from '../clock.ts';
import { createEngine, type Engine } from '../engine.ts';
import { call, diagram, end, flows, service, start, userTask } from '../testing/diagram.ts';
import { Newest } from './ended.ts';

const t0 = Date.parse('2026-01-05T01:00:00.000Z');
async function engineWith(rememberEnded: boolean): Promise<{ engine: Engine; clock: ManualClock; key: string }> {
  const clock = new ManualClock(t0);
  const engine = await createEngine({ clock, rememberEnded });
  const content = diagram('p', `${start('s')}${userTask('look')}${end('e')}${flows('s -> look', 'look -> e')}`);
  await engine.deploy([{ name: 'p.bpmn', content }]);
  const { processInstanceKey } = await engine.createInstance({ bpmnProcessId: 'p', variables: { n: 1 }, tags: ['a'] });
  await engine.idle();
  clock.forward(60_000);
  await engine.completeUserTask({
    userTaskKey: engine.searchUserTasks().items[0]!.userTaskKey,
    variables: { note: 'x'.repeat(10_000) },
  });
  await engine.idle();
  return { engine, clock, key: processInstanceKey };
}

test('an instance, its elements, task and variables are found as they ended', async () => {
  const { engine, key } = await engineWith(true);
  const processInstanceKey = key;
  const ended = { startDate: '2026-01-05T01:00:00.000Z', endDate: '2026-01-05T01:01:00.000Z', state: 'COMPLETED' };
  expect(engine.processInstance(key)).toMatchObject({ ...ended, processDefinitionId: 'p', tags: ['a'] });
  expect(engine.searchProcessInstances({ filter: { state: 'COMPLETED' } }).items).toHaveLength(1);
  expect(engine.searchProcessInstances({ filter: { state: 'ACTIVE' } }).items).toEqual([]);
  const elements = engine.searchElementInstances({ filter: { processInstanceKey }, sort: [{ field: 'elementId' }] });
  expect(elements.items.map(({ elementId, state }) => `${elementId} ${state}`)).toEqual([
    'e COMPLETED',
    'look COMPLETED',
    'p COMPLETED',
    's COMPLETED',
  ]);
  const inProcess = engine.searchElementInstances({ filter: { elementInstanceScopeKey: key } });
  expect(inProcess.items).toHaveLength(3);
  const [task] = engine.searchUserTasks({ filter: { processInstanceKey, state: 'COMPLETED' } }).items;
  expect(task).toMatchObject({ elementId: 'look', completionDate: ended.endDate });
  expect(engine.userTask(task!.userTaskKey)).toEqual(task);
  const seen = engine.searchUserTaskVariables(task!.userTaskKey, { sort: [{ field: 'name' }] });
  expect(seen?.items.map(({ name, value, isTruncated }) => [name, value.length, isTruncated])).toEqual([
    ['n', 1, false],
    ['note', 8191, true],
  ]);
  expect(engine.sequenceFlows(key)?.map(({ elementId }) => elementId)).toEqual(['s-look', 'look-e']);
  expect(engine.instanceStatistics(key)).toContainEqual({
    elementId: 'look',
    active: 0,
    canceled: 0,
    incidents: 0,
    completed: 1,
  });
});

test('what ends early is terminated and canceled, and a called instance still names who called it', async () => {
  const { engine } = await engineWith(true);
  const outer = diagram('outer', `${start('s')}${call('c', 'inner')}${end('e')}${flows('s -> c', 'c -> e')}`);
  const inner = diagram('inner', `${start('s')}${service('work')}${end('e')}${flows('s -> work', 'work -> e')}`);
  await engine.deploy([
    { name: 'outer.bpmn', content: outer },
    { name: 'inner.bpmn', content: inner },
  ]);
  const { processInstanceKey } = await engine.createInstance({ bpmnProcessId: 'outer' });
  await engine.idle();
  const activation = { type: 'work', worker: 'w', timeout: 1000, maxJobsToActivate: 1 };
  const [job] = await engine.activateJobs(activation);
  await engine.failJob({ jobKey: job!.key, retries: 0 });
  await engine.idle();
  const [incident] = engine.searchIncidents().items;
  await engine.cancelInstance({ processInstanceKey });
  await engine.idle();
  expect(engine.processInstance(processInstanceKey)).toMatchObject({ state: 'TERMINATED', hasIncident: false });
  expect(engine.incident(incident!.incidentKey)).toMatchObject({ state: 'RESOLVED' });
  expect(engine.job(job!.key)).toMatchObject({ state: 'CANCELED', endTime: '2026-01-05T01:01:00.000Z' });
  expect(engine.elementInstance(job!.elementInstanceKey)).toMatchObject({ state: 'TERMINATED' });
  expect(
    engine.callHierarchy(job!.processInstanceKey)?.map(({ processDefinitionName }) => processDefinitionName),
  ).toEqual(['outer', 'inner']);
});

test('an engine that was not told to remember knows nothing of it', async () => {
  const { engine, key } = await engineWith(false);
  expect(engine.processInstance(key)).toBeUndefined();
  expect(engine.searchElementInstances().items).toEqual([]);
  expect(engine.sequenceFlows(key)).toBeUndefined();
});

test('of what ended, the newest are kept', () => {
  const newest = new Newest<number>(2);
  for (const each of [1, 2, 2, 3]) newest.add(String(each), () => each);
  expect([...newest.values()].map(({ view }) => view)).toEqual([2, 3]);
  expect(newest.get('1')).toBeUndefined();
});
