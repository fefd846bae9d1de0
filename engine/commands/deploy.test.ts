import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import {
  boundary,
  catching,
  decisionTask,
  diagram,
  end,
  error,
  eventBased,
  exclusive,
  ext,
  flows,
  listeners,
  message,
  onError,
  onMessage,
  service,
  start,
  subProcess,
  task,
  taskListeners,
  timer,
  userTask,
} from '../testing/diagram.ts';

const plain = (id = 'p', middle = userTask('t')) => diagram(id, start('s') + middle + flows('s -> t'));

test('the same resource twice is one version; another content or name is the next', async () => {
  const b = await bench();
  const deploy = (name: string, content: string) => b.engine.deploy([{ name, content }]);
  const first = await deploy('a.bpmn', plain());
  expect(first.processes).toMatchObject([{ bpmnProcessId: 'p', version: 1, resourceName: 'a.bpmn' }]);
  const again = await deploy('a.bpmn', plain());
  expect(again.processes).toMatchObject([
    { version: 1, processDefinitionKey: first.processes[0]!.processDefinitionKey },
  ]);
  expect((await deploy('b.bpmn', plain())).processes).toMatchObject([{ version: 2 }]);
  expect((await deploy('b.bpmn', plain('p', task('t')))).processes).toMatchObject([{ version: 3 }]);
  const created = await b.engine.createInstance({ bpmnProcessId: 'p', version: 2 });
  expect(created.version).toBe(2);
  await expect(b.engine.createInstance({ bpmnProcessId: 'p', version: 9 })).rejects.toThrow(
    "Command 'CREATE' rejected with code 'NOT_FOUND': Expected to find process definition with process ID 'p' and version '9', but none found",
  );
  await expect(b.engine.createInstance({ bpmnProcessId: 'q' })).rejects.toThrow(
    "Expected to find process definition with process ID 'q', but none found",
  );
  await expect(b.engine.createInstance({})).rejects.toThrow(
    'Expected at least a bpmnProcessId or a key greater than -1, but none given',
  );
});

test('a form bound to the deployment stays the one of its process version', async () => {
  const b = await bench();
  const process = plain('p', userTask('t', '<zeebe:formDefinition formId="f" bindingType="deployment"/>'));
  const deploy = (form: string) =>
    b.engine.deploy([
      { name: 'p.bpmn', content: process },
      { name: 'f.form', content: form },
    ]);
  const one = await deploy('{"id":"f","v":1}');
  await b.create('p');
  const two = await deploy('{"id":"f","v":2}');
  await b.create('p');
  expect(two.processes).toMatchObject([{ version: 2 }]);
  const [first, second] = b.engine.searchUserTasks().items;
  expect([first!.formKey, second!.formKey]).toEqual([one.forms[0]!.formKey, two.forms[0]!.formKey]);
  expect(b.engine.form(second!.formKey!)!.schema).toBe('{"id":"f","v":2}');
  await expect(b.engine.deploy([{ name: 'p.bpmn', content: process }])).rejects.toThrow(
    "Expected to find form with id 'f' in current deployment, but not found.",
  );
});

test.each([
  [
    'no executable process',
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://test"/>',
    'Must contain at least one executable process',
  ],
  ['no start event', diagram('p', task('t')), 'Must have at least one start event'],
  ['two none starts', diagram('p', start('a') + start('b')), 'Multiple none start events are not allowed'],
  [
    'a complex gateway',
    diagram('p', `${start('s')}<bpmn:complexGateway id="g"/>`),
    "Elements of type 'ComplexGateway' are currently not supported. Please refer to the documentation",
  ],
  [
    'a conditional event',
    diagram(
      'p',
      start('s') +
        end(
          'e',
          '<bpmn:conditionalEventDefinition><bpmn:condition>=true</bpmn:condition></bpmn:conditionalEventDefinition>',
        ),
    ),
    'Event definition of this type is not supported',
  ],
  [
    'a service task without type',
    diagram('p', `${start('s')}<bpmn:serviceTask id="t"/>`),
    "Must have exactly one 'zeebe:taskDefinition' extension element",
  ],
  ['a blank job type', diagram('p', start('s') + service('t', ' ')), "Attribute 'type' must be present and not empty"],
  [
    'a flow without condition',
    diagram('p', start('s') + exclusive('g') + task('a') + task('b') + flows('s -> g', 'g -> a', 'g -> b : =x')),
    'Must have a condition or be default flow',
  ],
  [
    'a boundary event without definition',
    diagram('p', start('s') + task('t') + boundary('b', 't', '')),
    'Must have exactly one event definition',
  ],
  [
    'a boundary event of a gateway',
    diagram('p', start('s') + exclusive('g') + boundary('b', 'g', timer('timeDuration', 'PT1H'))),
    'Must be attached to an activity',
  ],
  [
    'a default flow that begins elsewhere',
    diagram('p', start('s') + exclusive('g', '', 'default="s-g"') + task('a') + flows('s -> g', 'g -> a')),
    'Default flow must start at gateway',
  ],
  [
    'a message without key',
    diagram('p', start('s') + catching('c', onMessage('m')), message('m', 'n', '')),
    'Must have exactly one zeebe:subscription extension element',
  ],
  [
    'a timer that is none',
    diagram('p', start('s') + catching('c', timer('timeDuration', 'soon'))),
    'Invalid timer duration expression',
  ],
  [
    'a cycle in a catch event',
    diagram('p', start('s') + catching('c', timer('timeCycle', 'R/PT1H'))),
    'Intermediate timer catch event must have either a time duration or a time date.',
  ],
  [
    'an event gateway with one way',
    diagram(
      'p',
      start('s') + eventBased('g') + catching('c', timer('timeDuration', 'PT1H')) + flows('s -> g', 'g -> c'),
    ),
    'Event-based gateway must have at least 2 outgoing sequence flows.',
  ],
  [
    'a sub-process without start',
    diagram('p', start('s') + subProcess('sub', task('t'))),
    'Must have exactly one start event',
  ],
  [
    'two catch-alls',
    diagram('p', start('s') + service('t') + boundary('a', 't', onError()) + boundary('b', 't', onError())),
    'The same scope can not contain more than one error catch event without error code.',
  ],
  [
    'one code twice',
    diagram(
      'p',
      start('s') + service('t') + boundary('a', 't', onError('e')) + boundary('b', 't', onError('e')),
      error('e', 'X'),
    ),
    "Multiple error catch events with the same error code 'X' are not supported on the same scope.",
  ],
  [
    'a listener twice',
    diagram('p', start('s') + userTask('t', listeners(['start', 'x'], ['start', 'x']))),
    "Found '2' duplicates based on eventType[start] and type[x], these combinations should be unique.",
  ],
  [
    'a priority beyond 100',
    diagram('p', start('s') + userTask('t', '<zeebe:priorityDefinition priority="101"/>')),
    "Priority must be a number between 0 and 100, but was '101'.",
  ],
  [
    'FEEL that cannot be read',
    diagram('p', start('s') + exclusive('g') + task('a') + task('b') + flows('s -> g', 'g -> a : =1 +', 'g -> b : =x')),
    "failed to parse expression '1 +'",
  ],
  [
    'a decision task with two implementations',
    diagram('p', start('s') + decisionTask('d', 'x', 'r', '<zeebe:taskDefinition type="x"/>')),
    "Must have either one 'zeebe:calledDecision' or one 'zeebe:taskDefinition' extension element",
  ],
  [
    'a task listener of a task that is a job',
    diagram('p', `${start('s')}<bpmn:userTask id="t">${ext(taskListeners(['completing', 'x']))}</bpmn:userTask>`),
    'Task listeners are only allowed on Camunda user tasks.',
  ],
  [
    'a task listener without a type',
    diagram('p', start('s') + userTask('t', taskListeners(['completing', '']))),
    "Attribute 'type' must be present and not empty",
  ],
  [
    'a task listener of no known event',
    diagram('p', start('s') + userTask('t', taskListeners(['complete', 'x']))),
    "Attribute 'eventType' must be present and not empty",
  ],
  ['broken XML', '<bpmn:definitions', "'bad.bpmn': Line=1"],
  ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY a "b">]>${diagram('p', start('s'))}`, 'DOCTYPE is disallowed'],
  [
    'an unknown element',
    diagram('p', `${start('s')}<bpmn:nothing id="x"/>`),
    "Element 'nothing': This element is not expected.",
  ],
  [
    'an unknown attribute',
    diagram('p', start('s', '', 'nope="1"')),
    "attribute 'nope': The attribute 'nope' is not allowed.",
  ],
  ['an id that comes twice', diagram('p', start('s') + end('s')), 'Line=1'],
])('%s is refused', async (_what, content, text) => {
  const b = await bench();
  const refusal = b.engine.deploy([{ name: 'bad.bpmn', content }]);
  await expect(refusal).rejects.toThrow(text);
  await expect(refusal).rejects.toThrow(
    "Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n'bad.bpmn': ",
  );
  expect(b.trace()).toEqual([]);
});

test('a refusal names each element with its findings, and nothing of the deployment is there', async () => {
  const b = await bench();
  const refusal = b.engine.deploy([
    { name: 'good.bpmn', content: plain() },
    { name: 'bad.bpmn', content: diagram('q', `${start('s')}<bpmn:serviceTask id="t">${ext('')}</bpmn:serviceTask>`) },
    { name: 'note.txt', content: 'x' },
  ]);
  await expect(refusal).rejects.toMatchObject({
    reason:
      "Expected to deploy new resources, but encountered the following errors:\n'bad.bpmn': - Element: t > extensionElements\n    - ERROR: Must have exactly one 'zeebe:taskDefinition' extension element\n\n'note.txt': unknown resource type",
  });
  expect(b.engine.searchProcessDefinitions().items).toEqual([]);
});

test('a definition with instances is kept; deleting the latest brings the one before back', async () => {
  const b = await bench();
  const file = (middle: string) =>
    diagram('p', start('s', onMessage('m')) + middle + flows('s -> t'), message('m', 'go', ''));
  await b.deploy(file(userTask('t')));
  await b.deploy(file(service('t')));
  await b.engine.publishMessage({ name: 'go' });
  await b.engine.idle();
  const [old, latest] = b.engine.searchProcessDefinitions().items;
  await expect(b.engine.deleteResource({ resourceKey: latest!.processDefinitionKey })).rejects.toThrow('INVALID_STATE');
  await b.work('t');
  await b.engine.deleteResource({ resourceKey: latest!.processDefinitionKey });
  await b.engine.publishMessage({ name: 'go' });
  await b.engine.idle();
  expect(b.task('t').processDefinitionKey).toBe(old!.processDefinitionKey);
  await expect(b.engine.deleteResource({ resourceKey: '1' })).rejects.toThrow('NOT_FOUND');
});
