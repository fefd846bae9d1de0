/** INCIDENT events. */
import { taskListeners } from '../../model/model.ts';
import type { ElementInstance } from '../entities.ts';
import type { State } from '../state.ts';
import type { Applier } from './index.ts';
import { dequeue, reopen } from './jobs.ts';

/** If a listener's own expression failed, all listeners of that move run again, those before it too (contract 4.17). */
function repeatListeners(state: State, element: ElementInstance): void {
  const { node } = element;
  const listeners = element.state === 'COMPLETING' ? node.endListeners : node.startListeners;
  if (element.listenersDone < listeners.length) element.listenersDone = 0;
  const task = state.userTasks.get(element.userTaskKey);
  if (!task?.transition || task.state === 'CREATED') return;
  if (task.transition.listenersDone < taskListeners(node, task.state).length) task.transition.listenersDone = 0;
}

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
    if (job) {
      job.incidentKey = key;
      // One that is too large to be handed out is not offered again before the incident is resolved.
      dequeue(state, job);
    }
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
    if (element && value.jobKey === -1) repeatListeners(state, element);
    const job = state.jobs.get(value.jobKey);
    if (!job) return;
    job.incidentKey = 0;
    reopen(state, job.key);
  },
};
