/** USER_TASK events. */
import type { UserTask } from '../entities.ts';
import type { State } from '../state.ts';
import type { Applier } from './index.ts';

const move =
  (to: UserTask['state']): Applier =>
  ({ state, key }) => {
    state.userTasks.get(key)!.state = to;
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
    state.userTasks.set(key, {
      key,
      element,
      state: 'CREATING',
      assignee: value.assignee,
      candidateGroups: value.candidateGroupsList,
      candidateUsers: value.candidateUsersList,
      dueDate: value.dueDate,
      followUpDate: value.followUpDate,
      priority: value.priority,
      formKey: value.formKey,
      externalFormReference: value.externalFormReference,
      headers: value.customHeaders,
      createdAt: value.creationTimestamp,
    });
  },
  CREATED: move('CREATED'),
  ASSIGNING: move('ASSIGNING'),
  CLAIMING: move('ASSIGNING'),
  ASSIGNED({ state, key, value }) {
    const task = state.userTasks.get(key)!;
    task.state = 'CREATED';
    task.assignee = value.assignee;
  },
  UPDATING: move('UPDATING'),
  UPDATED({ state, key, value }) {
    const task = state.userTasks.get(key)!;
    task.state = 'CREATED';
    task.candidateGroups = value.candidateGroupsList;
    task.candidateUsers = value.candidateUsersList;
    task.dueDate = value.dueDate;
    task.followUpDate = value.followUpDate;
    task.priority = value.priority;
  },
  COMPLETING: move('COMPLETING'),
  COMPLETED({ state, key }) {
    remove(state, key);
  },
  CANCELING: move('CANCELING'),
  CANCELED({ state, key }) {
    remove(state, key);
  },
};
