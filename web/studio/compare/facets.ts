/**
 * What an element says beside its drawing, as a flat table: facet → value as written. Extension elements too, which the
 * differ does not look into: mappings, headers, properties, assignment, schedules, conditions, timers, listeners.
 *
 * Facets are called by where they stand: `name`, `input:budget`, `header:kind`, `property:article`,
 * `assignmentDefinition.candidateGroups`, `taskSchedule.dueDate`, `timer`, `condition`.
 */
import { kindOf, type ModdleElement, nameOf } from '../moddle.ts';

type Put = (facet: string, value: unknown) => void;

export function facetsOf(element: ModdleElement): Map<string, string> {
  const facets = new Map<string, string>();
  const put: Put = (facet, value) => {
    if (value !== undefined && value !== null && value !== '') facets.set(facet, String(value));
  };
  put('name', element.name ?? element.text);
  put('kind', kindOf(element));
  for (const { text } of element.documentation ?? []) put('documentation', text);
  putPlace(element, put);
  putEvents(element, put);
  putLoop(element, put);
  for (const value of element.extensionElements?.values ?? []) putExtension(value, put);
  if (element.modelerTemplate)
    put('template', `${element.modelerTemplate} ${element.modelerTemplateVersion ?? ''}`.trim());
  return facets;
}

/** Where it stands and what leads to it. */
function putPlace(element: ModdleElement, put: Put): void {
  if (element.$parent?.$type !== 'bpmn:Process' && kindOf(element) !== 'Process') put('within', element.$parent?.id);
  put('source', element.sourceRef?.id && nameOf(element.sourceRef));
  put('target', element.targetRef?.id && nameOf(element.targetRef));
  put('condition', element.conditionExpression?.body);
  put('default', element.default && nameOf(element.default));
  put('attachedTo', element.attachedToRef && nameOf(element.attachedToRef));
  if (element.cancelActivity === false || element.isInterrupting === false) put('interrupting', 'false');
  if (element.triggeredByEvent) put('triggeredByEvent', 'true');
  if (element.isExecutable === false) put('executable', 'false');
  putMessage(element.messageRef, put);
}

function putEvents(element: ModdleElement, put: Put): void {
  for (const event of element.eventDefinitions ?? []) {
    put('event', kindOf(event));
    put('timer', event.timeDuration?.body ?? event.timeDate?.body ?? event.timeCycle?.body);
    put('condition', event.condition?.body);
    put('signal', event.signalRef?.name);
    put('error', event.errorRef?.errorCode);
    put('escalation', event.escalationRef?.escalationCode);
    put('link', event.name);
    putMessage(event.messageRef, put);
    for (const value of event.extensionElements?.values ?? []) putExtension(value, put);
  }
}

function putMessage(message: ModdleElement, put: Put): void {
  if (!message) return;
  put('message', message.name);
  for (const value of message.extensionElements?.values ?? []) putExtension(value, put);
}

function putLoop(element: ModdleElement, put: Put): void {
  const loop = element.loopCharacteristics;
  if (!loop) return;
  put('loop', loop.isSequential ? 'sequential' : 'parallel');
  put('completionCondition', loop.completionCondition?.body);
  for (const value of loop.extensionElements?.values ?? []) putExtension(value, put);
}

/** Lists by the key of each entry; anything else by its attributes. */
function putExtension(value: ModdleElement, put: Put): void {
  const kind = kindOf(value);
  if (kind === 'IoMapping') {
    for (const one of value.inputParameters ?? []) put(`input:${one.target}`, one.source);
    for (const one of value.outputParameters ?? []) put(`output:${one.target}`, one.source);
  } else if (kind === 'TaskHeaders') {
    for (const one of value.values ?? []) put(`header:${one.key}`, one.value);
  } else if (kind === 'Properties') {
    for (const one of value.properties ?? []) put(`property:${one.name}`, one.value);
  } else if (kind === 'ExecutionListeners' || kind === 'TaskListeners') {
    for (const one of value.listeners ?? [])
      put(`listener:${one.eventType}`, `${one.type} ${one.retries ?? ''}`.trim());
  } else {
    const name = `${kind[0]!.toLowerCase()}${kind.slice(1)}`;
    const attributes = Object.entries({ ...value, ...value.$attrs }).filter(([, one]) => typeof one !== 'object');
    if (attributes.length === 0) put(name, 'true');
    for (const [attribute, one] of attributes) if (!attribute.startsWith('$')) put(`${name}.${attribute}`, one);
  }
}
