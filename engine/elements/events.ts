/** Catching, throwing and ending events. */

import { catchError, findCatcher, uncaught } from '../behaviors/errors.ts';
import { Failure } from '../behaviors/incidents.ts';
import { createJob } from '../behaviors/jobs.ts';
import { activated, complete, completeScopeIfDone, listen, terminateChildren } from '../behaviors/lifecycle.ts';
import { broadcast } from '../behaviors/signals.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { open } from '../behaviors/subscriptions.ts';
import { stringOf } from '../behaviors/variables.ts';
import { parsed } from '../expressions/json.ts';
import type { Instance } from '../state/entities.ts';
import { passThrough } from './pass-through.ts';

/** Intermediate catch events and receive tasks; behind an event-based gateway the event has happened already. */
export const catchEvent: ElementBehavior = {
  activate(step, instance) {
    if (step.state.triggers.has(instance.key)) {
      activated(step, instance);
      complete(step, instance);
      return;
    }
    open(step, instance, [instance.node, ...instance.node.boundaries]);
    activated(step, instance);
  },
};

/** A message throw or end event is a job, a signal is broadcast, a none event passes. */
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
      const own = step.state.variables.get(instance.key) ?? new Map();
      broadcast(step, name, Object.fromEntries([...own].map(([key, variable]) => [key, parsed(variable.text)])));
      if (step.state.instances.get(instance.key)?.state === 'ACTIVATED') complete(step, instance);
    } else {
      passThrough.activate(step, instance);
    }
  },
};

export const endEvent: ElementBehavior = {
  activate(step, instance) {
    if (instance.node.eventType === 'ERROR') throwError(step, instance);
    else throwEvent.activate(step, instance);
  },
  completed(step, instance) {
    const scope = instance.parent!;
    if (instance.node.eventType !== 'TERMINATE') {
      completeScopeIfDone(step, scope);
      return;
    }
    // Ends its scope at once: the rest is terminated, the scope completes.
    terminateChildren(step, scope);
    step.follow('COMPLETE_ELEMENT', scope.key, { evenWithTokens: true });
  },
};

function throwError(step: Step, instance: Instance): void {
  const code = stringOf(step, instance.node.error!.code!, instance);
  const found = findCatcher(step, instance.parent!, code);
  if (!('instance' in found)) throw new Failure('UNHANDLED_ERROR_EVENT', uncaught(code, found.available));
  activated(step, instance);
  const variables: Record<string, unknown> = {};
  for (const [name, variable] of step.state.variables.get(instance.key) ?? []) variables[name] = parsed(variable.text);
  catchError(step, found, variables);
}
