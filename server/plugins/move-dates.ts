/**
 * Moves the dates of a running report in the engine, as procedure.md has it for every deadline that moves: the task's
 * dates, its locals (and the root's clock), `deadline-set`, and the record last, so that a repeat after a stop finds
 * what is still to be done and does nothing twice.
 */
import { formatTime } from '../../domain/iso-time.ts';
import type { NewDate, NewDates } from '../../domain/regulation/new-dates.ts';
import type { Instance } from '../../store/instances.ts';
import type { Task } from '../../store/tasks.ts';
import type { House } from '../house.ts';
import { EngineRefusal } from '../zeebe.ts';

/** As the worker that sets a deadline has it. */
const timeToLive = 60_000;
const projectedMs = 2_000;

/**
 * `keep` puts one date on record, once the engine has it. Answers those that were moved; a task that has ended meanwhile
 * is left. @throws EngineDown: call it again when the engine is back
 */
export async function moveDates(
  house: House,
  instance: Instance,
  tasks: readonly Task[],
  dates: NewDates,
  keep: (date: NewDate) => Promise<void>,
): Promise<NewDate[]> {
  const done: NewDate[] = [];
  const put = async (date: NewDate): Promise<void> => {
    await keep(date);
    done.push(date);
  };
  for (const date of dates.tasks) {
    const task = tasks.find(({ taskInstance }) => taskInstance === date.of)!;
    if (await moveTask(house, instance, task, date)) await put(date);
  }
  const { clock, sender } = dates;
  if (sender) {
    const message = {
      name: 'supplement-deadline-changed',
      correlationKey: instance.reportCode!,
      variables: { dueAt: formatTime(sender.to) },
    };
    if (await inEngine(() => house.zeebe.correlateMessage(message))) await put(sender);
  }
  // Last of all: until it is on record, a repeat finds the tasks that keep it.
  if (clock) {
    const { dueName, remindName, to, remindAt } = clock;
    const variables = {
      ...(dueName ? { [dueName]: formatTime(to) } : {}),
      ...(remindName ? { [remindName]: formatTime(remindAt) } : {}),
    };
    if (await inEngine(() => house.zeebe.setVariables(instance._id, variables, false))) await put(clock);
  }
  return done;
}

/** False where the task has ended meanwhile. */
async function moveTask(house: House, instance: Instance, task: Task, date: NewDate): Promise<boolean> {
  const [dueAt, remindAt] = [formatTime(date.to), formatTime(date.remindAt)];
  const { taskInstance } = task;
  const done = await inEngine(async () => {
    await house.zeebe.updateTask(task._id, { dueDate: dueAt, followUpDate: remindAt });
    await house.zeebe.setVariables(taskInstance, { dueAt, remindAt }, true);
  });
  if (!done) return false;
  // The watch asks the list whether the date still holds: it must know the new one before the watch can ring.
  await house.hub.waitFor(async () => {
    const shown = await house.store.tasks.find(task._id);
    return !shown?.open || shown.dueAt === date.to ? true : undefined;
  }, projectedMs);
  await house.zeebe.publishMessage({
    name: 'deadline-set',
    correlationKey: instance.reportCode!,
    messageId: `${taskInstance} ${dueAt}`,
    timeToLive,
    variables: { task: task.elementId, taskInstance, dueAt, remindAt },
  });
  return true;
}

async function inEngine(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof EngineRefusal && (error.status === 404 || error.status === 409)) return false;
    throw error;
  }
}
