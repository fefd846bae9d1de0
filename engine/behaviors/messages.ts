/** Bringing messages to those who wait: catch events first, then starts, then what is buffered (contract 1.4). */
import type { Message, MessageSubscription, Read, StartSubscription } from '../state/entities.ts';
import { pair } from '../state/state.ts';
import { startName } from './starts.ts';
import type { Step } from './step.ts';
import { notePayload, trigger } from './triggers.ts';
import { subscriptionValue, tenantId } from './values.ts';

type AMessage = Read<Message>;

/** One open subscription per process id gets the message; answers the instances that have had it. */
export function correlateToOpen(step: Step, message: AMessage): number[] {
  const reached: number[] = [];
  for (const key of [...(step.state.openSubscriptions.get(pair(message.name, message.correlationKey)) ?? [])]) {
    const subscription = step.state.subscriptions.get(key);
    if (!subscription || message.correlatedTo.has(subscription.bpmnProcessId)) continue;
    if (step.state.banned.has(subscription.processInstanceKey)) continue;
    reached.push(subscription.processInstanceKey);
    correlate(step, subscription, message);
  }
  return reached;
}

/** Starts an instance of each process whose latest version waits for the name, unless one of that key is alive. */
export function correlateToStarts(step: Step, message: AMessage): number[] {
  const started: number[] = [];
  for (const key of [...(step.state.startsByName.get(pair('message', message.name)) ?? [])]) {
    const subscription = step.state.startSubscriptions.get(key)!;
    if (mayStart(step, subscription, message)) started.push(start(step, subscription, message));
  }
  return started;
}

function mayStart(step: Step, subscription: Read<StartSubscription>, message: AMessage): boolean {
  if (message.correlatedTo.has(subscription.bpmnProcessId)) return false;
  return (
    message.correlationKey === '' ||
    !step.state.startLocks.has(pair(subscription.bpmnProcessId, message.correlationKey))
  );
}

function start(step: Step, subscription: Read<StartSubscription>, message: AMessage): number {
  const processInstanceKey = step.newKey();
  const definition = step.state.processes.byKey.get(subscription.definitionKey)!;
  step.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', subscription.key, {
    processDefinitionKey: subscription.definitionKey,
    bpmnProcessId: subscription.bpmnProcessId,
    startEventId: subscription.startEventId,
    messageName: subscription.name,
    processInstanceKey,
    correlationKey: message.correlationKey,
    messageKey: message.key,
    variables: message.variables,
    tenantId,
  });
  startInstance(step, processInstanceKey, definition.key, subscription.startEventId, message.variables);
  return processInstanceKey;
}

/** An instance that an event starts: its payload waits for the start event. */
export function startInstance(
  step: Step,
  processInstanceKey: number,
  definitionKey: number,
  startEventId: string,
  variables: Readonly<Record<string, unknown>>,
): void {
  // The key is taken by this event even if the instance is activated only in a later batch.
  notePayload(step, processInstanceKey, startEventId, variables, {
    processInstanceKey,
    definition: { key: definitionKey },
  });
  step.follow('ACTIVATE_PROCESS', processInstanceKey, { definitionKey });
}

/** A subscription takes the message: both sides' records, then the event goes on in the instance. */
function correlate(step: Step, subscription: Read<MessageSubscription>, message: AMessage): void {
  const { key, elementId, elementInstanceKey } = subscription;
  const value = subscriptionValue(subscription, { messageKey: message.key, variables: message.variables });
  step.event('MESSAGE_SUBSCRIPTION', 'CORRELATING', key, value);
  step.inner('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATE', key, value);
  step.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED', key, value);
  const instance = step.state.instances.get(elementInstanceKey)!;
  trigger(step, instance, elementId, message.variables);
  step.inner('MESSAGE_SUBSCRIPTION', 'CORRELATE', key, value);
  step.event('MESSAGE_SUBSCRIPTION', 'CORRELATED', key, value);
  // One that stays open takes the next buffered message, if there is any.
  if (step.state.subscriptions.has(key)) step.follow('TAKE_BUFFERED', key);
}

/** A subscription that has just opened, or is free again, takes the oldest message that it may. */
export function takeBuffered(step: Step, subscriptionKey: number): void {
  const subscription = step.state.subscriptions.get(subscriptionKey);
  if (!subscription || step.state.banned.has(subscription.processInstanceKey)) return;
  const name = pair(subscription.name, subscription.correlationKey);
  for (const key of step.state.buffered.get(name) ?? []) {
    const message = step.state.messages.get(key)!;
    if (message.deadline <= step.now || message.correlatedTo.has(subscription.bpmnProcessId)) continue;
    correlate(step, subscription, message);
    return;
  }
}

/** An instance that a message had started is gone: the next buffered message of its key may start another. */
export function startFromBuffer(step: Step, bpmnProcessId: string, correlationKey: string): void {
  if (step.state.startLocks.has(pair(bpmnProcessId, correlationKey))) return;
  const waiting: { subscription: Read<StartSubscription>; message: AMessage }[] = [];
  for (const { message: caught } of step.state.processes.latest(bpmnProcessId)?.model.root.startEvents ?? []) {
    if (!caught) continue;
    const name = startName(step, caught.name);
    const subscription = [...(step.state.startsByName.get(pair('message', name)) ?? [])]
      .map((key) => step.state.startSubscriptions.get(key)!)
      .find((one) => one.bpmnProcessId === bpmnProcessId);
    const message = [...(step.state.buffered.get(pair(name, correlationKey)) ?? [])]
      .map((key) => step.state.messages.get(key)!)
      .find(({ deadline, correlatedTo }) => deadline > step.now && !correlatedTo.has(bpmnProcessId));
    if (subscription && message) waiting.push({ subscription, message });
  }
  const [oldest] = waiting.sort((one, other) => one.message.key - other.message.key);
  if (oldest) start(step, oldest.subscription, oldest.message);
}

export function expire(step: Step, key: number): void {
  const message = step.state.messages.get(key);
  if (!message) return;
  step.event('MESSAGE', 'EXPIRED', key, {
    name: message.name,
    correlationKey: message.correlationKey,
    messageId: message.messageId,
    timeToLive: message.timeToLive,
    deadline: message.deadline,
    variables: message.variables,
    tenantId,
  });
}
