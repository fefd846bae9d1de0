/** Deploying resources that have been read: versions, duplicates, who listens for starts (zeebe-contract 4.12). */
import { Failure } from '../behaviors/incidents.ts';
import { closeStarts, openStarts } from '../behaviors/starts.ts';
import type { Step } from '../behaviors/step.ts';
import { dueDate } from '../behaviors/subscriptions.ts';
import { tenantId } from '../behaviors/values.ts';
import type { DeployResult } from '../door.ts';
import type { ProcessModel } from '../model/model.ts';
import { base64, type Models } from '../state/models.ts';
import {
  type BpmnResource,
  boundToDeployment,
  type DmnResource,
  type FormResource,
  type Resource,
} from './deployment.ts';
import { invalid } from './refuse.ts';

interface Metadata {
  processesMetadata: Record<string, unknown>[];
  decisionsMetadata: Record<string, unknown>[];
  decisionRequirementsMetadata: Record<string, unknown>[];
  formMetadata: Record<string, unknown>[];
}

export function deploy(step: Step, resources: readonly Resource[], models: Models): DeployResult {
  for (const resource of resources) {
    if (resource.kind === 'bpmn') for (const process of resource.processes) checkStartTimers(step, process, resource);
  }
  const anew = versionedTogether(step, resources);
  step.command('DEPLOYMENT', 'CREATE', -1, { resources: resources.map(({ name }) => ({ resourceName: name })) });
  for (const resource of resources) {
    if (resource.kind === 'bpmn') models.keepBpmn(resource.checksum, resource.processes);
    if (resource.kind === 'dmn') models.keepDmn(resource.checksum, resource.requirements);
  }
  const deploymentKey = step.newKey();
  const written: Metadata = {
    processesMetadata: [],
    decisionsMetadata: [],
    decisionRequirementsMetadata: [],
    formMetadata: [],
  };
  for (const resource of resources) {
    if (resource.kind === 'bpmn') deployProcesses(step, resource, deploymentKey, anew, written);
  }
  for (const resource of resources) {
    if (resource.kind === 'dmn') deployDecisions(step, resource, deploymentKey, anew, written);
    if (resource.kind === 'form') deployForm(step, resource, deploymentKey, anew, written);
  }
  // The key must be known to the state even if every resource was a duplicate.
  step.event('DEPLOYMENT', 'CREATED', deploymentKey, {
    resources: resources.map(({ name, content }) => ({ resource: base64(content), resourceName: name })),
    ...written,
    resourceMetadata: [],
    deploymentKey,
    tenantId,
  });
  return answer(deploymentKey, written);
}

/** With references bound to the deployment, one new resource makes all of them new versions together. */
function versionedTogether(step: Step, resources: readonly Resource[]): boolean {
  const bound = resources.some((r) => r.kind === 'bpmn' && boundToDeployment(r.processes).length > 0);
  return bound && resources.some((resource) => !isDuplicate(step, resource));
}

function isDuplicate(step: Step, resource: Resource): boolean {
  const same = (latest: { resourceName: string; checksum: string } | undefined) =>
    latest?.resourceName === resource.name && latest.checksum === resource.checksum;
  const { state } = step;
  if (resource.kind === 'form') return same(state.forms.latest(resource.formId));
  if (resource.kind === 'dmn') return same(state.requirements.latest(resource.requirements.id));
  return resource.processes.every(({ id }) => same(state.processes.latest(id)));
}

function deployProcesses(
  step: Step,
  resource: BpmnResource,
  deploymentKey: number,
  anew: boolean,
  written: Metadata,
): void {
  for (const model of resource.processes) {
    const latest = step.state.processes.latest(model.id);
    const duplicate = !anew && latest?.resourceName === resource.name && latest.checksum === resource.checksum;
    const key = duplicate ? latest!.key : step.newKey();
    const metadata = {
      bpmnProcessId: model.id,
      version: duplicate ? latest!.version : (step.state.processes.lastVersion.get(model.id) ?? 0) + 1,
      processDefinitionKey: key,
      resourceName: resource.name,
      checksum: resource.checksum,
      duplicate,
      tenantId,
      deploymentKey: duplicate ? latest!.deploymentKey : deploymentKey,
      versionTag: model.versionTag,
    };
    written.processesMetadata.push(metadata);
    if (duplicate) continue;
    step.event('PROCESS', 'CREATED', key, { ...metadata, resource: base64(resource.content) });
    if (latest) closeStarts(step, latest);
    openStarts(step, step.state.processes.byKey.get(key)!);
  }
}

function deployDecisions(
  step: Step,
  resource: DmnResource,
  deploymentKey: number,
  anew: boolean,
  written: Metadata,
): void {
  const { requirements: model } = resource;
  const latest = step.state.requirements.latest(model.id);
  const duplicate = !anew && latest?.resourceName === resource.name && latest.checksum === resource.checksum;
  const key = duplicate ? latest!.key : step.newKey();
  const metadata = {
    decisionRequirementsId: model.id,
    decisionRequirementsName: model.name,
    decisionRequirementsVersion: duplicate
      ? latest!.version
      : (step.state.requirements.lastVersion.get(model.id) ?? 0) + 1,
    decisionRequirementsKey: key,
    namespace: model.namespace,
    resourceName: resource.name,
    checksum: resource.checksum,
    duplicate,
    tenantId,
  };
  written.decisionRequirementsMetadata.push(metadata);
  if (!duplicate) {
    step.event('DECISION_REQUIREMENTS', 'CREATED', key, { ...metadata, resource: base64(resource.content) });
  }
  for (const decision of model.decisions.values()) {
    const known = step.state.decisions.latest(decision.id);
    const decisionKey = duplicate ? known!.key : step.newKey();
    const value = {
      decisionId: decision.id,
      decisionName: decision.name,
      version: duplicate ? known!.version : (step.state.decisions.lastVersion.get(decision.id) ?? 0) + 1,
      decisionKey,
      decisionRequirementsId: model.id,
      decisionRequirementsKey: key,
      duplicate,
      tenantId,
      deploymentKey: duplicate ? known!.deploymentKey : deploymentKey,
      versionTag: decision.versionTag,
    };
    written.decisionsMetadata.push(value);
    if (!duplicate) step.event('DECISION', 'CREATED', decisionKey, value);
  }
}

function deployForm(step: Step, resource: FormResource, deploymentKey: number, anew: boolean, written: Metadata): void {
  const latest = step.state.forms.latest(resource.formId);
  const duplicate = !anew && latest?.resourceName === resource.name && latest.checksum === resource.checksum;
  const key = duplicate ? latest!.key : step.newKey();
  const metadata = {
    formId: resource.formId,
    version: duplicate ? latest!.version : (step.state.forms.lastVersion.get(resource.formId) ?? 0) + 1,
    formKey: key,
    resourceName: resource.name,
    checksum: resource.checksum,
    duplicate,
    tenantId,
    deploymentKey: duplicate ? latest!.deploymentKey : deploymentKey,
    versionTag: resource.versionTag,
  };
  written.formMetadata.push(metadata);
  if (!duplicate) step.event('FORM', 'CREATED', key, { ...metadata, resource: base64(resource.content) });
}

function checkStartTimers(step: Step, process: ProcessModel, resource: BpmnResource): void {
  for (const start of process.root.startEvents) {
    if (!start.timer) continue;
    try {
      dueDate(step, start.timer, undefined);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      invalid(
        'CREATE',
        `Expected to deploy new resources, but encountered the following errors:\n'${resource.name}': - Element: ${start.id}\n    - ERROR: Invalid timer expression: ${error.message}\n`,
      );
    }
  }
}

function answer(deploymentKey: number, written: Metadata): DeployResult {
  const text = (value: Record<string, unknown>, ...keys: string[]) => {
    const out: Record<string, unknown> = { ...value };
    for (const key of keys) out[key] = String(out[key]);
    return out;
  };
  return {
    deploymentKey: String(deploymentKey),
    tenantId,
    processes: written.processesMetadata.map((v) => text(v, 'processDefinitionKey')) as never,
    decisions: written.decisionsMetadata.map((v) => text(v, 'decisionKey', 'decisionRequirementsKey')) as never,
    decisionRequirements: written.decisionRequirementsMetadata.map((v) => ({
      ...text(v, 'decisionRequirementsKey'),
      version: v.decisionRequirementsVersion,
    })) as never,
    forms: written.formMetadata.map((v) => text(v, 'formKey')) as never,
  };
}
