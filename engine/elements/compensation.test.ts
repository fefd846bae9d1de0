import { expect, test } from 'vitest';
import { type Bench, bench } from '../testing/bench.ts';
import {
  boundary,
  diagram,
  end,
  error,
  ext,
  flows,
  io,
  loop,
  onCompensation,
  onError,
  service,
  start,
  subProcess,
  throwing,
  undoing,
  userTask,
} from '../testing/diagram.ts';
import { dumped, recovered } from '../testing/recovered.ts';

const types = (b: Bench) =>
  b.engine
    .searchJobs()
    .items.map((job) => job.type)
    .sort();
const subscriptions = (b: Bench, from = 0) =>
  b.records
    .slice(from)
    .filter((record) => record.valueType === 'COMPENSATION_SUBSCRIPTION')
    .map(({ intent, value }) => `${intent} ${value.compensableActivityId} ${value.compensationHandlerId}`.trim());

const undo = undoing('book', 'cancel');
const trip = (undoes: string, inside = '') =>
  diagram(
    'trip',
    start('s') +
      service('book', 'book', '', inside) +
      undo.body +
      userTask('ask') +
      undoes +
      end('e') +
      flows('s -> book', 'book -> ask', 'ask -> undo', 'undo -> e') +
      undo.rest,
  );

test('a completed activity is undone by its handler when a throwing event asks, which then goes on', async () => {
  const b = await bench();
  await b.deploy(trip(throwing('undo', onCompensation())));
  const key = await b.create('trip', { seat: 7 });
  expect(subscriptions(b)).toEqual([]);
  await b.work('book', { ticket: 'T1' });
  expect(subscriptions(b)).toEqual(['CREATED book cancel']);
  const from = b.records.length;
  await b.complete('ask');
  expect(types(b)).toEqual(['cancel']);
  const job = await b.work('cancel');
  expect(JSON.parse(job.variables)).toEqual({ seat: 7, ticket: 'T1' });
  expect(b.alive(key)).toBe(false);
  expect(b.trace(from).filter((line) => /undo|cancel|COMPENSATION/.test(line))).toEqual([
    'PI SEQUENCE_FLOW_TAKEN ask-undo',
    'PI ACTIVATING undo',
    'PI ACTIVATED undo',
    'COMPENSATION_SUBSCRIPTION TRIGGERED',
    'PI ACTIVATING book-undo',
    'PI ACTIVATED book-undo',
    'PI COMPLETING book-undo',
    'PI COMPLETED book-undo',
    'PI ACTIVATING cancel',
    'JOB CREATED cancel',
    'PI ACTIVATED cancel',
    'JOB COMPLETED cancel',
    'PI COMPLETING cancel',
    'PI COMPLETED cancel',
    'COMPENSATION_SUBSCRIPTION COMPLETED',
    'PI COMPLETING undo',
    'PI COMPLETED undo',
    'PI SEQUENCE_FLOW_TAKEN undo-e',
  ]);
  const [triggered] = b.records.filter(
    (record) => record.intent === 'TRIGGERED' && record.valueType.startsWith('COMP'),
  );
  const [handler] = b.records.filter((record) => record.value.elementId === 'cancel');
  expect(triggered!.value).toMatchObject({
    throwEventId: 'undo',
    compensationHandlerInstanceKey: Number(handler!.key),
    compensableActivityScopeKey: Number(key),
  });
});

test('what has not been done, was interrupted, or was undone already is not undone', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('book') +
        undo.body +
        boundary('failed', 'book', onError('x')) +
        userTask('ask') +
        throwing('once', onCompensation()) +
        end('twice', onCompensation()) +
        flows('s -> book', 'book -> ask', 'failed -> ask', 'ask -> once', 'once -> twice') +
        undo.rest,
      error('x', 'X'),
    ),
  );
  const failed = await b.create('p');
  const [job] = await b.jobs('book');
  await b.engine.throwError({ jobKey: job!.key, errorCode: 'X' });
  await b.complete('ask');
  expect(b.alive(failed)).toBe(false);
  expect(subscriptions(b)).toEqual([]);
  const done = await b.create('p');
  await b.work('book');
  await b.complete('ask');
  await b.work('cancel');
  expect(types(b)).toEqual([]);
  expect(b.alive(done)).toBe(false);
});

test('the end of the instance forgets what could have been undone', async () => {
  const b = await bench();
  await b.deploy(trip(userTask('undo')));
  await b.create('trip');
  await b.work('book');
  await b.complete('ask');
  await b.complete('undo');
  expect(subscriptions(b)).toEqual(['CREATED book cancel', 'DELETED book cancel']);
});

test('only the activity that the event names is undone', async () => {
  const b = await bench();
  const pay = undoing('pay', 'refund');
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('book') +
        service('pay') +
        undo.body +
        pay.body +
        throwing('revoke', onCompensation('pay')) +
        userTask('t') +
        flows('s -> book', 'book -> pay', 'pay -> revoke', 'revoke -> t') +
        undo.rest +
        pay.rest,
    ),
  );
  await b.create('p');
  await b.work('book');
  await b.work('pay');
  expect(types(b)).toEqual(['refund']);
  await b.work('refund');
  expect(b.task('t').elementId).toBe('t');
});

test('what was done in a completed sub-process is undone with the variables it had', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess(
          'sub',
          ext(io({ in: { hotel: '="H1"' } })) +
            start('is') +
            service('book') +
            undo.body +
            end('ie') +
            flows('is -> book', 'book -> ie') +
            undo.rest,
        ) +
        userTask('ask') +
        end('undo', onCompensation()) +
        flows('s -> sub', 'sub -> ask', 'ask -> undo'),
    ),
  );
  const key = await b.create('p');
  await b.work('book');
  expect(subscriptions(b)).toEqual(['CREATED book cancel', 'CREATED sub']);
  const from = b.records.length;
  await b.complete('ask');
  const job = await b.work('cancel');
  expect(JSON.parse(job.variables)).toEqual({ hotel: 'H1' });
  expect(subscriptions(b, from)).toEqual([
    'TRIGGERED sub',
    'TRIGGERED book cancel',
    'COMPLETED book cancel',
    'COMPLETED sub',
  ]);
  expect(b.alive(key)).toBe(false);
});

test('a multi-instance activity is undone once, by a handler that may itself be one', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('book', 'book', '', loop({ inputCollection: '=[1, 2]', inputElement: 'n' })) +
        `<bpmn:boundaryEvent id="b" attachedToRef="book">${onCompensation()}</bpmn:boundaryEvent>` +
        `<bpmn:serviceTask id="cancel" isForCompensation="true">${ext('<zeebe:taskDefinition type="cancel"/>')}${loop({ inputCollection: '=[1, 2, 3]' })}</bpmn:serviceTask>` +
        throwing('undo', onCompensation()) +
        userTask('t') +
        flows('s -> book', 'book -> undo', 'undo -> t') +
        '<bpmn:association id="as" associationDirection="One" sourceRef="b" targetRef="cancel"/>',
    ),
  );
  await b.create('p');
  for (const job of await b.jobs('book')) await b.engine.completeJob({ jobKey: job.key });
  await b.engine.idle();
  expect(types(b)).toEqual(['cancel', 'cancel', 'cancel']);
  for (const job of await b.jobs('cancel')) await b.engine.completeJob({ jobKey: job.key });
  await b.engine.idle();
  expect(b.task('t').elementId).toBe('t');
});

test('cancelling while a handler works leaves nothing behind', async () => {
  const b = await bench();
  await b.deploy(trip(throwing('undo', onCompensation())));
  const key = await b.create('trip');
  await b.work('book');
  await b.complete('ask');
  await b.engine.cancelInstance({ processInstanceKey: key });
  await b.engine.idle();
  expect(types(b)).toEqual([]);
  expect(subscriptions(b)).toEqual(['CREATED book cancel', 'TRIGGERED book cancel', 'DELETED book cancel']);
  expect(dumped(b.engine).compensations).toEqual([]);
});

test('a restart in the middle, from the log or from a snapshot, knows what is being undone', async () => {
  const b = await bench();
  await b.deploy(trip(throwing('undo', onCompensation())));
  await b.create('trip');
  await b.work('book');
  await b.complete('ask');
  for (const engine of await recovered(b)) {
    expect(dumped(engine)).toEqual(dumped(b.engine));
    const [job] = await engine.activateJobs({ type: 'cancel', worker: 'w', timeout: 1000, maxJobsToActivate: 1 });
    await engine.completeJob({ jobKey: job!.key });
    await engine.idle();
    expect(engine.searchProcessInstances().items).toEqual([]);
  }
});

test.each([
  [
    'Compensation boundary events must have a compensation association and no outgoing sequence flows',
    'book-undo',
    service('book') + undo.body + flows('s -> book'),
  ],
  [
    'A compensation handler should have no incoming sequence flows',
    'cancel',
    service('book') + undo.body + flows('s -> book', 'book -> cancel') + undo.rest,
  ],
  [
    'A compensation handler should have no outgoing sequence flows',
    'cancel',
    service('book') + undo.body + end('x') + flows('s -> book', 'cancel -> x') + undo.rest,
  ],
  [
    'A compensation handler should have no boundary events',
    'cancel',
    service('book') + undo.body + boundary('x', 'cancel', onError()) + flows('s -> book') + undo.rest,
  ],
  [
    'A compensation intermediate throwing event waitForCompletion attribute must be true or not present',
    'undo',
    throwing('undo', '<bpmn:compensateEventDefinition waitForCompletion="false"/>') + flows('s -> undo'),
  ],
  [
    "The referenced compensation activity 'book' must have either a compensation boundary event or be a subprocess",
    'undo',
    service('book') + throwing('undo', onCompensation('book')) + flows('s -> book', 'book -> undo'),
  ],
])('refused: %s', async (message, element, body) => {
  const b = await bench();
  await expect(b.deploy(diagram('p', start('s') + body))).rejects.toThrow(
    `- Element: ${element}\n    - ERROR: ${message}\n`,
  );
});
