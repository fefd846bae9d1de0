/** Setting variables from outside, and resolving incidents. */
import { close } from '../behaviors/incidents.ts';
import { continueActivation, continueCompletion } from '../behaviors/lifecycle.ts';
import type { Step } from '../behaviors/step.ts';
import { tenantId } from '../behaviors/values.ts';
import { propagateAll, setLocals } from '../behaviors/variables.ts';
import type { VariablesInput } from '../door.ts';
import { keyOf, notFound, variablesOf, wrongState } from './refuse.ts';

export function setVariables(
  step: Step,
  request: { elementInstanceKey: string; variables: VariablesInput; local?: boolean },
): { key: string } {
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
  const value = { scopeKey: instance!.key, updateSemantics, variables, tenantId };
  step.command('VARIABLE_DOCUMENT', 'UPDATE', -1, value);
  if (request.local) setLocals(step, instance!, variables);
  else propagateAll(step, instance!, variables);
  const key = step.newKey();
  step.event('VARIABLE_DOCUMENT', 'UPDATED', key, value);
  return { key: String(key) };
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
  if (instance.state === 'ACTIVATING') continueActivation(step, instance);
  else if (instance.state === 'COMPLETING') continueCompletion(step, instance);
}
