/** Making and cancelling jobs: of elements and of their execution listeners. */
import type { JobModel, ListenerModel } from '../model/model.ts';
import type { Instance, JobKind } from '../state/entities.ts';
import { Failure } from './incidents.ts';
import type { Step } from './step.ts';
import { jobValue } from './values.ts';
import { plainIn, stringOf, wrongType } from './variables.ts';

/** The job of a task or event. Type and retries are evaluated before anything is written. */
export function createJob(step: Step, instance: Instance, model: JobModel, headers: Record<string, string> = {}): void {
  write(step, instance, model, 'BPMN_ELEMENT', 'UNSPECIFIED', headers);
}

/** The job of an execution listener; it carries the element's task headers (8.8). */
export function createListenerJob(step: Step, instance: Instance, event: 'START' | 'END', model: ListenerModel): void {
  write(step, instance, model, 'EXECUTION_LISTENER', event, {});
}

function write(
  step: Step,
  instance: Instance,
  model: JobModel,
  kind: JobKind,
  event: string,
  headers: Record<string, string>,
): void {
  const type = stringOf(step, model.type, instance);
  if (type.trim() === '')
    throw new Failure('EXTRACT_VALUE_ERROR', 'Expected the job type to be present, but it was blank');
  const retries = model.retries.isStatic ? Number(model.retries.text) : plainIn(step, model.retries, instance);
  if (typeof retries !== 'number' || !Number.isInteger(retries)) throw wrongType(model.retries, 'NUMBER', retries);
  const key = step.newKey();
  step.event(
    'JOB',
    'CREATED',
    key,
    jobValue({
      key,
      type,
      kind,
      listenerEvent: event,
      element: instance,
      headers: { ...instance.node.headers, ...headers },
      retries,
      state: 'ACTIVATABLE',
      worker: '',
      deadline: -1,
      backoffUntil: -1,
      errorCode: '',
      errorMessage: '',
      incidentKey: 0,
    }),
  );
  offer(step, key, type);
}

/** Tells long polls and streams that a job may be had. */
export function offer(step: Step, jobKey: number, type: string): void {
  step.jobTypes.add(type);
  step.freshJobs.push(jobKey);
}

export function cancelJob(step: Step, instance: Instance): void {
  const job = step.state.jobs.get(instance.jobKey);
  if (job) step.event('JOB', 'CANCELED', job.key, jobValue(job));
}
