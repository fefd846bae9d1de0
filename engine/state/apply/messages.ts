/** MESSAGE events and both sides of message subscriptions. With one partition the two sides are one entity. */
import { addTo, pair, removeFrom, type State } from '../state.ts';
import type { Applier } from './index.ts';

export const message: Record<string, Applier> = {
  PUBLISHED({ state, key, value }) {
    state.messages.set(key, {
      key,
      name: value.name,
      correlationKey: value.correlationKey,
      messageId: value.messageId,
      timeToLive: value.timeToLive,
      deadline: value.deadline,
      variables: value.variables,
      correlatedTo: new Set(),
    });
    const name = pair(value.name, value.correlationKey);
    addTo(state.buffered, name, key);
    if (value.messageId !== '') state.messageIds.set(pair(name, value.messageId), key);
    if (value.timeToLive > 0) state.due.set('message', key, value.deadline);
  },
  EXPIRED({ state, key }) {
    const expired = state.messages.get(key);
    if (!expired) return;
    state.messages.delete(key);
    state.due.delete('message', key);
    const name = pair(expired.name, expired.correlationKey);
    removeFrom(state.buffered, name, key);
    const id = pair(name, expired.messageId);
    if (state.messageIds.get(id) === key) state.messageIds.delete(id);
  },
};

function close(state: State, key: number): void {
  const subscription = state.subscriptions.get(key);
  if (!subscription) return;
  state.subscriptions.delete(key);
  removeFrom(state.openSubscriptions, pair(subscription.name, subscription.correlationKey), key);
  state.instances.get(subscription.elementInstanceKey)?.messages?.delete(key);
}

export const processMessageSubscription: Record<string, Applier> = {
  CREATING({ state, key, value }) {
    state.subscriptions.set(key, {
      key,
      elementInstanceKey: value.elementInstanceKey,
      processInstanceKey: value.processInstanceKey,
      bpmnProcessId: value.bpmnProcessId,
      elementId: value.elementId,
      name: value.messageName,
      correlationKey: value.correlationKey,
      interrupting: value.interrupting,
      open: false,
    });
    const element = state.instances.get(value.elementInstanceKey)!;
    element.messages ??= new Set();
    element.messages.add(key);
  },
  MIGRATED({ state, key, value }) {
    const migrated = state.subscriptions.get(key)!;
    migrated.bpmnProcessId = value.bpmnProcessId;
    migrated.elementId = value.elementId;
    migrated.interrupting = value.interrupting;
  },
  CORRELATED({ state, key, value }) {
    if (value.interrupting) close(state, key);
  },
  DELETING({ state, key }) {
    close(state, key);
  },
};

export const messageSubscription: Record<string, Applier> = {
  CREATED({ state, key }) {
    const subscription = state.subscriptions.get(key);
    if (!subscription) return;
    subscription.open = true;
    addTo(state.openSubscriptions, pair(subscription.name, subscription.correlationKey), key);
  },
  CORRELATING({ state, value }) {
    state.messages.get(value.messageKey)?.correlatedTo.add(value.bpmnProcessId);
  },
};

export const startSubscription: Record<string, Applier> = {
  CREATED({ state, key, value }) {
    state.startSubscriptions.set(key, {
      key,
      kind: 'message',
      definitionKey: value.processDefinitionKey,
      bpmnProcessId: value.bpmnProcessId,
      startEventId: value.startEventId,
      name: value.messageName,
    });
    addTo(state.startsByName, pair('message', value.messageName), key);
  },
  DELETED({ state, key }) {
    const subscription = state.startSubscriptions.get(key);
    if (!subscription) return;
    state.startSubscriptions.delete(key);
    removeFrom(state.startsByName, pair('message', subscription.name), key);
  },
  CORRELATED({ state, value }) {
    state.messages.get(value.messageKey)?.correlatedTo.add(value.bpmnProcessId);
    if (value.correlationKey === '') return;
    state.startLocks.set(pair(value.bpmnProcessId, value.correlationKey), value.processInstanceKey);
    state.lockOfInstance.set(value.processInstanceKey, {
      bpmnProcessId: value.bpmnProcessId,
      correlationKey: value.correlationKey,
    });
  },
};
