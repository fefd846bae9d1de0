/** Call activities: an instance of another process, which this one waits for. */
import { Failure } from '../behaviors/incidents.ts';
import { activated, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior } from '../behaviors/step.ts';
import { terminate } from '../behaviors/termination.ts';
import { setLocal, stringOf, visible } from '../behaviors/variables.ts';

export const callActivity: ElementBehavior = {
  activate(step, instance) {
    const called = instance.node.calledElement!;
    const id = stringOf(step, called.processId, instance);
    const { processes } = step.state;
    const { kind, versionTag } = called.binding;
    const definition =
      kind === 'latest'
        ? processes.latest(id)
        : kind === 'versionTag'
          ? processes.tagged(id, versionTag)
          : processes.deployedWith(id, instance.definition.deploymentKey);
    if (!definition) {
      throw new Failure(
        'CALLED_ELEMENT_ERROR',
        `Expected process with BPMN process id '${id}'${kind === 'versionTag' ? ` and version tag '${versionTag}'` : ''} to be deployed, but not found.`,
      );
    }
    if (!definition.model.root.startEvents.some((start) => start.eventType === 'NONE')) {
      throw new Failure(
        'CALLED_ELEMENT_ERROR',
        `Expected process with BPMN process id '${id}' to have a none start event, but not found.`,
      );
    }
    listen(step, instance);
    activated(step, instance);
    const key = step.newKey();
    const scope = { key, processInstanceKey: key, definition };
    const copied = called.allParent
      ? visible(step.state, instance)
      : (step.state.variables.get(instance.key) ?? new Map<string, { text: string }>());
    for (const [name, variable] of [...copied]) setLocal(step, scope, name, variable.text);
    step.follow('ACTIVATE_PROCESS', key, { definitionKey: definition.key, callerKey: instance.key });
  },
  terminate(step, instance) {
    const child = step.state.instances.get(instance.calledKey);
    if (child) terminate(step, child);
  },
};
