/**
 * How a native user task changes its state: the -ING event, a job for each task listener of it, one after another, then
 * the -ED event (zeebe-contract 3.4, 4.17). All of it is in the state (`UserTask.transition`), so that a restart loses
 * nothing but the connection of whoever waits for the answer.
 */
import type { TaskEvent } from '../model/model.ts';
import { taskListeners } from '../model/model.ts';
import type { Instance, Read, TaskAttributes, UserTask } from '../state/entities.ts';
import { Rejection } from '../types.ts';
import { attempt } from './incidents.ts';
import { createTaskListenerJob } from './jobs.ts';
import { activated, complete } from './lifecycle.ts';
import type { Step } from './step.ts';
import { continueTermination } from './termination.ts';
import { tenantId, userTaskValue } from './values.ts';
import { propagateAll, setLocals } from './variables.ts';

type Task = Read<UserTask>;

/** Begins a change; `changes` are what the record says of it. */
export function beginTransition(step: Step, task: Task, intent: string, changes: Record<string, unknown> = {}): void {
  step.event('USER_TASK', intent, task.key, userTaskValue(task, changes));
  continueTransition(step, task.element);
}

/** After a listener or an incident; an element that ends with its task goes on ending. */
export function resumeTransition(step: Step, element: Instance): void {
  continueTransition(step, element);
  if (element.state === 'TERMINATING') continueTermination(step, element);
}

function continueTransition(step: Step, element: Instance): void {
  const task = step.state.userTasks.get(element.userTaskKey)!;
  const event = task.state as TaskEvent;
  const listener = taskListeners(element.node, event)[task.transition!.listenersDone];
  if (!listener) ends[event](step, task);
  else attempt(step, element, () => createTaskListenerJob(step, task, event, listener));
}

/** What the record says when the change is through, or is held up: the task as it will be. */
export function transitionValue(task: Task, changes: Record<string, unknown> = {}): object {
  const { action, changedAttributes, variables } = task.transition!;
  return userTaskValue(task, {
    ...attributeValues(task.transition!),
    action,
    changedAttributes,
    variables,
    ...changes,
  });
}

const attributeValues = (attributes: Read<TaskAttributes>): Record<string, unknown> => ({
  assignee: attributes.assignee,
  candidateGroupsList: attributes.candidateGroups,
  candidateUsersList: attributes.candidateUsers,
  dueDate: attributes.dueDate,
  followUpDate: attributes.followUpDate,
  priority: attributes.priority,
});

const ends: Record<TaskEvent, (step: Step, task: Task) => void> = {
  CREATING(step, task) {
    const { element, initialAssignee } = task;
    // 8.8: a modelled assignee comes as an assignment after the creation.
    const unassigned = initialAssignee === '' ? {} : { assignee: '' };
    step.event('USER_TASK', 'CREATED', task.key, transitionValue(task, unassigned));
    activated(step, element);
    if (initialAssignee === '') return;
    const assigned = { assignee: initialAssignee, changedAttributes: ['assignee'] };
    beginTransition(step, step.state.userTasks.get(task.key)!, 'ASSIGNING', assigned);
  },
  ASSIGNING(step, task) {
    step.event('USER_TASK', 'ASSIGNED', task.key, transitionValue(task));
    step.settled.set(task.key, undefined);
  },
  UPDATING(step, task) {
    const { document, element } = task;
    if (document) {
      const { key, updateSemantics } = document;
      const variables = { ...task.transition!.variables };
      if (updateSemantics === 'LOCAL') setLocals(step, element, variables);
      else propagateAll(step, element, variables);
      const value = { scopeKey: element.key, updateSemantics, variables, tenantId };
      step.event('VARIABLE_DOCUMENT', 'UPDATED', key, value);
    }
    step.event('USER_TASK', 'UPDATED', task.key, transitionValue(task));
    step.settled.set(task.key, undefined);
  },
  COMPLETING(step, task) {
    const variables = { ...task.transition!.variables };
    step.event('USER_TASK', 'COMPLETED', task.key, transitionValue(task));
    step.settled.set(task.key, undefined);
    complete(step, task.element, { variables });
  },
  CANCELING(step, task) {
    step.event('USER_TASK', 'CANCELED', task.key, transitionValue(task));
  },
};

/** The element ends: whatever was on its way with its task is given up. */
export function cancelTask(step: Step, element: Instance): void {
  const task = step.state.userTasks.get(element.userTaskKey);
  if (!task) return;
  if (task.state !== 'CREATED') {
    const reason = `Expected to change user task with key '${task.key}', but it is in state 'CANCELING'`;
    step.settled.set(task.key, { type: 'INVALID_STATE', reason });
  }
  beginTransition(step, task, 'CANCELING');
}

const denials: Partial<Record<TaskEvent, { intent: string; noun: string }>> = {
  ASSIGNING: { intent: 'ASSIGNMENT_DENIED', noun: 'Assignment' },
  UPDATING: { intent: 'UPDATE_DENIED', noun: 'Update' },
  COMPLETING: { intent: 'COMPLETION_DENIED', noun: 'Completion' },
};
/** The changes that a listener may deny, in the order in which a refusal names them. */
export const deniable = (Object.keys(denials) as TaskEvent[]).sort();

/** A listener denies the change: the task is as it was before. */
export function denyTransition(step: Step, element: Instance, why: string): void {
  const task = step.state.userTasks.get(element.userTaskKey)!;
  const { intent, noun } = denials[task.state as TaskEvent]!;
  step.inner('USER_TASK', 'DENY_TASK_LISTENER', task.key, transitionValue(task));
  const { document } = task;
  if (document) {
    const { key, updateSemantics } = document;
    const variables = task.transition!.variables;
    const value = { scopeKey: element.key, updateSemantics, variables, tenantId };
    step.event('VARIABLE_DOCUMENT', 'UPDATE_DENIED', key, value);
  }
  step.event('USER_TASK', intent, task.key, userTaskValue(task));
  const reason = `${noun} of the User Task with key '${task.key}' was denied by Task Listener. Reason to deny: '${why}'`;
  step.settled.set(task.key, { type: 'INVALID_STATE', reason });
}

/** A listener is done, perhaps having corrected what the task becomes; the next one sees that. */
export function goOn(step: Step, element: Instance, corrections: Partial<TaskAttributes>): void {
  const task = step.state.userTasks.get(element.userTaskKey)!;
  step.inner('USER_TASK', 'COMPLETE_TASK_LISTENER', task.key, transitionValue(task));
  if (Object.keys(corrections).length > 0) {
    const corrected = { ...task.transition!, ...corrections };
    const changes = { ...attributeValues(corrected), changedAttributes: changedAttributes(task, corrected) };
    step.event('USER_TASK', 'CORRECTED', task.key, transitionValue(task, changes));
  }
  resumeTransition(step, element);
}

/** Names of what differs from the task before the change, variables included. */
function changedAttributes(task: Task, becomes: Read<TaskAttributes>): string[] {
  const before = attributeValues(task);
  const after = attributeValues(becomes);
  const differ = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return task.document ? [...differ, 'variables'] : differ;
}

/** Variables of the task's own scope are changed as an update of the task, which its listeners may hold up or deny. */
export function updateVariables(
  step: Step,
  task: Task,
  key: number,
  updateSemantics: string,
  variables: Record<string, unknown>,
): void {
  const value = { scopeKey: task.element.key, updateSemantics, variables, tenantId };
  step.event('VARIABLE_DOCUMENT', 'UPDATING', key, value);
  beginTransition(step, task, 'UPDATING', { variables, action: 'update', changedAttributes: ['variables'] });
}

/** Refuses what may not run while the task's state changes (contract 2.2). */
export function requireCreated(intent: string, verb: string, task: Task): void {
  if (task.state === 'CREATED') return;
  const reason = `Expected to ${verb} user task with key '${task.key}', but it is in state '${task.state}'`;
  throw new Rejection(intent, 'INVALID_STATE', reason);
}
