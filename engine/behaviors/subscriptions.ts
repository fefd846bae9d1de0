/**
 * What an element instance waits for: timers, messages, signals; its own, those of its boundary events, those of the
 * event sub-processes in it. All expressions are evaluated before the first event is written, so that an incident
 * leaves nothing half open.
 */
import { isTemporal, toPlain } from '../expressions/json.ts';
import { addDuration, parseCycle, parseDuration, parseInstant } from '../expressions/time.ts';
import type { ElementNode, TimerModel } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { Failure } from './incidents.ts';
import type { Step } from './step.ts';
import { signalValue, subscriptionValue, tenantId, timerValue } from './values.ts';
import { evaluate, lookupFrom, wrongType } from './variables.ts';

/** Opens what `events` catch, on behalf of the instance. */
export function open(step: Step, instance: Instance, events: readonly ElementNode[]): void {
  if (events.length === 0 || instance.timers || instance.messages || instance.signals) return;
  prepareAll(step, instance, events)();
}

/** Evaluates all that `events` need; what it answers opens them. Throws a `Failure` before anything is written. */
export function prepareAll(step: Step, instance: Instance, events: readonly ElementNode[]): () => void {
  const writes = events.map((event) => prepare(step, instance, event));
  return () => {
    for (const write of writes) write?.();
  };
}

/** The catching events that stand or fall with an activity or a scope. */
export const attachedEvents = (node: ElementNode): ElementNode[] => [
  ...node.boundaries,
  ...node.eventSubProcesses.flatMap((sub) => sub.startEvents),
];

function prepare(step: Step, instance: Instance, event: ElementNode): (() => void) | undefined {
  if (event.timer) {
    const { due, repetitions } = dueDate(step, event.timer, instance);
    return () => createTimer(step, instance, event.id, due, repetitions);
  }
  if (event.message) return prepareMessage(step, instance, event);
  if (event.signal) {
    const name = toPlain(evaluate(step, event.signal.name, lookupFrom(step, instance)));
    if (typeof name !== 'string') throw wrongType(event.signal.name, 'STRING', name);
    return () =>
      step.event('SIGNAL_SUBSCRIPTION', 'CREATED', step.newKey(), {
        processDefinitionKey: instance.definition.key,
        bpmnProcessId: instance.definition.bpmnProcessId,
        catchEventId: event.id,
        catchEventInstanceKey: instance.key,
        signalName: name,
        tenantId,
      });
  }
  return undefined;
}

/** A boundary message's name and key are read in the flow scope (8.8), every other one in the waiting instance. */
function prepareMessage(step: Step, instance: Instance, event: ElementNode): () => void {
  const lookup = lookupFrom(step, event.type === 'BOUNDARY_EVENT' ? instance.parent : instance);
  const { name: nameExpression, correlationKey } = event.message!;
  const name = toPlain(evaluate(step, nameExpression, lookup));
  if (typeof name !== 'string') throw wrongType(nameExpression, 'STRING', name);
  const key = correlationKey && toPlain(evaluate(step, correlationKey, lookup));
  if (typeof key !== 'string' && typeof key !== 'number') {
    const shown = correlationKey?.text.replace(/^=\s*/, '') ?? '';
    throw new Failure(
      'EXTRACT_VALUE_ERROR',
      `Failed to extract the correlation key for '${shown}': The value must be either a string or a number, but was '${
        key === null || key === undefined
          ? 'NULL'
          : (wrongType(correlationKey!, '', key).message.match(/was '(.*)'/)?.[1] ?? '')
      }'.`,
    );
  }
  return () => {
    const subscriptionKey = step.newKey();
    const interrupting = event.interrupting;
    step.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATING', subscriptionKey, {
      ...subscriptionValue({
        key: subscriptionKey,
        elementInstanceKey: instance.key,
        processInstanceKey: instance.processInstanceKey,
        bpmnProcessId: instance.definition.bpmnProcessId,
        elementId: event.id,
        name,
        correlationKey: String(key),
        interrupting,
        open: false,
      }),
    });
    step.follow('OPEN_SUBSCRIPTION', subscriptionKey);
  };
}

export function createTimer(
  step: Step,
  instance: Instance,
  targetElementId: string,
  due: number,
  repetitions: number,
): void {
  step.event('TIMER', 'CREATED', step.newKey(), {
    processDefinitionKey: instance.definition.key,
    processInstanceKey: instance.processInstanceKey,
    elementInstanceKey: instance.key,
    dueDate: due,
    targetElementId,
    repetitions,
    tenantId,
  });
}

/** When a timer is due first, and how often it may fire (1; -1 for ever). */
export function dueDate(
  step: Step,
  timer: TimerModel,
  instance: Instance | undefined,
): { due: number; repetitions: number } {
  const value = evaluate(step, timer.value, lookupFrom(step, instance));
  const text = typeof value === 'string' ? value : isTemporal(value) ? String(toPlain(value)) : undefined;
  if (text === undefined) throw wrongType(timer.value, expected[timer.kind], toPlain(value));
  if (timer.kind === 'date') {
    const due = parseInstant(text);
    if (due !== undefined) return { due, repetitions: 1 };
  } else if (timer.kind === 'duration') {
    const duration = parseDuration(text);
    if (duration) return { due: addDuration(step.now, duration), repetitions: 1 };
  } else {
    const cycle = parseCycle(text);
    if (cycle) return { due: cycle.first(step.now), repetitions: cycle.repetitions };
  }
  throw new Failure(
    'EXTRACT_VALUE_ERROR',
    `Invalid ${expected[timer.kind]} format '${text}' for expression '${timer.value.text.replace(/^=\s*/, '')}'`,
  );
}
const expected = { date: 'DATE_TIME', duration: 'DURATION', cycle: 'CYCLE' } as const;

/** Takes away everything that the instance waits for, or only some of it. */
export function close(step: Step, instance: Instance, only: (elementId: string) => boolean = () => true): void {
  for (const key of [...(instance.timers ?? [])]) {
    if (only(step.state.timers.get(key)!.targetElementId)) cancelTimer(step, key);
  }
  for (const key of [...(instance.messages ?? [])]) {
    const subscription = step.state.subscriptions.get(key)!;
    if (!only(subscription.elementId)) continue;
    const value = subscriptionValue(subscription);
    step.event('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETING', key, value);
    step.follow('CLOSE_SUBSCRIPTION', key, value);
  }
  for (const key of [...(instance.signals ?? [])]) {
    const subscription = step.state.signalSubscriptions.get(key)!;
    if (!only(subscription.elementId)) continue;
    step.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, signalValue(subscription));
  }
}

export function cancelTimer(step: Step, key: number, intent: 'CANCELED' | 'TRIGGERED' = 'CANCELED'): void {
  const timer = step.state.timers.get(key);
  if (timer) step.event('TIMER', intent, key, timerValue(timer));
}
