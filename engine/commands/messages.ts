/** Messages and signals from outside (zeebe-contract 1.4). */
import { correlateToOpen, correlateToStarts, expire } from '../behaviors/messages.ts';
import { broadcast } from '../behaviors/signals.ts';
import type { Step } from '../behaviors/step.ts';
import { tenantId } from '../behaviors/values.ts';
import type { PublishMessageRequest, VariablesInput } from '../door.ts';
import { pair } from '../state/state.ts';
import { notFound, refuse, variablesOf } from './refuse.ts';

export function publishMessage(step: Step, request: PublishMessageRequest): { messageKey: string; tenantId: string } {
  const { name, correlationKey = '', messageId = '' } = request;
  const timeToLive = Math.max(0, request.timeToLive ?? 0);
  const variables = variablesOf('PUBLISH', request.variables);
  if (messageId !== '' && step.state.messageIds.has(pair(pair(name, correlationKey), messageId))) {
    refuse(
      'PUBLISH',
      'ALREADY_EXISTS',
      `Expected to publish a new message with id '${messageId}', but a message with that id was already published`,
    );
  }
  const key = step.newKey();
  const value = { name, correlationKey, messageId, timeToLive, deadline: step.now + timeToLive, variables, tenantId };
  step.command('MESSAGE', 'PUBLISH', -1, { ...value, deadline: -1 });
  step.event('MESSAGE', 'PUBLISHED', key, value);
  const message = step.state.messages.get(key)!;
  correlateToOpen(step, message);
  correlateToStarts(step, message);
  if (timeToLive <= 0) expire(step, key);
  return { messageKey: String(key), tenantId };
}

/** Publishes without a buffer; refused if nobody takes it. Answers the first instance that did. */
export function correlateMessage(
  step: Step,
  request: { name: string; correlationKey?: string; variables?: VariablesInput },
): { messageKey: string; processInstanceKey: string; tenantId: string } {
  const { name, correlationKey = '' } = request;
  const variables = variablesOf('CORRELATE', request.variables);
  if (!anyoneWaits(step, name, correlationKey)) {
    notFound(
      'CORRELATE',
      `Expected to find subscription for message with name '${name}' and correlation key '${correlationKey}', but none was found.`,
    );
  }
  const key = step.newKey();
  const value = { name, correlationKey, messageId: '', timeToLive: -1, deadline: step.now, variables, tenantId };
  const correlation = {
    name,
    correlationKey,
    messageKey: key,
    variables,
    requestId: -1,
    requestStreamId: -1,
    tenantId,
  };
  step.command('MESSAGE_CORRELATION', 'CORRELATE', -1, { ...correlation, messageKey: -1, processInstanceKey: -1 });
  step.event('MESSAGE', 'PUBLISHED', key, value);
  step.event('MESSAGE_CORRELATION', 'CORRELATING', key, { ...correlation, processInstanceKey: -1 });
  const message = step.state.messages.get(key)!;
  const [first] = [...correlateToOpen(step, message), ...correlateToStarts(step, message)];
  step.event('MESSAGE_CORRELATION', 'CORRELATED', key, { ...correlation, processInstanceKey: first! });
  expire(step, key);
  return { messageKey: String(key), processInstanceKey: String(first!), tenantId };
}

function anyoneWaits(step: Step, name: string, correlationKey: string): boolean {
  for (const key of step.state.openSubscriptions.get(pair(name, correlationKey)) ?? []) {
    if (!step.state.banned.has(step.state.subscriptions.get(key)!.processInstanceKey)) return true;
  }
  for (const key of step.state.startsByName.get(pair('message', name)) ?? []) {
    const { bpmnProcessId } = step.state.startSubscriptions.get(key)!;
    if (correlationKey === '' || !step.state.startLocks.has(pair(bpmnProcessId, correlationKey))) return true;
  }
  return false;
}

export function broadcastSignal(
  step: Step,
  request: { signalName: string; variables?: VariablesInput },
): { signalKey: string; tenantId: string } {
  const variables = variablesOf('BROADCAST', request.variables);
  step.command('SIGNAL', 'BROADCAST', -1, { signalName: request.signalName, variables, tenantId });
  return { signalKey: String(broadcast(step, request.signalName, variables)), tenantId };
}

export function expireMessage(step: Step, key: number): void {
  if (!step.state.messages.has(key)) return;
  step.command('MESSAGE', 'EXPIRE', key, {});
  expire(step, key);
}
