/**
 * What a migration would do, and why it may not (zeebe-contract 4.16). Everything is decided here, before the first
 * event: which node each element instance gets, which catch events are kept, closed and opened.
 */

import type { Step } from '../behaviors/step.ts';
import { attachedEvents } from '../behaviors/subscriptions.ts';
import type { MigrateInstanceRequest } from '../door.ts';
import { type ElementNode, isInclusiveJoin, isParallelJoin, nodeOf } from '../model/model.ts';
import { innerId } from '../model/read-ad-hoc.ts';
import type { Instance, ProcessDefinition, Read } from '../state/entities.ts';
import { invalid, keyOf, notFound, wrongState } from './refuse.ts';

type Definition = Read<ProcessDefinition>;

export interface ElementPlan {
  instance: Instance;
  target: ElementNode;
  /** Ids of caught events, source → target. */
  kept: Map<string, ElementNode>;
  /** Caught events of the target that nothing is mapped to. */
  opened: ElementNode[];
}
export interface Plan {
  root: Instance;
  definition: Definition;
  /** Target id by source id. */
  mapping: ReadonlyMap<string, string>;
  /** The process first, then its elements, parents before children. */
  elements: ElementPlan[];
}

export function planMigration(step: Step, request: MigrateInstanceRequest): Plan {
  const root = step.state.instances.get(keyOf(request.processInstanceKey));
  if (root?.node.type !== 'PROCESS') {
    notFound(
      'MIGRATE',
      `Expected to migrate process instance but no process instance found with key '${request.processInstanceKey}'`,
    );
  }
  const definition = step.state.processes.byKey.get(keyOf(request.targetProcessDefinitionKey));
  if (!definition) {
    notFound(
      'MIGRATE',
      `Expected to migrate process instance to process definition but no process definition found with key '${request.targetProcessDefinitionKey}'`,
    );
  }
  const mapping = readMapping(root!, definition!, request.mappingInstructions);
  if ([...step.state.pending.values()].flat().some(({ key }) => step.find(key)?.processInstanceKey === root!.key)) {
    refused(root!, 'a command of it is still being processed. Please try again');
  }
  const elements: ElementPlan[] = [];
  const visit = (instance: Instance) => {
    elements.push(planElement(root!, definition!, mapping, instance));
    for (const child of instance.children ?? []) visit(child);
  };
  visit(root!);
  return { root: root!, definition: definition!, mapping, elements };
}

const head = (root: Instance) => `Expected to migrate process instance '${root.key}' but`;
const refused = (root: Instance, text: string): never => wrongState('MIGRATE', `${head(root)} ${text}`);

function readMapping(
  root: Instance,
  definition: Definition,
  given: MigrateInstanceRequest['mappingInstructions'],
): Map<string, string> {
  const mapping = new Map<string, string>();
  for (const { sourceElementId, targetElementId } of given) {
    const known = (in_: Definition, id: string, which: string) => {
      if (in_.model.elements.has(id) || in_.bpmnProcessId === id) return;
      invalid(
        'MIGRATE',
        `${head(root)} mapping instructions contain a non-existing ${which} element id '${id}'. Elements provided in mapping instructions must exist in the ${which} process definition.`,
      );
    };
    known(root.definition, sourceElementId, 'source');
    known(definition, targetElementId, 'target');
    if (mapping.has(sourceElementId)) {
      invalid(
        'MIGRATE',
        `${head(root)} the mapping instructions contain duplicate source element ids '[${sourceElementId}]'.`,
      );
    }
    mapping.set(sourceElementId, targetElementId);
    // The scopes of an ad-hoc sub-process's activations go where it goes.
    const inner = innerId(sourceElementId);
    if (root.definition.model.elements.has(inner)) mapping.set(inner, innerId(targetElementId));
  }
  return mapping;
}

function planElement(
  root: Instance,
  definition: Definition,
  mapping: ReadonlyMap<string, string>,
  instance: Instance,
): ElementPlan {
  const { node } = instance;
  if (node.type === 'PROCESS') {
    const { model } = definition;
    checkTokens(root, definition, mapping, instance);
    return { instance, target: model.root, ...planCatches(root, mapping, instance, model.root, definition) };
  }
  const targetId = mapping.get(node.id);
  if (targetId === undefined) {
    refused(
      root,
      `no mapping instruction defined for active element with id '${node.id}'. Elements cannot be migrated without a mapping.`,
    );
  }
  const target = nodeOf(definition.model, targetId!, node.type);
  const active = `active element with id '${node.id}'`;
  if (!target || target.type !== node.type) {
    const type = definition.model.elements.get(targetId!)?.type;
    refused(
      root,
      `${active} and type '${node.type}' is mapped to an element with id '${targetId}' and different type '${type}'. Elements must be mapped to elements of the same type.`,
    );
  }
  if (target!.eventType !== node.eventType) {
    refused(
      root,
      `${active} and event type '${node.eventType}' is mapped to an element with id '${targetId}' and different event type '${target!.eventType}'. Elements must be mapped to elements of the same event type.`,
    );
  }
  checkImplementation(root, node, target!);
  checkScope(root, mapping, definition, node, target!);
  checkTokens(root, definition, mapping, instance);
  return { instance, target: target!, ...planCatches(root, mapping, instance, target!, definition) };
}

const implementation = (node: ElementNode): string =>
  node.type === 'USER_TASK'
    ? node.job
      ? 'job worker'
      : 'zeebe user task'
    : node.job
      ? 'job worker'
      : node.calledDecision
        ? 'called decision'
        : node.script
          ? 'expression'
          : '';

function checkImplementation(root: Instance, node: ElementNode, target: ElementNode): void {
  const [from, to] = [implementation(node), implementation(target)];
  if (from !== to) {
    const what = node.type.toLowerCase().replaceAll('_', ' ');
    refused(
      root,
      `active ${what} with id '${node.id}' and implementation '${from}' is mapped to a ${what} with id '${target.id}' and different implementation '${to}'. Elements must be mapped to elements of the same implementation.`,
    );
  }
  if (node.loop && node.loop.sequential !== target.loop!.sequential) {
    const kind = (sequential: boolean) => (sequential ? 'sequential' : 'parallel');
    refused(
      root,
      `active element with id '${node.id}' has a different loop characteristics than the target element with id '${target.id}'. A ${kind(node.loop.sequential)} multi-instance body cannot become a ${kind(target.loop!.sequential)} one.`,
    );
  }
}

function checkScope(
  root: Instance,
  mapping: ReadonlyMap<string, string>,
  definition: Definition,
  node: ElementNode,
  target: ElementNode,
): void {
  const scope = node.parent!;
  const expected = scope.type === 'PROCESS' ? definition.bpmnProcessId : mapping.get(scope.id);
  const actual = target.parent!.type === 'PROCESS' ? definition.bpmnProcessId : target.parent!.id;
  if (expected === undefined || expected === actual) return;
  refused(
    root,
    `the flow scope of active element with id '${node.id}' is changed. The flow scope of the active element is expected to be '${expected}' but was '${actual}'. The flow scope of an element cannot be changed during migration yet.`,
  );
}

/** Tokens that wait at a join stay on the flow of the same id, if that still leads to the mapped join. */
function checkTokens(
  root: Instance,
  definition: Definition,
  mapping: ReadonlyMap<string, string>,
  scope: Instance,
): void {
  for (const id of scope.tokens?.keys() ?? []) {
    const join = scope.definition.model.flows.get(id)!.target;
    const target = mapping.get(join.id);
    if ((isParallelJoin(join) || isInclusiveJoin(join)) && target === undefined) {
      refused(
        root,
        `no mapping instruction defined for the joining gateway with id '${join.id}', at which a sequence flow has been taken. Elements cannot be migrated without a mapping.`,
      );
    }
    const flow = definition.model.flows.get(id);
    if (!flow || flow.target.id !== target || flow.target.type !== join.type) {
      refused(
        root,
        `the taken sequence flow with id '${id}' does not lead to the mapped gateway '${target}' in the target process definition.`,
      );
    }
  }
}

/** The events that an element instance waits for by itself or on behalf of what is attached to it. */
function caught(node: ElementNode): ElementNode[] {
  if (node.type === 'EVENT_BASED_GATEWAY') return node.outgoing.map((flow) => flow.target);
  const own = node.type === 'INTERMEDIATE_CATCH_EVENT' || node.type === 'RECEIVE_TASK' ? [node] : [];
  return [...own, ...attachedEvents(node)];
}

function planCatches(
  root: Instance,
  mapping: ReadonlyMap<string, string>,
  instance: Instance,
  target: ElementNode,
  definition: Definition,
): Pick<ElementPlan, 'kept' | 'opened'> {
  const there = caught(target);
  const kept = new Map<string, ElementNode>();
  for (const event of caught(instance.node)) {
    const targetId = mapping.get(event.id);
    if (targetId === undefined) continue;
    const node = definition.model.elements.get(targetId);
    if (!node || !there.includes(node)) {
      refused(
        root,
        `active element with id '${instance.node.id || definition.bpmnProcessId}' has a catch event with id '${event.id}' that is mapped to '${targetId}', which is not attached to the target element with id '${target.id}'. Catch events must be mapped to catch events of the same element.`,
      );
    }
    if (node!.eventType !== event.eventType) {
      refused(
        root,
        `the catch event with id '${event.id}' and event type '${event.eventType}' is mapped to '${targetId}' with different event type '${node!.eventType}'. Elements must be mapped to elements of the same event type.`,
      );
    }
    if ([...kept.values()].includes(node!)) {
      refused(root, `multiple mapping instructions target the catch event with id '${targetId}'.`);
    }
    kept.set(event.id, node!);
  }
  const waits = instance.state === 'ACTIVATED';
  return { kept, opened: waits ? there.filter((event) => ![...kept.values()].includes(event)) : [] };
}
