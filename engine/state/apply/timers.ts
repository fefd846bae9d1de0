/** TIMER events. */
import { addTo, removeFrom, type State } from '../state.ts';
import type { Applier } from './index.ts';

const remove = (state: State, key: number): void => {
  const timer = state.timers.get(key);
  if (!timer) return;
  state.timers.delete(key);
  state.due.delete('timer', key);
  state.instances.get(timer.elementInstanceKey)?.timers?.delete(key);
  if (timer.elementInstanceKey === -1) removeFrom(state.startTimers, timer.definitionKey, key);
};

export const timer: Record<string, Applier> = {
  CREATED({ state, key, value }) {
    state.timers.set(key, {
      key,
      elementInstanceKey: value.elementInstanceKey,
      processInstanceKey: value.processInstanceKey,
      definitionKey: value.processDefinitionKey,
      targetElementId: value.targetElementId,
      due: value.dueDate,
      repetitions: value.repetitions,
    });
    state.due.set('timer', key, value.dueDate);
    const element = state.instances.get(value.elementInstanceKey);
    if (element) {
      element.timers ??= new Set();
      element.timers.add(key);
    } else {
      addTo(state.startTimers, value.processDefinitionKey, key);
    }
  },
  MIGRATED({ state, key, value }) {
    const migrated = state.timers.get(key)!;
    migrated.definitionKey = value.processDefinitionKey;
    migrated.targetElementId = value.targetElementId;
  },
  TRIGGERED({ state, key }) {
    remove(state, key);
  },
  CANCELED({ state, key }) {
    remove(state, key);
  },
};
