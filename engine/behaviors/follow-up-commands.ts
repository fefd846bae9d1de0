/**
 * What a follow-up is in the log: the contract's command (3.3, 3.4), written where it was noted. It is for readers of
 * the log only; replay passes over it. A follow-up that has no command in the contract has no entry here.
 */
import type { ElementNode } from '../model/model.ts';
import type { FollowUp, Instance } from '../state/entities.ts';
import type { Known } from '../state/state.ts';
import { commandValue, instanceValue, subscriptionValue } from './values.ts';

export interface FollowUpCommand {
  valueType: string;
  intent: string;
  key: number;
  value: object;
}

type Write = (
  state: Known,
  find: (key: number) => Instance | undefined,
  followUp: FollowUp,
) => FollowUpCommand | undefined;

/** The key of an element instance is given only when it is activated. */
const activate = (node: ElementNode, definition: Instance['definition'], ids: Partial<Ids>): FollowUpCommand => ({
  valueType: 'PROCESS_INSTANCE',
  intent: 'ACTIVATE_ELEMENT',
  key: ids.key ?? -1,
  value: commandValue(node, definition, ids.processInstanceKey ?? -1, ids.flowScopeKey ?? -1),
});
interface Ids {
  key: number;
  processInstanceKey: number;
  flowScopeKey: number;
}

const writes: Record<string, Write> = {
  ACTIVATE_ELEMENT(state, _find, { key, value }) {
    const scope = state.instances.get(key);
    const node = scope?.definition.model.elements.get(String(value.elementId));
    if (!scope || !node) return undefined;
    const { definition, processInstanceKey } = scope;
    return activate(node, definition, { processInstanceKey, flowScopeKey: key });
  },
  ACTIVATE_ITEM(state, _find, { key }) {
    const body = state.instances.get(key);
    const node = body?.node.inner;
    if (!body || !node) return undefined;
    const { definition, processInstanceKey } = body;
    return activate(node, definition, { processInstanceKey, flowScopeKey: key });
  },
  ACTIVATE_PROCESS(state, _find, { key, value }) {
    const definition = state.processes.byKey.get(Number(value.definitionKey));
    return definition && activate(definition.model.root, definition, { key, processInstanceKey: key });
  },
  COMPLETE_ELEMENT(state, find, { key }) {
    const instance = state.instances.get(key);
    return instance && { ...ofElement, intent: 'COMPLETE_ELEMENT', key, value: instanceValue(instance, find) };
  },
  OPEN_SUBSCRIPTION(state, _find, { key }) {
    const subscription = state.subscriptions.get(key);
    return subscription && { ...ofSubscription, intent: 'CREATE', key, value: subscriptionValue(subscription) };
  },
  CLOSE_SUBSCRIPTION: (_state, _find, { key, value }) => ({ ...ofSubscription, intent: 'DELETE', key, value }),
};
const ofElement = { valueType: 'PROCESS_INSTANCE' };
const ofSubscription = { valueType: 'MESSAGE_SUBSCRIPTION' };

export function followUpCommand(
  state: Known,
  find: (key: number) => Instance | undefined,
  followUp: FollowUp,
): FollowUpCommand | undefined {
  return writes[followUp.intent]?.(state, find, followUp);
}
