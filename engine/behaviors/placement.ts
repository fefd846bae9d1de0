/**
 * Where an element begins that no flow has reached: by a modification or by a start instruction (zeebe-contract 4.15).
 * Scopes that are missing on the way are made without their start event and input mappings.
 * What could go wrong: an event sub-process of a made scope cannot open its subscription; then the scope has an incident
 * and, once that is resolved, begins as a flow would have begun it.
 */
import type { ElementNode, ElementType } from '../model/model.ts';
import type { Instance, Lifecycle } from '../state/entities.ts';
import { attempt } from './incidents.ts';
import { activated, listen } from './lifecycle.ts';
import type { Step } from './step.ts';
import { beginningValue } from './values.ts';
import { setLocals } from './variables.ts';

/** The scopes around an element, the process first. */
export function scopesAround(node: ElementNode): ElementNode[] {
  const scopes: ElementNode[] = [];
  for (let scope = node.parent; scope; scope = scope.parent) scopes.unshift(scope);
  return scopes;
}

const neverPlaced: ReadonlySet<ElementType> = new Set(['START_EVENT', 'BOUNDARY_EVENT']);

/** Why an element can't begin by itself; undefined if it can. */
export function cannotBePlaced(node: ElementNode): string | undefined {
  if (scopesAround(node).some((scope) => scope.type === 'MULTI_INSTANCE_BODY')) {
    return 'The activation of elements inside a multi-instance subprocess is not supported';
  }
  if (neverPlaced.has(node.type)) return `The activation of elements with type '${node.type}' is not supported`;
  if (node.incoming.some((flow) => flow.source.type === 'EVENT_BASED_GATEWAY')) {
    return 'The activation of events belonging to an event-based gateway is not supported';
  }
  return undefined;
}

const ending: ReadonlySet<Lifecycle> = new Set(['COMPLETING', 'TERMINATING']);

export interface Place {
  /** The innermost scope that is there. */
  within: Instance;
  /** Scopes that must be made in it, the outermost first. */
  missing: ElementNode[];
}

/**
 * The place of an element in an instance: below `ancestor` (one of its scopes) everything is made anew, without one the
 * scopes that are there are used. Answers the id of a scope that is there more than once, as nobody could say which.
 */
export function placeOf(root: Instance, node: ElementNode, ancestor?: Instance): Place | { several: string } {
  const scopes = scopesAround(node);
  if (ancestor) return { within: ancestor, missing: scopes.slice(scopes.indexOf(ancestor.node) + 1) };
  let within = root;
  for (let at = 1; at < scopes.length; at++) {
    // Each activation of an ad-hoc sub-process has a scope of its own.
    if (scopes[at]!.type === 'AD_HOC_SUB_PROCESS_INNER_INSTANCE') return { within, missing: scopes.slice(at) };
    // One that ends, held up by a listener, takes nothing in any more.
    const there = [...(within.children ?? [])].filter((child) => child.node === scopes[at] && !ending.has(child.state));
    if (there.length > 1) return { several: scopes[at]!.id };
    if (there.length === 0) return { within, missing: scopes.slice(at) };
    within = there[0]!;
  }
  return { within, missing: [] };
}

/** Makes the missing scopes and begins the element in the innermost; answers the scope. `locals` are by scope's id. */
export function begin(
  step: Step,
  node: ElementNode,
  { within, missing }: Place,
  locals: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): Instance {
  let scope = within;
  for (const made of missing) scope = makeScope(step, made, scope, locals[made.id] ?? {});
  step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: node.id, placed: true });
  return scope;
}

function makeScope(
  step: Step,
  node: ElementNode,
  scope: Instance,
  variables: Readonly<Record<string, unknown>>,
): Instance {
  const key = step.newKey();
  const { definition, processInstanceKey } = scope;
  setLocals(step, { key, processInstanceKey, definition }, variables);
  const beginning = { key, node, definition, processInstanceKey, scope, tags: [] };
  step.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, beginningValue(beginning, step.find));
  const made = step.state.instances.get(key)!;
  attempt(step, made, () => {
    listen(step, made);
    activated(step, made);
  });
  return made;
}
