/** Diagrams with an element of every kind that the editor knows, for the test of its words. */
const events = ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensate', 'link'] as const;
const definition = (kind: string): string => `<bpmn:${kind}EventDefinition />`;

interface Made {
  id: string;
  xml: string;
  width: number;
  height: number;
  more?: string;
}

function event(tag: string, kinds: readonly string[], attributes = ''): Made[] {
  return kinds.map((kind) => {
    const id = `${tag}-${kind || 'none'}${attributes.includes('false') ? '-on' : ''}`;
    const inner = kind ? definition(kind) : '';
    return { id, width: 36, height: 36, xml: `<bpmn:${tag} id="${id}" ${attributes}>${inner}</bpmn:${tag}>` };
  });
}

const plain = (tag: string, id: string = tag, inner = '', width = 100, height = 80): Made => ({
  id,
  width,
  height,
  xml: `<bpmn:${tag} id="${id}">${inner}</bpmn:${tag}>`,
});

const full = `<bpmn:extensionElements>
  <zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="a" /><zeebe:formDefinition formId="f" />
  <zeebe:ioMapping><zeebe:input source="=1" target="a" /><zeebe:output source="=1" target="b" /></zeebe:ioMapping>
  <zeebe:taskHeaders><zeebe:header key="k" value="v" /></zeebe:taskHeaders>
  <zeebe:properties><zeebe:property name="k" value="v" /></zeebe:properties>
  <zeebe:executionListeners><zeebe:executionListener eventType="start" type="x" /><zeebe:executionListener eventType="end" type="x" /></zeebe:executionListeners>
  <zeebe:taskListeners><zeebe:taskListener eventType="creating" type="x" /><zeebe:taskListener eventType="assigning" type="x" /><zeebe:taskListener eventType="updating" type="x" /><zeebe:taskListener eventType="completing" type="x" /><zeebe:taskListener eventType="canceling" type="x" /></zeebe:taskListeners>
  </bpmn:extensionElements>
  <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=a" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const job = '<bpmn:extensionElements><zeebe:taskDefinition type="x" /></bpmn:extensionElements>';
const decision =
  '<bpmn:extensionElements><zeebe:calledDecision decisionId="x" resultVariable="y" /></bpmn:extensionElements>';
const script = '<bpmn:extensionElements><zeebe:script expression="=1" resultVariable="y" /></bpmn:extensionElements>';
const called = '<bpmn:extensionElements><zeebe:calledElement processId="x" /></bpmn:extensionElements>';
const outgoing = '<bpmn:outgoing>flow-default</bpmn:outgoing><bpmn:outgoing>flow-if</bpmn:outgoing>';
const activities: Made[] = [
  plain('task'),
  plain('userTask'),
  plain('userTask', 'user-full', full),
  plain('serviceTask'),
  plain('serviceTask', 'service-job', job),
  plain('sendTask'),
  plain('receiveTask'),
  plain('manualTask'),
  plain('businessRuleTask'),
  plain('businessRuleTask', 'rule-decision', decision),
  plain('scriptTask'),
  plain('scriptTask', 'script-feel', script),
  plain('callActivity', 'call', called),
  plain('subProcess', 'sub', '', 200, 120),
  plain('transaction', 'transaction', '', 200, 120),
  plain('adHocSubProcess', 'adhoc', '', 200, 120),
];
const gateways = ['parallelGateway', 'inclusiveGateway', 'complexGateway', 'eventBasedGateway'].map((tag) =>
  plain(tag, tag, '', 50, 50),
);
const boundary = (host: string, kinds: readonly string[], attributes = ''): Made[] =>
  event('boundaryEvent', kinds, `attachedToRef="${host}" ${attributes}`);
const inner = event('startEvent', ['message', 'error', 'escalation', 'compensate'], '').map((one) => ({
  ...one,
  id: `in-${one.id}`,
  xml: one.xml.replace('id="', 'id="in-'),
}));
const innerOn = event(
  'startEvent',
  ['message', 'timer', 'signal', 'conditional', 'escalation'],
  'isInterrupting="false"',
);
const nodes: Made[] = [
  ...activities,
  ...gateways,
  {
    id: 'choice',
    width: 50,
    height: 50,
    xml: `<bpmn:exclusiveGateway id="choice" default="flow-default">${outgoing}</bpmn:exclusiveGateway>`,
  },
  ...event('startEvent', ['', 'message', 'timer', 'signal', 'conditional']),
  ...event('intermediateCatchEvent', ['message', 'timer', 'signal', 'conditional', 'link']),
  ...event('intermediateThrowEvent', ['', 'message', 'signal', 'escalation', 'compensate', 'link']),
  ...event('endEvent', ['', 'message', 'signal', 'error', 'escalation', 'compensate', 'terminate', 'cancel']),
  ...boundary(
    'task',
    events.filter((kind) => kind !== 'link'),
  ),
  ...boundary('task', ['message', 'timer', 'signal', 'conditional', 'escalation'], 'cancelActivity="false"'),
  ...boundary('transaction', ['cancel']),
  {
    id: 'by-event',
    width: 700,
    height: 140,
    xml: `<bpmn:subProcess id="by-event" triggeredByEvent="true">${[...inner, ...innerOn].map(({ xml }) => xml).join('')}</bpmn:subProcess>`,
  },
  {
    id: 'data',
    width: 36,
    height: 50,
    xml: '<bpmn:dataObjectReference id="data" dataObjectRef="object" /><bpmn:dataObject id="object" />',
  },
  { id: 'data-store', width: 50, height: 50, xml: '<bpmn:dataStoreReference id="data-store" />' },
];

const header = (inside: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="all" targetNamespace="x" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">${inside}</bpmn:definitions>`;

const shape = (id: string, x: number, y: number, width: number, height: number, more = ''): string =>
  `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}" ${more}><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
const edge = (id: string, x: number, y: number): string =>
  `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"><di:waypoint x="${x}" y="${y}" /><di:waypoint x="${x + 90}" y="${y}" /></bpmndi:BPMNEdge>`;

/** Nodes in rows of eight; where they stand means nothing. */
const placed = nodes.map(({ id, width, height }, n) => {
  const expanded = ['sub', 'transaction', 'by-event'].includes(id) ? 'isExpanded="true"' : '';
  return shape(id, (n % 8) * 260, Math.floor(n / 8) * 180, width, height, expanded);
});
const placedInside = [...inner, ...innerOn].map(({ id }, n) => shape(id, 2400 + n * 60, 40, 36, 36));

export const everyKind = header(`<bpmn:process id="everything" isExecutable="true">
${nodes.map(({ xml }) => xml).join('\n')}
<bpmn:sequenceFlow id="flow-default" sourceRef="choice" targetRef="task" />
<bpmn:sequenceFlow id="flow-if" sourceRef="choice" targetRef="userTask"><bpmn:conditionExpression>=true</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="flow" sourceRef="task" targetRef="userTask" />
<bpmn:textAnnotation id="note"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>
<bpmn:association id="association" sourceRef="task" targetRef="note" />
<bpmn:group id="group" />
</bpmn:process>
<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="P" bpmnElement="everything">
${[...placed, ...placedInside].join('\n')}
${shape('note', -200, 0, 100, 30)}${shape('group', -400, 200, 200, 100)}
${edge('flow-default', 0, -60)}${edge('flow-if', 120, -60)}${edge('flow', 240, -60)}${edge('association', 360, -60)}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`);

/** Ids of what stands in it. */
export const everyId: readonly string[] = [
  'everything',
  ...nodes.map(({ id }) => id),
  ...[...inner, ...innerOn].map(({ id }) => id),
  'flow-default',
  'flow-if',
  'flow',
  'note',
  'association',
  'group',
];
