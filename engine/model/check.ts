/**
 * What a BPMN file must fulfil to be deployed, and the words of a refusal (zeebe-contract 4.13). One pass over the XML's
 * elements; each rule adds a message to its element, so that an author sees all mistakes at once.
 */
import { checkCatchScopes, checkEvent } from './check-events.ts';
import { checkExtensions } from './check-extensions.ts';
import { checkListeners } from './check-listeners.ts';
import type { Findings } from './findings.ts';
import type { Moddle } from './xml.ts';

const supported = new Set([
  'bpmn:SubProcess',
  'bpmn:AdHocSubProcess',
  'bpmn:StartEvent',
  'bpmn:IntermediateCatchEvent',
  'bpmn:IntermediateThrowEvent',
  'bpmn:BoundaryEvent',
  'bpmn:EndEvent',
  'bpmn:ServiceTask',
  'bpmn:ReceiveTask',
  'bpmn:UserTask',
  'bpmn:ManualTask',
  'bpmn:Task',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:EventBasedGateway',
  'bpmn:InclusiveGateway',
  'bpmn:CallActivity',
  'bpmn:BusinessRuleTask',
  'bpmn:ScriptTask',
  'bpmn:SendTask',
]);
const ignored = new Set([
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
]);
const coverage = 'https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/';

export function checkDefinitions(definitions: Moddle, findings: Findings): void {
  const processes = (definitions.rootElements ?? []).filter(
    (element: Moddle) => element.$type === 'bpmn:Process' && element.isExecutable === true,
  );
  if (processes.length === 0) findings.add(definitions.id, 'Must contain at least one executable process');
  for (const process of processes) {
    checkStartEvents(process, findings);
    checkListeners(process, findings);
    checkScope(process, findings);
  }
}

function checkStartEvents(process: Moddle, findings: Findings): void {
  const starts = ofType(process, 'bpmn:StartEvent');
  if (starts.length === 0) findings.add(process.id, 'Must have at least one start event');
  if (starts.filter((start) => !start.eventDefinitions?.length).length > 1) {
    findings.add(process.id, 'Multiple none start events are not allowed');
  }
  const messages = starts.flatMap((start) => (start.eventDefinitions ?? []).map((d: Moddle) => d.messageRef?.name));
  for (const name of new Set(messages.filter(Boolean))) {
    if (messages.filter((other) => other === name).length > 1) {
      findings.add(process.id, 'A message cannot be referred by more than one start event');
    }
  }
}

function checkScope(scope: Moddle, findings: Findings): void {
  for (const element of scope.flowElements ?? []) {
    if (ignored.has(element.$type)) continue;
    if (!supported.has(element.$type)) {
      const type = element.$type.replace('bpmn:', '');
      findings.add(
        element.id,
        `Elements of type '${type}' are currently not supported. Please refer to the documentation for a list of supported elements: ${coverage}`,
      );
      continue;
    }
    checkFlows(element, scope, findings);
    checkExtensions(element, findings);
    checkEvent(element, scope, findings);
    if (element.$type === 'bpmn:SubProcess') {
      checkSubProcess(element, scope, findings);
      checkScope(element, findings);
    } else if (element.$type === 'bpmn:AdHocSubProcess') {
      checkAdHoc(element, findings);
      checkScope(element, findings);
    }
  }
  checkCatchScopes(scope, findings);
}

function checkSubProcess(element: Moddle, scope: Moddle, findings: Findings): void {
  const starts = ofType(element, 'bpmn:StartEvent');
  if (starts.length !== 1) findings.add(element.id, 'Must have exactly one start event');
  const start = starts[0];
  if (!start) return;
  const kind = start.eventDefinitions?.[0]?.$type;
  if (!element.triggeredByEvent && kind) findings.add(element.id, 'Start events in subprocesses must be of type none');
  const allowed = ['Message', 'Timer', 'Error', 'Signal', 'Escalation'].map((name) => `bpmn:${name}EventDefinition`);
  if (element.triggeredByEvent && !allowed.includes(kind)) {
    findings.add(
      element.id,
      'Start events in event subprocesses must be one of: message, timer, error, signal or escalation',
    );
  }
  if (scope.$type === 'bpmn:Process' && kind === 'bpmn:CompensateEventDefinition') {
    findings.add(element.id, 'A compensation event subprocess is not allowed on the process level');
  }
}

function checkAdHoc(element: Moddle, findings: Findings): void {
  const elements: Moddle[] = (element.flowElements ?? []).filter(({ $type }: Moddle) => supported.has($type));
  if (elements.length === 0) findings.add(element.id, 'Must have at least one activity.');
  if (ofType(element, 'bpmn:StartEvent').length > 0) findings.add(element.id, 'Must not contain a start event.');
  if (ofType(element, 'bpmn:EndEvent').length > 0) findings.add(element.id, 'Must not contain an end event.');
}

/** Flows are read from the flows themselves: an element's own list of them is optional in BPMN. */
const flowsOf = (scope: Moddle, end: 'sourceRef' | 'targetRef', element: Moddle): Moddle[] =>
  ofType(scope, 'bpmn:SequenceFlow').filter((flow) => flow[end] === element);

function checkFlows(element: Moddle, scope: Moddle, findings: Findings): void {
  const outgoing = flowsOf(scope, 'sourceRef', element);
  const incoming = flowsOf(scope, 'targetRef', element);
  const conditional = element.$type === 'bpmn:ExclusiveGateway' || element.$type === 'bpmn:InclusiveGateway';
  for (const flow of outgoing) {
    const condition: string | undefined = flow.conditionExpression?.body;
    findings.expression(flow.id, condition);
    if (!conditional && flow.conditionExpression) {
      findings.add(flow.id, 'Conditional sequence flows are only supported at exclusive or inclusive gateway');
    }
    if (conditional && outgoing.length > 1 && !flow.conditionExpression && element.default !== flow) {
      findings.add(flow.id, 'Must have a condition or be default flow');
    }
  }
  if (element.default && !(conditional && outgoing.includes(element.default))) {
    findings.add(element.id, 'Default flow must start at gateway');
  }
  if (element.$type === 'bpmn:EndEvent' && outgoing.length > 0) {
    findings.add(element.id, 'End events must not have outgoing sequence flows to other elements.');
  }
  if (element.$type === 'bpmn:BoundaryEvent' && incoming.length > 0) {
    findings.add(element.id, 'Cannot have incoming sequence flows');
  }
  if (element.$type !== 'bpmn:EventBasedGateway') return;
  if (outgoing.length < 2) {
    findings.add(element.id, 'Event-based gateway must have at least 2 outgoing sequence flows.');
  }
  for (const flow of outgoing) {
    const target: Moddle | undefined = flow.targetRef;
    if (target?.$type !== 'bpmn:IntermediateCatchEvent') {
      findings.add(
        element.id,
        'Event-based gateway must not have an outgoing sequence flow to other elements than message/timer/signal intermediate catch events.',
      );
    } else if (flowsOf(scope, 'targetRef', target).length > 1) {
      findings.add(
        element.id,
        'Target elements of an event gateway must not have any additional incoming sequence flows other than that from the event gateway.',
      );
    }
  }
}

const ofType = (scope: Moddle, type: string): Moddle[] =>
  (scope.flowElements ?? []).filter((element: Moddle) => element.$type === type);
