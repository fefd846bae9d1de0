/** The process itself: begins at its start event, ends when nothing is left in it, tells its caller. */
import { activated, complete, listen } from '../behaviors/lifecycle.ts';
import { begin, placeOf } from '../behaviors/placement.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { triggeredValue } from '../behaviors/values.ts';
import { parsed } from '../expressions/json.ts';
import type { ElementNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';

export const process: ElementBehavior = {
  activate(step, instance) {
    listen(step, instance);
    activated(step, instance);
    // An event, or start instructions, say where to begin; otherwise it is the none start event.
    const waiting = step.state.triggers.get(instance.key) ?? [];
    const targets = waiting.map((trigger) => trigger.targetElementId);
    const none = instance.node.startEvents.find((start) => start.eventType === 'NONE');
    for (const elementId of targets.length > 0 ? targets : none ? [none.id] : []) {
      const node = instance.definition.model.elements.get(elementId)!;
      if (node.parent === instance.node) step.follow('ACTIVATE_ELEMENT', instance.key, { elementId });
      else beginInside(step, instance, node);
    }
  },
  completing(step, instance) {
    const root = step.state.variables.get(instance.key) ?? new Map();
    step.results.set(instance.key, new Map([...root].map(([name, variable]) => [name, variable.text])));
    freeStartLock(step, instance);
  },
  completed(step, instance) {
    const caller = step.state.instances.get(instance.callerKey);
    if (caller?.state !== 'ACTIVATED') return;
    const { node } = caller;
    const variables: Record<string, unknown> = {};
    if (node.outputs.length > 0 || node.calledElement?.allChild) {
      for (const [name, text] of step.results.get(instance.key) ?? []) variables[name] = parsed(text);
    }
    complete(step, caller, { variables });
  },
  terminating: freeStartLock,
};

/** A start instruction inside of a sub-process: the scopes around it are made. */
function beginInside(step: Step, instance: Instance, node: ElementNode): void {
  const place = placeOf(instance, node);
  // Nothing was there before; what an earlier instruction has made is there once.
  if ('several' in place) throw new Error(`the scope ${place.several} was made twice by start instructions`);
  begin(step, node, place);
  const noted = step.state.triggers.get(instance.key)?.find((trigger) => trigger.targetElementId === node.id);
  if (noted) step.event('PROCESS_EVENT', 'TRIGGERED', noted.key, triggeredValue(instance, node.id));
}

/** After this command, a buffered message may start the next instance of the same correlation key. */
function freeStartLock(step: Step, instance: Instance): void {
  const lock = step.state.lockOfInstance.get(instance.key);
  if (lock) step.follow('START_FROM_BUFFER', instance.key, { ...lock });
}
