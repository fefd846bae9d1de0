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
  ext,
  flows,
  listeners,
  loop,
  message,
  onMessage,
  parallel,
  service,
  start,
  subProcess,
  timer,
  userTask,
} from '../testing/diagram.ts';
import { dumped, recovered } from '../testing/recovered.ts';

const open = (b: Bench) =>
  b.engine
    .searchUserTasks()
    .items.map((item) => item.elementId)
    .sort();
const instanceOf = (b: Bench, elementId: string) =>
  b.engine.searchElementInstances({ filter: { elementId } }).items.map((item) => item.elementInstanceKey);

const nested = diagram(
  'p',
  start('s') +
    userTask('first') +
    subProcess(
      'outer',
      start('os') +
        subProcess('inner', start('is') + userTask('deep') + userTask('next') + flows('is -> deep', 'deep -> next')) +
        userTask('beside') +
        boundary('alarm', 'inner', timer('timeDuration', 'PT1H'), false) +
        end('rung') +
        flows('os -> inner', 'inner -> beside', 'alarm -> rung'),
    ) +
    end('e') +
    flows('s -> first', 'first -> outer', 'outer -> e'),
);

test('an element begins in scopes that are made for it, without their start events', async () => {
  const b = await bench();
  await b.deploy(nested);
  const key = await b.create('p');
  const from = b.records.length;
  await b.engine.modifyInstance({
    processInstanceKey: key,
    activateInstructions: [
      {
        elementId: 'next',
        variableInstructions: [{ variables: { everywhere: 1 } }, { scopeId: 'inner', variables: '{"here":2}' }],
      },
    ],
    terminateInstructions: [{ elementInstanceKey: instanceOf(b, 'first')[0]! }],
  });
  await b.engine.idle();
  expect(b.trace(from)).toEqual([
    'VARIABLE CREATED everywhere',
    'PI ACTIVATING outer',
    'PI ACTIVATED outer',
    'VARIABLE CREATED here',
    'PI ACTIVATING inner',
    'TIMER CREATED alarm',
    'PI ACTIVATED inner',
    'PI TERMINATING first',
    'USER_TASK CANCELING first',
    'USER_TASK CANCELED first',
    'PI TERMINATED first',
    'PROCESS_INSTANCE_MODIFICATION MODIFIED',
    'PI ACTIVATING next',
    'USER_TASK CREATING next',
    'USER_TASK CREATED next',
    'PI ACTIVATED next',
  ]);
  expect(b.variables(key)).toEqual({ everywhere: 1 });
  expect(b.variables(instanceOf(b, 'inner')[0]!)).toEqual({ here: 2 });
  const modified = b.records.find((record) => record.intent === 'MODIFIED')!.value;
  expect(modified.activateInstructions).toEqual([
    {
      elementId: 'next',
      ancestorScopeKey: -1,
      ancestorScopeKeys: [...instanceOf(b, 'inner'), ...instanceOf(b, 'outer'), key].map(Number),
      variableInstructions: [
        { elementId: '', variables: { everywhere: 1 } },
        { elementId: 'inner', variables: { here: 2 } },
      ],
    },
  ]);
  for (const engine of await recovered(b)) expect(dumped(engine)).toEqual(dumped(b.engine));
  await b.complete('next');
  await b.complete('beside');
  expect(b.alive(key)).toBe(false);
});

test('scopes that are there are used, and below an ancestor everything is made anew', async () => {
  const b = await bench();
  await b.deploy(nested);
  const key = await b.create('p');
  await b.complete('first');
  const modify = (elementId: string, ancestorElementInstanceKey?: string) =>
    b.engine.modifyInstance({
      processInstanceKey: key,
      activateInstructions: [{ elementId, ancestorElementInstanceKey }],
    });
  await modify('next');
  await b.engine.idle();
  expect(instanceOf(b, 'inner')).toHaveLength(1);
  await modify('next', instanceOf(b, 'outer')[0]);
  await b.engine.idle();
  expect(instanceOf(b, 'outer')).toHaveLength(1);
  expect(instanceOf(b, 'inner')).toHaveLength(2);
  expect(open(b)).toEqual(['deep', 'next', 'next']);
  await expect(modify('next')).rejects.toThrow(
    "Command 'MODIFY' rejected with code 'INVALID_ARGUMENT': Expected to modify instance of process 'p' but it contains one or more activate instructions for an element 'next' that has a flow scope with more than one active instance: 'inner'. Can't decide in which instance of the flow scope the element should be activated. Please specify an ancestor element instance key for this activate instruction.",
  );
  await modify('next', instanceOf(b, 'inner')[1]);
  await b.engine.idle();
  expect(open(b)).toEqual(['deep', 'next', 'next', 'next']);
});

test('scopes in which nothing is left end with it, up to the instance', async () => {
  const b = await bench();
  await b.deploy(nested);
  const key = await b.create('p');
  await b.complete('first');
  await b.engine.modifyInstance({
    processInstanceKey: key,
    terminateInstructions: [{ elementInstanceKey: instanceOf(b, 'deep')[0]! }],
  });
  await b.engine.idle();
  expect(b.alive(key)).toBe(false);
  expect(b.trace().slice(-9)).toEqual([
    'PI TERMINATED deep',
    'PI TERMINATING inner',
    'TIMER CANCELED alarm',
    'PI TERMINATED inner',
    'PI TERMINATING outer',
    'PI TERMINATED outer',
    'PI TERMINATING p',
    'PI TERMINATED p',
    'PROCESS_INSTANCE_MODIFICATION MODIFIED',
  ]);
});

test('a joining gateway begins at once, and an end event ends the scope', async () => {
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
  await b.engine.modifyInstance({
    processInstanceKey: key,
    activateInstructions: [{ elementId: 'join' }],
    terminateInstructions: ['a', 'b'].map((id) => ({ elementInstanceKey: instanceOf(b, id)[0]! })),
  });
  await b.engine.idle();
  expect(b.alive(key)).toBe(false);
  expect(b.trace()).toContain('PI COMPLETED p');
});

test('an interrupting event sub-process that is begun by hand interrupts nothing', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('a') +
        userTask('after') +
        flows('s -> a', 'a -> after') +
        eventSubProcess('rescue', start('rs', onMessage('m')) + userTask('help') + flows('rs -> help')),
      message('m', 'help'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  await b.engine.modifyInstance({ processInstanceKey: key, activateInstructions: [{ elementId: 'help' }] });
  await b.engine.idle();
  expect(open(b)).toEqual(['a', 'help']);
  await b.complete('a');
  expect(open(b)).toEqual(['after', 'help']);
});

test('a start instruction may stand deep inside', async () => {
  const b = await bench();
  await b.deploy(nested);
  const { processInstanceKey } = await b.engine.createInstance({
    bpmnProcessId: 'p',
    startInstructions: [{ elementId: 'next' }, { elementId: 'beside' }],
  });
  await b.engine.idle();
  expect(open(b)).toEqual(['beside', 'next']);
  expect(instanceOf(b, 'outer')).toHaveLength(1);
  expect(dumped(b.engine).triggers).toEqual([]);
  await b.complete('beside');
  await b.complete('next');
  await b.complete('beside');
  expect(b.alive(processInstanceKey)).toBe(false);
});

test('a called process is not emptied', async () => {
  const b = await bench();
  await b.deploy(
    diagram('child', start('cs') + userTask('t') + flows('cs -> t')),
    diagram('p', start('s') + call('calls', 'child') + flows('s -> calls')),
  );
  await b.create('p');
  const child = b.engine.searchProcessInstances({ filter: { processDefinitionId: 'child' } }).items[0]!;
  await expect(
    b.engine.modifyInstance({
      processInstanceKey: child.processInstanceKey,
      terminateInstructions: [{ elementInstanceKey: instanceOf(b, 't')[0]! }],
    }),
  ).rejects.toThrow(/would terminate all element instances of a child process instance/);
  expect(open(b)).toEqual(['t']);
});

test('what cannot begin by itself, or is not there, is refused and nothing has changed', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        userTask('a') +
        boundary('bd', 'a', timer('timeDuration', 'PT1H')) +
        subProcess('each', loop({ inputCollection: '=[1]' }) + start('es') + service('item') + flows('es -> item')) +
        eventBased('which') +
        catching('soon', timer('timeDuration', 'PT1H')) +
        catching('told', onMessage('m')) +
        subProcess('other', start('ots') + userTask('t') + flows('ots -> t')) +
        end('e') +
        flows('s -> a', 'a -> each', 'bd -> e', 'each -> which', 'which -> soon', 'which -> told', 'soon -> other'),
      message('m', 'told'),
    ),
  );
  const key = await b.create('p', { key: 'k' });
  const before = dumped(b.engine).instances;
  const task = instanceOf(b, 'a')[0]!;
  const head = "Expected to modify instance of process 'p' but it contains one or more";
  type Given = Omit<Parameters<Bench['engine']['modifyInstance']>[0], 'processInstanceKey'>;
  const cases: [Given, string, string][] = [
    [
      { activateInstructions: [{ elementId: 'nowhere' }] },
      'INVALID_ARGUMENT',
      `${head} activate instructions with an element that could not be found: 'nowhere'`,
    ],
    [
      { activateInstructions: [{ elementId: 's' }] },
      'INVALID_ARGUMENT',
      `${head} activate instructions for elements that are unsupported: 's'. The activation of elements with type 'START_EVENT' is not supported.`,
    ],
    [
      { activateInstructions: [{ elementId: 'bd' }] },
      'INVALID_ARGUMENT',
      `${head} activate instructions for elements that are unsupported: 'bd'. The activation of elements with type 'BOUNDARY_EVENT' is not supported.`,
    ],
    [
      { activateInstructions: [{ elementId: 'item' }] },
      'INVALID_STATE',
      `${head} activate instructions for elements that are unsupported: 'item'. The activation of elements inside a multi-instance subprocess is not supported.`,
    ],
    [
      { activateInstructions: [{ elementId: 'soon' }] },
      'INVALID_ARGUMENT',
      `${head} activate instructions for elements that are unsupported: 'soon'. The activation of events belonging to an event-based gateway is not supported.`,
    ],
    [
      { activateInstructions: [{ elementId: 't', ancestorElementInstanceKey: '77' }] },
      'INVALID_ARGUMENT',
      `${head} activate instructions with an ancestor scope key that does not exist, or is not in an active state: '77'`,
    ],
    [
      { activateInstructions: [{ elementId: 't', ancestorElementInstanceKey: task }] },
      'INVALID_ARGUMENT',
      `is not an ancestor of the element to activate:\n- instance '${task}' of element 'a' is not an ancestor of element 't'`,
    ],
    [
      { activateInstructions: [{ elementId: 't', variableInstructions: [{ scopeId: 'x', variables: {} }] }] },
      'INVALID_ARGUMENT',
      `${head} variable instructions with a scope id that could not be found: 'x'`,
    ],
    [
      { activateInstructions: [{ elementId: 't', variableInstructions: [{ scopeId: 'each', variables: {} }] }] },
      'INVALID_ARGUMENT',
      `${head} variable instructions with a scope id that doesn't belong to the activating element's flow scope: 'each'`,
    ],
    [
      { terminateInstructions: [{ elementInstanceKey: '77' }] },
      'INVALID_ARGUMENT',
      `${head} terminate instructions with an element instance that could not be found: '77'`,
    ],
  ];
  for (const [given, code, text] of cases) {
    const refusal = b.engine.modifyInstance({ processInstanceKey: key, ...given });
    await expect(refusal).rejects.toThrow(text);
    await expect(refusal).rejects.toThrow(`rejected with code '${code}'`);
  }
  await expect(b.engine.modifyInstance({ processInstanceKey: '77' })).rejects.toThrow(
    "Command 'MODIFY' rejected with code 'NOT_FOUND': Expected to modify process instance but no process instance found with key '77'",
  );
  expect(dumped(b.engine).instances).toEqual(before);
});

test('a scope that completes, held up by its end listener, takes nothing in: another one is made', async () => {
  const b = await bench();
  const heard = ext(listeners(['end', 'hear']));
  const inside = start('begin') + userTask('u') + end('over') + flows('begin -> u', 'u -> over');
  await b.deploy(diagram('p', start('s') + subProcess('scope', heard + inside) + flows('s -> scope')));
  const key = await b.create('p');
  await b.complete('u');
  await b.engine.modifyInstance({ processInstanceKey: key, activateInstructions: [{ elementId: 'u' }] });
  await b.work('hear');
  await b.complete('u');
  await b.work('hear');
  expect(b.alive(key)).toBe(false);
});
