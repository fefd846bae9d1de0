/** What people do with user tasks (zeebe-contract 2.2). */
import type { Begun, Step } from '../behaviors/step.ts';
import { beginTransition, requireCreated } from '../behaviors/user-tasks.ts';
import type { UserTaskChangeset, VariablesInput } from '../door.ts';
import { parseInstant } from '../expressions/time.ts';
import type { Read, UserTask } from '../state/entities.ts';
import { invalid, keyOf, notFound, variablesOf, wrongState } from './refuse.ts';

function find(step: Step, intent: string, verb: string, userTaskKey: string): Read<UserTask> {
  const task = step.state.userTasks.get(keyOf(userTaskKey));
  if (!task)
    notFound(intent, `Expected to ${verb} user task with key '${userTaskKey}', but no such user task was found`);
  requireCreated(intent, verb, task!);
  step.processInstanceKey = task!.element.processInstanceKey;
  return task!;
}

export function assignUserTask(
  step: Step,
  request: { userTaskKey: string; assignee: string; allowOverride?: boolean; action?: string },
): Begun<void> {
  const { userTaskKey, assignee, allowOverride = true } = request;
  if (!allowOverride) return claim(step, userTaskKey, assignee, request.action || 'claim');
  const task = find(step, 'ASSIGN', 'assign', userTaskKey);
  return assign(step, task, 'ASSIGN', 'ASSIGNING', assignee, request.action || 'assign');
}

function claim(step: Step, userTaskKey: string, assignee: string, action: string): Begun<void> {
  if (assignee === '') {
    wrongState('CLAIM', `Expected to claim user task with key '${userTaskKey}', but provided assignee is empty`);
  }
  const task = find(step, 'CLAIM', 'claim', userTaskKey);
  if (task.assignee !== '' && task.assignee !== assignee) {
    wrongState('CLAIM', `Expected to claim user task with key '${userTaskKey}', but it has already been assigned`);
  }
  return assign(step, task, 'CLAIM', 'CLAIMING', assignee, action);
}

export function unassignUserTask(step: Step, request: { userTaskKey: string; action?: string }): Begun<void> {
  const task = find(step, 'ASSIGN', 'assign', request.userTaskKey);
  return assign(step, task, 'ASSIGN', 'ASSIGNING', '', request.action || 'unassign');
}

function assign(
  step: Step,
  task: Read<UserTask>,
  intent: string,
  first: string,
  assignee: string,
  action: string,
): Begun<void> {
  step.command('USER_TASK', intent, task.key, { assignee, action });
  beginTransition(step, task, first, { assignee, action, changedAttributes: ['assignee'] });
  return begun(task, intent);
}

const begun = ({ key }: Read<UserTask>, intent: string): Begun<void> => ({
  answer: undefined,
  change: { userTaskKey: key, intent },
});

export function updateUserTask(
  step: Step,
  request: { userTaskKey: string; changeset?: UserTaskChangeset; action?: string },
): Begun<void> {
  const changes = readChanges(request.changeset ?? {});
  const task = find(step, 'UPDATE', 'update', request.userTaskKey);
  const action = request.action || 'update';
  if (Object.keys(changes).length === 0 && !request.action) {
    invalid('UPDATE', 'No update data provided.');
  }
  step.command('USER_TASK', 'UPDATE', task.key, { ...changes, action });
  beginTransition(step, task, 'UPDATING', { ...changes, action, changedAttributes: Object.keys(changes).sort() });
  return begun(task, 'UPDATE');
}

function readChanges(changeset: UserTaskChangeset): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const name of ['dueDate', 'followUpDate'] as const) {
    const date = changeset[name];
    if (date === undefined || date === null) continue;
    if (typeof date !== 'string' || (date !== '' && parseInstant(date) === undefined)) {
      invalid(
        'UPDATE',
        `The provided ${name === 'dueDate' ? 'due date' : 'follow-up date'} '${date}' cannot be parsed as a date according to RFC 3339, section 5.6.`,
      );
    }
    changes[name] = date;
  }
  if (changeset.candidateGroups) changes.candidateGroupsList = changeset.candidateGroups;
  if (changeset.candidateUsers) changes.candidateUsersList = changeset.candidateUsers;
  const { priority } = changeset;
  if (priority !== undefined && priority !== null) {
    if (!Number.isInteger(priority) || priority < 0 || priority > 100) {
      invalid('UPDATE', `The value for priority is '${priority}' but must be within the [0,100] range.`);
    }
    changes.priority = priority;
  }
  return changes;
}

export function completeUserTask(
  step: Step,
  request: { userTaskKey: string; variables?: VariablesInput; action?: string },
): Begun<void> {
  const variables = variablesOf('COMPLETE', request.variables);
  const task = find(step, 'COMPLETE', 'complete', request.userTaskKey);
  const action = request.action || 'complete';
  step.command('USER_TASK', 'COMPLETE', task.key, { variables, action });
  beginTransition(step, task, 'COMPLETING', { variables, action });
  return begun(task, 'COMPLETE');
}
