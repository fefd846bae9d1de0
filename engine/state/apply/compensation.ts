/** COMPENSATION_SUBSCRIPTION events: what can still be undone, by scope, by the event that asked and by handler. */
import type { CompensationSubscription } from '../entities.ts';
import { addTo, removeFrom, type State } from '../state.ts';
import type { Applier } from './index.ts';

/** Puts a subscription into the state and its indexes. */
export function addCompensation(state: State, subscription: CompensationSubscription): void {
  const { key, scopeKey, throwEventInstanceKey, handlerInstanceKey } = subscription;
  state.compensations.set(key, subscription);
  addTo(state.compensationsByScope, scopeKey, key);
  if (throwEventInstanceKey !== -1) addTo(state.compensationsByThrower, throwEventInstanceKey, key);
  if (handlerInstanceKey !== -1) state.compensationByHandler.set(handlerInstanceKey, key);
}

const remove: Applier = ({ state, key }) => {
  const gone = state.compensations.get(key);
  if (!gone) return;
  state.compensations.delete(key);
  removeFrom(state.compensationsByScope, gone.scopeKey, key);
  removeFrom(state.compensationsByThrower, gone.throwEventInstanceKey, key);
  state.compensationByHandler.delete(gone.handlerInstanceKey);
};

const write: Applier = (change) => {
  const { state, key, value } = change;
  remove(change);
  // The handler begins later, with a key that it has been given here.
  state.lastKey = Math.max(state.lastKey, value.compensationHandlerInstanceKey);
  addCompensation(state, {
    key,
    processInstanceKey: value.processInstanceKey,
    definitionKey: value.processDefinitionKey,
    activityId: value.compensableActivityId,
    scopeKey: value.compensableActivityScopeKey,
    activityInstanceKey: value.compensableActivityInstanceKey,
    handlerId: value.compensationHandlerId,
    handlerInstanceKey: value.compensationHandlerInstanceKey,
    throwEventId: value.throwEventId,
    throwEventInstanceKey: value.throwEventInstanceKey,
    variables: value.variables,
  });
};

export const compensationSubscription: Record<string, Applier> = {
  CREATED: write,
  TRIGGERED: write,
  MIGRATED: write,
  COMPLETED: remove,
  DELETED: remove,
};
