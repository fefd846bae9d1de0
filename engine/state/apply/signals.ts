/** SIGNAL_SUBSCRIPTION events. `catchEventInstanceKey` -1 is a start event's subscription. */
import { addTo, pair, removeFrom } from '../state.ts';
import type { Applier } from './index.ts';

export const signalSubscription: Record<string, Applier> = {
  CREATED({ state, key, value }) {
    if (value.catchEventInstanceKey === -1) {
      state.startSubscriptions.set(key, {
        key,
        kind: 'signal',
        definitionKey: value.processDefinitionKey,
        bpmnProcessId: value.bpmnProcessId,
        startEventId: value.catchEventId,
        name: value.signalName,
      });
      addTo(state.startsByName, pair('signal', value.signalName), key);
      return;
    }
    state.signalSubscriptions.set(key, {
      key,
      elementInstanceKey: value.catchEventInstanceKey,
      definitionKey: value.processDefinitionKey,
      bpmnProcessId: value.bpmnProcessId,
      elementId: value.catchEventId,
      name: value.signalName,
    });
    addTo(state.signalsByName, value.signalName, key);
    const element = state.instances.get(value.catchEventInstanceKey)!;
    element.signals ??= new Set();
    element.signals.add(key);
  },
  MIGRATED({ state, key, value }) {
    const migrated = state.signalSubscriptions.get(key)!;
    migrated.definitionKey = value.processDefinitionKey;
    migrated.bpmnProcessId = value.bpmnProcessId;
    migrated.elementId = value.catchEventId;
  },
  DELETED({ state, key }) {
    const start = state.startSubscriptions.get(key);
    if (start) {
      state.startSubscriptions.delete(key);
      removeFrom(state.startsByName, pair('signal', start.name), key);
      return;
    }
    const subscription = state.signalSubscriptions.get(key);
    if (!subscription) return;
    state.signalSubscriptions.delete(key);
    removeFrom(state.signalsByName, subscription.name, key);
    state.instances.get(subscription.elementInstanceKey)?.signals?.delete(key);
  },
};
