/** BPMN XML → one executable graph per process. Refusals are collected by check.ts, not here. */
import { Expression } from '../expressions/expression.ts';
import type {
  Binding,
  ElementNode,
  ElementType,
  EventType,
  FlowNode,
  ListenerModel,
  Mapping,
  ProcessModel,
  TaskEvent,
  UserTaskModel,
} from './model.ts';
import { markReachable } from './reachable.ts';
import { innerId, readAdHoc } from './read-ad-hoc.ts';
import { attribute, compensationHandler, extension, extensions, type Moddle } from './xml.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };
type Draft = Mutable<ElementNode>;

const types: Record<string, ElementType> = {
  'bpmn:Process': 'PROCESS',
  'bpmn:SubProcess': 'SUB_PROCESS',
  'bpmn:AdHocSubProcess': 'AD_HOC_SUB_PROCESS',
  'bpmn:StartEvent': 'START_EVENT',
  'bpmn:IntermediateCatchEvent': 'INTERMEDIATE_CATCH_EVENT',
  'bpmn:IntermediateThrowEvent': 'INTERMEDIATE_THROW_EVENT',
  'bpmn:BoundaryEvent': 'BOUNDARY_EVENT',
  'bpmn:EndEvent': 'END_EVENT',
  'bpmn:ServiceTask': 'SERVICE_TASK',
  'bpmn:ReceiveTask': 'RECEIVE_TASK',
  'bpmn:UserTask': 'USER_TASK',
  'bpmn:ManualTask': 'MANUAL_TASK',
  'bpmn:Task': 'TASK',
  'bpmn:ExclusiveGateway': 'EXCLUSIVE_GATEWAY',
  'bpmn:ParallelGateway': 'PARALLEL_GATEWAY',
  'bpmn:EventBasedGateway': 'EVENT_BASED_GATEWAY',
  'bpmn:InclusiveGateway': 'INCLUSIVE_GATEWAY',
  'bpmn:CallActivity': 'CALL_ACTIVITY',
  'bpmn:BusinessRuleTask': 'BUSINESS_RULE_TASK',
  'bpmn:ScriptTask': 'SCRIPT_TASK',
  'bpmn:SendTask': 'SEND_TASK',
};
const eventTypes: Record<string, EventType> = {
  'bpmn:MessageEventDefinition': 'MESSAGE',
  'bpmn:TimerEventDefinition': 'TIMER',
  'bpmn:ErrorEventDefinition': 'ERROR',
  'bpmn:EscalationEventDefinition': 'ESCALATION',
  'bpmn:SignalEventDefinition': 'SIGNAL',
  'bpmn:LinkEventDefinition': 'LINK',
  'bpmn:CompensateEventDefinition': 'COMPENSATION',
  'bpmn:TerminateEventDefinition': 'TERMINATE',
};

/** The executable processes of a file that check.ts found right. */
export function readProcesses(definitions: Moddle): ProcessModel[] {
  return (definitions.rootElements ?? [])
    .filter((element: Moddle) => element.$type === 'bpmn:Process' && element.isExecutable === true)
    .map(readProcess);
}

function readProcess(process: Moddle): ProcessModel {
  const elements = new Map<string, Draft>();
  const flows = new Map<string, FlowNode>();
  const root = node(process, undefined);
  readScope(process, root, elements, flows);
  const model: ProcessModel = {
    id: process.id ?? '',
    name: process.name ?? '',
    versionTag: attribute(extension(process, 'zeebe:VersionTag'), 'value') ?? '',
    root,
    elements,
    flows,
  };
  markReachable(model);
  return model;
}

function readScope(
  scope: Moddle,
  parent: Draft,
  elements: Map<string, Draft>,
  flows: Map<string, FlowNode>,
  within = parent,
): void {
  const drafts = new Map<string, { outer: Draft; source: Moddle }>();
  for (const source of scope.flowElements ?? []) {
    if (!(source.$type in types)) continue;
    // An event sub-process of an ad-hoc one belongs to all of it, every other element to one activation.
    const plain = node(source, source.triggeredByEvent ? parent : within);
    if (source.$type === 'bpmn:SubProcess') readScope(source, plain, elements, flows);
    if (plain.type === 'AD_HOC_SUB_PROCESS') readAdHocScope(source, plain, elements, flows);
    const outer = source.loopCharacteristics ? body(source, plain) : plain;
    drafts.set(source.id, { outer, source });
    elements.set(source.id, outer);
    if (plain.type === 'START_EVENT') parent.startEvents.push(outer);
    if (plain.type === 'EVENT_SUB_PROCESS') parent.eventSubProcesses.push(outer);
  }
  for (const { outer, source } of drafts.values()) {
    if (outer.type !== 'BOUNDARY_EVENT') continue;
    const host = drafts.get(source.attachedToRef?.id)?.outer;
    if (!host) continue;
    outer.attachedTo = host;
    host.boundaries.push(outer);
    if (outer.eventType === 'COMPENSATION')
      outer.handler = drafts.get(compensationHandler(scope, source)?.id ?? '')?.outer;
  }
  for (const { outer } of drafts.values()) {
    if (outer.link === undefined || outer.type !== 'INTERMEDIATE_THROW_EVENT') continue;
    const same = ({ outer: other }: { outer: Draft }) =>
      other.type === 'INTERMEDIATE_CATCH_EVENT' && other.link === outer.link;
    outer.linkTarget = [...drafts.values()].find(same)?.outer;
  }
  for (const flow of scope.flowElements ?? []) {
    if (flow.$type !== 'bpmn:SequenceFlow') continue;
    const source = drafts.get(flow.sourceRef?.id);
    const target = drafts.get(flow.targetRef?.id);
    if (!source || !target) continue;
    const condition = expression(flow.conditionExpression?.body);
    const read: FlowNode = { id: flow.id, source: source.outer, target: target.outer, ...(condition && { condition }) };
    flows.set(flow.id, read);
    source.outer.outgoing.push(read);
    target.outer.incoming.push(read);
    if (source.source.default?.id === flow.id) source.outer.defaultFlow = read;
  }
}

function readAdHocScope(source: Moddle, node: Draft, elements: Map<string, Draft>, flows: Map<string, FlowNode>): void {
  const inner = blank(innerId(node.id), '', 'AD_HOC_SUB_PROCESS_INNER_INSTANCE', 'UNSPECIFIED', node);
  node.adHoc = readAdHoc(source, inner);
  elements.set(inner.id, inner);
  readScope(source, node, elements, flows, inner);
}

/** The body of a multi-instance activity: flows and boundary events belong to it, the work to `inner`. */
function body(source: Moddle, inner: Draft): Draft {
  const loop = source.loopCharacteristics as Moddle;
  const zeebe = extension(loop, 'zeebe:LoopCharacteristics');
  const completion = expression(loop.completionCondition?.body);
  const outputElement = expression(attribute(zeebe, 'outputElement'));
  const outer: Draft = {
    ...blank(inner.id, inner.name, 'MULTI_INSTANCE_BODY', 'UNSPECIFIED', inner.parent),
    inner,
    loop: {
      sequential: loop.isSequential === true,
      inputCollection: new Expression(attribute(zeebe, 'inputCollection') ?? ''),
      inputElement: attribute(zeebe, 'inputElement') ?? '',
      outputCollection: attribute(zeebe, 'outputCollection') ?? '',
      ...(outputElement && { outputElement }),
      ...(completion && { completionCondition: completion }),
    },
  };
  inner.parent = outer;
  return outer;
}

function blank(id: string, name: string, type: ElementType, eventType: EventType, parent?: ElementNode): Draft {
  return {
    id,
    name,
    type,
    eventType,
    parent,
    incoming: [],
    outgoing: [],
    inputs: [],
    outputs: [],
    startListeners: [],
    endListeners: [],
    headers: {},
    interrupting: true,
    boundaries: [],
    startEvents: [],
    eventSubProcesses: [],
  };
}

function node(source: Moddle, parent: Draft | undefined): Draft {
  const eventSubProcess = source.$type === 'bpmn:SubProcess' && source.triggeredByEvent === true;
  const type = eventSubProcess ? 'EVENT_SUB_PROCESS' : types[source.$type]!;
  const definition: Moddle | undefined = source.eventDefinitions?.[0];
  const isEvent = source.$type.endsWith('Event');
  const eventType = isEvent
    ? definition
      ? (eventTypes[definition.$type] ?? 'NONE')
      : 'NONE'
    : type === 'RECEIVE_TASK'
      ? 'MESSAGE'
      : 'UNSPECIFIED';
  const draft = blank(source.id ?? '', source.name ?? '', type, eventType, parent);
  const io = extension(source, 'zeebe:IoMapping');
  draft.inputs = mappings(io?.inputParameters);
  draft.outputs = mappings(io?.outputParameters);
  draft.headers = headersOf(source);
  for (const listener of extension(source, 'zeebe:ExecutionListeners')?.listeners ?? []) {
    (attribute(listener, 'eventType') === 'end' ? draft.endListeners : draft.startListeners).push(jobOf(listener));
  }
  const task = extension(source, 'zeebe:TaskDefinition');
  if (task) draft.job = jobOf(task);
  if (type === 'USER_TASK') readUserTask(source, draft);
  readCalls(source, draft);
  if (source.$type === 'bpmn:BoundaryEvent') draft.interrupting = source.cancelActivity !== false;
  if (source.$type === 'bpmn:StartEvent') draft.interrupting = source.isInterrupting !== false;
  readEvent(type === 'RECEIVE_TASK' ? source : definition, draft);
  return draft;
}

function readEvent(definition: Moddle | undefined, draft: Draft): void {
  if (draft.eventType === 'TIMER' && definition) {
    const kinds = [
      ['date', definition.timeDate],
      ['duration', definition.timeDuration],
      ['cycle', definition.timeCycle],
    ] as const;
    const found = kinds.find(([, value]) => value);
    if (found) draft.timer = { kind: found[0], value: new Expression((found[1].body ?? '').trim()) };
  }
  if (draft.eventType === 'MESSAGE' && definition?.messageRef) {
    const message: Moddle = definition.messageRef;
    const key = expression(attribute(extension(message, 'zeebe:Subscription'), 'correlationKey'));
    draft.message = { name: new Expression(message.name ?? ''), ...(key && { correlationKey: key }) };
  }
  if (draft.eventType === 'SIGNAL' && definition?.signalRef) {
    draft.signal = { name: new Expression(definition.signalRef.name ?? '') };
  }
  if (draft.eventType === 'ERROR') {
    const code = expression(definition?.errorRef?.errorCode);
    draft.error = code ? { code } : {};
  }
  if (draft.eventType === 'ESCALATION') {
    const code = expression(definition?.escalationRef?.escalationCode);
    draft.escalation = code ? { code } : {};
  }
  if (draft.eventType === 'LINK') draft.link = definition?.name ?? '';
  if (draft.eventType === 'COMPENSATION' && draft.type !== 'BOUNDARY_EVENT') {
    draft.compensates = { activityId: definition?.activityRef?.id };
  }
}

/** Type and retries of whatever becomes a job. */
const jobOf = (source: Moddle): ListenerModel => ({
  type: new Expression(attribute(source, 'type') ?? ''),
  retries: new Expression(attribute(source, 'retries') ?? '3'),
});

function readTaskListeners(source: Moddle): Record<TaskEvent, ListenerModel[]> {
  const all: Moddle[] = extension(source, 'zeebe:TaskListeners')?.listeners ?? [];
  const of = (event: TaskEvent) =>
    all.filter((listener) => attribute(listener, 'eventType')?.toUpperCase() === event).map(jobOf);
  return {
    CREATING: of('CREATING'),
    ASSIGNING: of('ASSIGNING'),
    UPDATING: of('UPDATING'),
    COMPLETING: of('COMPLETING'),
    CANCELING: of('CANCELING'),
  };
}

function readUserTask(source: Moddle, draft: Draft): void {
  const assignment = extension(source, 'zeebe:AssignmentDefinition');
  const schedule = extension(source, 'zeebe:TaskSchedule');
  const form = extension(source, 'zeebe:FormDefinition');
  const model: UserTaskModel = {
    assignee: expression(attribute(assignment, 'assignee')),
    candidateGroups: expression(attribute(assignment, 'candidateGroups')),
    candidateUsers: expression(attribute(assignment, 'candidateUsers')),
    dueDate: expression(attribute(schedule, 'dueDate')),
    followUpDate: expression(attribute(schedule, 'followUpDate')),
    priority: expression(attribute(extension(source, 'zeebe:PriorityDefinition'), 'priority')),
    formId: expression(attribute(form, 'formId')),
    externalReference: expression(attribute(form, 'externalReference')),
    formBinding: binding(form),
    listeners: readTaskListeners(source),
  };
  if (extension(source, 'zeebe:UserTask')) {
    draft.userTask = model;
    return;
  }
  // Without zeebe:userTask the task is a job that other tools take (zeebe-contract 4.6).
  draft.job = { type: new Expression('io.camunda.zeebe:userTask'), retries: new Expression('1') };
  draft.userTask = model;
}

function readCalls(source: Moddle, draft: Draft): void {
  const decision = extension(source, 'zeebe:CalledDecision');
  if (decision) {
    draft.calledDecision = {
      decisionId: new Expression(attribute(decision, 'decisionId') ?? ''),
      resultVariable: attribute(decision, 'resultVariable') ?? '',
      binding: binding(decision),
    };
  }
  const script = extension(source, 'zeebe:Script');
  if (script) {
    draft.script = {
      expression: new Expression(attribute(script, 'expression') ?? ''),
      resultVariable: attribute(script, 'resultVariable') ?? '',
    };
  }
  const called = extension(source, 'zeebe:CalledElement');
  if (called) {
    draft.calledElement = {
      processId: new Expression(attribute(called, 'processId') ?? attribute(called, 'processIdExpression') ?? ''),
      allChild: attribute(called, 'propagateAllChildVariables') !== 'false',
      allParent: attribute(called, 'propagateAllParentVariables') !== 'false',
      binding: binding(called),
    };
  }
}

function headersOf(source: Moddle): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const list of extensions(source, 'zeebe:TaskHeaders')) {
    for (const header of list.values ?? []) headers[attribute(header, 'key') ?? ''] = attribute(header, 'value') ?? '';
  }
  return headers;
}

const mappings = (list: Moddle[] | undefined): Mapping[] =>
  (list ?? []).map((mapping) => ({
    source: new Expression(attribute(mapping, 'source') ?? ''),
    target: (attribute(mapping, 'target') ?? '').split('.'),
  }));

const expression = (text: string | undefined): Expression | undefined =>
  text === undefined || text.trim() === '' ? undefined : new Expression(text.trim());

function binding(element: Moddle | undefined): Binding {
  const kind = attribute(element, 'bindingType');
  return {
    kind: kind === 'deployment' || kind === 'versionTag' ? kind : 'latest',
    versionTag: attribute(element, 'versionTag') ?? '',
  };
}
