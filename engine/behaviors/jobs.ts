/** Making and cancelling jobs: of elements, of their execution listeners and of their user tasks' listeners. */
import type { UserTaskProperties } from '../door.ts';
import type { JobModel, ListenerModel, TaskEvent } from '../model/model.ts';
import type { Instance, JobKind, Read, TaskAttributes, UserTask } from '../state/entities.ts';
import { Failure } from './incidents.ts';
import type { Step } from './step.ts';
import { jobValue } from './values.ts';
import { plainIn, stringOf, wrongType } from './variables.ts';

/** The job of a task or event. Type and retries are evaluated before anything is written. */
export function createJob(step: Step, instance: Instance, model: JobModel, headers: Record<string, string> = {}): void {
  write(step, instance, model, 'BPMN_ELEMENT', 'UNSPECIFIED', headers);
}

/** The job of the worker that chooses what an ad-hoc sub-process does next (8.8). */
export function createAdHocJob(step: Step, instance: Instance): void {
  write(step, instance, instance.node.job!, 'AD_HOC_SUB_PROCESS', 'UNSPECIFIED', {});
}

/** The job of an execution listener; it carries the element's task headers (8.8). */
export function createListenerJob(step: Step, instance: Instance, event: 'START' | 'END', model: ListenerModel): void {
  write(step, instance, model, 'EXECUTION_LISTENER', event, {});
}

/** The job of a task listener; its headers say what the task becomes (zeebe-contract 4.17). */
export function createTaskListenerJob(step: Step, task: Read<UserTask>, event: TaskEvent, model: ListenerModel): void {
  const { transition, key, formKey } = task;
  write(step, task.element, model, 'TASK_LISTENER', event, {
    ...attributeHeaders(transition!),
    ...named({
      action: transition!.action,
      changedAttributes: listText(transition!.changedAttributes),
      formKey: formKey > 0 ? String(formKey) : '',
      priority: String(transition!.priority),
      userTaskKey: String(key),
    }),
  });
}

/** A user task's attributes as headers of a job (zeebe-contract 1.3); what is not set is not there. */
export const attributeHeaders = (task: Read<Omit<TaskAttributes, 'priority'>>): Record<string, string> =>
  named({
    assignee: task.assignee,
    candidateGroups: listText(task.candidateGroups),
    candidateUsers: listText(task.candidateUsers),
    dueDate: task.dueDate,
    followUpDate: task.followUpDate,
  });

/** The same, read back from a task listener's job. */
export function userTaskProperties(headers: Readonly<Record<string, string>>): UserTaskProperties {
  const of = (name: string) => headers[`${headerPrefix}${name}`];
  const list = (name: string) => JSON.parse(of(name) ?? '[]') as string[];
  return {
    action: of('action'),
    assignee: of('assignee'),
    candidateGroups: list('candidateGroups'),
    candidateUsers: list('candidateUsers'),
    changedAttributes: list('changedAttributes'),
    dueDate: of('dueDate'),
    followUpDate: of('followUpDate'),
    formKey: of('formKey'),
    priority: Number(of('priority')),
    userTaskKey: of('userTaskKey'),
  };
}

const headerPrefix = 'io.camunda.zeebe:';
const listText = (list: readonly string[]) => (list.length > 0 ? JSON.stringify(list) : '');
const named = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [`${headerPrefix}${name}`, value]),
  );

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
