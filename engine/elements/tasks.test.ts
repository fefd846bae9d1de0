import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import { diagram, end, exclusive, flows, io, listeners, script, service, start, userTask } from '../testing/diagram.ts';

test('a process of one service task writes its records in the order of the contract', async () => {
  const b = await bench();
  await b.deploy(diagram('p', start('s') + service('work') + end('e') + flows('s -> work', 'work -> e')));
  const key = await b.create('p', { a: 1 });
  await b.work('work', { done: true });
  expect(b.alive(key)).toBe(false);
  expect(b.trace()).toEqual([
    'PROCESS CREATED',
    'DEPLOYMENT CREATED',
    'VARIABLE CREATED a',
    'PROCESS_INSTANCE_CREATION CREATED',
    'PI ACTIVATING p',
    'PI ACTIVATED p',
    'PI ACTIVATING s',
    'PI ACTIVATED s',
    'PI COMPLETING s',
    'PI COMPLETED s',
    'PI SEQUENCE_FLOW_TAKEN s-work',
    'PI ACTIVATING work',
    'JOB CREATED work',
    'PI ACTIVATED work',
    'JOB_BATCH ACTIVATED',
    'JOB COMPLETED work',
    'PI COMPLETING work',
    'VARIABLE CREATED done',
    'PI COMPLETED work',
    'PI SEQUENCE_FLOW_TAKEN work-e',
    'PI ACTIVATING e',
    'PI ACTIVATED e',
    'PI COMPLETING e',
    'PI COMPLETED e',
    'PI COMPLETING p',
    'PI COMPLETED p',
  ]);
});

test('positions rise by one and every follow-up names its command as source', async () => {
  const b = await bench();
  await b.deploy(diagram('p', start('s') + service('work') + end('e') + flows('s -> work', 'work -> e')));
  await b.create('p');
  expect(b.records.map((record) => record.position)).toEqual(b.records.map((_, at) => at + 1));
  const command = b.records.find((record) => record.intent === 'CREATE' && record.valueType.endsWith('CREATION'))!;
  const caused = b.records.filter((record) => record.position > command.position);
  expect(new Set(caused.map((record) => record.sourceRecordPosition))).toEqual(new Set([command.position]));
  expect(Number(b.records.find((record) => record.valueType === 'PROCESS')!.key)).toBeGreaterThan(2 ** 51);
});

test('mappings keep a result within the element unless a target takes it out', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service(
          'work',
          'work',
          io({ in: { x: '=a + 1', 'y.z': '=x' }, out: { total: '=x + given', 'deep.er': '=y.z' } }),
        ) +
        userTask('wait') +
        end('e') +
        flows('s -> work', 'work -> wait', 'wait -> e'),
    ),
  );
  const key = await b.create('p', { a: 1, deep: { kept: true } });
  const job = await b.work('work', { given: 10 });
  expect(JSON.parse(job.variables)).toEqual({ x: 2, y: { z: 2 }, a: 1, deep: { kept: true } });
  expect(b.variables(key)).toEqual({ a: 1, deep: { kept: true, er: 2 }, total: 12 });
});

test('an exclusive gateway takes the first true flow, the default if none is, an incident if there is none', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        exclusive('g', '', 'default="g-c"') +
        userTask('a') +
        userTask('b') +
        userTask('c') +
        flows('s -> g', 'g -> a : =x = 1', 'g -> b : =x <= 2', 'g -> c'),
    ),
  );
  await b.create('p', { x: 1 });
  await b.create('p', { x: 2 });
  await b.create('p', { x: 3 });
  expect(b.engine.searchUserTasks().items.map((task) => task.elementId)).toEqual(['a', 'b', 'c']);
  const key = await b.create('p', { x: 'text' });
  const [incident] = b.engine.searchIncidents({ filter: { processInstanceKey: key } }).items;
  expect(incident).toMatchObject({ errorType: 'CONDITION_ERROR', elementId: 'g', jobKey: null });
  expect(incident!.errorMessage).toBe("Expected result of the expression 'x = 1' to be 'BOOLEAN', but was 'NULL'.");
});

test('a start listener runs after the input mappings and before the task; its variables are local', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask(
          'review',
          `${io({ in: { budget: '2h' } })}<zeebe:taskSchedule dueDate="=dueAt"/><zeebe:assignmentDefinition candidateGroups="=[&quot;g:&quot; + who]"/>${listeners(['start', 'set-deadline'])}`,
        ) +
        end('e') +
        flows('s -> review', 'review -> e'),
    ),
  );
  const key = await b.create('p', { who: 'x' });
  expect(b.engine.searchUserTasks().items).toEqual([]);
  const job = await b.work('set-deadline', { dueAt: '2026-01-06T10:00:00+07:00' });
  expect(job).toMatchObject({ kind: 'EXECUTION_LISTENER', listenerEventType: 'START', elementId: 'review' });
  expect(JSON.parse(job.variables)).toEqual({ budget: '2h', who: 'x' });
  expect(b.task('review')).toMatchObject({ dueDate: '2026-01-06T10:00:00+07:00', candidateGroups: ['g:x'] });
  expect(b.variables(key)).toEqual({ who: 'x' });
  await b.complete('review', { outcome: 'yes' });
  expect(b.alive(key)).toBe(false);
});

test('an end listener blocks the way out; its variables go to the scope above', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('work', 'work', listeners(['end', 'after'])) +
        userTask('wait') +
        flows('s -> work', 'work -> wait'),
    ),
  );
  const key = await b.create('p');
  await b.work('work');
  expect(b.engine.searchUserTasks().items).toEqual([]);
  await b.work('after', { seen: 1 });
  expect(b.task('wait').elementId).toBe('wait');
  expect(b.variables(key)).toEqual({ seen: 1 });
});

test('a script stores its value; now() is the engine clock with its offset', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        script('calc', '={at: string(now()), sum: 1 + 2}', 'r') +
        userTask('wait') +
        flows('s -> calc', 'calc -> wait'),
    ),
  );
  const key = await b.create('p');
  expect(b.variables(key)).toEqual({ r: { at: '2026-01-05T08:00:00+07:00', sum: 3 } });
});

test('user tasks are claimed once, reassigned, updated, completed; the records say what changed', async () => {
  const b = await bench();
  await b.deploy(diagram('p', start('s') + userTask('t') + end('e') + flows('s -> t', 't -> e')));
  const key = await b.create('p');
  const { userTaskKey } = b.task('t');
  const from = b.records.length;
  await b.engine.assignUserTask({ userTaskKey, assignee: 'lan', allowOverride: false });
  await b.engine.assignUserTask({ userTaskKey, assignee: 'lan', allowOverride: false });
  await expect(b.engine.assignUserTask({ userTaskKey, assignee: 'minh', allowOverride: false })).rejects.toThrow(
    `Command 'CLAIM' rejected with code 'INVALID_STATE': Expected to claim user task with key '${userTaskKey}', but it has already been assigned`,
  );
  await b.engine.assignUserTask({ userTaskKey, assignee: 'minh' });
  await b.engine.unassignUserTask({ userTaskKey });
  await b.engine.updateUserTask({ userTaskKey, changeset: { dueDate: '2026-02-01T00:00:00Z', priority: 80 } });
  expect(b.task('t')).toMatchObject({ assignee: null, dueDate: '2026-02-01T00:00:00Z', priority: 80 });
  await b.engine.completeUserTask({ userTaskKey, variables: { ok: true } });
  await b.engine.idle();
  expect(b.alive(key)).toBe(false);
  await expect(b.engine.completeUserTask({ userTaskKey })).rejects.toThrow('NOT_FOUND');
  const events = b.records.slice(from).filter((r) => r.valueType === 'USER_TASK' && r.recordType === 'EVENT');
  expect(events.map((r) => `${r.intent} ${r.value.action} ${r.value.changedAttributes}`)).toEqual([
    'CLAIMING claim assignee',
    'ASSIGNED claim assignee',
    'CLAIMING claim assignee',
    'ASSIGNED claim assignee',
    'ASSIGNING assign assignee',
    'ASSIGNED assign assignee',
    'ASSIGNING unassign assignee',
    'ASSIGNED unassign assignee',
    'UPDATING update dueDate,priority',
    'UPDATED update dueDate,priority',
    'COMPLETING complete ',
    'COMPLETED complete ',
  ]);
});
