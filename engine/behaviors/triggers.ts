/** An event has happened to an instance that waits for it: what begins and what ends by that. */
import type { ElementNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { complete } from './lifecycle.ts';
import type { Step } from './step.ts';
import { close } from './subscriptions.ts';
import { terminate, terminateChildren } from './termination.ts';
import { tenantId } from './values.ts';

/** Notes the payload where its target will find it. */
export function notePayload(
  step: Step,
  scopeKey: number,
  target: string,
  variables: Readonly<Record<string, unknown>>,
  of: { processInstanceKey: number; definition: { readonly key: number } },
): void {
  step.event('PROCESS_EVENT', 'TRIGGERING', step.newKey(), {
    scopeKey,
    processDefinitionKey: of.definition.key,
    processInstanceKey: of.processInstanceKey,
    targetElementId: target,
    variables,
    tenantId,
  });
}

/** The node of an element id as caught by the instance: itself, a gateway's target, a boundary event, a start event. */
export const caughtNode = (instance: Instance, elementId: string): ElementNode =>
  instance.definition.model.elements.get(elementId)!;

/** `instance` waits; `elementId` names what it waits for. */
export function trigger(
  step: Step,
  instance: Instance,
  elementId: string,
  variables: Readonly<Record<string, unknown>> = {},
): void {
  const target = caughtNode(instance, elementId);
  if (target.type === 'BOUNDARY_EVENT') {
    triggerBoundary(step, instance, target, variables);
  } else if (target.type === 'START_EVENT') {
    triggerEventSubProcess(step, instance, target, variables);
  } else if (instance.node.type === 'EVENT_BASED_GATEWAY') {
    notePayload(step, instance.parent!.key, elementId, variables, instance);
    complete(step, instance, { flows: instance.node.outgoing.filter((flow) => flow.target.id === elementId) });
  } else {
    notePayload(step, instance.key, elementId, variables, instance);
    complete(step, instance);
  }
}

export function triggerBoundary(
  step: Step,
  activity: Instance,
  boundary: ElementNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const scope = activity.parent!;
  notePayload(step, scope.key, boundary.id, variables, activity);
  if (boundary.interrupting) terminate(step, activity);
  // Held up by a user task's listeners: the boundary event begins after them.
  if (boundary.interrupting && step.state.instances.has(activity.key)) return;
  step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: boundary.id });
}

/** `scope` is where the event sub-process stands; an interrupting one ends everything else in it. */
export function triggerEventSubProcess(
  step: Step,
  scope: Instance,
  start: ElementNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const subProcess = start.parent!;
  notePayload(step, scope.key, start.id, variables, scope);
  if (start.interrupting) {
    close(step, scope, (elementId) => caughtNode(scope, elementId).interrupting);
    terminateChildren(step, scope);
    if (scope.children) return;
  }
  step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: subProcess.id });
}
