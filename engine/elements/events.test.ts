import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import {
  boundary,
  catching,
  diagram,
  end,
  error,
  eventBased,
  eventSubProcess,
  ext,
  flows,
  io,
  message,
  onError,
  onMessage,
  onSignal,
  receive,
  service,
  signal,
  start,
  subProcess,
  terminating,
  throwing,
  timer,
  userTask,
} from '../testing/diagram.ts';

const hour = 3_600_000;

test('a message start makes one live instance a key; a buffered one starts when that has ended', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s', onMessage('m')) + userTask('t') + end('e') + flows('s -> t', 't -> e'),
      message('m', 'begin', ''),
    ),
  );
  const from = b.records.length;
  await b.engine.publishMessage({
    name: 'begin',
    correlationKey: 'k',
    variables: { n: 1 },
    timeToLive: hour,
    messageId: 'k',
  });
  await expect(
    b.engine.publishMessage({ name: 'begin', correlationKey: 'k', timeToLive: hour, messageId: 'k' }),
  ).rejects.toThrow(
    "Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': Expected to publish a new message with id 'k', but a message with that id was already published",
  );
  await b.engine.publishMessage({ name: 'begin', correlationKey: 'k', variables: { n: 2 }, timeToLive: hour });
  await b.engine.publishMessage({ name: 'begin', correlationKey: 'k', variables: { n: 3 } });
  await b.engine.publishMessage({ name: 'begin', correlationKey: 'other', variables: { n: 4 } });
  await b.engine.idle();
  expect(b.trace(from).slice(0, 14)).toEqual([
    'MESSAGE PUBLISHED begin',
    'MESSAGE_START_EVENT_SUBSCRIPTION CORRELATED begin',
    'PROCESS_EVENT TRIGGERING s',
    'PI ACTIVATING p',
    'PI ACTIVATED p',
    'PI ACTIVATING s',
    'PI ACTIVATED s',
    'PI COMPLETING s',
    'VARIABLE CREATED n',
    'PROCESS_EVENT TRIGGERED s',
    'PI COMPLETED s',
    'PI SEQUENCE_FLOW_TAKEN s-t',
    'PI ACTIVATING t',
    'USER_TASK CREATING t',
  ]);
  const started = () => b.engine.searchProcessInstances().items.map((i) => b.variables(i.processInstanceKey).n);
  expect(started()).toEqual([1, 4]);
  const [first] = b.engine.searchUserTasks().items;
  await b.engine.completeUserTask({ userTaskKey: first!.userTaskKey });
  await b.engine.idle();
  expect(started()).toEqual([4, 2]);
  await b.engine.cancelInstance({ processInstanceKey: b.engine.searchProcessInstances().items[1]!.processInstanceKey });
  await b.engine.idle();
  expect(started()).toEqual([4]);
});

test('of several messages that may start the next instance of a key it is the oldest, whatever its name is made from', async () => {
  const b = await bench();
  const ways = flows('a -> t', 'b -> t', 't -> e');
  const starts = start('a', onMessage('m')) + start('b', onMessage('n'));
  const named = message('m', '="be" + "gin"', '') + message('n', 'other', '');
  await b.deploy(diagram('p', starts + userTask('t') + end('e') + ways, named));
  for (const [n, name] of ['begin', 'other', 'begin', 'other'].entries())
    await b.engine.publishMessage({ name, correlationKey: 'k', variables: { n }, timeToLive: hour });
  const began: unknown[] = [];
  for (let at = 0; at < 4; at++) {
    await b.engine.idle();
    began.push(b.variables(b.task('t').processInstanceKey).n);
    await b.complete('t');
  }
  expect(began).toEqual([0, 1, 2, 3]);
});

test('a catch event takes a buffered message, the oldest first, and each once', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        catching('wait', `${ext(io({ out: { got: '=value' } }))}${onMessage('m')}`) +
        catching('again', onMessage('m')) +
        userTask('t') +
        flows('s -> wait', 'wait -> again', 'again -> t'),
      message('m', 'go'),
    ),
  );
  for (const value of [1, 2]) {
    await b.engine.publishMessage({ name: 'go', correlationKey: '7', variables: { value }, timeToLive: hour });
  }
  await b.engine.publishMessage({ name: 'go', correlationKey: '8', variables: { value: 3 }, timeToLive: hour });
  const key = await b.create('p', { key: 7 });
  // One message correlates once to a process id: the second catch event takes the second message.
  expect(b.variables(key)).toEqual({ key: 7, got: 1, value: 2 });
  await b.forward(hour);
  expect(b.trace().filter((line) => line.startsWith('MESSAGE EXPIRED'))).toHaveLength(3);
  expect(b.engine.nextDue()).toBeUndefined();
});

test('a message subscription opens and closes on both sides', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') + catching('wait', onMessage('m')) + end('e') + flows('s -> wait', 'wait -> e'),
      message('m', 'go'),
    ),
  );
  const from = b.records.length;
  const key = await b.create('p', { key: 'k' });
  await expect(b.engine.correlateMessage({ name: 'go', correlationKey: 'x' })).rejects.toThrow('NOT_FOUND');
  const answer = await b.engine.correlateMessage({ name: 'go', correlationKey: 'k', variables: { v: 1 } });
  await b.engine.idle();
  expect(answer.processInstanceKey).toBe(key);
  expect(b.trace(from).filter((line) => /SUBSCRIPTION|wait|CORRELATION/.test(line))).toEqual([
    'PI SEQUENCE_FLOW_TAKEN s-wait',
    'PI ACTIVATING wait',
    'PROCESS_MESSAGE_SUBSCRIPTION CREATING wait',
    'PI ACTIVATED wait',
    'MESSAGE_SUBSCRIPTION CREATED wait',
    'PROCESS_MESSAGE_SUBSCRIPTION CREATED wait',
    'MESSAGE_CORRELATION CORRELATING go',
    'MESSAGE_SUBSCRIPTION CORRELATING wait',
    'PROCESS_MESSAGE_SUBSCRIPTION CORRELATED wait',
    'PROCESS_EVENT TRIGGERING wait',
    'PI COMPLETING wait',
    'PROCESS_EVENT TRIGGERED wait',
    'PI COMPLETED wait',
    'PI SEQUENCE_FLOW_TAKEN wait-e',
    'MESSAGE_SUBSCRIPTION CORRELATED wait',
    'MESSAGE_CORRELATION CORRELATED go',
  ]);
});

test('an event-based gateway goes with the first event and drops the others', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        eventBased('g') +
        catching('msg', onMessage('m')) +
        catching('late', timer('timeDate', '=due')) +
        userTask('a') +
        userTask('b') +
        flows('s -> g', 'g -> msg', 'g -> late', 'msg -> a', 'late -> b'),
      message('m', 'go'),
    ),
  );
  const due = '2026-01-05T10:00:00+07:00[Asia/Ho_Chi_Minh]';
  const one = await b.create('p', { key: 'one', due });
  await b.create('p', { key: 'two', due });
  await b.engine.correlateMessage({ name: 'go', correlationKey: 'one', variables: { v: 1 } });
  await b.engine.idle();
  expect(b.task('a').processInstanceKey).toBe(one);
  expect(b.variables(one)).toMatchObject({ v: 1 });
  await b.forward(2 * hour - 1);
  expect(b.engine.searchUserTasks({ filter: { elementId: 'b' } }).items).toEqual([]);
  await b.forward(1);
  expect(b.task('b').elementId).toBe('b');
  await expect(b.engine.correlateMessage({ name: 'go', correlationKey: 'two' })).rejects.toThrow('NOT_FOUND');
  expect(b.engine.nextDue()).toBeUndefined();
});

test('an interrupting boundary timer ends the task and goes its own way, in the order of the contract', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('t') +
        boundary('late', 't', timer('timeDuration', '=limit')) +
        boundary('note', 't', timer('timeCycle', 'R2/PT10M'), false) +
        userTask('after') +
        service('tell') +
        end('e') +
        flows('s -> t', 't -> e', 'late -> after', 'note -> tell'),
    ),
  );
  await b.create('p', { limit: 'PT1H' });
  await b.forward(600_000);
  await b.forward(600_000);
  await b.forward(600_000);
  expect(await b.jobs('tell')).toHaveLength(2);
  const from = b.records.length;
  await b.forward(hour);
  expect(b.trace(from).filter((line) => !line.startsWith('JOB'))).toEqual([
    'TIMER TRIGGERED late',
    'PROCESS_EVENT TRIGGERING late',
    'PI TERMINATING t',
    'USER_TASK CANCELING t',
    'USER_TASK CANCELED t',
    'PI TERMINATED t',
    'PI ACTIVATING late',
    'PI ACTIVATED late',
    'PI COMPLETING late',
    'PROCESS_EVENT TRIGGERED late',
    'PI COMPLETED late',
    'PI SEQUENCE_FLOW_TAKEN late-after',
    'PI ACTIVATING after',
    'USER_TASK CREATING after',
    'USER_TASK CREATED after',
    'PI ACTIVATED after',
  ]);
});

test('a boundary message on a sub-process ends all that is in it; its correlation key is a root variable', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess('sub', start('s2') + userTask('inner') + end('e2') + flows('s2 -> inner', 'inner -> e2')) +
        boundary('stop', 'sub', onMessage('m')) +
        userTask('stopped') +
        end('e') +
        flows('s -> sub', 'sub -> e', 'stop -> stopped'),
      message('m', 'withdraw'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  expect(b.task('inner').elementId).toBe('inner');
  await b.engine.correlateMessage({ name: 'withdraw', correlationKey: 'k' });
  await b.engine.idle();
  expect(b.engine.searchUserTasks().items.map((task) => task.elementId)).toEqual(['stopped']);
  await b.complete('stopped');
  expect(b.alive(key)).toBe(false);
});

test('a non-interrupting event sub-process takes several messages in a row; its null inputs keep the payload local', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess(
          'stages',
          start('s2') +
            userTask('t') +
            end('done', terminating) +
            eventSubProcess(
              'watch',
              start('set', onMessage('m'), 'isInterrupting="false"') +
                catching('at', timer('timeDate', '=dueAt')) +
                end('remind', `${ext('<zeebe:taskDefinition type="remind"/>')}<bpmn:messageEventDefinition/>`) +
                flows('set -> at', 'at -> remind'),
              ext(io({ in: { task: '=null', dueAt: '=null' } })),
            ) +
            flows('s2 -> t', 't -> done'),
        ) +
        end('e') +
        flows('s -> stages', 'stages -> e'),
      message('m', 'deadline-set'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  for (const [task, at] of [
    ['a', '10:00'],
    ['b', '09:00'],
  ]) {
    await b.engine.publishMessage({
      name: 'deadline-set',
      correlationKey: 'k',
      timeToLive: 60_000,
      messageId: task!,
      variables: { task, dueAt: `2026-01-05T${at}:00+07:00` },
    });
  }
  await b.engine.idle();
  expect(b.variables(key)).toEqual({ key: 'k' });
  await b.forward(hour);
  expect(JSON.parse((await b.work('remind')).variables)).toMatchObject({ task: 'b' });
  await b.forward(hour);
  const [job] = await b.jobs('remind');
  expect(JSON.parse(job!.variables)).toMatchObject({ task: 'a', key: 'k' });
  // The watch still runs when the stages end at their terminate end.
  await b.complete('t');
  expect(b.alive(key)).toBe(false);
  await expect(b.engine.completeJob({ jobKey: job!.key })).rejects.toThrow('NOT_FOUND');
});

test('an interrupting event sub-process ends the rest of its scope, and the scope completes with it', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('t') +
        end('e') +
        eventSubProcess(
          'esp',
          start('due', timer('timeDuration', 'PT1H')) +
            userTask('rescue') +
            end('e2') +
            flows('due -> rescue', 'rescue -> e2'),
        ) +
        flows('s -> t', 't -> e'),
    ),
  );
  const key = await b.create('p');
  await b.forward(hour);
  expect(b.engine.searchUserTasks().items.map((task) => task.elementId)).toEqual(['rescue']);
  await b.complete('rescue');
  expect(b.alive(key)).toBe(false);
});

test('an error finds its catcher: exact code first, then catch-all; uncaught it is an incident', async () => {
  const b = await bench();
  const file = (caught: string) =>
    diagram(
      'p',
      start('s') +
        subProcess('sub', start('s2') + service('work') + end('e2') + flows('s2 -> work', 'work -> e2')) +
        caught +
        userTask('other') +
        userTask('exact') +
        end('e') +
        flows('s -> sub', 'sub -> e') +
        (caught ? flows('any -> other', 'one -> exact') : ''),
      error('err', 'E1'),
    );
  await b.deploy(file(boundary('any', 'sub', onError()) + boundary('one', 'sub', onError('err'))));
  await b.create('p');
  const [job] = await b.jobs('work');
  await b.engine.throwError({ jobKey: job!.key, errorCode: 'E1', variables: { why: 'x' } });
  await b.engine.idle();
  expect(b.variables(b.task('exact').processInstanceKey)).toEqual({ why: 'x' });
  await b.create('p');
  const [second] = await b.jobs('work');
  await b.engine.throwError({ jobKey: second!.key, errorCode: 'E2' });
  await b.engine.idle();
  expect(b.task('other').elementId).toBe('other');

  await b.deploy(file(''));
  await b.create('p');
  const [third] = await b.jobs('work');
  await b.engine.throwError({ jobKey: third!.key, errorCode: 'E9', errorMessage: 'bad' });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'UNHANDLED_ERROR_EVENT', jobKey: third!.key });
  expect(incident!.errorMessage).toBe(
    "Expected to throw an error event with the code 'E9' with message 'bad', but it was not caught. No error events are available in the scope.",
  );
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  expect(await b.jobs('work')).toHaveLength(1);
});

test('an error end event leaves its sub-process by the boundary event', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess('sub', start('s2') + end('fail', onError('err')) + flows('s2 -> fail')) +
        boundary('caught', 'sub', onError('err')) +
        userTask('after') +
        end('e') +
        flows('s -> sub', 'sub -> e', 'caught -> after'),
      error('err', 'E1'),
    ),
  );
  await b.create('p');
  expect(b.task('after').elementId).toBe('after');
});

test('signals reach every catcher and start processes; a receive task waits for its message', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'waits',
      start('s') + catching('c', onSignal('sig')) + userTask('t') + flows('s -> c', 'c -> t'),
      signal('sig', 'alarm'),
    ),
    diagram('starts', start('s', onSignal('sig2')) + userTask('u') + flows('s -> u'), signal('sig2', 'alarm')),
    diagram(
      'throws',
      start('s') +
        receive('r', '', 'messageRef="m"') +
        throwing('th', onSignal('sig3')) +
        end('e') +
        flows('s -> r', 'r -> th', 'th -> e'),
      signal('sig3', 'alarm') + message('m', 'go'),
    ),
  );
  await b.create('waits');
  await b.create('throws', { key: 'k' });
  await b.engine.correlateMessage({ name: 'go', correlationKey: 'k' });
  await b.engine.idle();
  expect(
    b.engine
      .searchUserTasks()
      .items.map((task) => task.elementId)
      .sort(),
  ).toEqual(['t', 'u']);
});

test('a timer start fires by its cycle; a new version takes over', async () => {
  const b = await bench();
  const file = (cycle: string) => diagram('p', start('s', timer('timeCycle', cycle)) + userTask('t') + flows('s -> t'));
  await b.deploy(file('R3/PT1H'));
  await b.forward(hour);
  await b.forward(hour);
  expect(b.engine.searchProcessInstances().items).toHaveLength(2);
  await b.deploy(file('R1/PT5H'));
  await b.forward(4 * hour);
  expect(b.engine.searchProcessInstances().items).toHaveLength(2);
  await b.forward(hour);
  expect(b.engine.searchProcessInstances().items).toHaveLength(3);
  expect(b.engine.nextDue()).toBeUndefined();
});
