/** Diagrams that are refused at deployment, each with the element and the words (contract 4.13, 4.6, 4.12). */
import { describe, expect, test } from 'vitest';
import {
  boundary,
  call,
  catching,
  decisionTask,
  diagram,
  end,
  error,
  escalation,
  eventBased,
  eventSubProcess,
  exclusive,
  ext,
  flows,
  listeners,
  loop,
  message,
  onCompensation,
  onError,
  onEscalation,
  onLink,
  onMessage,
  onSignal,
  parallel,
  receive,
  scriptTask,
  service,
  signal,
  start,
  subProcess,
  task,
  taskListeners,
  terminating,
  throwing,
  timer,
  undoing,
  userTask,
} from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';

/** `element` is a pattern: `(a|b)` where the contract does not say which of the two is named. */
type Row = readonly [what: string, element: string, text: string, body: string, rest?: string];

const hour = timer('timeDuration', 'PT1H');
const m = message('m', 'm');
const x = error('x', 'X');
const up = escalation('up', 'UP');
const g = signal('g', 'g');
const s = start('s');
const work = service('t');
const undo = undoing('t', 'undo');
const conditional =
  '<bpmn:conditionalEventDefinition id="d"><bpmn:condition xsi:type="bpmn:tFormalExpression">=true</bpmn:condition></bpmn:conditionalEventDefinition>';
const coverage =
  'are currently not supported. Please refer to the documentation for a list of supported elements: https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/';
/** An event sub-process with a start event of a kind. */
const aside = (id: string, definition: string, attributes = '') =>
  eventSubProcess(id, start(`${id}-s`, definition, attributes) + end(`${id}-e`) + flows(`${id}-s -> ${id}-e`));
const taskWith = (tag: string, inside = '') => `<bpmn:${tag} id="t">${inside ? ext(inside) : ''}</bpmn:${tag}>`;
const twice =
  'extension element when exists. Please check process definition XML and retain only one extension element.';

const processes: Row[] = [
  ['no start event', 'p', 'Must have at least one start event', task('t')],
  ['two none start events', 'p', 'Multiple none start events are not allowed', start('a') + start('b')],
  ...(
    [
      ['ComplexGateway', '<bpmn:complexGateway id="t"/>'],
      ['Transaction', `<bpmn:transaction id="t">${start('is')}</bpmn:transaction>`],
    ] as const
  ).map(([type, xml]): Row => [`a ${type}`, 't', `Elements of type '${type}' ${coverage}`, s + xml]),
  ['a conditional catch event', 'd', 'Event definition of this type is not supported', s + catching('t', conditional)],
  [
    'a cancel end event',
    'd',
    'Event definition of this type is not supported',
    s + end('t', '<bpmn:cancelEventDefinition id="d"/>'),
  ],
];

const tasks: Row[] = [
  ...['serviceTask', 'sendTask'].map(
    (tag): Row => [
      `a ${tag} without a job type`,
      't',
      tag === 'serviceTask'
        ? "Must have exactly one 'zeebe:taskDefinition' extension element"
        : "Must have either one 'zeebe:publishMessage' or one 'zeebe:taskDefinition' extension element",
      s + taskWith(tag),
    ],
  ),
  ['a blank job type', 't', "Attribute 'type' must be present and not empty", s + service('t', '')],
  [
    'a call activity that calls nothing',
    't',
    "Must have exactly one 'zeebe:calledElement' extension element",
    s + taskWith('callActivity'),
  ],
  ['a call activity with a blank id', 't', "Attribute 'processId' must be present and not empty", s + call('t', '')],
  [
    'a business rule task that does nothing',
    't',
    "Must have either one 'zeebe:calledDecision' or one 'zeebe:taskDefinition' extension element",
    s + taskWith('businessRuleTask'),
  ],
  [
    'a business rule task that does both',
    't',
    "Must have either one 'zeebe:calledDecision' or one 'zeebe:taskDefinition' extension element",
    s + decisionTask('t', 'd', 'r', '<zeebe:taskDefinition type="a"/>'),
  ],
  [
    'a decision without an id',
    't',
    "Attribute 'decisionId' must be present and not empty",
    s + decisionTask('t', '', 'r'),
  ],
  [
    'a decision without a result variable',
    't',
    "Attribute 'resultVariable' must be present and not empty",
    s + decisionTask('t', 'd', ''),
  ],
  [
    'a script task that does nothing',
    't',
    "Must have either one 'zeebe:script' or one 'zeebe:taskDefinition' extension element",
    s + scriptTask('t'),
  ],
  [
    'two task definitions',
    't',
    "Must have exactly one 'zeebe:taskDefinition' extension element",
    s + service('t', 'a', '<zeebe:taskDefinition type="b"/>'),
  ],
  [
    'two assignments',
    't',
    `Must have exactly one 'zeebe:assignmentDefinition' ${twice}`,
    s + userTask('t', '<zeebe:assignmentDefinition assignee="a"/><zeebe:assignmentDefinition assignee="b"/>'),
  ],
  [
    'a priority beyond 100',
    't',
    "Priority must be a number between 0 and 100, but was '101'.",
    s + userTask('t', '<zeebe:priorityDefinition priority="101"/>'),
  ],
  [
    'a loop without a collection',
    't',
    "Attribute 'inputCollection' must be present and not empty",
    s + service('t', 't', '', loop({ inputCollection: '' })),
  ],
  [
    'a loop without its extension',
    't',
    "Must have exactly one 'zeebe:loopCharacteristics' extension element",
    s + service('t', 't', '', '<bpmn:multiInstanceLoopCharacteristics/>'),
  ],
  [
    'a loop that collects nothing into a list',
    't',
    "Attribute 'outputElement' must be present if the attribute 'outputCollection' is set",
    s + service('t', 't', '', loop({ inputCollection: '=a', outputCollection: 'b' })),
  ],
  [
    'a loop that collects something into no list',
    't',
    "Attribute 'outputCollection' must be present if the attribute 'outputElement' is set",
    s + service('t', 't', '', loop({ inputCollection: '=a', outputElement: '=b' })),
  ],
  [
    'a version tag that is not given',
    't',
    "Attribute 'versionTag' must be present and not empty if 'bindingType' is 'versionTag'",
    s + call('t', 'c', 'bindingType="versionTag"'),
  ],
  [
    'a version tag that is not asked for',
    't',
    "Attribute 'versionTag' may only be used if 'bindingType' is 'versionTag'",
    s + call('t', 'c', 'versionTag="v1"'),
  ],
];

const flowRules: Row[] = [
  [
    'a flow without a condition',
    'x-a',
    'Must have a condition or be default flow',
    s + exclusive('x') + task('a') + task('b') + flows('s -> x', 'x -> a', 'x -> b : =true'),
  ],
  [
    'a default flow of another element',
    'x',
    'Default flow must start at gateway',
    s + exclusive('x', '', 'default="s-x"') + task('a') + task('b') + flows('s -> x', 'x -> a : =a', 'x -> b : =b'),
  ],
  [
    'a condition behind a task',
    'a',
    'Conditional sequence flows are only supported at exclusive or inclusive gateway',
    s + task('a') + task('b') + flows('s -> a', 'a -> b : =true'),
  ],
  [
    'an event-based gateway with one way',
    'eb',
    'Event-based gateway must have at least 2 outgoing sequence flows.',
    s + eventBased('eb') + catching('c', hour) + flows('s -> eb', 'eb -> c'),
  ],
  [
    'an event-based gateway that leads to a task',
    'eb',
    'Event-based gateway must not have an outgoing sequence flow to other elements than message/timer/signal intermediate catch events.',
    s + eventBased('eb') + catching('c', hour) + task('a') + flows('s -> eb', 'eb -> c', 'eb -> a'),
  ],
  [
    'an event behind an event-based gateway that others lead to',
    'eb',
    'Target elements of an event gateway must not have any additional incoming sequence flows other than that from the event gateway.',
    s +
      parallel('f') +
      eventBased('eb') +
      catching('c', hour) +
      catching('d', hour) +
      flows('s -> f', 'f -> eb', 'f -> c', 'eb -> c', 'eb -> d'),
  ],
];

const startsAndEnds: Row[] = [
  [
    'a start event of two types',
    's',
    "Start event can't have more than one type",
    start('s', onMessage('m') + onSignal('g')),
    m + g,
  ],
  ['a sub-process without a start', 't', 'Must have exactly one start event', s + subProcess('t', task('a'))],
  [
    'a sub-process that starts by message',
    't',
    'Start events in subprocesses must be of type none',
    s + subProcess('t', start('is', onMessage('m'))),
    m,
  ],
  [
    'an event sub-process that starts by nothing',
    't',
    'Start events in event subprocesses must be one of: message, timer, error, signal or escalation',
    s + eventSubProcess('t', start('is')),
  ],
  [
    'a compensation event sub-process of a process',
    't',
    'A compensation event subprocess is not allowed on the process level',
    s + aside('t', onCompensation()),
  ],
  [
    'an end event that leads on',
    'e',
    'End events must not have outgoing sequence flows to other elements.',
    s + end('e') + task('a') + flows('s -> e', 'e -> a'),
  ],
  [
    'an end event of a timer',
    'e',
    'End events must be one of: none, error, message, terminate, signal, escalation or compensation',
    s + end('e', hour),
  ],
  [
    'an end event of two types',
    'e',
    'Must have at most one event definition',
    s + end('e', terminating + onError('x')),
    x,
  ],
];

const events: Row[] = [
  [
    'a boundary event that hangs on a gateway',
    'b',
    'Must be attached to an activity',
    s + exclusive('t') + boundary('b', 't', hour),
  ],
  [
    'a boundary event that something leads to',
    'b',
    'Cannot have incoming sequence flows',
    s + work + boundary('b', 't', hour) + flows('s -> t', 't -> b'),
  ],
  ['a boundary event of no type', 'b', 'Must have exactly one event definition', s + work + boundary('b', 't', '')],
  [
    'a boundary event of a link',
    'b',
    'Boundary events must be one of: timer, message, error, signal, escalation',
    s + work + boundary('b', 't', onLink('l')),
  ],
  [
    'a catch event of an error',
    't',
    'Event definition must be one of: message, timer, signal, or link',
    s + catching('t', onError('x')),
    x,
  ],
  [
    'a catch event of a cycle',
    't',
    'Intermediate timer catch event must have either a time duration or a time date.',
    s + catching('t', timer('timeCycle', 'R/PT1H')),
  ],
  [
    'a timer of no kind',
    't',
    'Must be exactly one type of timer: timeDuration, timeDate or timeCycle',
    s + catching('t', '<bpmn:timerEventDefinition/>'),
  ],
  [
    'an interrupting boundary event of a cycle',
    'b',
    'Interrupting timer event with time cycle is not allowed.',
    s + work + boundary('b', 't', timer('timeCycle', 'R/PT1H')),
  ],
  ['a catch event of no message', 't', 'Must reference a message', s + catching('t', '<bpmn:messageEventDefinition/>')],
  [
    'a message without a name',
    'm',
    'Name must be present and not empty',
    s + catching('t', onMessage('m')),
    message('m', ''),
  ],
  [
    'a message without a key',
    'm',
    'Must have exactly one zeebe:subscription extension element',
    s + catching('t', onMessage('m')),
    message('m', 'm', ''),
  ],
  ['a receive task of no message', 't', 'Must reference a message', s + receive('t')],
  [
    'a receive task with a boundary event of its own message',
    't',
    'Cannot reference the same message name as a boundary event',
    s + receive('t', '', 'messageRef="m"') + boundary('b', 't', onMessage('m')),
    m,
  ],
  [
    'two boundary events of one message',
    't',
    "Multiple message event definitions with the same name 'm' are not allowed.",
    s + work + boundary('a', 't', onMessage('m')) + boundary('b', 't', onMessage('m')),
    m,
  ],
  [
    'two start events of one message',
    'p',
    'A message cannot be referred by more than one start event',
    start('a', onMessage('m')) + start('b', onMessage('m')),
    m,
  ],
  ['a throw event of no error', 'e', 'Must reference an error', s + end('e', onError())],
  [
    'an error that is thrown without a code',
    'x',
    'ErrorCode must be present and not empty',
    s + end('e', onError('x')),
    error('x', ''),
  ],
  [
    'an error that is caught by an expression',
    '(b|x)',
    'The errorCode of the error catch event is not allowed to be an expression',
    s + work + boundary('b', 't', onError('x')),
    error('x', '=code'),
  ],
  [
    'two boundary events of one error',
    't',
    "Multiple error catch events with the same error code 'X' are not supported on the same scope.",
    s + work + boundary('a', 't', onError('x')) + boundary('b', 't', onError('x')),
    x,
  ],
  [
    'two boundary events of every error',
    't',
    'The same scope can not contain more than one error catch event without error code. An error catch event without error code catches all errors.',
    s + work + boundary('a', 't', onError()) + boundary('b', 't', onError()),
  ],
  [
    'two event sub-processes of one error',
    'p',
    "Multiple error catch events with the same error code 'X' are not supported on the same scope.",
    s + aside('a', onError('x')) + aside('b', onError('x')),
    x,
  ],
  ['a throw event of no escalation', 't', 'Must reference an escalation', s + throwing('t', onEscalation())],
  [
    'two boundary events of one escalation',
    't',
    "Multiple escalation catch events with the same escalation code 'UP' are not supported on the same scope.",
    s + subProcess('t', start('is')) + boundary('a', 't', onEscalation('up')) + boundary('b', 't', onEscalation('up')),
    up,
  ],
  [
    'two boundary events of every escalation',
    't',
    'The same scope can not contain more than one escalation catch event without escalation code. An escalation catch event without escalation code catches all escalations.',
    s + subProcess('t', start('is')) + boundary('a', 't', onEscalation()) + boundary('b', 't', onEscalation()),
  ],
  ['a catch event of no signal', 't', 'Must reference a signal', s + catching('t', '<bpmn:signalEventDefinition/>')],
  [
    'two boundary events of one signal',
    't',
    "Multiple signal event definitions with the same name 'g' are not allowed.",
    s + work + boundary('a', 't', onSignal('g')) + boundary('b', 't', onSignal('g')),
    g,
  ],
  ['a link without a name', 't', 'Link name must be present and not empty.', s + throwing('t', onLink(''))],
  [
    'a link that leads nowhere',
    '(p|t)',
    "Can't find an catch link event for the throw link event with the name 'l'.",
    s + throwing('t', onLink('l')) + flows('s -> t'),
  ],
  [
    'two catches of one link',
    '(p|a)',
    "Multiple intermediate catch link event definitions with the same name 'l' are not allowed.",
    s + throwing('t', onLink('l')) + catching('a', onLink('l')) + catching('b', onLink('l')) + flows('s -> t'),
  ],
  [
    'a compensation that leads nowhere',
    't-undo',
    'Compensation boundary events must have a compensation association and no outgoing sequence flows',
    s + work + boundary('t-undo', 't', onCompensation()),
  ],
  [
    'a compensation handler that something leads to',
    'undo',
    'A compensation handler should have no incoming sequence flows',
    s + work + undo.body + task('a') + flows('s -> t', 't -> a', 'a -> undo') + undo.rest,
  ],
  [
    'a compensation handler that leads on',
    'undo',
    'A compensation handler should have no outgoing sequence flows',
    s + work + undo.body + end('e') + flows('s -> t', 'undo -> e') + undo.rest,
  ],
  [
    'a compensation handler with a boundary event',
    'undo',
    'A compensation handler should have no boundary events',
    s + work + undo.body + boundary('b', 'undo', hour) + flows('s -> t') + undo.rest,
  ],
  [
    'a compensation that does not wait',
    't',
    'waitForCompletion attribute must be true or not present',
    s + throwing('t', '<bpmn:compensateEventDefinition waitForCompletion="false"/>'),
  ],
];

const listening: Row[] = [
  [
    'a start listener of a start event',
    's',
    "Execution listeners of type 'start' are not supported by start events",
    start('s', ext(listeners(['start', 'a']))),
  ],
  [
    'a start listener of a boundary event',
    'b',
    "Execution listeners of type 'start' are not supported by boundary events",
    s + work + boundary('b', 't', ext(listeners(['start', 'a'])) + hour),
  ],
  [
    'an end listener of a gateway',
    'x',
    "Execution listeners of type 'end' are not supported by gateway element",
    s + exclusive('x', ext(listeners(['end', 'a']))),
  ],
  [
    'an end listener of an error end event',
    'e',
    "Execution listeners of type 'end' are not supported by [error] end events",
    s + end('e', ext(listeners(['end', 'a'])) + onError('x')),
    x,
  ],
  [
    'one listener twice',
    't',
    "Found '2' duplicates based on eventType[start] and type[a], these combinations should be unique.",
    s + service('t', 't', listeners(['start', 'a'], ['start', 'a'])),
  ],
  [
    'a task listener of a task that is a job',
    't',
    'Task listeners are only allowed on Camunda user tasks.',
    s + taskWith('userTask', taskListeners(['completing', 'a'])),
  ],
];

const expressions: Row[] = [
  [
    'FEEL that cannot be read',
    'x-a',
    "failed to parse expression '1 +'",
    s + exclusive('x') + task('a') + task('b') + flows('s -> x', 'x -> a : =1 +', 'x -> b : =true'),
  ],
  [
    'a duration that is none',
    't',
    'Invalid timer duration expression',
    s + catching('t', timer('timeDuration', 'soon')),
  ],
];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

throughEveryClient((stage) => {
  describe.each([
    ['processes', processes],
    ['tasks', tasks],
    ['flows and gateways', flowRules],
    ['starts and ends', startsAndEnds],
    ['events', events],
    ['listeners', listening],
    ['expressions', expressions],
  ])('%s', (_, rows) => {
    test.each(rows)('%s is refused', async (_what, element, text, body, rest) => {
      const refusal = stage.caller.deploy({ name: 'wrong.bpmn', content: diagram('p', body!, rest) });
      await expect(refusal).rejects.toMatchObject({
        status: 'INVALID_ARGUMENT',
        details: expect.stringMatching(
          new RegExp(
            `^Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n'wrong\\.bpmn': [^]*- (Element|Process): ${element}\\b.*\n(    - ERROR: .*\n)*    - ERROR: .*${escaped(text!)}`,
          ),
        ),
      });
    });
  });

  describe('files', () => {
    test.each([
      [
        'no executable process',
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://test"/>',
        'Must contain at least one executable process',
      ],
      ['no XML', '<bpmn:definitions', "'wrong.bpmn': "],
      ['an element that BPMN does not have', diagram('p', `${s}<bpmn:nothing id="n"/>`), 'nothing'],
      ['an attribute that BPMN does not have', diagram('p', start('s', '', 'nope="1"')), 'nope'],
    ])('%s is refused', async (_what, content, text) => {
      const refusal = stage.caller.deploy({ name: 'wrong.bpmn', content });
      await expect(refusal).rejects.toMatchObject({
        status: 'INVALID_ARGUMENT',
        details: expect.stringContaining(text),
      });
    });

    if (!stage.client.lacks.includes('deleteResource'))
      test('one wrong file refuses all; two files of one process id are refused', async () => {
        const id = stage.own('good');
        const good = diagram(id, start('s') + end('e') + flows('s -> e'));
        const bad = { name: 'bad.bpmn', content: diagram('p', task('t')) };
        await expect(stage.caller.deploy({ name: 'good.bpmn', content: good }, bad)).rejects.toMatchObject({
          status: 'INVALID_ARGUMENT',
        });
        await expect(stage.caller.create({ bpmnProcessId: id })).rejects.toMatchObject({ status: 'NOT_FOUND' });
        const both = stage.caller.deploy({ name: 'a.bpmn', content: good }, { name: 'b.bpmn', content: good });
        await expect(both).rejects.toMatchObject({
          details: expect.stringContaining("Duplicated process id in resources 'a.bpmn' and 'b.bpmn'"),
        });
      });
  });
});
