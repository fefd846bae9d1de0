import { expect, test } from 'vitest';
import { createEngine, type JobResult } from '../engine.ts';
import { type Bench, bench } from '../testing/bench.ts';
import {
  adHoc,
  boundary,
  diagram,
  end,
  error,
  eventSubProcess,
  flows,
  io,
  loop,
  message,
  onError,
  onMessage,
  parallel,
  service,
  start,
  subProcess,
  taskListeners,
  throwing,
  userTask,
} from '../testing/diagram.ts';

const around = (body: string, more = '', after = '') =>
  diagram(
    'p',
    start('s') + body + userTask('after') + end('e') + more + flows('s -> ah', 'ah -> after', 'after -> e'),
    after,
  );

/** Ids of the open user tasks, in order of their keys. */
const open = (b: Bench) => b.engine.searchUserTasks().items.map((task) => task.elementId);

/** The key of the ad-hoc sub-process's one instance. */
const instanceOf = (b: Bench): string => {
  const { items } = b.engine.searchElementInstances({ filter: { type: 'AD_HOC_SUB_PROCESS' } });
  if (items.length !== 1) throw new Error(`${items.length} ad-hoc sub-processes`);
  return items[0]!.elementInstanceKey;
};

/** PROCESS_INSTANCE events of the ad-hoc sub-process and what is in it. */
const trace = (b: Bench, from = 0) =>
  b
    .trace(from)
    .filter((line) => /^PI /.test(line) && !/ (p|s|s-ah|ah-after|after)$/.test(line))
    .map((line) => line.slice(3));

test('elements named by the expression begin on entry, each in a scope of its own; the last one completes it', async () => {
  const b = await bench();
  await b.deploy(
    around(
      adHoc('ah', userTask('a') + userTask('b') + userTask('c') + service('d') + flows('c -> d'), {
        activeElementsCollection: '=wanted',
      }),
    ),
  );
  const key = await b.create('p', { wanted: ['a', 'c'] });
  expect(open(b)).toEqual(['a', 'c']);
  expect(trace(b)).toEqual([
    'ACTIVATING ah',
    'ACTIVATED ah',
    'ACTIVATING ah#innerInstance',
    'ACTIVATED ah#innerInstance',
    'ACTIVATING ah#innerInstance',
    'ACTIVATED ah#innerInstance',
    'ACTIVATING a',
    'ACTIVATED a',
    'ACTIVATING c',
    'ACTIVATED c',
  ]);
  const activating = b.records.find((r) => r.intent === 'ELEMENT_ACTIVATING' && r.value.elementId === 'a')!.value;
  const inner = b.engine.elementInstance(String(activating.flowScopeKey))!;
  expect(inner).toMatchObject({ type: 'AD_HOC_SUB_PROCESS_INNER_INSTANCE', flowScopeKey: instanceOf(b) });
  expect(activating.elementInstancePath).toEqual([
    [Number(key), Number(instanceOf(b)), activating.flowScopeKey, Number(b.task('a').elementInstanceKey)],
  ]);
  const from = b.records.length;
  await b.complete('a');
  await b.complete('c');
  await b.work('d');
  expect(trace(b, from)).toEqual([
    'COMPLETING a',
    'COMPLETED a',
    'COMPLETING ah#innerInstance',
    'COMPLETED ah#innerInstance',
    'COMPLETING c',
    'COMPLETED c',
    'SEQUENCE_FLOW_TAKEN c-d',
    'ACTIVATING d',
    'ACTIVATED d',
    'COMPLETING d',
    'COMPLETED d',
    'COMPLETING ah#innerInstance',
    'COMPLETED ah#innerInstance',
    'COMPLETING ah',
    'COMPLETED ah',
  ]);
  expect(open(b)).toEqual(['after']);
});

test.each([
  ['null', "Expected result of the expression 'wanted' to be 'ARRAY', but was 'NULL'."],
  [
    [1],
    "Expected result of the expression 'wanted' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.",
  ],
  [['a', 'no', 'b'], "No BPMN elements found with ids: 'no', 'b'."],
])('%j instead of ids of elements is an incident; once mended the elements begin', async (wanted, text) => {
  const b = await bench();
  await b.deploy(
    around(adHoc('ah', userTask('a') + userTask('b') + flows('a -> b'), { activeElementsCollection: '=wanted' })),
  );
  const key = await b.create('p', { wanted: wanted === 'null' ? null : wanted });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({
    errorType: 'EXTRACT_VALUE_ERROR',
    elementId: 'ah',
    errorMessage: `Failed to activate ad-hoc elements. ${text}`,
  });
  await b.engine.setVariables({ elementInstanceKey: key, variables: { wanted: ['a'] } });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  expect(open(b)).toEqual(['a']);
});

test('without a collection nothing begins until a call says what, with variables of its own', async () => {
  const b = await bench();
  await b.deploy(around(adHoc('ah', userTask('a') + userTask('b'))));
  const key = await b.create('p');
  expect(open(b)).toEqual([]);
  const adHocSubProcessInstanceKey = instanceOf(b);
  const from = b.records.length;
  await b.engine.activateAdHoc({
    adHocSubProcessInstanceKey,
    elements: [{ elementId: 'a', variables: { n: 1 } }, { elementId: 'b' }],
  });
  await b.engine.idle();
  expect(open(b)).toEqual(['a', 'b']);
  const instruction = b.records
    .slice(from)
    .find((r) => r.valueType === 'AD_HOC_SUB_PROCESS_INSTRUCTION' && r.recordType === 'EVENT');
  expect(instruction).toMatchObject({
    intent: 'ACTIVATED',
    value: {
      adHocSubProcessInstanceKey: Number(adHocSubProcessInstanceKey),
      activateElements: [
        { elementId: 'a', variables: { n: 1 } },
        { elementId: 'b', variables: {} },
      ],
      cancelRemainingInstances: false,
    },
  });
  const inner = b.engine.elementInstance(b.task('a').elementInstanceKey)!.flowScopeKey!;
  expect(b.variables(inner)).toEqual({ n: 1 });
  await b.engine.activateAdHoc({
    adHocSubProcessInstanceKey,
    elements: [{ elementId: 'a' }],
    cancelRemainingInstances: true,
  });
  await b.engine.idle();
  expect(open(b)).toEqual(['a']);
  await b.complete('a');
  expect(open(b)).toEqual(['after']);
  expect(b.variables(key)).toEqual({});
});

test('a call that names what is not there is refused as a whole', async () => {
  const b = await bench();
  await b.deploy(around(adHoc('ah', userTask('a') + userTask('b') + flows('a -> b'))));
  const processKey = await b.create('p');
  const key = instanceOf(b);
  const activate = (adHocSubProcessInstanceKey: string, ...ids: string[]) =>
    b.engine.activateAdHoc({ adHocSubProcessInstanceKey, elements: ids.map((elementId) => ({ elementId })) });
  await expect(activate(processKey, 'a')).rejects.toThrow(
    `Command 'ACTIVATE' rejected with code 'NOT_FOUND': Expected to activate activities for ad-hoc sub-process but no ad-hoc sub-process instance found with key '${processKey}'.`,
  );
  await expect(activate(key, 'a', 'a')).rejects.toThrow(
    `Command 'ACTIVATE' rejected with code 'INVALID_ARGUMENT': Expected to activate activities for ad-hoc sub-process with key '${key}', but duplicate activities were given.`,
  );
  await expect(activate(key, 'a', 'b', 'x')).rejects.toThrow(
    `Command 'ACTIVATE' rejected with code 'NOT_FOUND': Expected to activate activities for ad-hoc sub-process with key '${key}', but the given elements [b, x] do not exist.`,
  );
  expect(open(b)).toEqual([]);
});

test('the condition ends the rest, or waits for it, or keeps the sub-process open', async () => {
  const b = await bench();
  const process = (id: string, cancelRemaining: boolean) =>
    diagram(
      id,
      start('s') +
        adHoc(
          'ah',
          userTask('a') + userTask('b'),
          { activeElementsCollection: '=["a", "b"]' },
          { until: '=enough', cancelRemaining },
        ) +
        userTask('after') +
        flows('s -> ah', 'ah -> after'),
    );
  await b.deploy(process('at-once', true), process('in-time', false));
  const tasks = (key: string) =>
    b.engine.searchUserTasks({ filter: { processInstanceKey: key } }).items.map((task) => task.elementId);
  const complete = async (key: string, elementId: string, variables: Record<string, unknown>) => {
    const [task] = b.engine.searchUserTasks({ filter: { processInstanceKey: key, elementId } }).items;
    await b.engine.completeUserTask({ userTaskKey: task!.userTaskKey, variables });
    await b.engine.idle();
  };
  const atOnce = await b.create('at-once', { enough: false });
  await complete(atOnce, 'a', { enough: true });
  expect(tasks(atOnce)).toEqual(['after']);
  const inTime = await b.create('in-time', { enough: false });
  await complete(inTime, 'a', { enough: true });
  expect(tasks(inTime)).toEqual(['b']);
  await complete(inTime, 'b', {});
  expect(tasks(inTime)).toEqual(['after']);
  const never = await b.create('at-once', { enough: false });
  await complete(never, 'a', {});
  await complete(never, 'b', {});
  expect(tasks(never)).toEqual([]);
  expect(b.alive(never)).toBe(true);
});

test('a condition that is no boolean is an incident of the activation; its output is collected once', async () => {
  const b = await bench();
  await b.deploy(
    around(
      adHoc(
        'ah',
        userTask('a'),
        { activeElementsCollection: '=["a"]', outputCollection: 'results', outputElement: '=result' },
        { until: '=if enough = null then null else count(results) = 1' },
      ),
    ),
  );
  const key = await b.create('p');
  await b.complete('a', { result: 7 });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'ah#innerInstance' });
  await b.engine.setVariables({ elementInstanceKey: key, variables: { enough: true } });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  await b.engine.idle();
  expect(open(b)).toEqual(['after']);
  expect(b.variables(key)).toMatchObject({ results: [7] });
});

test('outputs are collected in order of completion and leave with the sub-process', async () => {
  const b = await bench();
  await b.deploy(
    around(
      adHoc(
        'ah',
        service('a', 'a', io({ out: { done: '="a" + given' } })) +
          service('b', 'b', io({ out: { done: '="b" + given' } })),
        { activeElementsCollection: '=["a", "b"]', outputCollection: 'all', outputElement: '=done' },
        { inside: io({ in: { done: '=null' } }) },
      ),
    ),
  );
  const key = await b.create('p');
  await b.work('b', { given: '1' });
  await b.work('a', { given: '2' });
  expect(b.variables(key)).toEqual({ all: ['b1', 'a2'] });
});

test('it tells what somebody else is to fill in, and what they have filled in is what the element gets', async () => {
  const b = await bench();
  const mapped = io({
    in: {
      query: '=fromAi(toolCall.query, "What to look for", "string", {enum: ["a", "b"]})',
      both: '={x: fromAi(value: toolCall.x, options: {required: false}), y: fromAi(toolCall.deep.y, null, "number")}',
    },
  });
  await b.deploy(around(byWorker(service('look', 'look', mapped))));
  await b.create('p');
  expect(b.variables(instanceOf(b)).adHocSubProcessElements).toEqual([
    {
      elementId: 'look',
      parameters: [
        { name: 'query', description: 'What to look for', type: 'string', schema: { enum: ['a', 'b'] } },
        { name: 'x', options: { required: false } },
        { name: 'y', type: 'number' },
      ],
    },
  ]);
  const toolCall = { query: 'a', x: 1, deep: { y: 2 } };
  await choose(b, { activateElements: [{ elementId: 'look', variables: { toolCall } }] });
  const [job] = await b.jobs('look');
  expect(JSON.parse(job!.variables)).toMatchObject({ query: 'a', both: { x: 1, y: 2 } });
});

test('it knows its elements by name, documentation and properties', async () => {
  const b = await bench();
  const named = `<bpmn:task id="named" name="Call them"><bpmn:documentation>By phone</bpmn:documentation><bpmn:extensionElements><zeebe:properties><zeebe:property name="k" value="v"/></zeebe:properties></bpmn:extensionElements></bpmn:task>`;
  await b.deploy(
    around(adHoc('ah', named + service('b') + service('c') + boundary('late', 'b', onError()) + flows('named -> c'))),
  );
  await b.create('p');
  expect(b.variables(instanceOf(b)).adHocSubProcessElements).toEqual([
    { elementId: 'named', elementName: 'Call them', documentation: 'By phone', properties: { k: 'v' } },
    { elementId: 'b' },
  ]);
});

// ---- by a worker ------------------------------------------------------------------------------------------------

const byWorker = (body: string, attributes: Record<string, string> = {}) =>
  adHoc('ah', body, attributes, { inside: '<zeebe:taskDefinition type="agent"/>' });

async function choose(b: Bench, result: JobResult, variables: Record<string, unknown> = {}) {
  const [job, ...more] = await b.jobs('agent');
  if (!job || more.length > 0) throw new Error('not one job');
  await b.engine.completeJob({ jobKey: job.key, result: { type: 'adHocSubProcess', ...result }, variables });
  await b.engine.idle();
  return job;
}

test('a worker chooses what begins; when something ends it is asked again, until it says that it is enough', async () => {
  const b = await bench();
  await b.deploy(around(byWorker(userTask('a') + userTask('b'), { outputCollection: 'all', outputElement: '=n' })));
  const key = await b.create('p');
  const first = await choose(
    b,
    {
      activateElements: [
        { elementId: 'a', variables: { n: 1 } },
        { elementId: 'b', variables: { n: 2 } },
      ],
    },
    { plan: 'x' },
  );
  expect(first).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', listenerEventType: 'UNSPECIFIED', elementId: 'ah' });
  expect(b.variables(instanceOf(b))).toMatchObject({ plan: 'x', all: [] });
  expect(open(b)).toEqual(['a', 'b']);
  expect(await b.jobs('agent')).toEqual([]);
  await b.complete('a');
  const [stale] = await b.jobs('agent');
  await b.complete('b');
  await expect(b.engine.completeJob({ jobKey: stale!.key })).rejects.toMatchObject({ type: 'NOT_FOUND' });
  await choose(b, { isCompletionConditionFulfilled: true });
  expect(open(b)).toEqual(['after']);
  expect(b.variables(key)).toEqual({ all: [1, 2] });
  expect(b.trace().filter((line) => /^(JOB|AD_HOC)/.test(line) && !/BATCH/.test(line))).toEqual([
    'JOB CREATED ah',
    'JOB COMPLETED ah',
    'AD_HOC_SUB_PROCESS_INSTRUCTION ACTIVATED',
    'JOB CREATED ah',
    'JOB CANCELED ah',
    'JOB CREATED ah',
    'JOB COMPLETED ah',
    'AD_HOC_SUB_PROCESS_INSTRUCTION COMPLETED',
  ]);
});

test('enough may cancel what is active, or wait for it without another job', async () => {
  const b = await bench();
  await b.deploy(around(byWorker(userTask('a') + userTask('b'))));
  const activate = { activateElements: [{ elementId: 'a' }, { elementId: 'b' }] };
  await b.create('p');
  await choose(b, activate);
  await b.complete('a');
  await choose(b, { isCompletionConditionFulfilled: true, isCancelRemainingInstances: true });
  expect(open(b)).toEqual(['after']);
  await b.complete('after');
  await b.create('p');
  await choose(b, activate);
  await b.complete('a');
  await choose(b, { isCompletionConditionFulfilled: true });
  expect(open(b)).toEqual(['b']);
  await b.complete('b');
  expect(await b.jobs('agent')).toEqual([]);
  expect(open(b)).toEqual(['after']);
});

test('what a worker may not say is refused, and its job stays', async () => {
  const b = await bench();
  await b.deploy(around(byWorker(userTask('a'))));
  await b.create('p');
  const [job] = await b.jobs('agent');
  const say = (result: JobResult) => b.engine.completeJob({ jobKey: job!.key, result });
  await expect(say({ activateElements: [{ elementId: 'x' }, { elementId: 'y' }] })).rejects.toThrow(
    `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to activate activities for ad-hoc sub-process with key '${instanceOf(b)}', but the given elements [x, y] do not exist.`,
  );
  await expect(say({ activateElements: [{ elementId: 'a' }], isCompletionConditionFulfilled: true })).rejects.toThrow(
    'the job result contains elements to be activated while the completion condition is fulfilled',
  );
  await say({ activateElements: [{ elementId: 'a' }] });
  expect(open(b)).toEqual(['a']);
});

test('a worker that fails for good is an incident of its own; it may throw an error to the boundary', async () => {
  const b = await bench();
  await b.deploy(
    around(
      byWorker(userTask('a')),
      boundary('wrong', 'ah', onError('err')) + userTask('mend') + flows('wrong -> mend'),
      error('err', 'E'),
    ),
  );
  await b.create('p');
  const [job] = await b.jobs('agent');
  await b.engine.failJob({ jobKey: job!.key, retries: 0 });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'AD_HOC_SUB_PROCESS_NO_RETRIES', jobKey: job!.key });
  await b.engine.updateJobRetries({ jobKey: job!.key, retries: 1 });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  await choose(b, { activateElements: [{ elementId: 'a' }] });
  await b.complete('a');
  const [again] = await b.jobs('agent');
  await b.engine.throwError({ jobKey: again!.key, errorCode: 'E' });
  await b.engine.idle();
  expect(open(b)).toEqual(['mend']);
});

test("a job's type that can't be read when something has ended is an incident; once mended the job is there", async () => {
  const b = await bench();
  await b.deploy(around(adHoc('ah', userTask('a'), {}, { inside: '<zeebe:taskDefinition type="=kind"/>' })));
  const key = await b.create('p', { kind: 'agent' });
  await choose(b, { activateElements: [{ elementId: 'a' }] });
  await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 1 } });
  await b.complete('a');
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'ah', jobKey: null });
  await b.engine.setVariables({ elementInstanceKey: key, variables: { kind: 'agent' } });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  await choose(b, { isCompletionConditionFulfilled: true });
  expect(open(b)).toEqual(['after']);
});

test('an event sub-process asks the worker again, an interrupting one ends all', async () => {
  const b = await bench();
  const event = (id: string, name: string, interrupting: boolean) =>
    eventSubProcess(
      id,
      start(`${id}-s`, onMessage(name), `isInterrupting="${interrupting}"`) +
        userTask(`${id}-t`) +
        flows(`${id}-s -> ${id}-t`),
    );
  await b.deploy(
    around(
      byWorker(userTask('a') + event('tell', 'm1', false) + event('stop', 'm2', true)),
      '',
      message('m1', 'one') + message('m2', 'two'),
    ),
  );
  await b.create('p', { key: 'k' });
  await choose(b, { activateElements: [{ elementId: 'a' }] });
  await b.engine.correlateMessage({ name: 'one', correlationKey: 'k' });
  await b.engine.idle();
  expect(open(b)).toEqual(['a', 'tell-t']);
  await b.complete('tell-t');
  expect(await b.jobs('agent')).toHaveLength(1);
  await b.engine.correlateMessage({ name: 'two', correlationKey: 'k' });
  await b.engine.idle();
  expect(open(b)).toEqual(['stop-t']);
  await b.complete('stop-t');
  expect(open(b)).toEqual(['after']);
});

// ---- with the rest of BPMN ----------------------------------------------------------------------------------------

test('a boundary event interrupts all of it', async () => {
  const b = await bench();
  await b.deploy(
    around(
      adHoc('ah', userTask('a') + userTask('b'), { activeElementsCollection: '=["a", "b"]' }),
      boundary('off', 'ah', onMessage('m')) + userTask('instead') + flows('off -> instead'),
      message('m', 'stop'),
    ),
  );
  await b.create('p', { key: 'k' });
  await b.engine.correlateMessage({ name: 'stop', correlationKey: 'k' });
  await b.engine.idle();
  expect(open(b)).toEqual(['instead']);
});

test('canceling listeners hold up the end that the condition asks for', async () => {
  const b = await bench();
  await b.deploy(
    around(
      adHoc(
        'ah',
        userTask('a') + userTask('b', taskListeners(['canceling', 'bye'])),
        { activeElementsCollection: '=["a", "b"]' },
        { until: '=true' },
      ),
    ),
  );
  await b.create('p');
  await b.complete('a');
  expect(open(b)).toEqual(['b']);
  await b.work('bye');
  expect(open(b)).toEqual(['after']);
});

test('it may be an item of a multi-instance, hold sub-processes and gateways, and start anywhere but at joins', async () => {
  const b = await bench();
  const body =
    subProcess('sub', start('s2') + service('in') + end('e2') + flows('s2 -> in', 'in -> e2')) +
    parallel('fork') +
    service('x') +
    service('y') +
    parallel('join') +
    throwing('last') +
    flows('fork -> x', 'fork -> y', 'x -> join', 'y -> join', 'join -> last');
  const items = loop({ inputCollection: '=[["sub"], ["fork"]]', inputElement: 'wanted' }, { sequential: true });
  await b.deploy(around(adHoc('ah', body, { activeElementsCollection: '=wanted' }, { more: items })));
  await b.create('p');
  await b.work('in');
  await b.work('x');
  await b.work('y');
  expect(open(b)).toEqual(['after']);
  expect(b.records.filter((r) => r.intent === 'ELEMENT_COMPLETED' && r.value.elementId === 'join')).toHaveLength(1);
});

test('a modification begins an element of it in a scope of its own', async () => {
  const b = await bench();
  await b.deploy(around(adHoc('ah', userTask('a') + userTask('b'), { activeElementsCollection: '=["a"]' })));
  const key = await b.create('p');
  await b.engine.modifyInstance({ processInstanceKey: key, activateInstructions: [{ elementId: 'b' }] });
  await b.engine.idle();
  expect(open(b)).toEqual(['a', 'b']);
  await b.complete('a');
  await b.complete('b');
  expect(open(b)).toEqual(['after']);
});

test('a migration takes the activations along', async () => {
  const b = await bench();
  const process = (id: string) =>
    diagram(
      id,
      start('s') +
        adHoc(`${id}-ah`, userTask(`${id}-a`), { activeElementsCollection: `=["${id}-a"]` }) +
        userTask('after') +
        flows(`s -> ${id}-ah`, `${id}-ah -> after`),
    );
  await b.deploy(process('old'), process('new'));
  const processInstanceKey = await b.create('old');
  const definition = b.engine.searchProcessDefinitions({ filter: { processDefinitionId: 'new' } }).items[0]!;
  await b.engine.migrateInstance({
    processInstanceKey,
    targetProcessDefinitionKey: definition.processDefinitionKey,
    mappingInstructions: [
      { sourceElementId: 'old-ah', targetElementId: 'new-ah' },
      { sourceElementId: 'old-a', targetElementId: 'new-a' },
    ],
  });
  await b.complete('new-a');
  expect(open(b)).toEqual(['after']);
});

test.each(['the log', 'a snapshot'])(
  'what is active and what the worker has said survive a restart from %s',
  async (from) => {
    const b = await bench();
    await b.deploy(around(byWorker(userTask('a') + userTask('b'), { outputCollection: 'all', outputElement: '=n' })));
    const key = await b.create('p');
    await choose(b, { activateElements: [{ elementId: 'a' }, { elementId: 'b' }] });
    await b.complete('a', { n: 1 });
    await choose(b, { isCompletionConditionFulfilled: true });
    await b.engine.close();
    if (from === 'a snapshot') {
      b.journal.snapshot = JSON.stringify(b.engine.dump());
      b.journal.batches.length = 0;
    }
    const engine = await createEngine({ clock: b.clock, journal: b.journal });
    expect(engine.dump()).toEqual(b.engine.dump());
    await engine.completeUserTask({ userTaskKey: engine.searchUserTasks().items[0]!.userTaskKey, variables: { n: 2 } });
    await engine.idle();
    expect(engine.searchUserTasks().items).toMatchObject([{ elementId: 'after', processInstanceKey: key }]);
    await engine.close();
  },
);

test.each<[what: string, body: string, text: string]>([
  ['nothing in it', adHoc('ah', ''), 'Must have at least one activity.'],
  ['a start event in it', adHoc('ah', start('x') + userTask('a')), 'Must not contain a start event.'],
  ['an end event in it', adHoc('ah', userTask('a') + end('x')), 'Must not contain an end event.'],
  [
    'a static collection',
    adHoc('ah', userTask('a'), { activeElementsCollection: 'a' }),
    "Expected expression but found static value 'a'",
  ],
  [
    'a condition that cannot be read',
    adHoc('ah', userTask('a'), {}, { until: '=1 +' }),
    "failed to parse expression '1 +'",
  ],
  [
    'an output without a collection',
    adHoc('ah', userTask('a'), { outputElement: '=x' }),
    "Attribute 'outputCollection' must be present if the attribute 'outputElement' is set",
  ],
  [
    'a job without a type',
    adHoc('ah', userTask('a'), {}, { inside: '<zeebe:taskDefinition type=""/>' }),
    "Attribute 'type' must be present and not empty",
  ],
])('an ad-hoc sub-process with %s is refused', async (_what, body, text) => {
  const b = await bench();
  await expect(b.deploy(around(body))).rejects.toThrow(text);
});
