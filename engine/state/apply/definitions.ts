/** PROCESS, DECISION_REQUIREMENTS, DECISION and FORM events. */
import { fromBase64, type Models } from '../models.ts';
import type { Applier } from './index.ts';

/** What a file was read into goes with the last definition that comes from it. */
function forget(models: Models, checksum: string, left: ReadonlyMap<number, { checksum: string }>): void {
  if (!left.values().some((definition) => definition.checksum === checksum)) models.forget(checksum);
}

export const process: Record<string, Applier> = {
  CREATED({ state, models, key, value }) {
    state.processes.add(value.bpmnProcessId, {
      key,
      bpmnProcessId: value.bpmnProcessId,
      version: value.version,
      versionTag: value.versionTag,
      resourceName: value.resourceName,
      checksum: value.checksum,
      deploymentKey: value.deploymentKey,
      xml: fromBase64(value.resource),
      model: models.process(value.checksum, value.bpmnProcessId),
      instances: 0,
    });
  },
  DELETED({ state, models, key, value }) {
    state.processes.delete(value.bpmnProcessId, key);
    forget(models, value.checksum, state.processes.byKey);
  },
};

export const requirements: Record<string, Applier> = {
  CREATED({ state, models, key, value }) {
    state.requirements.add(value.decisionRequirementsId, {
      key,
      id: value.decisionRequirementsId,
      name: value.decisionRequirementsName,
      version: value.decisionRequirementsVersion,
      namespace: value.namespace,
      resourceName: value.resourceName,
      checksum: value.checksum,
      xml: fromBase64(value.resource),
      model: models.requirements(value.checksum),
    });
  },
  DELETED({ state, models, key, value }) {
    state.requirements.delete(value.decisionRequirementsId, key);
    forget(models, value.checksum, state.requirements.byKey);
  },
};

export const decision: Record<string, Applier> = {
  CREATED({ state, key, value }) {
    const model = state.requirements.byKey.get(value.decisionRequirementsKey)!.model.decisions.get(value.decisionId)!;
    state.decisions.add(value.decisionId, {
      key,
      id: value.decisionId,
      name: value.decisionName,
      version: value.version,
      versionTag: value.versionTag,
      requirementsKey: value.decisionRequirementsKey,
      requirementsId: value.decisionRequirementsId,
      deploymentKey: value.deploymentKey,
      model,
    });
  },
  DELETED({ state, key, value }) {
    state.decisions.delete(value.decisionId, key);
  },
};

export const form: Record<string, Applier> = {
  CREATED({ state, key, value }) {
    state.forms.add(value.formId, {
      key,
      id: value.formId,
      version: value.version,
      versionTag: value.versionTag,
      resourceName: value.resourceName,
      checksum: value.checksum,
      deploymentKey: value.deploymentKey,
      schema: fromBase64(value.resource),
    });
  },
  DELETED({ state, key, value }) {
    state.forms.delete(value.formId, key);
  },
};
