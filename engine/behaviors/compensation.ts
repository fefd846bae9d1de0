/**
 * What can still be undone: an activity that has completed is remembered by its handler until its scope ends
 * (zeebe-contract 4.8). A sub-process in which something is remembered is remembered itself, with the variables that it
 * had, so that what was done in it can be found from outside.
 */
import { parsed } from '../expressions/json.ts';
import type { ElementNode } from '../model/model.ts';
import type { CompensationSubscription, Instance, Read } from '../state/entities.ts';
import type { Step } from './step.ts';
import { compensationValue } from './values.ts';

export type Subscription = Read<CompensationSubscription>;

/** What is remembered in a scope, oldest first. */
export const remembered = (step: Step, scopeKey: number): Subscription[] =>
  [...(step.state.compensationsByScope.get(scopeKey) ?? [])].map((key) => step.state.compensations.get(key)!);

const handlerOf = (node: ElementNode): ElementNode | undefined =>
  node.boundaries.find((event) => event.handler)?.handler;

/** Before `instance` has completed: how to undo it, and that something was done in it. */
export function rememberCompensation(step: Step, instance: Instance): void {
  const { parent, node } = instance;
  const handler = handlerOf(node);
  const inner = step.state.compensationsByScope.has(instance.key);
  if (!parent || !(handler || inner)) return;
  const variables: Record<string, unknown> = {};
  if (inner)
    for (const [name, { text }] of step.state.variables.get(instance.key) ?? []) variables[name] = parsed(text);
  const key = step.newKey();
  const value = compensationValue({
    key,
    processInstanceKey: instance.processInstanceKey,
    definitionKey: instance.definition.key,
    activityId: node.id,
    scopeKey: parent.key,
    activityInstanceKey: instance.key,
    handlerId: handler?.id ?? '',
    handlerInstanceKey: -1,
    throwEventId: '',
    throwEventInstanceKey: -1,
    variables,
  });
  step.event('COMPENSATION_SUBSCRIPTION', 'CREATED', key, value);
}

/** The scope has ended for good: nothing of it can be undone any more. */
export function forgetCompensation(step: Step, scopeKey: number): void {
  for (const subscription of remembered(step, scopeKey)) {
    forgetCompensation(step, subscription.activityInstanceKey);
    step.event('COMPENSATION_SUBSCRIPTION', 'DELETED', subscription.key, compensationValue(subscription));
  }
}

/** If `instance` was a handler: it has done its work; after the last one the event that asked for it completes. */
export function handlerCompleted(step: Step, instanceKey: number): void {
  const key = step.state.compensationByHandler.get(instanceKey);
  if (key === undefined) return;
  const { throwEventInstanceKey } = step.state.compensations.get(key)!;
  compensated(step, key);
  const left = [...(step.state.compensationsByThrower.get(throwEventInstanceKey) ?? [])];
  if (left.some((other) => step.state.compensations.get(other)!.handlerId !== '')) return;
  for (const other of left) compensated(step, other);
  step.follow('COMPLETE_COMPENSATED', throwEventInstanceKey);
}

export function compensated(step: Step, key: number): void {
  step.event('COMPENSATION_SUBSCRIPTION', 'COMPLETED', key, compensationValue(step.state.compensations.get(key)!));
}
