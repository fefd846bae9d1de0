/** Deleting a process definition without instances, a decision file or a form (zeebe-contract 4.12). */
import { closeStarts, openStarts } from '../behaviors/starts.ts';
import type { Step } from '../behaviors/step.ts';
import { tenantId } from '../behaviors/values.ts';
import type { FormDefinition, ProcessDefinition, Read, RequirementsDefinition } from '../state/entities.ts';
import { keyOf, notFound, wrongState } from './refuse.ts';

export function deleteResource(step: Step, request: { resourceKey: string }): void {
  const key = keyOf(request.resourceKey);
  const { state } = step;
  const process = state.processes.byKey.get(key);
  const requirements = state.requirements.byKey.get(key);
  const form = state.forms.byKey.get(key);
  if (!process && !requirements && !form) {
    notFound('DELETE', `Expected to delete resource but no resource found with key \`${request.resourceKey}\``);
  }
  if (process && process.instances > 0) {
    wrongState(
      'DELETE',
      `Expected to delete resource with key \`${request.resourceKey}\` but there are still running instances`,
    );
  }
  step.command('RESOURCE_DELETION', 'DELETE', -1, { resourceKey: key, tenantId });
  const deletion = step.newKey();
  step.event('RESOURCE_DELETION', 'DELETING', deletion, { resourceKey: key, tenantId });
  if (process) deleteProcess(step, process);
  if (requirements) deleteRequirements(step, requirements);
  if (form) deleteForm(step, form);
  step.event('RESOURCE_DELETION', 'DELETED', deletion, { resourceKey: key, tenantId });
}

/** The version before, if there is one, listens for starts again. */
function deleteProcess(step: Step, definition: Read<ProcessDefinition>): void {
  const { bpmnProcessId, key } = definition;
  const wasLatest = step.state.processes.latest(bpmnProcessId)?.key === key;
  const value = {
    bpmnProcessId,
    version: definition.version,
    processDefinitionKey: key,
    resourceName: definition.resourceName,
    checksum: definition.checksum,
    duplicate: false,
    resource: '',
    tenantId,
    deploymentKey: definition.deploymentKey,
    versionTag: definition.versionTag,
  };
  step.event('PROCESS', 'DELETING', key, value);
  closeStarts(step, definition);
  step.event('PROCESS', 'DELETED', key, value);
  const now = step.state.processes.latest(bpmnProcessId);
  if (wasLatest && now) openStarts(step, now);
}

function deleteRequirements(step: Step, requirements: Read<RequirementsDefinition>): void {
  const { key } = requirements;
  for (const decision of [...step.state.decisions.byKey.values()]) {
    if (decision.requirementsKey !== key) continue;
    step.event('DECISION', 'DELETED', decision.key, {
      decisionId: decision.id,
      decisionName: decision.name,
      version: decision.version,
      decisionKey: decision.key,
      decisionRequirementsId: decision.requirementsId,
      decisionRequirementsKey: key,
      duplicate: false,
      tenantId,
      deploymentKey: decision.deploymentKey,
      versionTag: decision.versionTag,
    });
  }
  step.event('DECISION_REQUIREMENTS', 'DELETED', key, {
    decisionRequirementsId: requirements.id,
    decisionRequirementsName: requirements.name,
    decisionRequirementsVersion: requirements.version,
    decisionRequirementsKey: key,
    namespace: requirements.namespace,
    resourceName: requirements.resourceName,
    checksum: requirements.checksum,
    duplicate: false,
    resource: '',
    tenantId,
  });
}

function deleteForm(step: Step, form: Read<FormDefinition>): void {
  step.event('FORM', 'DELETED', form.key, {
    formId: form.id,
    version: form.version,
    formKey: form.key,
    resourceName: form.resourceName,
    checksum: form.checksum,
    duplicate: false,
    resource: '',
    tenantId,
    deploymentKey: form.deploymentKey,
    versionTag: form.versionTag,
  });
}
