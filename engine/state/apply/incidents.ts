/** INCIDENT events. */
import type { Applier } from './index.ts';
import { reopen } from './jobs.ts';

export const incident: Record<string, Applier> = {
  CREATED({ state, key, value, record }) {
    state.incidents.set(key, {
      key,
      errorType: value.errorType,
      errorMessage: value.errorMessage,
      processInstanceKey: value.processInstanceKey,
      elementInstanceKey: value.elementInstanceKey,
      elementId: value.elementId,
      bpmnProcessId: value.bpmnProcessId,
      definitionKey: value.processDefinitionKey,
      jobKey: value.jobKey,
      variableScopeKey: value.variableScopeKey,
      createdAt: record.timestamp,
    });
    const job = state.jobs.get(value.jobKey);
    if (job) job.incidentKey = key;
    const element = state.instances.get(value.elementInstanceKey);
    if (element) element.incidentKey = key;
  },
  MIGRATED({ state, key, value }) {
    const migrated = state.incidents.get(key)!;
    migrated.elementId = value.elementId;
    migrated.bpmnProcessId = value.bpmnProcessId;
    migrated.definitionKey = value.processDefinitionKey;
  },
  RESOLVED({ state, key, value }) {
    state.incidents.delete(key);
    const element = state.instances.get(value.elementInstanceKey);
    if (element?.incidentKey === key) element.incidentKey = 0;
    const job = state.jobs.get(value.jobKey);
    if (!job) return;
    job.incidentKey = 0;
    reopen(state, job.key);
  },
};
