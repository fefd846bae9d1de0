/** What follows from events within the same command, or, if that grew too long, in the next batch. The list. */
import {
  complete,
  completeScopeIfDone,
  completing,
  continueActivation,
  enter,
  joinReady,
  willBegin,
} from '../behaviors/lifecycle.ts';
import { startFromBuffer, takeBuffered } from '../behaviors/messages.ts';
import type { Step } from '../behaviors/step.ts';
import { terminate } from '../behaviors/termination.ts';
import { beginningValue, subscriptionValue, tenantId } from '../behaviors/values.ts';
import { giveVariables } from '../elements/call-activity.ts';
import { compensate } from '../elements/compensation.ts';
import { enterItem } from '../elements/multi-instance.ts';
import { isInclusiveJoin, isParallelJoin } from '../model/model.ts';
import type { FollowUp, Instance } from '../state/entities.ts';

// biome-ignore lint/suspicious/noExplicitAny: each handler knows the value that its writer gave it.
type Handler = (step: Step, key: number, value: any) => void;

/** An instance that may still move; undefined if it is gone, ending, or its process is banned. */
function active(step: Step, key: number): Instance | undefined {
  const instance = step.state.instances.get(key);
  if (!instance || step.state.banned.has(instance.processInstanceKey)) return undefined;
  step.processInstanceKey = instance.processInstanceKey;
  return instance.state === 'ACTIVATED' ? instance : undefined;
}

const handlers: Record<string, Handler> = {
  ACTIVATE_ELEMENT(step, scopeKey, { elementId, placed }) {
    const scope = active(step, scopeKey);
    const node = scope?.definition.model.elements.get(elementId);
    if (!scope || !node) return;
    if (placed) {
      enter(step, node, scope);
      return;
    }
    if ((scope.ended || scope.interrupted) && node.type !== 'EVENT_SUB_PROCESS') return;
    if (isParallelJoin(node) && !joinReady(scope, node)) return;
    if (isInclusiveJoin(node) && !node.incoming.some((flow) => scope.tokens?.has(flow.id))) return;
    enter(step, node, scope);
  },
  COMPLETE_ELEMENT(step, key) {
    const scope = active(step, key);
    if (!scope || scope.children || (scope.tokens && !scope.ended) || willBegin(step, scope)) return;
    completing(step, scope);
  },
  ACTIVATE_PROCESS(step, key, { definitionKey, callerKey, tags }) {
    const definition = step.state.processes.byKey.get(definitionKey);
    const caller = callerKey ? active(step, callerKey) : undefined;
    if (!definition || (callerKey && !caller)) return;
    step.processInstanceKey = key;
    if (caller) giveVariables(step, caller, { key, processInstanceKey: key, definition });
    const node = definition.model.root;
    const beginning = { key, node, definition, processInstanceKey: key, caller, tags: tags ?? [] };
    step.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, beginningValue(beginning, step.find));
    continueActivation(step, step.state.instances.get(key)!);
  },
  INTERRUPT(step, key, { elementId }) {
    const process = active(step, key);
    if (!process) return;
    step.event('RUNTIME_INSTRUCTION', 'INTERRUPTED', step.newKey(), { processInstanceKey: key, elementId, tenantId });
    terminate(step, process);
  },
  ACTIVATE_ITEM(step, bodyKey, { index }) {
    const body = active(step, bodyKey);
    if (body) enterItem(step, body, index);
  },
  COMPENSATE(step, key, { scopeKey, variables }) {
    const scope = active(step, scopeKey);
    if (scope) compensate(step, key, scope, variables);
  },
  COMPLETE_COMPENSATED(step, key) {
    const thrower = active(step, key);
    if (thrower) complete(step, thrower);
  },
  OPEN_SUBSCRIPTION(step, key) {
    const subscription = step.state.subscriptions.get(key);
    if (!subscription) return;
    const value = subscriptionValue(subscription);
    step.event('MESSAGE_SUBSCRIPTION', 'CREATED', key, value);
    step.inner('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATE', key, value);
    step.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', key, value);
    takeBuffered(step, key);
  },
  CLOSE_SUBSCRIPTION(step, key, value) {
    step.event('MESSAGE_SUBSCRIPTION', 'DELETED', key, value);
    step.inner('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETE', key, value);
    step.event('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETED', key, value);
  },
  TAKE_BUFFERED(step, key) {
    takeBuffered(step, key);
  },
  START_FROM_BUFFER(step, _key, { bpmnProcessId, correlationKey }) {
    startFromBuffer(step, bpmnProcessId, correlationKey);
  },
};

export function runFollowUp(step: Step, { intent, key, value }: FollowUp): void {
  step.processInstanceKey = -1;
  handlers[intent]!(step, key, value);
}

/**
 * When all else is done: scopes in which nothing is left complete, inclusive joins that hold a token and that nothing
 * else in their scope can still reach go on (contract 4.10).
 */
export function settleScopes(step: Step): void {
  const scopes = [...step.unsettled];
  step.unsettled.clear();
  for (const key of scopes) {
    const scope = active(step, key);
    if (scope?.tokens && !scope.ended) releaseJoin(step, scope);
    // A multi-instance body and the like say by themselves when they are done.
    else if (scope && !scope.children && !step.elements[scope.node.type].childCompleted)
      completeScopeIfDone(step, scope);
  }
}

function releaseJoin(step: Step, scope: Instance): void {
  const flows = [...scope.tokens!.keys()];
  for (const flowId of flows) {
    const join = scope.definition.model.flows.get(flowId)!.target;
    if (!isInclusiveJoin(join)) continue;
    const busy =
      [...(scope.children ?? [])].some((child) => join.reachedFrom?.has(child.node.id)) ||
      flows.some((token) => join.reachedFrom?.has(token));
    if (busy) continue;
    step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: join.id });
    break;
  }
}
