/**
 * "Recompute deadlines": after a migration the dates of a report's open tasks are those of the old version, because
 * Zeebe does not reckon them again. This moves them to the new version's limits, as procedure.md has it for every
 * deadline that moves: the task's dates, its locals (and the root's clock), `deadline-set`, and the record last, so that
 * a repeat after a stop finds what is still to be done and does nothing twice.
 */
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { formatTime } from '../../domain/iso-time.ts';
import { type NewDate, newDates } from '../../domain/regulation/new-dates.ts';
import type { Instance } from '../../store/instances.ts';
import type { Task } from '../../store/tasks.ts';
import type { House } from '../house.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { lawOfDefinition } from '../plugins/read-law.ts';
import { EngineRefusal } from '../zeebe.ts';
import { runningOf } from './law/running.ts';

export type Recomputed =
  | { is: 'moved'; dates: { elementId: string; from: number; to: number }[] }
  /** The version changes none of its dates. */
  | { is: 'same' }
  | { is: 'ended' };

/** As the worker that sets a deadline has it. */
const timeToLive = 60_000;
const projectedMs = 2_000;

/** @throws EngineDown: call it again when the engine is back */
export async function recomputeDeadlines(
  house: House,
  wish: { instanceKey: string; by: string; reason: string; mapping?: Readonly<Record<string, string>> },
): Promise<Recomputed> {
  const { store } = house;
  const { by, reason, mapping = {} } = wish;
  const instance = await store.instances.find(wish.instanceKey);
  if (instance?.state !== 'active' || !instance.reportCode) return { is: 'ended' };
  const definition = await store.definitions.find(instance.definitionKey);
  if (!definition) return { is: 'ended' };
  const [deadlines, tasks, report, agency, calendar, now] = await Promise.all([
    store.deadlines.ofInstance(instance._id),
    store.tasks.openOfInstances([instance._id]),
    store.reports.find(instance.reportCode),
    store.agencies.find(String(instance.variables.leadAgency ?? '')),
    calendarInForce(store),
    house.clock.now(),
  ]);
  const { clock, tasks: moved } = newDates(
    runningOf(instance, {
      deadlines,
      tasks,
      receivedAt: report?.receivedAt,
      agencyLimit: agency?.handlingLimit,
    }),
    {
      reading: await lawOfDefinition(store, definition),
      calendar: calendar ?? compileCalendar(shippedCalendar),
      now,
      renamed: mapping,
    },
  );
  const dates: NewDate[] = [];
  const keep = async (date: NewDate): Promise<void> => {
    const { of, from, to, remindAt } = date;
    await store.deadlines.move(of, { at: now, from, to, reason: 'release', by }, remindAt);
    dates.push(date);
  };
  for (const date of moved) {
    const task = tasks.find(({ taskInstance }) => taskInstance === date.of)!;
    if (await moveTask(house, instance, task, date)) await keep(date);
  }
  // Last of all: until it is on record, a repeat finds the tasks that keep it.
  if (clock) {
    const { dueName, remindName, to, remindAt } = clock;
    const variables = {
      ...(dueName ? { [dueName]: formatTime(to) } : {}),
      ...(remindName ? { [remindName]: formatTime(remindAt) } : {}),
    };
    if (await inEngine(() => house.zeebe.setVariables(instance._id, variables, false))) await keep(clock);
  }
  if (dates.length === 0) return { is: 'same' };
  const told = dates.map(({ elementId, from, to }) => ({ elementId, from, to }));
  const data = { instance: instance._id, definition: definition._id, reason, dates: told };
  await store.audit.append(
    { who: by, what: 'recompute-deadlines', reportCode: instance.reportCode, data },
    house.machineNow(),
  );
  return { is: 'moved', dates: told };
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
