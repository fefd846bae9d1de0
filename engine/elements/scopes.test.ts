import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import {
  boundary,
  call,
  diagram,
  end,
  flows,
  inclusive,
  io,
  loop,
  message,
  onMessage,
  parallel,
  service,
  start,
  subProcess,
  task,
  terminating,
  timer,
  userTask,
} from '../testing/diagram.ts';

test('a parallel join waits for a token of every flow', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        parallel('fork') +
        userTask('a') +
        userTask('b') +
        parallel('join') +
        end('e') +
        flows('s -> fork', 'fork -> a', 'fork -> b', 'a -> join', 'b -> join', 'join -> e'),
    ),
  );
  const key = await b.create('p');
  await b.complete('a');
  expect(b.engine.searchElementInstances({ filter: { elementId: 'join' } }).items).toEqual([]);
  await b.complete('b');
  expect(b.alive(key)).toBe(false);
  expect(b.trace().filter((line) => line.includes('join'))).toEqual([
    'PI SEQUENCE_FLOW_TAKEN a-join',
    'PI SEQUENCE_FLOW_TAKEN b-join',
    'PI ACTIVATING join',
    'PI ACTIVATED join',
    'PI COMPLETING join',
    'PI COMPLETED join',
    'PI SEQUENCE_FLOW_TAKEN join-e',
  ]);
});

test('an inclusive join waits only for the ways that were taken', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        inclusive('fork', '', 'default="fork-c"') +
        userTask('a') +
        userTask('b') +
        userTask('c') +
        inclusive('join') +
        end('e') +
        flows(
          's -> fork',
          'fork -> a : =x > 0',
          'fork -> b : =x > 1',
          'fork -> c',
          'a -> join',
          'b -> join',
          'c -> join',
          'join -> e',
        ),
    ),
  );
  const one = await b.create('p', { x: 1 });
  await b.complete('a');
  expect(b.alive(one)).toBe(false);
  const two = await b.create('p', { x: 2 });
  await b.complete('b');
  expect(b.alive(two)).toBe(true);
  await b.complete('a');
  expect(b.alive(two)).toBe(false);
});

test('a terminate end ends its own scope, which completes', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess(
          'sub',
          start('s2') +
            parallel('f') +
            userTask('a') +
            userTask('b') +
            end('stop', terminating) +
            flows('s2 -> f', 'f -> a', 'f -> b', 'a -> stop', 'b -> stop'),
        ) +
        userTask('after') +
        flows('s -> sub', 'sub -> after'),
    ),
  );
  await b.create('p');
  await b.complete('a');
  expect(b.engine.searchUserTasks().items.map((found) => found.elementId)).toEqual(['after']);
  expect(b.trace()).toContain('PI COMPLETED sub');
  expect(b.trace()).toContain('PI TERMINATED b');
});

test('parallel multi-instance gives each item its own variables and collects by index', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask(
          'opinion',
          `${io({ in: { outcome: '=null', opinionOutcome: '=null' }, out: { opinionOutcome: '=outcome' } })}<zeebe:assignmentDefinition candidateGroups="=[&quot;agency:&quot; + agency]"/>`,
          loop({
            inputCollection: '=agencies',
            inputElement: 'agency',
            outputCollection: 'outcomes',
            outputElement: '=opinionOutcome',
          }),
        ) +
        userTask('after') +
        flows('s -> opinion', 'opinion -> after'),
    ),
  );
  const key = await b.create('p', { agencies: ['x', 'y', 'z'] });
  const tasks = b.engine.searchUserTasks().items;
  expect(tasks.map((each) => each.candidateGroups)).toEqual([['agency:x'], ['agency:y'], ['agency:z']]);
  for (const at of [2, 0, 1]) {
    await b.engine.completeUserTask({ userTaskKey: tasks[at]!.userTaskKey, variables: { outcome: `o${at}` } });
  }
  await b.engine.idle();
  expect(b.variables(key)).toEqual({ agencies: ['x', 'y', 'z'], outcomes: ['o0', 'o1', 'o2'] });
  expect(b.task('after').elementId).toBe('after');
  const empty = await b.create('p', { agencies: [] });
  expect(b.variables(empty)).toEqual({ agencies: [], outcomes: [] });
});

test('sequential multi-instance goes one by one; a completion condition ends it; a boundary event hangs on the body', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service(
          'work',
          'work',
          '',
          loop(
            { inputCollection: '=[1,2,3]', inputElement: 'n', outputCollection: 'all', outputElement: '=n * 10' },
            { sequential: true, until: '=numberOfCompletedInstances = 2' },
          ),
        ) +
        boundary('late', 'work', timer('timeDuration', 'PT1H')) +
        userTask('after') +
        userTask('lapsed') +
        flows('s -> work', 'work -> after', 'late -> lapsed'),
    ),
  );
  const key = await b.create('p');
  expect(JSON.parse((await b.work('work')).variables)).toMatchObject({ n: 1, loopCounter: 1 });
  expect(JSON.parse((await b.work('work')).variables)).toMatchObject({ n: 2, loopCounter: 2 });
  expect(b.variables(key)).toEqual({ all: [10, 20, null] });
  await b.create('p');
  await b.forward(3_600_000);
  expect(b.task('lapsed').elementId).toBe('lapsed');
  expect(await b.jobs('work')).toEqual([]);
});

test('parallel completion condition terminates the rest', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('vote', '', loop({ inputCollection: '=[1,2,3]' }, { until: '=numberOfCompletedInstances >= 1' })) +
        userTask('after') +
        flows('s -> vote', 'vote -> after'),
    ),
  );
  await b.create('p');
  await b.engine.completeUserTask({ userTaskKey: b.engine.searchUserTasks().items[1]!.userTaskKey });
  await b.engine.idle();
  expect(b.engine.searchUserTasks().items.map((each) => each.elementId)).toEqual(['after']);
});

test('a call activity runs the other process, brings its variables back, and is cancelled with it', async () => {
  const b = await bench();
  await b.deploy(
    diagram('parent', start('s') + call('c', 'child') + userTask('after') + flows('s -> c', 'c -> after')),
    diagram('child', start('s') + userTask('inner') + end('e') + flows('s -> inner', 'inner -> e')),
  );
  const key = await b.create('parent', { a: 1 });
  const child = b.task('inner').processInstanceKey;
  expect(b.engine.processInstance(child)).toMatchObject({ parentProcessInstanceKey: key });
  expect(b.variables(child)).toEqual({ a: 1 });
  await expect(b.engine.cancelInstance({ processInstanceKey: child })).rejects.toThrow(
    `Cancel the root process instance '${key}' instead.`,
  );
  await b.complete('inner', { result: 2 });
  expect(b.variables(key)).toEqual({ a: 1, result: 2 });
  const second = await b.create('parent');
  await b.engine.cancelInstance({ processInstanceKey: second });
  await b.engine.idle();
  expect(b.engine.searchProcessInstances().items.map((i) => i.processInstanceKey)).toEqual([key]);
});

test('a call activity that ends in the moment in which it began leaves nothing of what it was about to call', async () => {
  const b = await bench();
  const ways = flows('s -> fork', 'fork -> call', 'fork -> out', 'call -> over');
  await b.deploy(
    diagram('p', start('s') + parallel('fork') + call('call', 'q') + end('out', terminating) + end('over') + ways),
    diagram('q', start('s') + userTask('u') + flows('s -> u')),
  );
  await b.create('p', { a: 1 });
  expect(b.engine.dump()).toMatchObject({ instances: [], variables: [] });
});

test('cancelling ends everything, depth first, and leaves nothing behind', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        parallel('f') +
        userTask('t') +
        boundary('w', 't', onMessage('m')) +
        service('work') +
        task('never') +
        subProcess('sub', start('s2') + service('inner') + flows('s2 -> inner')) +
        flows('s -> f', 'f -> t', 'f -> work', 'f -> sub', 'w -> never'),
      message('m', 'go'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  const from = b.records.length;
  await b.engine.cancelInstance({ processInstanceKey: key });
  await b.engine.idle();
  expect(b.trace(from)).toEqual([
    'PI TERMINATING p',
    'PI TERMINATING t',
    'USER_TASK CANCELING t',
    'USER_TASK CANCELED t',
    'PROCESS_MESSAGE_SUBSCRIPTION DELETING w',
    'PI TERMINATED t',
    'PI TERMINATING work',
    'JOB CANCELED work',
    'PI TERMINATED work',
    'PI TERMINATING sub',
    'PI TERMINATING inner',
    'JOB CANCELED inner',
    'PI TERMINATED inner',
    'PI TERMINATED sub',
    'PI TERMINATED p',
    'MESSAGE_SUBSCRIPTION DELETED w',
    'PROCESS_MESSAGE_SUBSCRIPTION DELETED w',
  ]);
  const state = b.engine.dump() as Record<string, unknown[]>;
  for (const name of ['instances', 'variables', 'jobs', 'userTasks', 'timers', 'subscriptions', 'triggers']) {
    expect(state[name], name).toEqual([]);
  }
  await expect(b.engine.cancelInstance({ processInstanceKey: key })).rejects.toThrow(
    `Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '${key}', but no such process was found`,
  );
});

test('a record says the way down to its element, through the process that called', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'parent',
      start('s') + subProcess('sub', start('s2') + call('c', 'child') + flows('s2 -> c')) + flows('s -> sub'),
    ),
    diagram('child', start('s') + userTask('inner') + flows('s -> inner')),
  );
  await b.create('parent');
  const value = (elementId: string, intent: string) =>
    b.records.find((r) => r.value.elementId === elementId && r.intent === intent)!;
  const key = (elementId: string) => Number(value(elementId, 'ELEMENT_ACTIVATED').key);
  for (const intent of ['ELEMENT_ACTIVATING', 'ELEMENT_ACTIVATED']) {
    expect(value('inner', intent).value).toMatchObject({
      elementInstancePath: [
        [key('parent'), key('sub'), key('c')],
        [key('child'), key('inner')],
      ],
      callingElementPath: [expect.any(Number)],
    });
  }
});
