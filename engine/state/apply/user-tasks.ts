/** USER_TASK events, and those of the variables that a user task holds up. */
import type { TaskEvent } from '../../model/model.ts';
import type { TaskAttributes, TaskTransition, UserTask } from '../entities.ts';
import type { State } from '../state.ts';
import type { Applier } from './index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the value of a USER_TASK record (contract 3.3).
const attributesOf = (value: any): TaskAttributes => ({
  assignee: value.assignee,
  candidateGroups: value.candidateGroupsList,
  candidateUsers: value.candidateUsersList,
  dueDate: value.dueDate,
  followUpDate: value.followUpDate,
  priority: value.priority,
});

// biome-ignore lint/suspicious/noExplicitAny: as above.
const transitionOf = (value: any): TaskTransition => ({
  ...attributesOf(value),
  action: value.action,
  changedAttributes: value.changedAttributes,
  variables: value.variables,
  listenersDone: 0,
});

/** The task itself stays as it was: a listener may deny what is on its way. */
const begin =
  (to: TaskEvent): Applier =>
  ({ state, key, value }) => {
    const task = state.userTasks.get(key)!;
    task.state = to;
    task.transition = transitionOf(value);
  };

const end: Applier = ({ state, key, value }) => {
  const task = state.userTasks.get(key)!;
  Object.assign(task, attributesOf(value));
  task.state = 'CREATED';
  task.transition = undefined;
};

const deny: Applier = ({ state, key }) => {
  const task = state.userTasks.get(key)!;
  task.state = 'CREATED';
  task.transition = undefined;
};

function remove(state: State, key: number): void {
  const task = state.userTasks.get(key);
  state.userTasks.delete(key);
  if (task?.element.userTaskKey === key) task.element.userTaskKey = 0;
}

export const userTask: Record<string, Applier> = {
  CREATING({ state, key, value }) {
    const element = state.instances.get(value.elementInstanceKey)!;
    element.userTaskKey = key;
    const task: UserTask = {
      key,
      element,
      state: 'CREATING',
      ...attributesOf(value),
      assignee: '',
      transition: transitionOf(value),
      initialAssignee: value.assignee,
      document: undefined,
      formKey: value.formKey,
      externalFormReference: value.externalFormReference,
      headers: value.customHeaders,
      createdAt: value.creationTimestamp,
    };
    state.userTasks.set(key, task);
  },
  CREATED: end,
  ASSIGNING: begin('ASSIGNING'),
  CLAIMING: begin('ASSIGNING'),
  ASSIGNED: end,
  ASSIGNMENT_DENIED: deny,
  UPDATING: begin('UPDATING'),
  UPDATED: end,
  UPDATE_DENIED: deny,
  COMPLETING: begin('COMPLETING'),
  COMPLETION_DENIED: deny,
  COMPLETED({ state, key }) {
    remove(state, key);
  },
  CANCELING: begin('CANCELING'),
  CANCELED({ state, key }) {
    remove(state, key);
  },
  CORRECTED({ state, key, value }) {
    const { transition } = state.userTasks.get(key)!;
    if (transition) Object.assign(transition, attributesOf(value), { changedAttributes: value.changedAttributes });
  },
};

const taskOf = (state: State, scopeKey: number): UserTask | undefined =>
  state.userTasks.get(state.instances.get(scopeKey)?.userTaskKey ?? 0);

const forget: Applier = ({ state, key, value }) => {
  const task = taskOf(state, value.scopeKey);
  if (task?.document?.key === key) task.document = undefined;
};

export const variableDocument: Record<string, Applier> = {
  UPDATING({ state, key, value }) {
    taskOf(state, value.scopeKey)!.document = { key, updateSemantics: value.updateSemantics };
  },
  UPDATED: forget,
  UPDATE_DENIED: forget,
};
