/** PROCESS_INSTANCE, PROCESS_EVENT, MULTI_INSTANCE and ERROR events: element instances, tokens, waiting payloads. */
import { type ElementNode, isInclusiveJoin, isParallelJoin, nodeOf } from '../../model/model.ts';
import type { ElementInstance, Trigger } from '../entities.ts';
import { pair, type State } from '../state.ts';
import type { Applier } from './index.ts';
import { dequeue } from './jobs.ts';

export const processInstance: Record<string, Applier> = {
  ELEMENT_ACTIVATING({ state, key, value, record }) {
    const definition = state.processes.byKey.get(value.processDefinitionKey)!;
    const node = nodeOf(definition.model, value.elementId, value.bpmnElementType)!;
    const parent = value.flowScopeKey === -1 ? undefined : state.instances.get(value.flowScopeKey);
    const instance: ElementInstance = {
      key,
      node,
      definition,
      processInstanceKey: value.processInstanceKey,
      parent,
      state: 'ACTIVATING',
      children: undefined,
      tokens: undefined,
      listenersDone: 0,
      jobKey: 0,
      userTaskKey: 0,
      incidentKey: 0,
      timers: undefined,
      messages: undefined,
      signals: undefined,
      loop: undefined,
      loopCounter: 0,
      interrupted: false,
      ended: false,
      callerKey: node.type === 'PROCESS' && value.parentElementInstanceKey > 0 ? value.parentElementInstanceKey : 0,
      callerInstanceKey:
        node.type === 'PROCESS' && value.parentProcessInstanceKey > 0 ? value.parentProcessInstanceKey : 0,
      calledKey: 0,
      startedAt: record.timestamp,
      tags: node.type === 'PROCESS' ? value.tags : noTags,
    };
    state.instances.set(key, instance);
    if (node.type === 'PROCESS') {
      definition.instances++;
      const caller = state.instances.get(instance.callerKey);
      if (caller) caller.calledKey = key;
    }
    if (!parent) return;
    parent.children ??= new Set();
    parent.children.add(instance);
    consumeTokens(parent, node);
    const triggered = takeTrigger(state, parent, instance);
    if (parent.loop) instance.loopCounter = ++parent.loop.started;
    // One that a modification has begun interrupts nothing.
    if (triggered && node.type === 'EVENT_SUB_PROCESS' && node.startEvents[0]?.interrupting) {
      parent.interrupted = true;
      parent.tokens = undefined;
    }
  },
  ELEMENT_ACTIVATED({ state, key }) {
    state.instances.get(key)!.state = 'ACTIVATED';
  },
  ELEMENT_COMPLETING({ state, key }) {
    const instance = state.instances.get(key)!;
    instance.state = 'COMPLETING';
    instance.listenersDone = 0;
  },
  ELEMENT_TERMINATING({ state, key }) {
    state.instances.get(key)!.state = 'TERMINATING';
  },
  ELEMENT_COMPLETED({ state, key }) {
    const instance = state.instances.get(key)!;
    const { node, parent } = instance;
    if (parent?.loop) parent.loop.completed++;
    if (parent && node.type === 'END_EVENT' && node.eventType === 'TERMINATE') parent.ended = true;
    remove(state, instance);
  },
  ELEMENT_TERMINATED({ state, key }) {
    const instance = state.instances.get(key)!;
    if (instance.parent?.loop) instance.parent.loop.terminated++;
    remove(state, instance);
  },
  ELEMENT_MIGRATED({ state, key, value }) {
    const instance = state.instances.get(key)!;
    const before = instance.node.id;
    const definition = state.processes.byKey.get(value.processDefinitionKey)!;
    if (instance.node.type === 'PROCESS') {
      instance.definition.instances--;
      definition.instances++;
    }
    instance.definition = definition;
    instance.node = nodeOf(definition.model, value.elementId, value.bpmnElementType)!;
    // A payload that has not been merged yet is still this element's.
    for (const trigger of state.triggers.get(key) ?? []) {
      if (trigger.targetElementId === before) trigger.targetElementId = instance.node.id;
    }
  },
  SEQUENCE_FLOW_TAKEN({ state, value }) {
    const scope = state.instances.get(value.flowScopeKey)!;
    scope.tokens ??= new Map();
    scope.tokens.set(value.elementId, (scope.tokens.get(value.elementId) ?? 0) + 1);
  },
};
const noTags: string[] = [];

/** A join takes one token of each flow that has one; every other element the one by which it was reached, if any. */
function consumeTokens(scope: ElementInstance, node: ElementNode): void {
  if (!scope.tokens) return;
  const join = isParallelJoin(node) || isInclusiveJoin(node);
  for (const flow of node.incoming) {
    const count = scope.tokens.get(flow.id);
    if (!count) continue;
    if (count === 1) scope.tokens.delete(flow.id);
    else scope.tokens.set(flow.id, count - 1);
    if (!join) break;
  }
  if (scope.tokens.size === 0) scope.tokens = undefined;
}

/** The payload that waits at the scope for this element (or for the start event of this event sub-process) moves on. */
function takeTrigger(state: State, parent: ElementInstance, instance: ElementInstance): boolean {
  const waiting = state.triggers.get(parent.key);
  if (!waiting) return false;
  const target = instance.node.type === 'EVENT_SUB_PROCESS' ? instance.node.startEvents[0]?.id : instance.node.id;
  const at = waiting.findIndex((trigger) => trigger.targetElementId === target);
  if (at < 0) return false;
  const [trigger] = waiting.splice(at, 1);
  if (waiting.length === 0) state.triggers.delete(parent.key);
  addTrigger(state, instance.key, trigger!);
  return true;
}

function addTrigger(state: State, scopeKey: number, trigger: Trigger): void {
  const list = state.triggers.get(scopeKey);
  if (list) list.push(trigger);
  else state.triggers.set(scopeKey, [trigger]);
}

function remove(state: State, instance: ElementInstance): void {
  const { key, parent } = instance;
  state.instances.delete(key);
  state.variables.delete(key);
  state.triggers.delete(key);
  if (parent?.children) {
    parent.children.delete(instance);
    if (parent.children.size === 0) parent.children = undefined;
  }
  if (instance.node.type !== 'PROCESS') return;
  instance.definition.instances--;
  state.banned.delete(key);
  state.endsAfter.delete(key);
  const caller = state.instances.get(instance.callerKey);
  if (caller?.calledKey === key) caller.calledKey = 0;
  const lock = state.lockOfInstance.get(key);
  if (!lock) return;
  state.lockOfInstance.delete(key);
  const name = pair(lock.bpmnProcessId, lock.correlationKey);
  if (state.startLocks.get(name) === key) state.startLocks.delete(name);
}

export const processEvent: Record<string, Applier> = {
  TRIGGERING({ state, key, value }) {
    addTrigger(state, value.scopeKey, { key, targetElementId: value.targetElementId, variables: value.variables });
  },
  TRIGGERED({ state, key, value }) {
    const left = (state.triggers.get(value.scopeKey) ?? []).filter((trigger) => trigger.key !== key);
    if (left.length > 0) state.triggers.set(value.scopeKey, left);
    else state.triggers.delete(value.scopeKey);
  },
};

export const creation: Record<string, Applier> = {
  CREATED({ state, value }) {
    const ids: string[] = (value.runtimeInstructions ?? []).map(
      (one: { afterElementId: string }) => one.afterElementId,
    );
    if (ids.length > 0) state.endsAfter.set(value.processInstanceKey, ids);
  },
};

export const adHocInstruction: Record<string, Applier> = {
  COMPLETED({ state, value }) {
    state.instances.get(value.adHocSubProcessInstanceKey)!.ended = true;
  },
};

export const multiInstance: Record<string, Applier> = {
  INPUT_COLLECTION_EVALUATED({ state, key, value }) {
    state.instances.get(key)!.loop = { items: value.inputCollection, started: 0, completed: 0, terminated: 0 };
  },
};

export const error: Record<string, Applier> = {
  CREATED({ state, value }) {
    if (!state.instances.has(value.processInstanceKey)) return;
    state.banned.add(value.processInstanceKey);
    for (const job of state.jobs.values()) {
      if (job.element.processInstanceKey === value.processInstanceKey) dequeue(state, job);
    }
  },
};
