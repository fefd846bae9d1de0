/** Deployment rules of events: what each may be, and what may not stand twice in one scope (zeebe-contract 4.13). */
import { checkTimerText, type Findings } from './findings.ts';
import { attribute, compensationHandler, extension, type Moddle } from './xml.ts';

const kindOf = (definition: Moddle) => definition.$type.replace('bpmn:', '').replace('EventDefinition', '');
const known = new Set(['Message', 'Timer', 'Error', 'Escalation', 'Signal', 'Link', 'Compensate', 'Terminate']);

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
      if (!/(Task|SubProcess|CallActivity)$/.test(element.attachedToRef?.$type ?? '')) {
        findings.add(element.id, 'Must be attached to an activity');
      }
      if (kinds.length !== 1) findings.add(element.id, 'Must have exactly one event definition');
      else if (!['Timer', 'Message', 'Error', 'Signal', 'Escalation', 'Compensate'].includes(kind!)) {
        findings.add(element.id, 'Boundary events must be one of: timer, message, error, signal, escalation');
      }
      if (kind === 'Escalation') checkEscalationHost(element, findings);
      if (kind === 'Compensate') checkCompensationBoundary(element, scope, findings);
      break;
    case 'bpmn:IntermediateCatchEvent':
      if (kinds.length !== 1 || !['Message', 'Timer', 'Signal', 'Link'].includes(kind!)) {
        findings.add(element.id, 'Event definition must be one of: message, timer, signal, or link');
      }
      break;
    case 'bpmn:IntermediateThrowEvent':
      if (kinds.length > 1) findings.add(element.id, 'Must have at most one event definition');
      else if (kind && !['Message', 'Signal', 'Escalation', 'Link', 'Compensate'].includes(kind)) {
        findings.add(element.id, 'Event definition must be one of: message, signal, escalation, link or compensation');
      }
      break;
    case 'bpmn:EndEvent':
      if (kinds.length > 1) findings.add(element.id, 'Must have at most one event definition');
      else if (kind && !['Error', 'Message', 'Terminate', 'Signal', 'Escalation', 'Compensate'].includes(kind)) {
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
  if (kind === 'Escalation') checkEscalation(element, definition, catches, findings);
  if (kind === 'Link' && !definition.name?.trim())
    findings.add(definition.id ?? element.id, 'Link name must be present and not empty.');
  if (kind === 'Compensate' && !catches) checkCompensation(element, definition, scope, findings);
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

function checkEscalation(element: Moddle, definition: Moddle, catches: boolean, findings: Findings): void {
  const escalation: Moddle | undefined = definition.escalationRef;
  if (!escalation) {
    if (!catches) findings.add(definition.id ?? element.id, 'Must reference an escalation');
    return;
  }
  const code: string | undefined = escalation.escalationCode;
  if (!catches && !code?.trim()) findings.add(escalation.id, 'EscalationCode must be present and not empty');
  findings.expression(escalation.id, code);
  if (catches && code?.trim().startsWith('=')) {
    findings.add(escalation.id, 'The escalationCode of the escalation catch event is not allowed to be an expression');
  }
}

function checkEscalationHost(element: Moddle, findings: Findings): void {
  const host: string | undefined = element.attachedToRef?.$type;
  if (host === undefined || ['bpmn:SubProcess', 'bpmn:CallActivity', 'bpmn:AdHocSubProcess'].includes(host)) return;
  findings.add(element.id, 'An escalation boundary event should only be attached to a subprocess, or a call activity');
}

function checkCompensationBoundary(element: Moddle, scope: Moddle, findings: Findings): void {
  const flows: Moddle[] = (scope.flowElements ?? []).filter((flow: Moddle) => flow.$type === 'bpmn:SequenceFlow');
  const handler = compensationHandler(scope, element);
  if (!handler || flows.some((flow) => flow.sourceRef === element)) {
    findings.add(
      element.id,
      'Compensation boundary events must have a compensation association and no outgoing sequence flows',
    );
  }
  if (!handler) return;
  if (flows.some((flow) => flow.targetRef === handler)) {
    findings.add(handler.id, 'A compensation handler should have no incoming sequence flows');
  }
  if (flows.some((flow) => flow.sourceRef === handler)) {
    findings.add(handler.id, 'A compensation handler should have no outgoing sequence flows');
  }
  if ((scope.flowElements ?? []).some((other: Moddle) => other.attachedToRef === handler)) {
    findings.add(handler.id, 'A compensation handler should have no boundary events');
  }
}

function checkCompensation(element: Moddle, definition: Moddle, scope: Moddle, findings: Findings): void {
  const what = element.$type === 'bpmn:EndEvent' ? 'end event' : 'intermediate throwing event';
  if (definition.waitForCompletion === false) {
    findings.add(element.id, `A compensation ${what} waitForCompletion attribute must be true or not present`);
  }
  const activity: Moddle | undefined = definition.activityRef;
  if (!activity) return;
  const elements: Moddle[] = scope.flowElements ?? [];
  const compensable =
    activity.$type === 'bpmn:SubProcess' ||
    elements.some((e) => e.attachedToRef === activity && kindOf(e.eventDefinitions?.[0] ?? e) === 'Compensate');
  if (!elements.includes(activity)) {
    findings.add(
      element.id,
      `The referenced compensation activity '${activity.id}' must be in the same scope as the event`,
    );
  } else if (!compensable) {
    findings.add(
      element.id,
      `The referenced compensation activity '${activity.id}' must have either a compensation boundary event or be a subprocess`,
    );
  }
}

/** Links are found by name within their scope. */
function checkLinks(elements: readonly Moddle[], findings: Findings): void {
  const links = elements.filter((element) => element.eventDefinitions?.[0]?.$type === 'bpmn:LinkEventDefinition');
  const named = (type: string) => links.filter((link) => link.$type === type && link.eventDefinitions[0].name?.trim());
  const caught = named('bpmn:IntermediateCatchEvent').map((link) => link.eventDefinitions[0].name as string);
  for (const name of new Set(caught)) {
    if (caught.filter((other) => other === name).length < 2) continue;
    for (const link of named('bpmn:IntermediateCatchEvent')) {
      if (link.eventDefinitions[0].name !== name) continue;
      findings.add(
        link.id,
        `Multiple intermediate catch link event definitions with the same name '${name}' are not allowed.`,
      );
    }
  }
  for (const link of named('bpmn:IntermediateThrowEvent')) {
    const { name } = link.eventDefinitions[0];
    if (!caught.includes(name)) {
      findings.add(link.id, `Can't find an catch link event for the throw link event with the name '${name}'.`);
    }
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
  checkLinks(elements, findings);
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
            : kind === 'Escalation'
              ? (definition.escalationRef?.escalationCode ?? '')
              : undefined;
    if (name === undefined) continue;
    if (seen.has(`${kind} ${name}`)) findings.add(label, twice(kind, name));
    seen.add(`${kind} ${name}`);
  }
}

function twice(kind: string, name: string): string {
  const what = kind.toLowerCase();
  if (kind !== 'Error' && kind !== 'Escalation') {
    return `Multiple ${what} event definitions with the same name '${name}' are not allowed.`;
  }
  const article = kind === 'Error' ? 'An error' : 'An escalation';
  return name === ''
    ? `The same scope can not contain more than one ${what} catch event without ${what} code. ${article} catch event without ${what} code catches all ${what}s.`
    : `Multiple ${what} catch events with the same ${what} code '${name}' are not supported on the same scope.`;
}
