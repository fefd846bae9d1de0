/** Catching, throwing and ending events. */

import { caught, findCatcher, uncaught } from '../behaviors/errors.ts';
import { escalate } from '../behaviors/escalations.ts';
import { Failure } from '../behaviors/incidents.ts';
import { createJob } from '../behaviors/jobs.ts';
import { activated, complete, completeScopeIfDone, listen, takeFlows } from '../behaviors/lifecycle.ts';
import { broadcast } from '../behaviors/signals.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { open } from '../behaviors/subscriptions.ts';
import { terminateChildren } from '../behaviors/termination.ts';
import { stringOf } from '../behaviors/variables.ts';
import { parsed } from '../expressions/json.ts';
import type { Instance } from '../state/entities.ts';
import { throwCompensation } from './compensation.ts';
import { passThrough } from './pass-through.ts';

/**
 * Intermediate catch events and receive tasks; behind an event-based gateway the event has happened already, and a link
 * is reached only from its other end.
 */
export const catchEvent: ElementBehavior = {
  activate(step, instance) {
    if (step.state.triggers.has(instance.key) || instance.node.link !== undefined) {
      activated(step, instance);
      complete(step, instance);
      return;
    }
    open(step, instance, [instance.node, ...instance.node.boundaries]);
    activated(step, instance);
  },
};

/** A message throw or end event is a job, a signal is broadcast, an escalation goes outward, a none event passes. */
export const throwEvent: ElementBehavior = {
  activate(step, instance) {
    const { node } = instance;
    if (node.job) {
      listen(step, instance);
      createJob(step, instance, node.job);
      activated(step, instance);
    } else if (node.signal) {
      const name = stringOf(step, node.signal.name, instance);
      activated(step, instance);
      broadcast(step, name, localsOf(step, instance));
      if (step.state.instances.get(instance.key)?.state === 'ACTIVATED') complete(step, instance);
    } else if (node.escalation) {
      const code = stringOf(step, node.escalation.code!, instance);
      activated(step, instance);
      escalate(step, instance, code, localsOf(step, instance));
      if (step.state.instances.get(instance.key)?.state === 'ACTIVATED') complete(step, instance);
    } else if (node.compensates) {
      activated(step, instance);
      throwCompensation(step, instance);
    } else {
      passThrough.activate(step, instance);
    }
  },
};

/** What input mappings have made: it goes with what is thrown. */
const localsOf = (step: Step, instance: Instance): Record<string, unknown> =>
  Object.fromEntries(
    [...(step.state.variables.get(instance.key) ?? [])].map(([name, variable]) => [name, parsed(variable.text)]),
  );

/** A throwing link goes on at the catching one, without a flow. */
export const intermediateThrowEvent: ElementBehavior = {
  ...throwEvent,
  completed(step, { node, parent }) {
    if (node.linkTarget) step.follow('ACTIVATE_ELEMENT', parent!.key, { elementId: node.linkTarget.id });
    else takeFlows(step, parent!, node.outgoing);
  },
};

export const endEvent: ElementBehavior = {
  activate(step, instance) {
    if (instance.node.eventType === 'ERROR') throwError(step, instance);
    else throwEvent.activate(step, instance);
  },
  completed(step, instance) {
    const scope = instance.parent!;
    // A terminate event ends its scope at once: the rest is terminated, the scope completes.
    if (instance.node.eventType === 'TERMINATE') terminateChildren(step, scope);
    completeScopeIfDone(step, scope);
  },
};

function throwError(step: Step, instance: Instance): void {
  const code = stringOf(step, instance.node.error!.code!, instance);
  const found = findCatcher(step, instance, code);
  if (!('instance' in found)) throw new Failure('UNHANDLED_ERROR_EVENT', uncaught(code, found.available));
  activated(step, instance);
  caught(step, found, localsOf(step, instance));
}
