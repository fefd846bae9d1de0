import { expect, onTestFinished, test, vi } from 'vitest';
import { createEngine, type JobResult } from '../engine.ts';
import { type Bench, bench } from '../testing/bench.ts';
import {
  boundary,
  diagram,
  end,
  eventSubProcess,
  flows,
  loop,
  message,
  onMessage,
  parallel,
  service,
  start,
  subProcess,
  taskListeners,
  terminating,
  userTask,
} from '../testing/diagram.ts';
import { DeadlineExceeded } from '../types.ts';

const approval = (inside: string) =>
  diagram('p', start('s') + userTask('t', inside) + end('e') + flows('s -> t', 't -> e'));

/** Completes the one job of a type with a result; answers what the worker got. */
async function listen(b: Bench, type: string, result?: JobResult) {
  const [job, ...others] = await b.jobs(type);
  if (!job || others.length > 0) throw new Error(`${others.length + (job ? 1 : 0)} jobs of type '${type}'`);
  await b.engine.completeJob({ jobKey: job.key, result });
  await b.engine.idle();
  return job;
}

/** The refusal of a call that is still waiting. */
const refusal = (call: Promise<void>): Promise<Error | undefined> =>
  call.then(
    () => undefined,
    (error: Error) => error,
  );

/** USER_TASK, VARIABLE_DOCUMENT and JOB events since `from`. */
const taskTrace = (b: Bench, from = 0) =>
  b.records
    .slice(from)
    .filter(
      (record) =>
        record.recordType === 'EVENT' &&
        ['USER_TASK', 'JOB', 'VARIABLE_DOCUMENT', 'INCIDENT'].includes(record.valueType),
    )
    .map((record) =>
      record.valueType === 'JOB'
        ? `JOB ${record.intent} ${record.value.type}`
        : `${record.valueType} ${record.intent}`.replace('USER_TASK ', ''),
    );

test('listeners of one event run one after another, and block what they listen to', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['completing', 'first'], ['completing', 'second'], ['assigning', 'other'])));
  const key = await b.create('p');
  const from = b.records.length;
  const done = b.engine.completeUserTask({ userTaskKey: b.task('t').userTaskKey, variables: { x: 1 } });
  await b.engine.idle();
  expect(b.task('t').state).toBe('COMPLETING');
  expect(await b.jobs('second')).toEqual([]);
  await listen(b, 'first');
  expect(b.alive(key)).toBe(true);
  await listen(b, 'second');
  await done;
  expect(taskTrace(b, from)).toEqual([
    'COMPLETING',
    'JOB CREATED first',
    'JOB COMPLETED first',
    'JOB CREATED second',
    'JOB COMPLETED second',
    'COMPLETED',
  ]);
  const completed = b.records.find((record) => record.valueType === 'USER_TASK' && record.intent === 'COMPLETED');
  expect(completed!.value).toMatchObject({ variables: { x: 1 }, action: 'complete' });
  expect(b.alive(key)).toBe(false);
});

test('a listener gets the task as it will be, in headers and properties', async () => {
  const b = await bench();
  await b.deploy(
    approval(
      `<zeebe:assignmentDefinition candidateGroups="a, b"/><zeebe:priorityDefinition priority="7"/><zeebe:taskHeaders><zeebe:header key="own" value="1"/></zeebe:taskHeaders>${taskListeners(['assigning', 'check'])}`,
    ),
  );
  await b.create('p');
  const { userTaskKey } = b.task('t');
  const done = b.engine.assignUserTask({ userTaskKey, assignee: 'ann' });
  await b.engine.idle();
  expect(b.task('t')).toMatchObject({ state: 'ASSIGNING', assignee: null });
  const job = await listen(b, 'check');
  await done;
  expect(job).toMatchObject({
    kind: 'TASK_LISTENER',
    listenerEventType: 'ASSIGNING',
    elementId: 't',
    userTask: {
      action: 'assign',
      assignee: 'ann',
      candidateGroups: ['a', 'b'],
      candidateUsers: [],
      changedAttributes: ['assignee'],
      priority: 7,
      userTaskKey,
    },
  });
  expect(JSON.parse(job.customHeaders)).toEqual({
    own: '1',
    'io.camunda.zeebe:action': 'assign',
    'io.camunda.zeebe:assignee': 'ann',
    'io.camunda.zeebe:candidateGroups': '["a","b"]',
    'io.camunda.zeebe:changedAttributes': '["assignee"]',
    'io.camunda.zeebe:priority': '7',
    'io.camunda.zeebe:userTaskKey': userTaskKey,
  });
  expect(b.task('t')).toMatchObject({ state: 'CREATED', assignee: 'ann' });
});

test.each([
  ['completing', 'Completion', 'COMPLETION_DENIED', 'COMPLETE'],
  ['assigning', 'Assignment', 'ASSIGNMENT_DENIED', 'CLAIM'],
  ['updating', 'Update', 'UPDATE_DENIED', 'UPDATE'],
])('%s can be denied: the task is as before, and the caller is told why', async (event, noun, intent, command) => {
  const b = await bench();
  await b.deploy(approval(taskListeners([event, 'first'], [event, 'second'], [event, 'third'])));
  await b.create('p');
  const { userTaskKey } = b.task('t');
  const from = b.records.length;
  const called = refusal(
    event === 'completing'
      ? b.engine.completeUserTask({ userTaskKey, variables: { x: 1 } })
      : event === 'assigning'
        ? b.engine.assignUserTask({ userTaskKey, assignee: 'ann', allowOverride: false })
        : b.engine.updateUserTask({ userTaskKey, changeset: { priority: 9 } }),
  );
  await b.engine.idle();
  await listen(b, 'first', { corrections: { candidateUsers: ['bob'] } });
  await listen(b, 'second', { denied: true, deniedReason: 'no stamp' });
  expect((await called)!.message).toBe(
    `Command '${command}' rejected with code 'INVALID_STATE': ${noun} of the User Task with key '${userTaskKey}' was denied by Task Listener. Reason to deny: 'no stamp'`,
  );
  expect(taskTrace(b, from).slice(1)).toEqual([
    'JOB CREATED first',
    'JOB COMPLETED first',
    'CORRECTED',
    'JOB CREATED second',
    'JOB COMPLETED second',
    intent,
  ]);
  expect(b.task('t')).toMatchObject({ state: 'CREATED', assignee: null, candidateUsers: [], priority: 50 });
  expect(await b.jobs('third')).toEqual([]);
});

test('corrections reach the next listener and the task; what is corrected back is no change', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['assigning', 'first'], ['assigning', 'second'], ['assigning', 'third'])));
  await b.create('p');
  const done = b.engine.assignUserTask({ userTaskKey: b.task('t').userTaskKey, assignee: 'ann' });
  await b.engine.idle();
  await listen(b, 'first', { type: 'userTask', corrections: { priority: 80, assignee: 'bob', dueDate: null } });
  const second = await listen(b, 'second', { corrections: { priority: 50, candidateGroups: ['desk'] } });
  const third = await listen(b, 'third');
  await done;
  expect(second.userTask).toMatchObject({ assignee: 'bob', priority: 80, changedAttributes: ['assignee', 'priority'] });
  expect(third.userTask).toMatchObject({ priority: 50, changedAttributes: ['assignee', 'candidateGroupsList'] });
  expect(b.task('t')).toMatchObject({ assignee: 'bob', priority: 50, candidateGroups: ['desk'] });
  const job = b.records.find((record) => record.valueType === 'JOB' && record.intent === 'COMPLETED');
  expect(job!.value.result).toEqual({
    type: 'USER_TASK',
    denied: false,
    deniedReason: '',
    correctedAttributes: ['assignee', 'priority'],
    corrections: {
      assignee: 'bob',
      dueDate: '',
      followUpDate: '',
      candidateUsersList: [],
      candidateGroupsList: [],
      priority: 80,
    },
  });
});

test('creating listeners come before the task is there, assigning ones after it for whom the model names', async () => {
  const b = await bench();
  await b.deploy(
    approval(
      `<zeebe:assignmentDefinition assignee="ann"/>${taskListeners(['creating', 'made'], ['assigning', 'given'])}`,
    ),
  );
  await b.create('p');
  expect(b.task('t').state).toBe('CREATING');
  const [job] = await b.jobs('made');
  expect(job!.userTask).toMatchObject({ assignee: 'ann' });
  await expect(
    b.engine.completeJob({ jobKey: job!.key, result: { corrections: { assignee: 'bob' } } }),
  ).rejects.toThrow(
    "correcting the assignee on 'CREATING' event is not supported when the user task has an assignee defined in the model",
  );
  await b.engine.completeJob({ jobKey: job!.key, result: { corrections: { priority: 3 } } });
  await b.engine.idle();
  expect(b.task('t')).toMatchObject({ state: 'ASSIGNING', assignee: null, priority: 3 });
  await listen(b, 'given');
  expect(b.task('t')).toMatchObject({ state: 'CREATED', assignee: 'ann' });
  expect(b.trace().filter((line) => / t$/.test(line))).toEqual([
    'PI ACTIVATING t',
    'USER_TASK CREATING t',
    'JOB CREATED t',
    'JOB COMPLETED t',
    'USER_TASK CORRECTED t',
    'USER_TASK CREATED t',
    'PI ACTIVATED t',
    'USER_TASK ASSIGNING t',
    'JOB CREATED t',
    'JOB COMPLETED t',
    'USER_TASK ASSIGNED t',
  ]);
});

test('a denied assignment of the model leaves the task unassigned', async () => {
  const b = await bench();
  await b.deploy(approval(`<zeebe:assignmentDefinition assignee="ann"/>${taskListeners(['assigning', 'given'])}`));
  await b.create('p');
  await listen(b, 'given', { denied: true });
  expect(b.task('t')).toMatchObject({ state: 'CREATED', assignee: null });
});

test('other commands are refused while a change is on its way', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['assigning', 'slow'])));
  await b.create('p');
  const { userTaskKey } = b.task('t');
  const done = b.engine.assignUserTask({ userTaskKey, assignee: 'ann' });
  await expect(b.engine.completeUserTask({ userTaskKey })).rejects.toThrow(
    `Command 'COMPLETE' rejected with code 'INVALID_STATE': Expected to complete user task with key '${userTaskKey}', but it is in state 'ASSIGNING'`,
  );
  await listen(b, 'slow');
  await done;
  await b.complete('t');
});

test('what a listener may not say is refused, and its job stays', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['creating', 'made'], ['completing', 'gone'])));
  const processInstanceKey = await b.create('p');
  const [made] = await b.jobs('made');
  const which = `(job key '${made!.key}', type 'made', processInstanceKey '${processInstanceKey}')`;
  const complete = (jobKey: string, rest: object) => b.engine.completeJob({ jobKey, ...rest });
  await expect(complete(made!.key, { variables: { x: 1 } })).rejects.toThrow(
    `Command 'COMPLETE' rejected with code 'INVALID_ARGUMENT': Task Listener job completion with variables payload provided is not yet supported ${which}.`,
  );
  await expect(complete(made!.key, { result: { denied: true } })).rejects.toThrow(
    `Denying result is not supported for 'CREATING' task listener jobs ${which}. Only the following listener event types support denying: [ASSIGNING, COMPLETING, UPDATING].`,
  );
  await expect(b.engine.throwError({ jobKey: made!.key, errorCode: 'x' })).rejects.toThrow(
    `Cannot throw BPMN error from TASK_LISTENER job with key '${made!.key}', type 'made' and processInstanceKey '${processInstanceKey}'`,
  );
  await complete(made!.key, {});
  const done = b.engine.completeUserTask({ userTaskKey: b.task('t').userTaskKey });
  await b.engine.idle();
  const [gone] = await b.jobs('gone');
  const both = { result: { denied: true, corrections: { priority: 1 } } };
  await expect(complete(gone!.key, both)).rejects.toThrow('Expected to complete task listener job with corrections');
  for (const corrections of [{ priority: 101 }, { dueDate: 'soon' }]) {
    await expect(complete(gone!.key, { result: { corrections } })).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' });
  }
  await complete(gone!.key, {});
  await done;
});

test('a listener that fails for good is an incident of its own; only it runs again', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['completing', 'first'], ['completing', 'second'])));
  await b.create('p');
  const done = b.engine.completeUserTask({ userTaskKey: b.task('t').userTaskKey });
  await b.engine.idle();
  await listen(b, 'first');
  const [job] = await b.jobs('second');
  await b.engine.failJob({ jobKey: job!.key, retries: 0, errorMessage: 'no ink' });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({
    errorType: 'TASK_LISTENER_NO_RETRIES',
    errorMessage: 'no ink',
    elementId: 't',
    jobKey: job!.key,
  });
  await b.engine.updateJobRetries({ jobKey: job!.key, retries: 1 });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  expect(await b.jobs('first')).toEqual([]);
  await listen(b, 'second');
  await done;
});

test("a listener's type that cannot be read is an incident; once mended, all listeners of the change run again", async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['completing', 'first'], ['completing', '=kind'])));
  const key = await b.create('p');
  const done = b.engine.completeUserTask({ userTaskKey: b.task('t').userTaskKey });
  await b.engine.idle();
  await listen(b, 'first');
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 't', jobKey: null });
  await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 'second' } });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  await listen(b, 'first');
  await listen(b, 'second');
  await done;
  expect(b.alive(key)).toBe(false);
});

test('variables of the task itself are an update, which its listeners may hold up or deny', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['updating', 'check'])));
  const key = await b.create('p', { shared: 1 });
  const elementInstanceKey = b.task('t').elementInstanceKey;
  const set = (variables: object, local = true) =>
    b.engine.setVariables({ elementInstanceKey, variables: { ...variables }, local });
  await set({ shared: 2 }, false);
  expect(b.variables(key)).toEqual({ shared: 2 });
  const from = b.records.length;
  const first = set({ own: 1 });
  await b.engine.idle();
  expect(b.variables(elementInstanceKey)).toEqual({});
  const job = await listen(b, 'check');
  await first;
  expect(job.userTask).toMatchObject({ changedAttributes: ['variables'] });
  expect(b.variables(elementInstanceKey)).toEqual({ own: 1 });
  expect(taskTrace(b, from)).toEqual([
    'VARIABLE_DOCUMENT UPDATING',
    'UPDATING',
    'JOB CREATED check',
    'JOB COMPLETED check',
    'VARIABLE_DOCUMENT UPDATED',
    'UPDATED',
  ]);
  const second = refusal(set({ own: 2 }, false).then(() => undefined));
  await b.engine.idle();
  await listen(b, 'check', { denied: true, deniedReason: 'fixed' });
  expect((await second)!.message).toContain("Reason to deny: 'fixed'");
  expect(taskTrace(b, from).slice(-2)).toEqual(['VARIABLE_DOCUMENT UPDATE_DENIED', 'UPDATE_DENIED']);
  expect(b.variables(elementInstanceKey)).toEqual({ own: 1 });
});

test('a caller whose listeners take too long is told so, and the change goes on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const b = await bench();
  await b.deploy(approval(taskListeners(['completing', 'slow'])));
  const key = await b.create('p');
  const called = refusal(b.engine.completeUserTask({ userTaskKey: b.task('t').userTaskKey }));
  await b.engine.idle();
  vi.advanceTimersByTime(15_000);
  expect(await called).toBeInstanceOf(DeadlineExceeded);
  await listen(b, 'slow');
  expect(b.alive(key)).toBe(false);
});

// ---- canceling --------------------------------------------------------------------------------------------------

test('a cancelled instance ends only when the canceling listeners are through', async () => {
  const b = await bench();
  const body = userTask('t', taskListeners(['canceling', 'first'], ['canceling', 'second'])) + userTask('u');
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess('sub', start('s2') + parallel('f') + body + flows('s2 -> f', 'f -> t', 'f -> u')) +
        flows('s -> sub'),
    ),
  );
  const key = await b.create('p');
  const from = b.records.length;
  await b.engine.cancelInstance({ processInstanceKey: key });
  await b.engine.idle();
  expect(b.task('t').state).toBe('CANCELING');
  expect(b.engine.searchUserTasks().items).toHaveLength(1);
  await expect(b.engine.cancelInstance({ processInstanceKey: key })).rejects.toMatchObject({ type: 'NOT_FOUND' });
  await expect(b.engine.completeUserTask({ userTaskKey: b.task('t').userTaskKey })).rejects.toThrow(
    "but it is in state 'CANCELING'",
  );
  await listen(b, 'first');
  await listen(b, 'second');
  expect(b.trace(from).filter((line) => !line.startsWith('JOB_BATCH'))).toEqual([
    'PI TERMINATING p',
    'PI TERMINATING sub',
    'PI TERMINATING t',
    'USER_TASK CANCELING t',
    'JOB CREATED t',
    'PI TERMINATING u',
    'USER_TASK CANCELING u',
    'USER_TASK CANCELED u',
    'PI TERMINATED u',
    'JOB COMPLETED t',
    'JOB CREATED t',
    'JOB COMPLETED t',
    'USER_TASK CANCELED t',
    'PI TERMINATED t',
    'PI TERMINATED sub',
    'PI TERMINATED p',
  ]);
  const continued = b.records.filter((record) => record.intent === 'CONTINUE_TERMINATING_ELEMENT');
  expect(continued.map((record) => record.value.elementId)).toEqual(['t', 'sub', 'p']);
});

test('an instance that is cancelled while a change is on its way tells the caller, and its job is gone', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['assigning', 'slow'])));
  const key = await b.create('p');
  const called = refusal(b.engine.assignUserTask({ userTaskKey: b.task('t').userTaskKey, assignee: 'ann' }));
  await b.engine.idle();
  const from = b.records.length;
  await b.engine.cancelInstance({ processInstanceKey: key });
  expect(await called).toMatchObject({ type: 'INVALID_STATE', intent: 'ASSIGN' });
  expect(b.trace(from)).toEqual([
    'PI TERMINATING p',
    'PI TERMINATING t',
    'JOB CANCELED t',
    'USER_TASK CANCELING t',
    'USER_TASK CANCELED t',
    'PI TERMINATED t',
    'PI TERMINATED p',
  ]);
});

test('an interrupting boundary event begins after the canceling listeners', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('t', taskListeners(['canceling', 'bye'])) +
        boundary('b', 't', onMessage('m')) +
        userTask('after') +
        flows('s -> t', 'b -> after'),
      message('m', 'stop'),
    ),
  );
  await b.create('p', { key: 'k' });
  await b.engine.publishMessage({ name: 'stop', correlationKey: 'k', variables: { why: 'late' } });
  await b.engine.idle();
  expect(b.engine.searchUserTasks().items.map((task) => task.elementId)).toEqual(['t']);
  await listen(b, 'bye');
  const [after] = b.engine.searchUserTasks().items;
  expect(after).toMatchObject({ elementId: 'after', state: 'CREATED' });
  expect(b.variables(after!.processInstanceKey)).toMatchObject({ why: 'late' });
});

test('an interrupting event sub-process begins when all of its scope has ended', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        parallel('f') +
        userTask('t', taskListeners(['canceling', 'bye'])) +
        userTask('u', taskListeners(['canceling', 'bye'])) +
        eventSubProcess('instead', start('s2', onMessage('m')) + userTask('after') + flows('s2 -> after')) +
        flows('s -> f', 'f -> t', 'f -> u'),
      message('m', 'stop'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  await b.engine.publishMessage({ name: 'stop', correlationKey: 'k' });
  await b.engine.idle();
  const jobs = await b.jobs('bye');
  expect(jobs).toHaveLength(2);
  await b.engine.completeJob({ jobKey: jobs[0]!.key });
  expect(b.engine.searchUserTasks({ filter: { elementId: 'after' } }).items).toEqual([]);
  await b.engine.completeJob({ jobKey: jobs[1]!.key });
  await b.engine.idle();
  await b.complete('after');
  expect(b.alive(key)).toBe(false);
});

test('a terminate end event completes its scope after the canceling listeners', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        parallel('f') +
        userTask('t', taskListeners(['canceling', 'bye'])) +
        service('work') +
        parallel('j') +
        service('never') +
        end('stop', terminating) +
        flows('s -> f', 'f -> t', 'f -> work', 'f -> j', 't -> j', 'j -> never', 'work -> stop'),
    ),
  );
  const key = await b.create('p');
  await b.work('work');
  expect(b.alive(key)).toBe(true);
  await listen(b, 'bye');
  expect(b.alive(key)).toBe(false);
  expect(b.trace().slice(-2)).toEqual(['PI COMPLETING p', 'PI COMPLETED p']);
});

test('a multi-instance body whose condition holds completes after the canceling listeners', async () => {
  const b = await bench();
  const items = loop({ inputCollection: '=[1, 2]', inputElement: 'n' }, { until: '=numberOfCompletedInstances >= 1' });
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('t', taskListeners(['canceling', 'bye']), items) +
        userTask('after') +
        flows('s -> t', 't -> after'),
    ),
  );
  await b.create('p');
  const [first] = b.engine.searchUserTasks().items;
  await b.engine.completeUserTask({ userTaskKey: first!.userTaskKey });
  await b.engine.idle();
  await listen(b, 'bye');
  expect(b.engine.searchUserTasks().items.map((task) => task.elementId)).toEqual(['after']);
});

test('an instance that a modification has emptied ends after the canceling listeners', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['canceling', 'bye'])));
  const key = await b.create('p');
  const terminateInstructions = [{ elementInstanceKey: b.task('t').elementInstanceKey }];
  await b.engine.modifyInstance({ processInstanceKey: key, terminateInstructions });
  await b.engine.idle();
  expect(b.alive(key)).toBe(true);
  await listen(b, 'bye');
  expect(b.alive(key)).toBe(false);
  expect(b.trace().at(-1)).toBe('PI TERMINATED p');
});

test('a canceling listener whose type cannot be read holds the end up until it is mended', async () => {
  const b = await bench();
  await b.deploy(approval(taskListeners(['canceling', '=kind'])));
  const key = await b.create('p');
  await b.engine.cancelInstance({ processInstanceKey: key });
  await b.engine.idle();
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 't' });
  await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 'bye' } });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  await listen(b, 'bye');
  expect(b.alive(key)).toBe(false);
});

// ---- a restart --------------------------------------------------------------------------------------------------

test.each(['the log', 'a snapshot'])('a change that is on its way survives a restart from %s', async (from) => {
  const b = await bench();
  await b.deploy(
    approval(
      `<zeebe:assignmentDefinition assignee="ann"/>${taskListeners(['creating', 'made'], ['completing', 'first'], ['completing', 'second'], ['canceling', 'bye'])}`,
    ),
  );
  const key = await b.create('p');
  const creating = await b.create('p');
  const canceling = await b.create('p');
  for (const job of (await b.jobs('made')).filter((made) => made.processInstanceKey !== creating)) {
    await b.engine.completeJob({ jobKey: job.key });
  }
  await b.engine.cancelInstance({ processInstanceKey: canceling });
  const { items } = b.engine.searchUserTasks({ filter: { processInstanceKey: key } });
  const lost = refusal(b.engine.completeUserTask({ userTaskKey: items[0]!.userTaskKey, variables: { x: 1 } }));
  await b.engine.idle();
  await listen(b, 'first', { corrections: { priority: 9 } });
  await b.engine.close();
  expect((await lost)!.message).toBe('the engine is closed');

  if (from === 'a snapshot') {
    b.journal.snapshot = JSON.stringify(b.engine.dump());
    b.journal.batches.length = 0;
  }
  const engine = await createEngine({ clock: b.clock, journal: b.journal });
  expect(engine.dump()).toEqual(b.engine.dump());
  const complete = async (type: string) => {
    const asked = { type, worker: 'test', timeout: 60_000, maxJobsToActivate: 9, requestTimeout: -1 };
    for (const job of await engine.activateJobs(asked)) await engine.completeJob({ jobKey: job.key });
    await engine.idle();
  };
  await complete('second');
  expect(engine.processInstance(key)).toBeUndefined();
  await complete('bye');
  expect(engine.processInstance(canceling)).toBeUndefined();
  b.clock.forward(61_000);
  await complete('made');
  expect(engine.searchUserTasks().items).toMatchObject([{ state: 'CREATED', assignee: 'ann' }]);
  await engine.close();
});
