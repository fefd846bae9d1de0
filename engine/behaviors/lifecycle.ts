/**
 * The life that every element shares: ACTIVATING → mappings → start listeners → its own activation → ACTIVATED →
 * COMPLETING → payload and mappings → end listeners → COMPLETED → flows; or it is terminated (termination.ts). Each move
 * can be taken up again after an incident, from where it stopped (zeebe-contract 3.4).
 */
import type { ElementNode, FlowNode } from '../model/model.ts';
import { isInclusiveJoin, isParallelJoin } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { forgetCompensation, handlerCompleted, rememberCompensation } from './compensation.ts';
import { attempt, close as closeIncident } from './incidents.ts';
import { createListenerJob } from './jobs.ts';
import { applyInputs, applyOutputs } from './mappings.ts';
import type { Completion, Step } from './step.ts';
import { attachedEvents, close as closeSubscriptions, open as openSubscriptions } from './subscriptions.ts';
import { beginningValue, flowValue, instanceValue, triggeredValue } from './values.ts';
import { mergeResult } from './variables.ts';

/** Begins an element in a scope that is active. */
export function enter(step: Step, node: ElementNode, scope: Instance, key = step.newKey()): void {
  step.processInstanceKey = scope.processInstanceKey;
  const { definition, processInstanceKey } = scope;
  step.event(
    'PROCESS_INSTANCE',
    'ELEMENT_ACTIVATING',
    key,
    beginningValue({ key, node, definition, processInstanceKey, scope, tags: [] }, step.find),
  );
  continueActivation(step, step.state.instances.get(key)!);
}

/** From ACTIVATING on: at first, after each start listener, and after an incident. */
export function continueActivation(step: Step, instance: Instance): void {
  attempt(step, instance, () => {
    if (instance.listenersDone === 0) applyInputs(step, instance);
    const listener = instance.node.startListeners[instance.listenersDone];
    if (listener) createListenerJob(step, instance, 'START', listener);
    else step.elements[instance.node.type].activate(step, instance);
  });
}

/** Opens what an activity or scope catches, writes ACTIVATED. */
export function activated(step: Step, instance: Instance): void {
  step.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', instance.key, instanceValue(instance, step.find));
}

/** For activities and scopes: boundary events and event sub-processes listen from here on. */
export function listen(step: Step, instance: Instance): void {
  openSubscriptions(step, instance, attachedEvents(instance.node));
}

export function complete(step: Step, instance: Instance, completion: Completion = {}): void {
  step.inner('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', instance.key, instanceValue(instance, step.find));
  completing(step, instance, completion);
}

/** The same for a command that stands in the log already. */
export function completing(step: Step, instance: Instance, { variables, flows }: Completion = {}): void {
  step.event('PROCESS_INSTANCE', 'ELEMENT_COMPLETING', instance.key, instanceValue(instance, step.find));
  if (variables) mergeResult(step, instance, variables);
  continueCompletion(step, instance, flows);
}

/** From COMPLETING on: at first, after each end listener, and after an incident. */
export function continueCompletion(step: Step, instance: Instance, flows?: readonly FlowNode[]): void {
  attempt(step, instance, () => {
    if (instance.listenersDone === 0) {
      mergeTrigger(step, instance);
      applyOutputs(step, instance);
    }
    const listener = instance.node.endListeners[instance.listenersDone];
    if (listener) {
      createListenerJob(step, instance, 'END', listener);
      return;
    }
    step.elements[instance.node.type].completing?.(step, instance);
    const { parent } = instance;
    const enough = parent ? step.elements[parent.node.type].childCompleting?.(step, instance) : false;
    leave(step, instance, flows ?? instance.node.outgoing, enough ?? false);
  });
}

/** The payload of the event that brought the element here: to its locals, or upward. */
function mergeTrigger(step: Step, instance: Instance): void {
  if (instance.node.type === 'EVENT_SUB_PROCESS') return;
  const trigger = step.state.triggers.get(instance.key)?.find((t) => t.targetElementId === instance.node.id);
  if (!trigger) return;
  const { key, variables, targetElementId } = trigger;
  mergeResult(step, instance, variables);
  step.event('PROCESS_EVENT', 'TRIGGERED', key, triggeredValue(instance, targetElementId));
}

function leave(step: Step, instance: Instance, flows: readonly FlowNode[], enough: boolean): void {
  closeSubscriptions(step, instance);
  const { parent } = instance;
  closeIncident(step, instance.incidentKey);
  if (parent) rememberCompensation(step, instance);
  else forgetCompensation(step, instance.key);
  step.event('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', instance.key, instanceValue(instance, step.find));
  handlerCompleted(step, instance.key);
  if (endsProcess(step, instance)) return;
  const { completed } = step.elements[instance.node.type];
  if (completed) {
    completed(step, instance);
    return;
  }
  if (!parent) return;
  const { childCompleted } = step.elements[parent.node.type];
  if (childCompleted) childCompleted(step, parent, enough);
  else takeFlows(step, parent, flows);
}

/** Takes the flows; with none, the scope may be at its end. */
export function takeFlows(step: Step, scope: Instance, flows: readonly FlowNode[]): void {
  for (const flow of flows) {
    step.event('PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', step.newKey(), flowValue(flow, scope));
    const { target } = flow;
    if (isInclusiveJoin(target)) step.unsettled.add(scope.key);
    else if (!isParallelJoin(target) || joinReady(scope, target)) {
      step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: target.id });
    }
  }
  if (flows.length === 0) completeScopeIfDone(step, scope);
}

export const joinReady = (scope: Instance, join: ElementNode): boolean =>
  join.incoming.every((flow) => scope.tokens?.has(flow.id));

/** A scope without children and without tokens completes; one that was ended does so whatever tokens wait. */
export function completeScopeIfDone(step: Step, scope: Instance): void {
  const done = !scope.children && (scope.ended || !scope.tokens);
  if (done && scope.state === 'ACTIVATED') step.follow('COMPLETE_ELEMENT', scope.key);
  else if (scope.tokens) step.unsettled.add(scope.key);
}

/** Another command that was cut has still to begin something in the scope, of which there is no token: an event. */
export function willBegin(step: Step, scope: Instance): boolean {
  for (const rest of step.state.pending.values())
    if (rest.some(({ intent, key }) => intent === 'ACTIVATE_ELEMENT' && key === scope.key)) return true;
  return false;
}

/** By an instruction of its creation, the process ends with this element; an item of a multi-instance is not all of it. */
export function endsProcess(step: Step, { node, parent, processInstanceKey }: Instance): boolean {
  const ends = !parent?.loop && step.state.endsAfter.get(processInstanceKey)?.includes(node.id);
  if (ends) step.follow('INTERRUPT', processInstanceKey, { elementId: node.id });
  return ends === true;
}
