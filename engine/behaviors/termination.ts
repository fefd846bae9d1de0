/**
 * How an element ends before its time: TERMINATING … TERMINATED, all within it first (zeebe-contract 3.4). Canceling
 * listeners of a user task hold that up, for as long as they like: then everything around it waits too, and goes on from
 * what is in the state when the last of them is through (4.17).
 */
import type { ElementNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { forgetCompensation } from './compensation.ts';
import { close as closeIncident } from './incidents.ts';
import { cancelJob } from './jobs.ts';
import { completeScopeIfDone, endsProcess, willBegin } from './lifecycle.ts';
import type { Step } from './step.ts';
import { close as closeSubscriptions } from './subscriptions.ts';
import { instanceValue } from './values.ts';

/** Ends an element and all within it, depth first, without taking flows. */
export function terminate(step: Step, instance: Instance): void {
  if (instance.state === 'TERMINATING' || !step.state.instances.has(instance.key)) return;
  step.inner('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', instance.key, instanceValue(instance, step.find));
  step.event('PROCESS_INSTANCE', 'ELEMENT_TERMINATING', instance.key, instanceValue(instance, step.find));
  terminateChildren(step, instance);
  const { incidentKey } = instance;
  cancelJob(step, instance);
  step.elements[instance.node.type].terminate?.(step, instance);
  closeSubscriptions(step, instance);
  closeIncident(step, incidentKey);
  if (!heldUp(instance)) terminated(step, instance);
}

function terminated(step: Step, instance: Instance): void {
  forgetCompensation(step, instance.key);
  step.elements[instance.node.type].terminating?.(step, instance);
  step.event('PROCESS_INSTANCE', 'ELEMENT_TERMINATED', instance.key, instanceValue(instance, step.find));
  endsProcess(step, instance);
}

/** Canceling listeners of a user task are at work in it, or in something within it (zeebe-contract 4.17). */
export const heldUp = (instance: Instance): boolean =>
  instance.children !== undefined || instance.userTaskKey !== 0 || instance.calledKey !== 0;

/** What held the termination up is gone: the instance ends, and what waited for that goes on. */
export function continueTermination(step: Step, instance: Instance): void {
  if (heldUp(instance)) return;
  step.inner('PROCESS_INSTANCE', 'CONTINUE_TERMINATING_ELEMENT', instance.key, instanceValue(instance, step.find));
  terminated(step, instance);
  const above = instance.parent ?? step.state.instances.get(instance.callerKey);
  if (above?.state === 'TERMINATING') continueTermination(step, above);
  else if (above?.state === 'ACTIVATED') afterHeldUp(step, above, instance.node);
}

/** The scope lives on: an event that interrupted begins in it, it completes, or nothing is left of it. */
function afterHeldUp(step: Step, scope: Instance, ended: ElementNode): void {
  const event = interruptedBy(step, scope, ended);
  if (event) step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: event.id });
  else if (scope.children) return;
  else if (scope.ended) completeScopeIfDone(step, scope);
  else if (!step.elements[scope.node.type].emptied?.(step, scope)) endIfEmpty(step, scope);
}

/** The boundary event of what has ended, or the event sub-process, whose payload waits to begin. */
function interruptedBy(step: Step, scope: Instance, ended: ElementNode): ElementNode | undefined {
  for (const { targetElementId } of step.state.triggers.get(scope.key) ?? []) {
    const target = scope.definition.model.elements.get(targetElementId);
    if (!target?.interrupting) continue;
    if (target.attachedTo === ended) return target;
    if (!scope.children && target.parent?.type === 'EVENT_SUB_PROCESS') return target.parent;
  }
  return undefined;
}

/** After a modification: the scope, and those around it and what called it, end with the last that was in them. */
function endIfEmpty(step: Step, scope: Instance): void {
  for (let at: Instance | undefined = scope; at && !at.children && !at.tokens && !willBegin(step, at); ) {
    const above: Instance | undefined = at.parent ?? step.state.instances.get(at.callerKey);
    terminate(step, at);
    at = above;
  }
}

export function terminateChildren(step: Step, scope: Instance): void {
  for (const child of [...(scope.children ?? [])]) terminate(step, child);
}
