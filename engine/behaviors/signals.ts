/** Signals reach everyone who waits for the name now, and start the latest version of each process that does. */
import { pair } from '../state/state.ts';
import { startInstance } from './messages.ts';
import type { Step } from './step.ts';
import { trigger } from './triggers.ts';
import { tenantId } from './values.ts';

/** Answers the key of the BROADCASTED event. */
export function broadcast(step: Step, signalName: string, variables: Readonly<Record<string, unknown>>): number {
  const key = step.newKey();
  step.event('SIGNAL', 'BROADCASTED', key, { signalName, variables, tenantId });
  for (const id of [...(step.state.startsByName.get(pair('signal', signalName)) ?? [])]) {
    const start = step.state.startSubscriptions.get(id)!;
    startInstance(step, step.newKey(), start.definitionKey, start.startEventId, variables);
  }
  for (const id of [...(step.state.signalsByName.get(signalName) ?? [])]) {
    const subscription = step.state.signalSubscriptions.get(id);
    const instance = subscription && step.state.instances.get(subscription.elementInstanceKey);
    if (!instance || step.state.banned.has(instance.processInstanceKey)) continue;
    trigger(step, instance, subscription.elementId, variables);
  }
  return key;
}
