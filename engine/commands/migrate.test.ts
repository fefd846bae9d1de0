import { expect, test } from 'vitest';
import { type Bench, bench } from '../testing/bench.ts';
import {
  boundary,
  call,
  catching,
  diagram,
  end,
  eventBased,
  eventSubProcess,
  flows,
  loop,
  message,
  onMessage,
  onSignal,
  parallel,
  script,
  service,
  signal,
  start,
  subProcess,
  task,
  timer,
  undoing,
  userTask,
} from '../testing/diagram.ts';
import { dumped, recovered } from '../testing/recovered.ts';
import { shippedProcedure } from '../testing/shipped.ts';

const hour = 3_600_000;
const open = (b: Bench) => b.engine.searchUserTasks().items.map((item) => item.elementId);

/** Moves the instance to the newest version of a process; unmapped ids keep their names. */
async function migrate(b: Bench, processInstanceKey: string, to: string, mapping: Record<string, string>) {
  const versions = b.engine.searchProcessDefinitions({ filter: { processDefinitionId: to } }).items;
  const newest = versions.sort((one, other) => other.version - one.version)[0]!;
  await b.engine.migrateInstance({
    processInstanceKey,
    targetProcessDefinitionKey: newest.processDefinitionKey,
    mappingInstructions: Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({
      sourceElementId,
      targetElementId,
    })),
  });
  await b.engine.idle();
}

/** The log and a snapshot, read again, give the state that is live. */
async function recovers(b: Bench) {
  for (const engine of await recovered(b)) expect(dumped(engine)).toEqual(dumped(b.engine));
}

test('an open task moves to its place in the new version and goes on there', async () => {
  const b = await bench();
  await b.deploy(diagram('p', start('s') + userTask('ask') + end('e') + flows('s -> ask', 'ask -> e')));
  const key = await b.create('p', { n: 1 });
  await b.engine.assignUserTask({ userTaskKey: b.task('ask').userTaskKey, assignee: 'an' });
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('question') +
        userTask('check') +
        end('e') +
        flows('s -> question', 'question -> check', 'check -> e'),
    ),
  );
  const before = b.task('ask').userTaskKey;
  const from = b.records.length;
  await migrate(b, key, 'p', { ask: 'question' });
  expect(b.trace(from)).toEqual([
    'PI MIGRATED p',
    'VARIABLE MIGRATED n',
    'PI MIGRATED question',
    'USER_TASK MIGRATED question',
    'PROCESS_INSTANCE_MIGRATION MIGRATED',
  ]);
  const moved = b.task('question');
  expect(moved).toMatchObject({ userTaskKey: before, assignee: 'an', processDefinitionVersion: 2 });
  await recovers(b);
  await b.complete('question');
  await b.complete('check');
  expect(b.alive(key)).toBe(false);
});

test('what is caught is kept where it is mapped, closed where not, opened where it is new', async () => {
  const b = await bench();
  const messages = message('a', 'a') + message('b', 'b') + message('c', 'c');
  const version = (t: string, events: string, after: string) =>
    diagram(
      'p',
      start('s') + service(t, 'work') + events + task('x') + flows(`s -> ${t}`, ...after.split(';')),
      messages + signal('sig', 'horn'),
    );
  await b.deploy(
    version(
      't',
      boundary('slow', 't', timer('timeDuration', 'PT8H'), false) +
        boundary('told', 't', onMessage('a'), false) +
        boundary('gone', 't', onMessage('b'), false) +
        boundary('horn', 't', onSignal('sig'), false),
      'slow -> x;told -> x;gone -> x;horn -> x',
    ),
  );
  const key = await b.create('p', { key: 'k' });
  await b.forward(hour);
  await b.deploy(
    version(
      'tt',
      boundary('late', 'tt', timer('timeDuration', 'PT1H'), false) +
        boundary('said', 'tt', onMessage('a')) +
        boundary('fresh', 'tt', onMessage('c'), false) +
        boundary('blown', 'tt', onSignal('sig'), false),
      'late -> x;said -> x;fresh -> x;blown -> x',
    ),
  );
  const due = b.engine.nextDue();
  const from = b.records.length;
  await migrate(b, key, 'p', { t: 'tt', slow: 'late', told: 'said', horn: 'blown' });
  expect(b.engine.nextDue()).toBe(due);
  expect(b.trace(from).filter((line) => !line.startsWith('PI') && !line.startsWith('VARIABLE'))).toEqual([
    'PROCESS_MESSAGE_SUBSCRIPTION DELETING gone',
    'JOB MIGRATED tt',
    'TIMER MIGRATED late',
    'PROCESS_MESSAGE_SUBSCRIPTION MIGRATED said',
    'MESSAGE_SUBSCRIPTION MIGRATED said',
    'SIGNAL_SUBSCRIPTION MIGRATED',
    'PROCESS_MESSAGE_SUBSCRIPTION CREATING fresh',
    'PROCESS_INSTANCE_MIGRATION MIGRATED',
    'MESSAGE_SUBSCRIPTION DELETED gone',
    'PROCESS_MESSAGE_SUBSCRIPTION DELETED gone',
    'MESSAGE_SUBSCRIPTION CREATED fresh',
    'PROCESS_MESSAGE_SUBSCRIPTION CREATED fresh',
  ]);
  await recovers(b);
  const begun = (id: string) => b.trace(from).filter((line) => line === `PI ACTIVATED ${id}`).length;
  await b.engine.broadcastSignal({ signalName: 'horn' });
  await b.engine.publishMessage({ name: 'c', correlationKey: 'k' });
  await b.forward(8 * hour);
  await b.engine.publishMessage({ name: 'b', correlationKey: 'k' });
  await b.engine.publishMessage({ name: 'a', correlationKey: 'k' });
  await b.engine.idle();
  expect(['blown', 'fresh', 'late', 'said', 'gone'].map(begun)).toEqual([1, 1, 1, 1, 0]);
  expect(b.alive(key)).toBe(false);
});

test('event sub-processes, gateways, multi-instance, called processes and incidents come along', async () => {
  const b = await bench();
  const version = (n: string) =>
    diagram(
      'p',
      start('s') +
        parallel('fork') +
        subProcess(
          `sub${n}`,
          start(`is${n}`) +
            service(`each${n}`, 'each', '', loop({ inputCollection: '=[1, 2]' })) +
            end(`ie${n}`) +
            flows(`is${n} -> each${n}`, `each${n} -> ie${n}`),
        ) +
        eventBased(`which${n}`) +
        catching(`soon${n}`, timer('timeDuration', 'PT1H')) +
        catching(`told${n}`, onMessage('m')) +
        call(`calls${n}`, 'child') +
        script(`wrong${n}`, '=assert(null, false)', 'r') +
        task(`done${n}`) +
        flows(
          's -> fork',
          `fork -> sub${n}`,
          `fork -> which${n}`,
          `fork -> calls${n}`,
          `which${n} -> soon${n}`,
          `which${n} -> told${n}`,
          `soon${n} -> done${n}`,
        ) +
        eventSubProcess(
          `watch${n}`,
          `<bpmn:startEvent id="ws${n}" isInterrupting="false">${onMessage('w')}</bpmn:startEvent>${userTask(`seen${n}`)}${flows(`ws${n} -> seen${n}`)}`,
        ),
      message('m', 'told') + message('w', 'watch'),
    );
  await b.deploy(diagram('child', start('cs') + userTask('inside') + flows('cs -> inside')));
  await b.deploy(version(''));
  const key = await b.create('p', { key: 'k' });
  await b.engine.publishMessage({ name: 'watch', correlationKey: 'k' });
  await b.engine.idle();
  const [first] = await b.jobs('each', 1);
  await b.engine.failJob({ jobKey: first!.key, retries: 0, errorMessage: 'broken' });
  await b.deploy(version('2'));
  const ids = ['sub', 'each', 'which', 'soon', 'calls', 'watch', 'ws', 'seen'];
  await migrate(b, key, 'p', Object.fromEntries(ids.map((id) => [id, `${id}2`])));
  await recovers(b);
  const told = b.records.filter((record) => record.intent === 'ANCESTOR_MIGRATED');
  const { processDefinitionKey } = b.engine.processInstance(key)!;
  expect(told.map(({ value }) => value.elementId)).toEqual(['child', 'inside']);
  for (const { value } of told) {
    expect((value.processDefinitionPath as number[])[0]).toBe(Number(processDefinitionKey));
  }
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ elementId: 'each2', errorMessage: 'broken' });
  await b.engine.updateJobRetries({ jobKey: first!.key, retries: 1 });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  for (const job of await b.jobs('each')) await b.engine.completeJob({ jobKey: job.key });
  await b.engine.publishMessage({ name: 'watch', correlationKey: 'k' });
  await b.forward(hour);
  const children = b.engine.searchElementInstances({ filter: { processInstanceKey: key } }).items;
  expect(children.map((child) => child.elementId).sort()).toEqual([
    'calls2',
    'p',
    'seen2',
    'seen2',
    'watch2',
    'watch2',
  ]);
  expect(b.trace()).toContain('PI COMPLETED soon2');
  await b.complete('inside');
  for (const { userTaskKey } of b.engine.searchUserTasks().items) await b.engine.completeUserTask({ userTaskKey });
  await b.engine.idle();
  expect(b.alive(key)).toBe(false);
});

test('a token that waits at a join waits on, or goes on where the new join needs it no more', async () => {
  const b = await bench();
  const version = (...more: string[]) =>
    diagram(
      'p',
      start('s') +
        parallel('fork') +
        userTask('a') +
        userTask('b') +
        userTask('c') +
        parallel('join') +
        userTask('after') +
        flows('s -> fork', 'fork -> a', 'fork -> b', 'fork -> c', 'a -> join', 'b -> join', 'join -> after', ...more),
    );
  await b.deploy(version('c -> join'));
  const key = await b.create('p');
  await b.complete('a');
  await b.complete('b');
  await b.deploy(version('c -> after'));
  await expect(migrate(b, key, 'p', { c: 'c' })).rejects.toThrow(
    "no mapping instruction defined for the joining gateway with id 'join'",
  );
  await migrate(b, key, 'p', { c: 'c', join: 'join' });
  expect(open(b)).toEqual(['c', 'after']);
  await recovers(b);
});

test('what can be undone stays so where the activity is mapped', async () => {
  const b = await bench();
  const version = (name: string) => {
    const undo = undoing(name, 'cancel');
    return diagram(
      'p',
      start('s') +
        service(name, 'book') +
        undo.body +
        userTask('ask') +
        end('undo', '<bpmn:compensateEventDefinition/>') +
        flows(`s -> ${name}`, `${name} -> ask`, 'ask -> undo') +
        undo.rest,
    );
  };
  await b.deploy(version('book'));
  const kept = await b.create('p');
  await b.work('book');
  const lost = await b.create('p');
  await b.work('book');
  await b.deploy(version('reserve'));
  await migrate(b, kept, 'p', { ask: 'ask', book: 'reserve' });
  await migrate(b, lost, 'p', { ask: 'ask' });
  for (const { userTaskKey } of b.engine.searchUserTasks().items) await b.engine.completeUserTask({ userTaskKey });
  await b.engine.idle();
  expect(b.engine.searchJobs().items.map((job) => [job.type, job.processInstanceKey])).toEqual([['cancel', kept]]);
  expect(b.alive(lost)).toBe(false);
});

test('every reason against a migration is said, and nothing has changed', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('t') +
        boundary('bd', 't', timer('timeDuration', 'PT1H'), false) +
        task('x') +
        flows('s -> t', 'bd -> x'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  await b.deploy(
    diagram(
      'q',
      start('s') +
        userTask('t') +
        service('w') +
        `<bpmn:userTask id="job"/>` +
        boundary('other', 'w', timer('timeDuration', 'PT1H'), false) +
        boundary('said', 't', onMessage('m'), false) +
        task('x') +
        subProcess('sub', start('is') + userTask('deep') + flows('is -> deep')) +
        flows('s -> t', 'other -> x', 'said -> x', 't -> sub'),
      message('m', 'm', '=nothing'),
    ),
  );
  const before = dumped(b.engine).instances;
  const head = `Expected to migrate process instance '${key}' but`;
  const cases: [Record<string, string>, string, string][] = [
    [
      {},
      'INVALID_STATE',
      `${head} no mapping instruction defined for active element with id 't'. Elements cannot be migrated without a mapping.`,
    ],
    [
      { nowhere: 't' },
      'INVALID_ARGUMENT',
      `${head} mapping instructions contain a non-existing source element id 'nowhere'. Elements provided in mapping instructions must exist in the source process definition.`,
    ],
    [
      { t: 'nowhere' },
      'INVALID_ARGUMENT',
      `${head} mapping instructions contain a non-existing target element id 'nowhere'. Elements provided in mapping instructions must exist in the target process definition.`,
    ],
    [
      { t: 'w' },
      'INVALID_STATE',
      `${head} active element with id 't' and type 'USER_TASK' is mapped to an element with id 'w' and different type 'SERVICE_TASK'. Elements must be mapped to elements of the same type.`,
    ],
    [
      { t: 'job' },
      'INVALID_STATE',
      `${head} active user task with id 't' and implementation 'zeebe user task' is mapped to a user task with id 'job' and different implementation 'job worker'. Elements must be mapped to elements of the same implementation.`,
    ],
    [
      { t: 'deep' },
      'INVALID_STATE',
      `${head} the flow scope of active element with id 't' is changed. The flow scope of the active element is expected to be 'q' but was 'sub'. The flow scope of an element cannot be changed during migration yet.`,
    ],
    [
      { t: 't', bd: 'other' },
      'INVALID_STATE',
      `${head} active element with id 't' has a catch event with id 'bd' that is mapped to 'other', which is not attached to the target element with id 't'.`,
    ],
    [
      { t: 't', bd: 'said' },
      'INVALID_STATE',
      `${head} the catch event with id 'bd' and event type 'TIMER' is mapped to 'said' with different event type 'MESSAGE'.`,
    ],
    [
      { t: 't' },
      'INVALID_STATE',
      `${head} Failed to extract the correlation key for 'nothing': The value must be either a string or a number, but was 'NULL'.`,
    ],
  ];
  for (const [mapping, code, text] of cases) {
    const refusal = migrate(b, key, 'q', mapping);
    await expect(refusal).rejects.toThrow(text);
    await expect(refusal).rejects.toThrow(`rejected with code '${code}'`);
  }
  const target = b.engine.searchProcessDefinitions({ filter: { processDefinitionId: 'q' } }).items[0]!
    .processDefinitionKey;
  const twice = ['t', 't'].map((sourceElementId) => ({ sourceElementId, targetElementId: 't' }));
  await expect(
    b.engine.migrateInstance({
      processInstanceKey: key,
      targetProcessDefinitionKey: target,
      mappingInstructions: twice,
    }),
  ).rejects.toThrow(`${head} the mapping instructions contain duplicate source element ids '[t]'.`);
  await expect(
    b.engine.migrateInstance({ processInstanceKey: '77', targetProcessDefinitionKey: target, mappingInstructions: [] }),
  ).rejects.toThrow("Expected to migrate process instance but no process instance found with key '77'");
  await expect(
    b.engine.migrateInstance({ processInstanceKey: key, targetProcessDefinitionKey: '77', mappingInstructions: [] }),
  ).rejects.toThrow(
    "Expected to migrate process instance to process definition but no process definition found with key '77'",
  );
  expect(dumped(b.engine).instances).toEqual(before);
});

test('a report of the shipped procedure moves to an edited one, with its watch', async () => {
  const b = await bench();
  const [[name, xml], ...rest] = (await shippedProcedure()) as [[string, string], ...[string, string][]];
  await b.deploy([name, xml], ...rest);
  await b.engine.publishMessage({
    name: 'field-report-received',
    correlationKey: 'QN-1',
    variables: { reportCode: 'QN-1', receivedAt: new Date(b.clock.now()).toISOString(), confidential: false },
  });
  await b.engine.idle();
  const [job] = await b.jobs('set-deadline');
  const dates = {
    dueAt: new Date(b.clock.now() + 8 * hour).toISOString(),
    remindAt: new Date(b.clock.now() + 6 * hour).toISOString(),
  };
  await b.engine.publishMessage({
    name: 'deadline-set',
    correlationKey: 'QN-1',
    variables: { task: job!.elementId, taskInstance: job!.elementInstanceKey, ...dates },
  });
  await b.engine.completeJob({ jobKey: job!.key, variables: dates });
  await b.engine.idle();
  expect(open(b)).toEqual(['intake']);
  const edited = xml.replaceAll(/(?<!formId=)"intake"/g, '"reception"').replaceAll('>intake<', '>reception<');
  expect(edited).not.toBe(xml);
  await b.deploy([name, edited], ...rest);
  const [instance] = b.engine.searchProcessInstances().items;
  const ids = [
    ...new Set(
      b.records.map((record) =>
        String(record.value.elementId ?? record.value.targetElementId ?? record.value.catchEventId ?? ''),
      ),
    ),
  ];
  const known = new Set(
    [...xml.matchAll(/<bpmn:\w*(?:Task|Event|Gateway|[sS]ubProcess|Activity) id="([^"]+)"/g)].map(([, id]) => id!),
  );
  const mapping = Object.fromEntries(
    ids.filter((id) => known.has(id) && id !== 'field-report').map((id) => [id, id === 'intake' ? 'reception' : id]),
  );
  await migrate(b, instance!.processInstanceKey, 'field-report', mapping);
  await recovers(b);
  expect(open(b)).toEqual(['reception']);
  await b.forward(6 * hour);
  expect(b.engine.searchJobs({ filter: { type: 'remind' } }).items).toHaveLength(1);
  await b.complete('reception', { outcome: 'accepted', field: 'transport', district: 'tam-ky' });
  expect(b.engine.searchIncidents().items.map((one) => one.errorMessage)).toEqual([]);
});

test('what was done in a sub-process that is not mapped is forgotten with it', async () => {
  const b = await bench();
  const undo = undoing('book', 'cancel');
  const inner = start('is') + service('book') + undo.body + flows('is -> book') + undo.rest;
  await b.deploy(diagram('p', start('s') + subProcess('sub', inner) + userTask('t') + flows('s -> sub', 'sub -> t')));
  const key = await b.create('p');
  await b.work('book');
  await migrate(b, key, 'p', { t: 't' });
  expect(dumped(b.engine).compensations).toEqual([]);
});
