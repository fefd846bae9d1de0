/**
 * The ways through a diagram: what is within reach from where, under fixed values and without certain places. A flow
 * whose condition cannot be true is not taken; every other is. Into a sub-process lead its starts, out of it its ends,
 * and its boundary events at any time.
 */
import { canBeTrue, mustBeTrue, type Values } from './feel.ts';
import type { Diagram, Flow, Node } from './read/diagram.ts';

/** Where a way can stand: a node, or the way out of a sub-process. */
export interface Reached {
  /** Nodes within reach, each with the one before it. */
  readonly nodes: ReadonlyMap<Node, Node | null>;
}

interface Options {
  readonly values?: Values;
  /** A way ends before such a node; it is not reached. */
  readonly avoid?: (node: Node) => boolean;
  /** The first nodes have ended in the usual way: their boundary events do not fire any more. */
  readonly ended?: boolean;
  /** A scope that no way leaves. */
  readonly inside?: Node | null;
  /** Also what may break off the scopes around the first nodes at any time. */
  readonly around?: boolean;
}

export function takes(flow: Flow, values: Values): boolean {
  const { source } = flow;
  if (flow.condition !== null) return canBeTrue(flow.condition, values);
  if (source.defaultFlow !== flow.id) return true;
  return !source.outgoing.some((other) => other.condition !== null && mustBeTrue(other.condition, values));
}

const isEventSubProcess = (node: Node): boolean => node.type === 'SubProcess' && node.triggeredByEvent;
const isStart = (node: Node): boolean => node.type === 'StartEvent';

/** Where the ways of a scope begin; an ad-hoc sub-process may begin anywhere. */
export function entries(scope: Node): Node[] {
  if (scope.type === 'AdHocSubProcess') return scope.children.filter((one) => one.incoming.length === 0);
  const starts = scope.children.filter(isStart);
  return [...starts, ...scope.children.filter(isEventSubProcess)];
}

/** Everything within reach from these nodes: the first steps are their ways on, they themselves only by a loop. */
export function reach(from: readonly Node[], options: Options = {}): Reached {
  const { values = {}, avoid = () => false, around = false, ended = false, inside } = options;
  const nodes = new Map<Node, Node | null>();
  const left = new Set<Node>();
  const todo: Node[] = [];
  const enter = (node: Node, before: Node | null): void => {
    if (nodes.has(node) || avoid(node)) return;
    nodes.set(node, before);
    todo.push(node);
  };
  const leave = (scope: Node, before: Node): void => {
    // What only happens beside the scope does not end it.
    if (
      left.has(scope) ||
      scope === inside ||
      (scope.triggeredByEvent && !scope.children.some((one) => isStart(one) && one.interrupting))
    )
      return;
    left.add(scope);
    onward(scope, before);
  };
  const onward = (node: Node, before: Node): void => {
    for (const flow of node.outgoing) if (takes(flow, values)) enter(flow.target, before);
    const { parent } = node;
    if (node.link !== null && node.type === 'IntermediateThrowEvent') {
      for (const other of parent?.children ?? [])
        if (other.type === 'IntermediateCatchEvent' && other.link === node.link) enter(other, before);
    } else if (parent && node.outgoing.length === 0 && node.type !== 'BoundaryEvent') leave(parent, before);
  };
  const within = (node: Node): void => {
    for (const boundary of node.boundaries) enter(boundary, node);
    const inner = entries(node);
    for (const one of inner) enter(one, node);
    if (inner.length === 0 || node.type === 'AdHocSubProcess') onward(node, node);
  };
  for (const node of from) {
    for (let scope = around ? node.parent : null; scope; scope = scope.parent) {
      for (const one of [...scope.boundaries, ...scope.children.filter(isEventSubProcess)]) enter(one, node);
    }
    if (ended) onward(node, node);
    else within(node);
  }
  for (let node = todo.pop(); node; node = todo.pop()) within(node);
  return { nodes };
}

/** Everything within reach of the process's starts. */
export function fromStart(diagram: Diagram, options: Options = {}): Reached {
  return reach(diagram.processes, options);
}

/** The names on the way to a node, from the first to the last. */
export function wayTo(reached: Reached, node: Node): Node[] {
  const way: Node[] = [];
  for (let one: Node | null | undefined = node; one && !way.includes(one); one = reached.nodes.get(one))
    way.unshift(one);
  return way;
}
