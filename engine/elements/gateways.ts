/** Exclusive, inclusive and event-based gateways. A parallel gateway passes through: its join is the flows' affair. */
import { Failure } from '../behaviors/incidents.ts';
import { activated, complete } from '../behaviors/lifecycle.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { open } from '../behaviors/subscriptions.ts';
import { evaluate, lookupFrom } from '../behaviors/variables.ts';
import { toPlain } from '../expressions/json.ts';
import type { FlowNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';

function holds(step: Step, instance: Instance, flow: FlowNode): boolean {
  const { condition } = flow;
  if (!condition) return true;
  const shown = condition.text.replace(/^=\s*/, '');
  let value: unknown;
  try {
    value = toPlain(evaluate(step, condition, lookupFrom(step, instance)));
  } catch (error) {
    throw new Failure('CONDITION_ERROR', error instanceof Error ? error.message : String(error));
  }
  if (typeof value === 'boolean') return value;
  const was =
    value === null
      ? 'NULL'
      : Array.isArray(value)
        ? 'ARRAY'
        : typeof value === 'object'
          ? 'CONTEXT'
          : (typeof value).toUpperCase();
  throw new Failure(
    'CONDITION_ERROR',
    `Expected result of the expression '${shown}' to be 'BOOLEAN', but was '${was}'.`,
  );
}

const nothingHolds = () =>
  new Failure('CONDITION_ERROR', 'Expected at least one condition to evaluate to true, or to have a default flow');

function* conditional(instance: Instance): Generator<FlowNode> {
  for (const flow of instance.node.outgoing) if (flow !== instance.node.defaultFlow) yield flow;
}

export const exclusiveGateway: ElementBehavior = {
  activate(step, instance) {
    const { node } = instance;
    let chosen: FlowNode | undefined;
    for (const flow of conditional(instance)) {
      if (!holds(step, instance, flow)) continue;
      chosen = flow;
      break;
    }
    chosen ??= node.defaultFlow;
    if (!chosen && node.outgoing.length > 0) throw nothingHolds();
    activated(step, instance);
    complete(step, instance, { flows: chosen ? [chosen] : [] });
  },
};

export const inclusiveGateway: ElementBehavior = {
  activate(step, instance) {
    const { node } = instance;
    const flows = [...conditional(instance)].filter((flow) => holds(step, instance, flow));
    if (flows.length === 0 && node.defaultFlow) flows.push(node.defaultFlow);
    if (flows.length === 0 && node.outgoing.length > 0) throw nothingHolds();
    activated(step, instance);
    complete(step, instance, { flows });
  },
};

export const eventBasedGateway: ElementBehavior = {
  activate(step, instance) {
    open(
      step,
      instance,
      instance.node.outgoing.map((flow) => flow.target),
    );
    activated(step, instance);
  },
};
