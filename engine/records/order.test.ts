/**
 * The order of events, paragraph by paragraph of the contract (3.4), as data: diagrams, what is done, and what the log
 * then holds from there on. What the contract brackets or marks as unconfirmed is left out of the comparison.
 */
import { expect, test } from 'vitest';
import { type Bench, bench } from '../testing/bench.ts';
import {
  boundary,
  call,
  catching,
  decisionTask,
  diagram,
  end,
  error,
  eventBased,
  eventSubProcess,
  exclusive,
  flows,
  inclusive,
  io,
  loop,
  message,
  onError,
  onMessage,
  onSignal,
  parallel,
  service,
  signal,
  start,
  subProcess,
  timer,
  userTask,
} from '../testing/diagram.ts';
import type { LogRecord } from '../types.ts';

const hour = 3_600_000;

interface Case {
  /** The paragraph, and what of it. */
  of: string;
  deploy: (string | [name: string, content: string])[];
  /** Done before the comparison begins. */
  before?: (b: Bench) => Promise<unknown>;
  act: (b: Bench) => Promise<unknown>;
  /** Value types that this comparison leaves out beside those that always are. */
  without?: string[];
  /** `VALUE_TYPE INTENT what`, PI and its intents shortened. */
  order: string[];
}

/** In brackets in the contract, or on the other side of a message. */
const always = ['JOB_BATCH', 'PROCESS_EVENT', 'MULTI_INSTANCE', 'PROCESS_INSTANCE_BATCH', 'MESSAGE_SUBSCRIPTION'];

function line({ valueType, intent, value }: LogRecord): string {
  const held = value as Record<string, string>;
  const what =
    held.elementId ??
    held.targetElementId ??
    held.catchEventId ??
    held.startEventId ??
    held.name ??
    held.bpmnProcessId ??
    held.decisionId ??
    held.formId ??
    held.decisionRequirementsId ??
    held.signalName ??
    '';
  const body = held.bpmnElementType === 'MULTI_INSTANCE_BODY' ? '*' : '';
  return `${valueType === 'PROCESS_INSTANCE' ? 'PI' : valueType} ${intent.replace('ELEMENT_', '')} ${what}${body}`.trim();
}

/** The whole life of an element that waits for nothing. */
const through = (...ids: string[]) =>
  ids.flatMap((id) => ['ACTIVATING', 'ACTIVATED', 'COMPLETING', 'COMPLETED'].map((intent) => `PI ${intent} ${id}`));
const into = (id: string, ...between: string[]) => [`PI ACTIVATING ${id}`, ...between, `PI ACTIVATED ${id}`];
const outOf = (id: string, ...between: string[]) => [`PI COMPLETING ${id}`, ...between, `PI COMPLETED ${id}`];
const cut = (id: string, ...between: string[]) => [`PI TERMINATING ${id}`, ...between, `PI TERMINATED ${id}`];
const flow = (id: string) => `PI SEQUENCE_FLOW_TAKEN ${id}`;

const timed = (cycle: string) => diagram('p', start('s', timer('timeCycle', cycle)) + end('e') + flows('s -> e'));
const form = '{"id":"f","type":"default","schemaVersion":16,"components":[]}';
const dmn = `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="drg" name="DRG" namespace="n"><decision id="d" name="D"><decisionTable id="t" hitPolicy="FIRST"><input id="i" label="x"><inputExpression id="ie"><text>x</text></inputExpression></input><output id="o" name="way"/><rule id="r1"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule></decisionTable></decision></definitions>`;
const around = (id: string, element: string, more = '', after = '') =>
  diagram('p', `${start('s')}${element}${end('e')}${flows(`s -> ${id}`, `${id} -> e`)}${more}`, after);
const created = (b: Bench, variables = {}) => b.create('p', variables);
const taskKey = (b: Bench) => ({ userTaskKey: b.task('t').userTaskKey });

const serviceWithAll = around(
  't',
  service('t', 't', io({ in: { x: '=n' }, out: { y: '=result' } })) +
    boundary('bt', 't', timer('timeDuration', 'PT1H')) +
    boundary('bm', 't', onMessage('m')) +
    boundary('bs', 't', onSignal('g')),
  '',
  message('m', 'm', '=k') + signal('g', 'g'),
);
const boundarySubscriptions = [
  'TIMER CREATED bt',
  'PROCESS_MESSAGE_SUBSCRIPTION CREATING bm',
  'SIGNAL_SUBSCRIPTION CREATED bs',
];
const boundaryRemoved = [
  'TIMER CANCELED bt',
  'PROCESS_MESSAGE_SUBSCRIPTION DELETING bm',
  'SIGNAL_SUBSCRIPTION DELETED bs',
];

const cases: Case[] = [
  {
    of: 'deployment: a process',
    deploy: [],
    act: (b) => b.deploy(around('t', userTask('t'))),
    order: ['PROCESS CREATED p', 'DEPLOYMENT CREATED'],
  },
  {
    of: 'deployment: decisions, and nothing for a duplicate',
    deploy: [['f.form', form]],
    act: (b) => b.deploy(['f.form', form], ['d.dmn', dmn]),
    order: ['DECISION_REQUIREMENTS CREATED drg', 'DECISION CREATED d', 'DEPLOYMENT CREATED'],
  },
  {
    of: 'deployment: a new version takes over the start events',
    deploy: [timed('R/PT1H')],
    act: (b) => b.deploy(timed('R/PT2H')),
    without: ['DEPLOYMENT'],
    order: ['PROCESS CREATED p', 'TIMER CANCELED s', 'TIMER CREATED s'],
  },
  {
    of: 'create by API, and the end',
    deploy: [diagram('p', start('s') + end('e') + flows('s -> e'))],
    act: (b) => created(b, { a: 1, b: 2 }),
    order: [
      'VARIABLE CREATED a',
      'VARIABLE CREATED b',
      'PROCESS_INSTANCE_CREATION CREATED p',
      ...into('p'),
      ...through('s'),
      flow('s-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'message start',
    deploy: [diagram('p', start('s', onMessage('m')) + end('e') + flows('s -> e'), message('m', 'm', ''))],
    act: async (b) => {
      await b.engine.publishMessage({ name: 'm', correlationKey: '', timeToLive: 0, variables: { a: 1 } });
      await b.engine.idle();
    },
    order: [
      'MESSAGE PUBLISHED m',
      'MESSAGE_START_EVENT_SUBSCRIPTION CORRELATED s',
      'MESSAGE EXPIRED m',
      ...into('p'),
      ...into('s'),
      ...outOf('s', 'VARIABLE CREATED a'),
      flow('s-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'timer start',
    deploy: [timed('R2/PT1H')],
    act: (b) => b.forward(hour),
    order: [
      'TIMER TRIGGERED s',
      'TIMER CREATED s',
      ...into('p'),
      ...through('s'),
      flow('s-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'service task: into it',
    deploy: [serviceWithAll],
    act: (b) => created(b, { n: 1, k: 'K' }),
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      'VARIABLE CREATED n',
      'VARIABLE CREATED k',
      ...into('p'),
      ...through('s'),
      flow('s-t'),
      ...into('t', 'VARIABLE CREATED x', ...boundarySubscriptions, 'JOB CREATED t'),
      'PROCESS_MESSAGE_SUBSCRIPTION CREATED bm',
    ],
  },
  {
    of: 'service task: out of it, variables local first',
    deploy: [serviceWithAll],
    before: (b) => created(b, { n: 1, k: 'K' }),
    act: (b) => b.work('t', { result: 2 }),
    without: ['TIMER', 'PROCESS_MESSAGE_SUBSCRIPTION', 'SIGNAL_SUBSCRIPTION'],
    order: [
      'JOB COMPLETED t',
      ...outOf('t', 'VARIABLE CREATED result', 'VARIABLE CREATED y'),
      flow('t-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'service task: out of it, what hung on it',
    deploy: [serviceWithAll],
    before: (b) => created(b, { n: 1, k: 'K' }),
    act: (b) => b.work('t', { result: 2 }),
    without: ['VARIABLE', 'PROCESS_MESSAGE_SUBSCRIPTION DELETED'],
    order: ['JOB COMPLETED t', ...outOf('t', ...boundaryRemoved), flow('t-e'), ...through('e'), ...outOf('p')],
  },
  {
    of: 'job side: failed with a back-off, timed out',
    deploy: [around('t', service('t'))],
    before: created,
    act: async (b) => {
      const [first] = await b.jobs('t');
      await b.engine.failJob({ jobKey: first!.key, retries: 2, retryBackOff: 1000 });
      await b.forward(1000);
      await b.jobs('t');
      await b.forward(hour);
    },
    order: ['JOB FAILED t', 'JOB RECURRED_AFTER_BACKOFF t', 'JOB TIMED_OUT t'],
  },
  {
    of: 'job side: an error',
    deploy: [
      around('t', service('t') + boundary('be', 't', onError('x')) + end('ee'), flows('be -> ee'), error('x', 'X')),
    ],
    before: created,
    act: async (b) => {
      const [job] = await b.jobs('t');
      await b.engine.throwError({ jobKey: job!.key, errorCode: 'X' });
      await b.engine.idle();
    },
    order: ['JOB ERROR_THROWN t', ...cut('t'), ...through('be'), flow('be-ee'), ...through('ee'), ...outOf('p')],
  },
  {
    of: 'user task: into it; the assignee of the model comes after CREATED',
    deploy: [
      around(
        't',
        userTask('t', `<zeebe:assignmentDefinition assignee="lan"/>${io({ in: { x: '1' } })}`) +
          boundary('bt', 't', timer('timeDuration', 'PT1H')),
      ),
    ],
    act: created,
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-t'),
      ...into('t', 'VARIABLE CREATED x', 'TIMER CREATED bt', 'USER_TASK CREATING t', 'USER_TASK CREATED t'),
      'USER_TASK ASSIGNING t',
      'USER_TASK ASSIGNED t',
    ],
  },
  {
    of: 'user task: claim, unassign, assign, update',
    deploy: [around('t', userTask('t'))],
    before: created,
    act: async (b) => {
      await b.engine.assignUserTask({ ...taskKey(b), assignee: 'lan', allowOverride: false });
      await b.engine.unassignUserTask(taskKey(b));
      await b.engine.assignUserTask({ ...taskKey(b), assignee: 'minh' });
      await b.engine.updateUserTask({ ...taskKey(b), changeset: { priority: 1 } });
    },
    order: ['CLAIMING', 'ASSIGNED', 'ASSIGNING', 'ASSIGNED', 'ASSIGNING', 'ASSIGNED', 'UPDATING', 'UPDATED'].map(
      (intent) => `USER_TASK ${intent} t`,
    ),
  },
  {
    of: 'user task: complete',
    deploy: [around('t', userTask('t'))],
    before: created,
    act: (b) => b.complete('t', { a: 1 }),
    order: [
      'USER_TASK COMPLETING t',
      'USER_TASK COMPLETED t',
      ...outOf('t', 'VARIABLE CREATED a'),
      flow('t-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'user task: cancelled',
    deploy: [around('t', userTask('t') + boundary('bt', 't', timer('timeDuration', 'PT1H')))],
    before: created,
    act: async (b) => {
      const [instance] = b.engine.searchProcessInstances().items;
      await b.engine.cancelInstance({ processInstanceKey: instance!.processInstanceKey });
      await b.engine.idle();
    },
    order: cut('p', ...cut('t', 'USER_TASK CANCELING t', 'USER_TASK CANCELED t', 'TIMER CANCELED bt')),
  },
  {
    of: 'exclusive gateway',
    deploy: [
      diagram(
        'p',
        `${start('s')}${exclusive('g', '', 'default="g-e"')}${end('a')}${end('e')}${flows('s -> g', 'g -> a : =x', 'g -> e')}`,
      ),
    ],
    act: (b) => created(b, { x: true }),
    without: ['VARIABLE', 'PROCESS_INSTANCE_CREATION'],
    order: [...into('p'), ...through('s'), flow('s-g'), ...through('g'), flow('g-a'), ...through('a'), ...outOf('p')],
  },
  {
    of: 'exclusive gateway: a condition that fails',
    deploy: [diagram('p', `${start('s')}${exclusive('g')}${end('a')}${flows('s -> g', 'g -> a : =x')}`)],
    act: created,
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [...into('p'), ...through('s'), flow('s-g'), 'PI ACTIVATING g', 'INCIDENT CREATED g'],
  },
  {
    of: 'parallel split: flow and activation, flow by flow; the join after its last flow',
    deploy: [
      diagram(
        'p',
        `${start('s')}${parallel('g')}${userTask('t')}${parallel('j')}${end('e')}${flows('s -> g', 'g -> t', 'g -> j', 't -> j', 'j -> e')}`,
      ),
    ],
    before: created,
    act: (b) => b.complete('t'),
    without: ['USER_TASK'],
    order: [...outOf('t'), flow('t-j'), ...through('j'), flow('j-e'), ...through('e'), ...outOf('p')],
  },
  {
    of: 'inclusive gateway',
    deploy: [
      diagram(
        'p',
        `${start('s')}${inclusive('g')}${end('a')}${end('b')}${flows('s -> g', 'g -> a : =true', 'g -> b : =true')}`,
      ),
    ],
    act: created,
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-g'),
      ...through('g'),
      flow('g-a'),
      flow('g-b'),
      ...through('a'),
      ...through('b'),
      ...outOf('p'),
    ],
  },
  {
    of: 'event-based gateway',
    deploy: [
      diagram(
        'p',
        `${start('s')}${eventBased('g')}${catching('ct', timer('timeDuration', 'PT1H'))}${catching('cs', onSignal('x'))}${end('e')}${flows('s -> g', 'g -> ct', 'g -> cs', 'ct -> e', 'cs -> e')}`,
        signal('x', 'x'),
      ),
    ],
    act: async (b) => {
      await created(b);
      await b.forward(hour);
    },
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-g'),
      ...into('g', 'TIMER CREATED ct', 'SIGNAL_SUBSCRIPTION CREATED cs'),
      'TIMER TRIGGERED ct',
      ...outOf('g', 'SIGNAL_SUBSCRIPTION DELETED cs'),
      flow('g-ct'),
      ...through('ct'),
      flow('ct-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'boundary timer, interrupting',
    deploy: [
      around(
        't',
        service('t') +
          boundary('bt', 't', timer('timeDuration', 'PT1H')) +
          boundary('bs', 't', onSignal('g')) +
          end('be'),
        flows('bt -> be'),
        signal('g', 'g'),
      ),
    ],
    before: created,
    act: (b) => b.forward(hour),
    order: [
      'TIMER TRIGGERED bt',
      ...cut('t', 'JOB CANCELED t', 'SIGNAL_SUBSCRIPTION DELETED bs'),
      ...through('bt'),
      flow('bt-be'),
      ...through('be'),
      ...outOf('p'),
    ],
  },
  {
    of: 'boundary timer, non-interrupting, repeated',
    deploy: [
      around(
        't',
        userTask('t') + boundary('bt', 't', timer('timeCycle', 'R2/PT1H'), false) + end('be'),
        flows('bt -> be'),
      ),
    ],
    before: created,
    act: (b) => b.forward(hour),
    order: ['TIMER TRIGGERED bt', 'TIMER CREATED bt', ...through('bt'), flow('bt-be'), ...through('be')],
  },
  {
    of: 'event sub-process: opens with its scope',
    deploy: [
      around(
        'sub',
        subProcess(
          'sub',
          start('si') +
            userTask('t') +
            flows('si -> t') +
            eventSubProcess('esp', start('es', onSignal('g')) + end('ee') + flows('es -> ee')),
        ),
        '',
        signal('g', 'g'),
      ),
    ],
    act: created,
    without: ['PROCESS_INSTANCE_CREATION', 'USER_TASK'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-sub'),
      ...into('sub', 'SIGNAL_SUBSCRIPTION CREATED es'),
      ...through('si'),
      flow('si-t'),
      ...into('t'),
    ],
  },
  {
    of: 'event sub-process: interrupting',
    deploy: [
      around(
        'sub',
        subProcess(
          'sub',
          start('si') +
            userTask('t') +
            flows('si -> t') +
            eventSubProcess('esp', start('es', onSignal('g')) + end('ee') + flows('es -> ee')),
        ),
        '',
        signal('g', 'g'),
      ),
    ],
    before: created,
    act: async (b) => {
      await b.engine.broadcastSignal({ signalName: 'g' });
      await b.engine.idle();
    },
    without: ['SIGNAL_SUBSCRIPTION'],
    order: [
      'SIGNAL BROADCASTED g',
      ...cut('t', 'USER_TASK CANCELING t', 'USER_TASK CANCELED t'),
      ...into('esp'),
      ...through('es'),
      flow('es-ee'),
      ...through('ee'),
      ...outOf('esp'),
      ...outOf('sub'),
      flow('sub-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'parallel multi-instance',
    deploy: [
      around(
        't',
        service(
          't',
          't',
          '',
          loop({ inputCollection: '=[1]', inputElement: 'n', outputCollection: 'all', outputElement: '=n' }),
        ),
      ),
    ],
    act: async (b) => {
      await created(b);
      await b.work('t');
    },
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-t'),
      ...into('t*', 'VARIABLE CREATED all'),
      'VARIABLE CREATED n',
      'VARIABLE CREATED loopCounter',
      ...into('t', 'JOB CREATED t'),
      'JOB COMPLETED t',
      ...outOf('t', 'VARIABLE UPDATED all'),
      ...outOf('t*', 'VARIABLE CREATED all'),
      flow('t-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'sequential multi-instance: the next begins after the one before',
    deploy: [around('t', service('t', 't', '', loop({ inputCollection: '=[1,2]' }, { sequential: true })))],
    before: created,
    act: async (b) => {
      await b.work('t');
      await b.work('t');
    },
    without: ['VARIABLE', 'JOB'],
    order: [...outOf('t'), ...into('t'), ...outOf('t'), ...outOf('t*'), flow('t-e'), ...through('e'), ...outOf('p')],
  },
  {
    of: 'multi-instance over nothing',
    deploy: [
      around(
        't',
        service('t', 't', '', loop({ inputCollection: '=[]', outputCollection: 'all', outputElement: '=1' })),
      ),
    ],
    act: created,
    without: ['PROCESS_INSTANCE_CREATION', 'VARIABLE'],
    order: [...into('p'), ...through('s'), flow('s-t'), ...through('t*'), flow('t-e'), ...through('e'), ...outOf('p')],
  },
  {
    of: 'call activity',
    deploy: [
      around('c', call('c', 'child', 'propagateAllChildVariables="true"')),
      diagram('child', start('cs') + end('ce') + flows('cs -> ce')),
    ],
    act: (b) => created(b, { a: 1 }),
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      'VARIABLE CREATED a',
      ...into('p'),
      ...through('s'),
      flow('s-c'),
      ...into('c'),
      'VARIABLE CREATED a',
      ...into('child'),
      ...through('cs'),
      flow('cs-ce'),
      ...through('ce'),
      ...outOf('child'),
      ...outOf('c'),
      flow('c-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'business rule task',
    deploy: [
      ['d.dmn', dmn],
      ['p.bpmn', around('b', decisionTask('b', 'd', 'way', io({ in: { x: '1' } })))],
    ],
    act: created,
    without: ['PROCESS_INSTANCE_CREATION'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-b'),
      ...into('b', 'VARIABLE CREATED x', 'DECISION_EVALUATION EVALUATED b'),
      ...outOf('b', 'VARIABLE CREATED way'),
      flow('b-e'),
      ...through('e'),
      ...outOf('p'),
    ],
  },
  {
    of: 'business rule task: a decision that fails',
    deploy: [
      [
        'd.dmn',
        dmn
          .replace('"FIRST"', '"UNIQUE"')
          .replace(/(<rule .*<\/rule>)/, '$1$1')
          .replace('"r1"', '"r2"'),
      ],
      ['p.bpmn', around('b', decisionTask('b', 'd', 'way'))],
    ],
    act: (b) => created(b, { x: 1 }),
    without: ['PROCESS_INSTANCE_CREATION', 'VARIABLE'],
    order: [
      ...into('p'),
      ...through('s'),
      flow('s-b'),
      'PI ACTIVATING b',
      'DECISION_EVALUATION FAILED b',
      'INCIDENT CREATED b',
    ],
  },
  {
    of: 'incident on a job',
    deploy: [around('t', service('t'))],
    before: created,
    act: async (b) => {
      const [job] = await b.jobs('t');
      await b.engine.failJob({ jobKey: job!.key, retries: 0 });
      await b.engine.updateJobRetries({ jobKey: job!.key, retries: 1 });
      const [incident] = b.engine.searchIncidents().items;
      await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
      await b.engine.idle();
    },
    order: ['JOB FAILED t', 'INCIDENT CREATED t', 'JOB RETRIES_UPDATED t', 'INCIDENT RESOLVED t'],
  },
  {
    of: 'other incident: goes on without beginning again',
    deploy: [diagram('p', `${start('s')}${exclusive('g')}${end('a')}${flows('s -> g', 'g -> a : =x')}`)],
    before: created,
    act: async (b) => {
      const [instance] = b.engine.searchProcessInstances().items;
      const resolve = async () => {
        const [incident] = b.engine.searchIncidents().items;
        await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
        await b.engine.idle();
      };
      await resolve();
      await b.engine.setVariables({ elementInstanceKey: instance!.processInstanceKey, variables: { x: true } });
      await resolve();
    },
    order: [
      'INCIDENT RESOLVED g',
      'INCIDENT CREATED g',
      'VARIABLE CREATED x',
      'VARIABLE_DOCUMENT UPDATED',
      'INCIDENT RESOLVED g',
      'PI ACTIVATED g',
      ...outOf('g'),
      flow('g-a'),
      ...through('a'),
      ...outOf('p'),
    ],
  },
  {
    of: 'cancellation: depth first, children of call activities before their caller, incidents last',
    deploy: [
      around('c', call('c', 'child') + boundary('bt', 'c', timer('timeDuration', 'PT1H'))),
      diagram(
        'child',
        start('cs') + service('t') + boundary('bs', 't', onSignal('g')) + flows('cs -> t'),
        signal('g', 'g'),
      ),
    ],
    before: async (b) => {
      await created(b);
      const [job] = await b.jobs('t');
      await b.engine.failJob({ jobKey: job!.key, retries: 0 });
    },
    act: async (b) => {
      const [instance] = b.engine.searchProcessInstances({ filter: { processDefinitionId: 'p' } }).items;
      await b.engine.cancelInstance({ processInstanceKey: instance!.processInstanceKey });
      await b.engine.idle();
    },
    order: cut(
      'p',
      'PI TERMINATING c',
      ...cut('child', ...cut('t', 'JOB CANCELED t', 'SIGNAL_SUBSCRIPTION DELETED bs', 'INCIDENT RESOLVED t')),
      'TIMER CANCELED bt',
      'PI TERMINATED c',
    ),
  },
  {
    of: 'SetVariables',
    deploy: [around('t', userTask('t'))],
    before: (b) => created(b, { a: 1 }),
    act: async (b) => {
      const [instance] = b.engine.searchProcessInstances().items;
      await b.engine.setVariables({ elementInstanceKey: instance!.processInstanceKey, variables: { a: 2, b: 3 } });
    },
    order: ['VARIABLE UPDATED a', 'VARIABLE CREATED b', 'VARIABLE_DOCUMENT UPDATED'],
  },
];

test.each(cases)('$of', async ({ deploy, before, act, without = [], order }) => {
  const b = await bench();
  if (deploy.length > 0) await b.deploy(...deploy);
  await before?.(b);
  const from = b.records.length;
  await act(b);
  await b.engine.idle();
  const left = b.records
    .slice(from)
    .filter((record) => record.recordType === 'EVENT' && ![...always, ...without].includes(record.valueType))
    .filter((record) => !without.includes(`${record.valueType} ${record.intent}`));
  expect(left.map(line)).toEqual(order);
  await b.engine.close();
});
