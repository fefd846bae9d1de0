/** What a worker says when it completes the job of a task listener (zeebe-contract 3.4, 4.17), and why it is refused. */

import type { Step } from '../behaviors/step.ts';
import { deniable, denyTransition, goOn } from '../behaviors/user-tasks.ts';
import type { JobResult, TaskCorrections } from '../door.ts';
import { parseInstant } from '../expressions/time.ts';
import type { TaskEvent } from '../model/model.ts';
import type { Job, Read, TaskAttributes } from '../state/entities.ts';
import { invalid } from './refuse.ts';

type AJob = Read<Job>;

const recordNames: Partial<Record<keyof TaskAttributes, string>> = {
  candidateGroups: 'candidateGroupsList',
  candidateUsers: 'candidateUsersList',
};

/** The answer as the JOB record has it, with what it corrects; all refusals come from here. */
export function readListenerResult(
  step: Step,
  job: AJob,
  variables: Record<string, unknown>,
  result: JobResult | undefined,
): { record: object; corrections: Partial<TaskAttributes> } {
  const which = `(job key '${job.key}', type '${job.type}', processInstanceKey '${job.element.processInstanceKey}')`;
  if (Object.keys(variables).length > 0) {
    refuse(
      `Task Listener job completion with variables payload provided is not yet supported ${which}. Support will be enabled with the resolution of issue #23702.`,
    );
  }
  const corrections = correctionsOf(result?.corrections ?? {});
  const corrected = Object.keys(corrections) as (keyof TaskAttributes)[];
  if (result?.denied && !deniable.includes(job.listenerEvent as TaskEvent)) {
    refuse(
      `Denying result is not supported for '${job.listenerEvent}' task listener jobs ${which}. Only the following listener event types support denying: [${deniable.join(', ')}].`,
    );
  }
  if (result?.denied && corrected.length > 0) {
    refuse(
      `Expected to complete task listener job with corrections, but the job result is denied ${which}. The corrections would be reverted by the denial. Either complete the job with corrections without setting denied, or complete the job with a denied result but no corrections.`,
    );
  }
  const task = step.state.userTasks.get(job.element.userTaskKey);
  if (job.listenerEvent === 'CREATING' && corrected.includes('assignee') && task?.initialAssignee) {
    refuse(
      `Expected to complete task listener job, but correcting the assignee on 'CREATING' event is not supported when the user task has an assignee defined in the model ${which}.`,
    );
  }
  const record = {
    type: 'USER_TASK',
    denied: result?.denied === true,
    deniedReason: result?.deniedReason ?? '',
    correctedAttributes: corrected.map((name) => recordNames[name] ?? name),
    corrections: {
      assignee: corrections.assignee ?? '',
      dueDate: corrections.dueDate ?? '',
      followUpDate: corrections.followUpDate ?? '',
      candidateUsersList: corrections.candidateUsers ?? [],
      candidateGroupsList: corrections.candidateGroups ?? [],
      priority: corrections.priority ?? -1,
    },
  };
  return { record, corrections };
}

const refuse = (reason: string): never => invalid('COMPLETE', reason);

function correctionsOf(given: TaskCorrections): Partial<TaskAttributes> {
  const found: Partial<TaskAttributes> = {};
  for (const name of ['assignee', 'dueDate', 'followUpDate'] as const) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || (name !== 'assignee' && value !== '' && parseInstant(value) === undefined)) {
      refuse(`The corrected ${name} '${value}' cannot be parsed as a date according to RFC 3339, section 5.6.`);
    }
    found[name] = value;
  }
  for (const name of ['candidateGroups', 'candidateUsers'] as const) {
    const value = given[name];
    if (value) found[name] = value;
  }
  const { priority } = given;
  if (priority !== undefined && priority !== null) {
    if (!Number.isInteger(priority) || priority < 0 || priority > 100) {
      refuse(`The value for priority is '${priority}' but must be within the [0,100] range.`);
    }
    found.priority = priority;
  }
  return found;
}

/** After JOB COMPLETED: the next listener, the end of the change, or its denial. */
export function listenerDone(
  step: Step,
  job: AJob,
  result: JobResult | undefined,
  corrections: Partial<TaskAttributes>,
): void {
  if (result?.denied) denyTransition(step, job.element, result.deniedReason ?? '');
  else goOn(step, job.element, corrections);
}
