/** Incidents: what an element meets when its model, its variables or its worker fail it (zeebe-contract 4.14). */
import type { Instance, Job, Read } from '../state/entities.ts';
import type { Step } from './step.ts';
import { incidentValue, pathsOf, tenantId } from './values.ts';

export type IncidentType =
  | 'UNKNOWN'
  | 'IO_MAPPING_ERROR'
  | 'JOB_NO_RETRIES'
  | 'EXECUTION_LISTENER_NO_RETRIES'
  | 'TASK_LISTENER_NO_RETRIES'
  | 'AD_HOC_SUB_PROCESS_NO_RETRIES'
  | 'CONDITION_ERROR'
  | 'EXTRACT_VALUE_ERROR'
  | 'CALLED_ELEMENT_ERROR'
  | 'UNHANDLED_ERROR_EVENT'
  | 'MESSAGE_SIZE_EXCEEDED'
  | 'CALLED_DECISION_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'FORM_NOT_FOUND';

/** Thrown by element code; becomes an incident on the element, which stays where it is until it is resolved. */
export class Failure extends Error {
  readonly type: IncidentType;
  constructor(type: IncidentType, message: string) {
    super(message);
    this.type = type;
  }
}

/** Runs one move of an element; a `Failure` becomes its incident. */
export function attempt(step: Step, instance: Instance, move: () => void): void {
  try {
    move();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    raise(step, instance, error.type, error.message);
  }
}

export function raise(step: Step, instance: Instance, type: IncidentType, message: string, job?: Read<Job>): void {
  step.event('INCIDENT', 'CREATED', step.newKey(), {
    errorType: type,
    errorMessage: message,
    bpmnProcessId: instance.definition.bpmnProcessId,
    processDefinitionKey: instance.definition.key,
    processInstanceKey: instance.processInstanceKey,
    elementId: instance.node.id,
    elementInstanceKey: instance.key,
    jobKey: job?.key ?? -1,
    variableScopeKey: instance.key,
    tenantId,
    ...pathsOf(instance, step.find),
  });
}

/** INCIDENT RESOLVED; a job of the incident is activatable again by that. */
export function close(step: Step, incidentKey: number): void {
  const incident = step.state.incidents.get(incidentKey);
  if (!incident) return;
  const job = step.state.jobs.get(incident.jobKey);
  step.event('INCIDENT', 'RESOLVED', incidentKey, incidentValue(incident, step.find));
  if (job && step.state.jobs.has(job.key)) {
    step.jobTypes.add(job.type);
    step.freshJobs.push(job.key);
  }
}
