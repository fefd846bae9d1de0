/** Deployment rules of events: what each may be, and what may not stand twice in one scope (zeebe-contract 4.13). */
import { checkTimerText, type Findings } from './findings.ts';
import { attribute, extension, type Moddle } from './xml.ts';

const kindOf = (definition: Moddle) => definition.$type.replace('bpmn:', '').replace('EventDefinition', '');
const known = new Set(['Message', 'Timer', 'Error', 'Signal', 'Terminate']);

export function checkEvent(element: Moddle, scope: Moddle, findings: Findings): void {
  const definitions: Moddle[] = element.eventDefinitions ?? [];
  for (const definition of definitions) {
    if (!known.has(kindOf(definition))) findings.add(definition.id, 'Event definition of this type is not supported');
  }
  const kinds = definitions.map(kindOf);
  const kind = kinds[0];
  switch (element.$type) {
    case 'bpmn:StartEvent':
      if (kinds.length > 1) findings.add(element.id, "Start event can't have more than one type");
      break;
    case 'bpmn:BoundaryEvent':
      if (!element.attachedToRef) findings.add(element.id, 'Must be attached to an activity');
      if (kinds.length !== 1) findings.add(element.id, 'Must have exactly one event definition');
      else if (!['Timer', 'Message', 'Error', 'Signal'].includes(kind!)) {
        findings.add(element.id, 'Boundary events must be one of: timer, message, error, signal, escalation');
      }
      break;
    case 'bpmn:IntermediateCatchEvent':
      if (kinds.length !== 1 || !['Message', 'Timer', 'Signal'].includes(kind!)) {
        findings.add(element.id, 'Event definition must be one of: message, timer, signal, or link');
      }
      break;
    case 'bpmn:IntermediateThrowEvent':
      if (kinds.length > 1) findings.add(element.id, 'Must have at most one event definition');
      break;
    case 'bpmn:EndEvent':
      if (kinds.length > 1) findings.add(element.id, 'Must have at most one event definition');
      else if (kind && !['Error', 'Message', 'Terminate', 'Signal'].includes(kind)) {
        findings.add(
          element.id,
          'End events must be one of: none, error, message, terminate, signal, escalation or compensation',
        );
      }
      break;
    case 'bpmn:ReceiveTask':
      checkMessage(element, element.messageRef, true, findings);
      return;
    default:
      return;
  }
  const catches = element.$type !== 'bpmn:EndEvent' && element.$type !== 'bpmn:IntermediateThrowEvent';
  const processStart = element.$type === 'bpmn:StartEvent' && scope.$type === 'bpmn:Process';
  const definition = definitions[0];
  if (!definition) return;
  if (kind === 'Message' && catches) checkMessage(element, definition.messageRef, !processStart, findings);
  if (kind === 'Timer') checkTimer(element, definition, processStart, findings);
  if (kind === 'Signal' && !definition.signalRef) findings.add(element.id, 'Must reference a signal');
  if (kind === 'Error') checkError(element, definition, catches, findings);
}

function checkMessage(element: Moddle, message: Moddle | undefined, needsKey: boolean, findings: Findings): void {
  if (!message) {
    findings.add(element.id, 'Must reference a message');
    return;
  }
  if (!message.name?.trim()) findings.add(message.id, 'Name must be present and not empty');
  findings.expression(message.id, message.name);
  if (!needsKey) return;
  const subscription = extension(message, 'zeebe:Subscription');
  const key = attribute(subscription, 'correlationKey');
  if (!subscription) findings.add(message.id, 'Must have exactly one zeebe:subscription extension element');
  else if (!key?.trim()) findings.add(message.id, "Attribute 'correlationKey' must be present and not empty");
  findings.expression(message.id, key);
}

function checkTimer(element: Moddle, definition: Moddle, processStart: boolean, findings: Findings): void {
  const given = (['date', 'duration', 'cycle'] as const).filter(
    (kind) => definition[`time${kind[0]!.toUpperCase()}${kind.slice(1)}`],
  );
  if (given.length !== 1) {
    findings.add(definition.id ?? element.id, 'Must be exactly one type of timer: timeDuration, timeDate or timeCycle');
    return;
  }
  const kind = given[0]!;
  const text: string = (definition[`time${kind[0]!.toUpperCase()}${kind.slice(1)}`].body ?? '').trim();
  findings.expression(element.id, text);
  if (!checkTimerText(kind, text)) {
    findings.add(element.id, `Invalid timer ${kind} expression ('${text}' is no ${kind} as ISO 8601 has it)`);
  }
  if (element.$type === 'bpmn:IntermediateCatchEvent' && kind === 'cycle') {
    findings.add(element.id, 'Intermediate timer catch event must have either a time duration or a time date.');
  }
  if (element.$type === 'bpmn:BoundaryEvent' && element.cancelActivity !== false && kind === 'cycle') {
    findings.add(element.id, 'Interrupting timer event with time cycle is not allowed.');
  }
  if (processStart && kind === 'duration') {
    findings.add(element.id, 'Start timer events must have either a time date or a time cycle.');
  }
}

function checkError(element: Moddle, definition: Moddle, catches: boolean, findings: Findings): void {
  const error: Moddle | undefined = definition.errorRef;
  if (!error) {
    if (!catches) findings.add(definition.id ?? element.id, 'Must reference an error');
    return;
  }
  if (!catches && !error.errorCode?.trim()) findings.add(error.id, 'ErrorCode must be present and not empty');
  findings.expression(error.id, error.errorCode);
  if (catches && error.errorCode?.trim().startsWith('=')) {
    findings.add(error.id, 'The errorCode of the error catch event is not allowed to be an expression');
  }
}

/** What one scope, or one activity, may catch only once. */
export function checkCatchScopes(scope: Moddle, findings: Findings): void {
  const elements: Moddle[] = scope.flowElements ?? [];
  const eventSubProcesses = elements.filter((e) => e.$type === 'bpmn:SubProcess' && e.triggeredByEvent);
  const starts = eventSubProcesses.flatMap((sub) =>
    (sub.flowElements ?? []).filter((e: Moddle) => e.$type === 'bpmn:StartEvent'),
  );
  unique(scope.id, starts, findings);
  const hosts = new Map<string, Moddle[]>();
  for (const element of elements) {
    if (element.$type !== 'bpmn:BoundaryEvent' || !element.attachedToRef) continue;
    const list = hosts.get(element.attachedToRef.id) ?? [];
    list.push(element);
    hosts.set(element.attachedToRef.id, list);
  }
  for (const [id, boundaries] of hosts) {
    unique(id, boundaries, findings);
    const host = elements.find((element) => element.id === id);
    if (host?.$type !== 'bpmn:ReceiveTask') continue;
    const same = boundaries.some((b) => b.eventDefinitions?.[0]?.messageRef?.name === host.messageRef?.name);
    if (same) findings.add(id, 'Cannot reference the same message name as a boundary event');
  }
}

function unique(label: string | undefined, events: Moddle[], findings: Findings): void {
  const seen = new Set<string>();
  for (const event of events) {
    const definition: Moddle | undefined = event.eventDefinitions?.[0];
    if (!definition) continue;
    const kind = kindOf(definition);
    const name =
      kind === 'Message'
        ? definition.messageRef?.name
        : kind === 'Signal'
          ? definition.signalRef?.name
          : kind === 'Error'
            ? (definition.errorRef?.errorCode ?? '')
            : undefined;
    if (name === undefined) continue;
    if (seen.has(`${kind} ${name}`)) findings.add(label, twice(kind, name));
    seen.add(`${kind} ${name}`);
  }
}

function twice(kind: string, name: string): string {
  if (kind !== 'Error') {
    return `Multiple ${kind.toLowerCase()} event definitions with the same name '${name}' are not allowed.`;
  }
  return name === ''
    ? 'The same scope can not contain more than one error catch event without error code. An error catch event without error code catches all errors.'
    : `Multiple error catch events with the same error code '${name}' are not supported on the same scope.`;
}
