/** Deployment rules of execution and task listeners (zeebe-contract 4.13, 4.17). */
import { type Findings, present } from './findings.ts';
import { attribute, extension, type Moddle } from './xml.ts';

/** Where an execution listener has no place: which element, which event (absent: neither), and what is said. */
const misplaced: readonly [fits: (element: Moddle) => boolean, event: string | undefined, text: string][] = [
  [is('StartEvent'), 'start', "Execution listeners of type 'start' are not supported by start events"],
  [
    is('BoundaryEvent', 'Compensate', false),
    'start',
    "Execution listeners of type 'start' are not supported by boundary events",
  ],
  [
    is('BoundaryEvent', 'Compensate'),
    undefined,
    "Execution listeners of type 'start' and 'end' are not supported by [compensation] boundary events",
  ],
  [
    ({ $type }) => $type.endsWith('Gateway'),
    'end',
    "Execution listeners of type 'end' are not supported by gateway element",
  ],
  [is('EndEvent', 'Error'), 'end', "Execution listeners of type 'end' are not supported by [error] end events"],
];

function is(type: string, definition = '', wanted = true): (element: Moddle) => boolean {
  return ({ $type, eventDefinitions }) =>
    $type === `bpmn:${type}` &&
    (definition === '' || (eventDefinitions?.[0]?.$type === `bpmn:${definition}EventDefinition`) === wanted);
}

export function checkListeners(element: Moddle, findings: Findings): void {
  checkExecutionListeners(element, findings);
  checkTaskListeners(element, findings);
}

function checkExecutionListeners(element: Moddle, findings: Findings): void {
  const listeners: Moddle[] = extension(element, 'zeebe:ExecutionListeners')?.listeners ?? [];
  const events = listeners.map((listener) => attribute(listener, 'eventType'));
  for (const listener of listeners) checkListener(element, listener, ['start', 'end'], findings);
  for (const [fits, event, text] of misplaced) {
    if (events.length > 0 && fits(element) && (event === undefined || events.includes(event)))
      findings.add(element.id, text);
  }
  const keys = listeners.map((listener, at) => `eventType[${events[at]}] and type[${attribute(listener, 'type')}]`);
  for (const key of new Set(keys)) {
    const count = keys.filter((other) => other === key).length;
    if (count > 1) {
      findings.add(element.id, `Found '${count}' duplicates based on ${key}, these combinations should be unique.`);
    }
  }
}

const taskEvents = ['creating', 'assigning', 'updating', 'completing', 'canceling'];

/** Several of one event and type are allowed: they run one after another. */
function checkTaskListeners(element: Moddle, findings: Findings): void {
  const listeners: Moddle[] = extension(element, 'zeebe:TaskListeners')?.listeners ?? [];
  if (listeners.length > 0 && !(element.$type === 'bpmn:UserTask' && extension(element, 'zeebe:UserTask'))) {
    findings.add(element.id, 'Task listeners are only allowed on Camunda user tasks.');
    return;
  }
  for (const listener of listeners) checkListener(element, listener, taskEvents, findings);
}

function checkListener(element: Moddle, listener: Moddle, events: readonly string[], findings: Findings): void {
  if (!events.includes(attribute(listener, 'eventType') ?? '')) {
    findings.add(element.id, "Attribute 'eventType' must be present and not empty");
  }
  present(element.id, listener, 'type', findings);
  findings.expression(element.id, attribute(listener, 'retries'));
}
