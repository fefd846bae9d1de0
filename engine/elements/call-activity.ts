/** Call activities: an instance of another process, which this one waits for. */
import { Failure } from '../behaviors/incidents.ts';
import { activated, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { terminate } from '../behaviors/termination.ts';
import { type Scope, setLocal, stringOf, visible } from '../behaviors/variables.ts';
import type { Instance } from '../state/entities.ts';

/** What the called process gets, before it begins: by then it is sure that the call activity has not ended already. */
export function giveVariables(step: Step, caller: Instance, scope: Scope): void {
  const copied = caller.node.calledElement!.allParent
    ? visible(step.state, caller)
    : (step.state.variables.get(caller.key) ?? new Map<string, { text: string }>());
  for (const [name, variable] of [...copied]) setLocal(step, scope, name, variable.text);
}

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
    step.follow('ACTIVATE_PROCESS', step.newKey(), { definitionKey: definition.key, callerKey: instance.key });
  },
  terminate(step, instance) {
    const child = step.state.instances.get(instance.calledKey);
    if (child) terminate(step, child);
  },
};
