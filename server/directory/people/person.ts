/** A person as administrators see one, and what the person holds. */
import type { HeldTask, PersonItem } from '../../../domain/api/people.ts';
import type { Person } from '../../../store/people.ts';
import type { Task } from '../../../store/tasks.ts';
import type { House } from '../../house.ts';

export const personItem = ({ _id, name, email, phone, groups, active, passwordHash, version }: Person): PersonItem => ({
  username: _id,
  name,
  ...(email && { email }),
  ...(phone && { phone }),
  groups,
  active,
  hasPassword: passwordHash !== null,
  version: version ?? 0,
});

/** Open tasks that the person holds, by the list. */
export const tasksHeldBy = ({ store }: House, username: string): Promise<Task[]> =>
  store.tasks.model.find({ assignee: username, state: 'assigned' }).sort({ dueAt: 1, _id: 1 }).lean<Task[]>().exec();

export const heldTask = ({ _id, stage, name, reportCode }: Task): HeldTask => ({ key: _id, stage, name, reportCode });
