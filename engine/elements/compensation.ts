/**
 * Compensation events that are thrown, and the handlers that they run (zeebe-contract 4.8). What could go wrong: the
 * scope of an activity in a completed sub-process is gone; its handler then runs in the scope that is compensated, with
 * the variables that the sub-process had as locals of its own.
 */
import { remembered, type Subscription } from '../behaviors/compensation.ts';
import { complete, enter } from '../behaviors/lifecycle.ts';
import type { Step } from '../behaviors/step.ts';
import { compensationValue } from '../behaviors/values.ts';
import { setLocals } from '../behaviors/variables.ts';
import type { Instance } from '../state/entities.ts';

/** An active event asks to undo its scope, or one activity of it; it completes when all handlers have. */
export function throwCompensation(step: Step, thrower: Instance): void {
  // In an event sub-process it is about the scope that this one stands in.
  const within = thrower.parent!;
  const scope = within.node.type === 'EVENT_SUB_PROCESS' ? within.parent! : within;
  const found: { subscription: Subscription; variables: Record<string, unknown> }[] = [];
  const collect = (scopeKey: number, only: string | undefined, above: Record<string, unknown>) => {
    for (const subscription of remembered(step, scopeKey)) {
      if (subscription.throwEventInstanceKey !== -1) continue;
      if (only !== undefined && subscription.activityId !== only) continue;
      const variables = { ...above, ...subscription.variables };
      found.push({ subscription, variables });
      // An activity with a handler of its own is undone by that alone.
      if (subscription.handlerId === '') collect(subscription.activityInstanceKey, undefined, variables);
    }
  };
  collect(scope.key, thrower.node.compensates!.activityId, {});
  const handled = found.filter(({ subscription }) => subscription.handlerId !== '');
  if (handled.length === 0) {
    complete(step, thrower);
    return;
  }
  for (const { subscription, variables } of found) {
    const hasHandler = subscription.handlerId !== '';
    step.event('COMPENSATION_SUBSCRIPTION', 'TRIGGERED', subscription.key, {
      ...compensationValue(subscription),
      throwEventId: thrower.node.id,
      throwEventInstanceKey: thrower.key,
      compensationHandlerInstanceKey: hasHandler ? step.newKey() : -1,
    });
    if (hasHandler) step.follow('COMPENSATE', subscription.key, { scopeKey: scope.key, variables });
  }
}

/** Runs the handler of a triggered subscription: the boundary event passes, then the activity begins. */
export function compensate(step: Step, key: number, scope: Instance, variables: Record<string, unknown>): void {
  const subscription = step.state.compensations.get(key);
  if (!subscription) return;
  const { elements } = scope.definition.model;
  const handler = elements.get(subscription.handlerId)!;
  const boundary = elements.get(subscription.activityId)!.boundaries.find((event) => event.handler === handler)!;
  enter(step, boundary, scope);
  const { processInstanceKey, definition } = scope;
  setLocals(step, { key: subscription.handlerInstanceKey, processInstanceKey, definition }, variables);
  enter(step, handler, scope, subscription.handlerInstanceKey);
}
