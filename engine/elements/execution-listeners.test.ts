import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import {
  boundary,
  catching,
  diagram,
  end,
  error,
  exclusive,
  ext,
  flows,
  io,
  listeners,
  onCompensation,
  onError,
  parallel,
  service,
  start,
  subProcess,
  task,
  timer,
  undoing,
  userTask,
} from '../testing/diagram.ts';

test('a process, a sub-process and events have listeners at both ends', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      ext(listeners(['start', 'p-start'], ['end', 'p-end'])) +
        start('s', ext(listeners(['end', 's-end']))) +
        subProcess(
          'sub',
          ext(listeners(['start', 'sub-start'], ['end', 'sub-end'])) + start('s2') + end('e2') + flows('s2 -> e2'),
        ) +
        end('e', ext(listeners(['start', 'e-start'], ['end', 'e-end']))) +
        flows('s -> sub', 'sub -> e'),
    ),
  );
  const key = await b.create('p');
  await b.work('p-start', { from: 'p' });
  await b.work('s-end', { from: 's' });
  expect(b.variables(key)).toEqual({ from: 's' });
  await b.work('sub-start', { own: 1 });
  await b.work('sub-end', { out: 2 });
  expect(b.variables(key)).toEqual({ from: 's', out: 2 });
  await b.work('e-start');
  await b.work('e-end');
  const last = await b.work('p-end');
  expect(last).toMatchObject({ kind: 'EXECUTION_LISTENER', listenerEventType: 'END', elementId: 'p' });
  expect(b.alive(key)).toBe(false);
  const commands = b.records.filter((record) => record.intent === 'COMPLETE_EXECUTION_LISTENER');
  expect(commands.map((record) => record.value.elementId)).toEqual(['p', 's', 'sub', 'sub', 'e', 'e', 'p']);
});

test("a start listener's variables are there for a gateway's conditions and for what an event waits for", async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        exclusive('g', ext(listeners(['start', 'decide']))) +
        catching('late', ext(listeners(['start', 'reckon'])) + timer('timeDuration', '=wait')) +
        task('never') +
        userTask('after') +
        flows('s -> g', 'g -> late : =way = "late"', 'g -> never : =way = "never"', 'late -> after'),
    ),
  );
  await b.create('p');
  await b.work('decide', { way: 'late' });
  expect(b.engine.nextDue()).toBeUndefined();
  await b.work('reckon', { wait: 'PT10S' });
  await b.forward(10_000);
  expect(b.task('after').elementId).toBe('after');
});

test('nothing is caught at an element whose start listener has not done its work', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('work', 'work', listeners(['start', 'before'])) +
        boundary('late', 'work', timer('timeDuration', 'PT1H')) +
        end('e') +
        flows('s -> work', 'late -> e'),
    ),
  );
  await b.create('p');
  expect(b.trace().filter((line) => /^(TIMER|JOB)/.test(line))).toEqual(['JOB CREATED work']);
  const [job] = await b.jobs('before');
  await b.engine.completeJob({ jobKey: job!.key });
  expect(b.trace().filter((line) => /^(TIMER|JOB )/.test(line))).toEqual([
    'JOB CREATED work',
    'JOB COMPLETED work',
    'TIMER CREATED late',
    'JOB CREATED work',
  ]);
});

test("when a listener's type can't be read, all listeners of that event run again once it is mended", async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('t', listeners(['start', 'first'], ['start', '=kind'], ['end', 'last'], ['end', '=kind'])) +
        end('e') +
        flows('s -> t', 't -> e'),
    ),
  );
  const key = await b.create('p');
  for (const first of ['first', 'last']) {
    await b.work(first, { seen: 1 });
    const [incident] = b.engine.searchIncidents().items;
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 't', jobKey: null });
    await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 'second' } });
    await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
    await b.work(first);
    await b.work('second');
    if (first === 'last') break;
    await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 7 } });
    await b.complete('t');
  }
  expect(b.alive(key)).toBe(false);
});

test('what fails behind the listeners goes on from there, without asking them again', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('work', '=kind', listeners(['start', 'before'])) +
        end('e') +
        flows('s -> work', 'work -> e'),
    ),
  );
  const key = await b.create('p');
  await b.work('before');
  const [incident] = b.engine.searchIncidents().items;
  await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 'real' } });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  expect(await b.jobs('before')).toEqual([]);
  await b.work('real');
  expect(b.alive(key)).toBe(false);
});

test("a listener's job throws no error, carries the element's headers, and goes with the element", async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service(
          'work',
          'work',
          `<zeebe:taskHeaders><zeebe:header key="a" value="1"/></zeebe:taskHeaders>${io({ in: { x: '=1' } })}${listeners(['start', 'before'])}`,
        ) +
        boundary('wrong', 'work', onError('err')) +
        end('e') +
        flows('s -> work', 'wrong -> e'),
      error('err', 'E'),
    ),
  );
  const processInstanceKey = await b.create('p');
  const [job] = await b.jobs('before');
  expect(JSON.parse(job!.customHeaders)).toEqual({ a: '1' });
  expect(JSON.parse(job!.variables)).toEqual({ x: 1 });
  await expect(b.engine.throwError({ jobKey: job!.key, errorCode: 'E' })).rejects.toThrow(
    `Command 'THROW_ERROR' rejected with code 'INVALID_STATE': Cannot throw BPMN error from EXECUTION_LISTENER job with key '${job!.key}', type 'before' and processInstanceKey '${processInstanceKey}'`,
  );
  const from = b.records.length;
  await b.engine.cancelInstance({ processInstanceKey });
  await b.engine.idle();
  expect(b.trace(from)).toContain('JOB CANCELED work');
  await expect(b.engine.completeJob({ jobKey: job!.key })).rejects.toMatchObject({ type: 'NOT_FOUND' });
});

const undo = undoing('work', 'undo');
test.each<[what: string, body: string, text: string]>([
  [
    'a start listener of a start event',
    start('s', ext(listeners(['start', 'x']))),
    "Execution listeners of type 'start' are not supported by start events",
  ],
  [
    'a start listener of a boundary event',
    start('s') +
      service('work') +
      boundary('b', 'work', ext(listeners(['start', 'x'])) + timer('timeDuration', 'PT1H')),
    "Execution listeners of type 'start' are not supported by boundary events",
  ],
  [
    'an end listener of a gateway',
    start('s') + parallel('g', ext(listeners(['end', 'x']))),
    "Execution listeners of type 'end' are not supported by gateway element",
  ],
  [
    'an end listener of an error end event',
    start('s') + end('e', ext(listeners(['end', 'x'])) + onError('err')),
    "Execution listeners of type 'end' are not supported by [error] end events",
  ],
  [
    'a listener of a compensation boundary event',
    start('s') +
      service('work') +
      undo.body.replace(onCompensation(), ext(listeners(['end', 'x'])) + onCompensation()) +
      undo.rest,
    "Execution listeners of type 'start' and 'end' are not supported by [compensation] boundary events",
  ],
  [
    'the same listener twice',
    start('s') + service('work', 'work', listeners(['end', 'x'], ['start', 'x'], ['end', 'x'])),
    "Found '2' duplicates based on eventType[end] and type[x], these combinations should be unique.",
  ],
  [
    'a listener of a process without a type',
    ext(listeners(['start', ''])) + start('s'),
    "Attribute 'type' must be present and not empty",
  ],
  [
    'a listener of no known event',
    start('s') + service('work', 'work', listeners(['begin' as 'start', 'x'])),
    "Attribute 'eventType' must be present and not empty",
  ],
])('%s is refused', async (_what, body, text) => {
  const b = await bench();
  await expect(b.deploy(diagram('p', body, error('err', 'E')))).rejects.toThrow(text);
});
