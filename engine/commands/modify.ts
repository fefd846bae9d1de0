/**
 * ModifyProcessInstance (zeebe-contract 4.15): all or nothing. Everything is checked first; then elements begin, then
 * others end, and a scope in which nothing is left ends with them.
 */

import { willBegin } from '../behaviors/lifecycle.ts';
import { begin, cannotBePlaced, placeOf, scopesAround } from '../behaviors/placement.ts';
import type { Step } from '../behaviors/step.ts';
import { terminate } from '../behaviors/termination.ts';
import { tenantId } from '../behaviors/values.ts';
import { setLocals } from '../behaviors/variables.ts';
import type { ModifyInstanceRequest } from '../door.ts';
import type { ElementNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { invalid, keyOf, notFound, variablesOf, wrongState } from './refuse.ts';

interface Activation {
  node: ElementNode;
  ancestor: Instance | undefined;
  /** By the id of the scope that they belong to. */
  locals: Record<string, Record<string, unknown>>;
}

export function modifyInstance(step: Step, request: ModifyInstanceRequest): void {
  const root = step.state.instances.get(keyOf(request.processInstanceKey));
  if (root?.node.type !== 'PROCESS' || root.state === 'TERMINATING') {
    notFound(
      'MODIFY',
      `Expected to modify process instance but no process instance found with key '${request.processInstanceKey}'`,
    );
  }
  const activations = (request.activateInstructions ?? []).map((given) => readActivation(step, root!, given));
  const terminations = (request.terminateInstructions ?? []).map(({ elementInstanceKey }) =>
    readTermination(step, root!, elementInstanceKey),
  );
  keepChildAlive(root!, activations, terminations);

  step.processInstanceKey = root!.key;
  const value = {
    processInstanceKey: root!.key,
    terminateInstructions: terminations.map(({ key }) => ({ elementInstanceKey: key })),
    tenantId,
  };
  const asked = activations.map(({ node, ancestor, locals }) => ({
    elementId: node.id,
    ancestorScopeKey: ancestor?.key ?? -1,
    variableInstructions: Object.entries(locals).map(([elementId, variables]) => ({ elementId, variables })),
  }));
  const instructions = asked.map((one) => ({ ...one, ancestorScopeKeys: [] }));
  step.command('PROCESS_INSTANCE_MODIFICATION', 'MODIFY', root!.key, {
    ...value,
    activateInstructions: instructions,
    ancestorScopeKeys: [],
  });

  const begun = new Set<Instance>();
  const scopesOf = new Map<Activation, number[]>();
  for (const activation of inOrder(activations)) {
    const keys: number[] = [];
    for (let scope: Instance | undefined = activate(step, root!, activation); scope; scope = scope.parent) {
      begun.add(scope);
      keys.push(scope.key);
    }
    scopesOf.set(activation, keys);
  }
  const activated = activations.map((activation, at) => ({
    ...asked[at]!,
    ancestorScopeKeys: scopesOf.get(activation)!,
  }));
  for (const instance of terminations) end(step, instance, begun);
  step.event('PROCESS_INSTANCE_MODIFICATION', 'MODIFIED', root!.key, {
    ...value,
    activateInstructions: activated,
    ancestorScopeKeys: [...begun].map((scope) => scope.key),
  });
}

/** Those that use the scopes that are there come first: the others make scopes, and each its own. */
const inOrder = (activations: readonly Activation[]): Activation[] => [
  ...activations.filter(({ ancestor }) => !ancestor),
  ...activations.filter(({ ancestor }) => ancestor),
];

/** Begins one element; answers its scope. */
function activate(step: Step, root: Instance, { node, ancestor, locals }: Activation): Instance {
  const place = placeOf(root, node, ancestor);
  if ('several' in place) throw new Error(`the scope ${place.several} was made twice by one modification`);
  for (let scope: Instance | undefined = place.within; scope; scope = scope.parent) {
    const own = scope.node.type === 'PROCESS' ? { ...locals[''], ...locals[scope.node.id] } : locals[scope.node.id];
    if (own) setLocals(step, scope, own);
  }
  return begin(step, node, place, locals);
}

/** Ends an element instance, and the scopes around it in which nothing is left or begins. */
function end(step: Step, instance: Instance, begun: ReadonlySet<Instance>): void {
  let at: Instance | undefined = instance;
  do {
    const scope: Instance | undefined = at.parent;
    terminate(step, at);
    at = scope;
  } while (at && !at.children && !at.tokens && !begun.has(at) && !willBegin(step, at));
}

const head = (root: Instance) => `Expected to modify instance of process '${root.definition.bpmnProcessId}' but`;

function readActivation(
  step: Step,
  root: Instance,
  given: NonNullable<ModifyInstanceRequest['activateInstructions']>[number],
): Activation {
  const { elementId } = given;
  const some = `${head(root)} it contains one or more activate instructions`;
  const node = root.definition.model.elements.get(elementId);
  if (!node) invalid('MODIFY', `${some} with an element that could not be found: '${elementId}'`);
  const why = cannotBePlaced(node!);
  if (why) {
    const text = `${some} for elements that are unsupported: '${elementId}'. ${why}.`;
    if (/multi-instance/.test(why)) wrongState('MODIFY', text);
    invalid('MODIFY', text);
  }
  const ancestor = readAncestor(step, root, node!, given.ancestorElementInstanceKey);
  const place = placeOf(root, node!, ancestor);
  if ('several' in place) {
    invalid(
      'MODIFY',
      `${some} for an element '${elementId}' that has a flow scope with more than one active instance: '${place.several}'. Can't decide in which instance of the flow scope the element should be activated. Please specify an ancestor element instance key for this activate instruction.`,
    );
  }
  return { node: node!, ancestor, locals: readVariables(root, node!, given.variableInstructions ?? []) };
}

function readAncestor(step: Step, root: Instance, node: ElementNode, given: string | undefined): Instance | undefined {
  const key = keyOf(given);
  if (key <= 0) return undefined;
  const some = `${head(root)} it contains one or more activate instructions with an ancestor scope key that`;
  const ancestor = step.state.instances.get(key);
  if (ancestor?.state !== 'ACTIVATED')
    invalid('MODIFY', `${some} does not exist, or is not in an active state: '${key}'`);
  if (ancestor!.processInstanceKey !== root.key) {
    invalid('MODIFY', `${some} does not belong to the process instance: '${key}'`);
  }
  if (!scopesAround(node).includes(ancestor!.node)) {
    invalid(
      'MODIFY',
      `${some} is not an ancestor of the element to activate:\n- instance '${key}' of element '${ancestor!.node.id}' is not an ancestor of element '${node.id}'`,
    );
  }
  return ancestor;
}

function readVariables(
  root: Instance,
  node: ElementNode,
  given: NonNullable<NonNullable<ModifyInstanceRequest['activateInstructions']>[number]['variableInstructions']>,
): Activation['locals'] {
  const some = `${head(root)} it contains one or more variable instructions with a`;
  const { model, bpmnProcessId } = root.definition;
  const locals: Activation['locals'] = {};
  for (const { scopeId = '', variables } of given) {
    const isRoot = scopeId === '' || scopeId === bpmnProcessId;
    if (!isRoot && !model.elements.has(scopeId))
      invalid('MODIFY', `${some} scope id that could not be found: '${scopeId}'`);
    if (!isRoot && !scopesAround(node).some((scope) => scope.id === scopeId)) {
      invalid('MODIFY', `${some} scope id that doesn't belong to the activating element's flow scope: '${scopeId}'`);
    }
    locals[isRoot ? '' : scopeId] = { ...locals[isRoot ? '' : scopeId], ...variablesOf('MODIFY', variables) };
  }
  return locals;
}

function readTermination(step: Step, root: Instance, given: string): Instance {
  const instance = step.state.instances.get(keyOf(given));
  if (!instance || instance.processInstanceKey !== root.key || instance.state === 'TERMINATING') {
    invalid(
      'MODIFY',
      `${head(root)} it contains one or more terminate instructions with an element instance that could not be found: '${given}'`,
    );
  }
  return instance!;
}

/** A called process must not be emptied: its caller would wait for ever. */
function keepChildAlive(root: Instance, activations: readonly Activation[], terminations: readonly Instance[]): void {
  if (root.callerKey === 0 || activations.length > 0) return;
  const ends = new Set(terminations);
  const left = (instance: Instance): boolean =>
    !ends.has(instance) &&
    (instance.children ? [...instance.children].some(left) || instance.tokens !== undefined : true);
  if (terminations.length > 0 && !left(root)) {
    invalid(
      'MODIFY',
      `${head(root)} the given instructions would terminate all element instances of a child process instance with key '${root.key}'. Cancel the root process instance instead.`,
    );
  }
}
