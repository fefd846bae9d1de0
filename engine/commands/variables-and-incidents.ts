/** Setting variables from outside, and resolving incidents. */
import { close } from '../behaviors/incidents.ts';
import { continueActivation, continueCompletion } from '../behaviors/lifecycle.ts';
import type { Begun, Step } from '../behaviors/step.ts';
import { requireCreated, resumeTransition, updateVariables } from '../behaviors/user-tasks.ts';
import { tenantId } from '../behaviors/values.ts';
import { propagateAll, setLocals } from '../behaviors/variables.ts';
import type { VariablesInput } from '../door.ts';
import type { Instance, Read, UserTask } from '../state/entities.ts';
import { keyOf, notFound, variablesOf, wrongState } from './refuse.ts';

export function setVariables(
  step: Step,
  request: { elementInstanceKey: string; variables: VariablesInput; local?: boolean },
): Begun<{ key: string }> {
  const variables = variablesOf('UPDATE', request.variables);
  const instance = step.state.instances.get(keyOf(request.elementInstanceKey));
  if (!instance) {
    notFound(
      'UPDATE',
      `Expected to update variables for element with key '${request.elementInstanceKey}', but no such element was found`,
    );
  }
  const updateSemantics = request.local ? 'LOCAL' : 'PROPAGATE';
  step.processInstanceKey = instance!.processInstanceKey;
  const task = taskChangedBy(step, instance!, variables, request.local);
  if (task) requireCreated('UPDATE', 'update', task);
  const value = { scopeKey: instance!.key, updateSemantics, variables, tenantId };
  step.command('VARIABLE_DOCUMENT', 'UPDATE', -1, value);
  if (task) {
    const key = step.newKey();
    updateVariables(step, task, key, updateSemantics, variables);
    return { answer: { key: String(key) }, change: { userTaskKey: task.key, intent: 'UPDATE' } };
  }
  if (request.local) setLocals(step, instance!, variables);
  else propagateAll(step, instance!, variables);
  const key = step.newKey();
  step.event('VARIABLE_DOCUMENT', 'UPDATED', key, value);
  return { answer: { key: String(key) } };
}

/** The user task whose own variables these are: it is updated by that (8.8; contract 4.17). */
function taskChangedBy(
  step: Step,
  instance: Instance,
  variables: Record<string, unknown>,
  local: boolean | undefined,
): Read<UserTask> | undefined {
  const own = step.state.variables.get(instance.key);
  const changes = local || Object.keys(variables).some((name) => own?.has(name));
  return changes ? step.state.userTasks.get(instance.userTaskKey) : undefined;
}

/** The element goes on from where it stopped; a job of the incident is activatable again. */
export function resolveIncident(step: Step, request: { incidentKey: string }): void {
  const incident = step.state.incidents.get(keyOf(request.incidentKey));
  if (!incident) {
    notFound(
      'RESOLVE',
      `Expected to resolve incident with key '${request.incidentKey}', but no such incident was found`,
    );
  }
  const { key, jobKey, elementInstanceKey, processInstanceKey, errorType } = incident!;
  const job = step.state.jobs.get(jobKey);
  if (job && job.retries <= 0 && errorType !== 'UNHANDLED_ERROR_EVENT') {
    wrongState(
      'RESOLVE',
      `Expected to resolve incident with key '${key}', but job with key '${jobKey}' has no retries left. Please update the job retries and retry resolving the incident`,
    );
  }
  step.processInstanceKey = processInstanceKey;
  step.command('INCIDENT', 'RESOLVE', key, {});
  close(step, key);
  const instance = step.state.instances.get(elementInstanceKey);
  if (job || !instance) return;
  const task = step.state.userTasks.get(instance.userTaskKey);
  if (task && task.state !== 'CREATED') {
    resumeTransition(step, instance);
    return;
  }
  if (instance.state === 'ACTIVATING') continueActivation(step, instance);
  else if (instance.state === 'COMPLETING') continueCompletion(step, instance);
  else if (instance.state === 'ACTIVATED') step.elements[instance.node.type].resume?.(step, instance);
}
