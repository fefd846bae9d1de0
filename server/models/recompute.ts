/**
 * "Recompute deadlines": after a migration the dates of a report's open tasks are those of the old version, because
 * Zeebe does not reckon them again. This moves them to the new version's limits; a repeat after a stop finds what is
 * still to be done and does nothing twice.
 */
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { newDates } from '../../domain/regulation/new-dates.ts';
import type { House } from '../house.ts';
import { calendarInForce, calendarsOf } from '../plugins/calendar.ts';
import { moveDates } from '../plugins/move-dates.ts';
import { lawOfDefinition } from '../plugins/read-law.ts';
import { runningOf } from '../plugins/running.ts';

export type Recomputed =
  | { is: 'moved'; dates: { elementId: string; from: number; to: number }[] }
  /** The version changes none of its dates. */
  | { is: 'same' }
  | { is: 'ended' };

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
  const versions = await calendarsOf(
    store,
    deadlines.map(({ calendarVersion }) => calendarVersion),
  );
  const found = newDates(
    runningOf(instance, {
      deadlines,
      tasks,
      receivedAt: report?.receivedAt,
      agencyLimit: agency?.handlingLimit,
    }),
    {
      reading: await lawOfDefinition(store, definition),
      calendar: calendar ?? compileCalendar(shippedCalendar),
      calendarOf: (version) => versions.get(version),
      now,
      renamed: mapping,
    },
  );
  const dates = await moveDates(house, instance, tasks, found, async ({ of, from, to, remindAt }) => {
    await store.deadlines.move(of, { at: now, from, to, reason: 'release', by }, remindAt);
  });
  if (dates.length === 0) return { is: 'same' };
  const told = dates.map(({ elementId, from, to }) => ({ elementId, from, to }));
  const data = { instance: instance._id, definition: definition._id, reason, dates: told };
  await store.audit.append(
    { who: by, what: 'recompute-deadlines', reportCode: instance.reportCode, data },
    house.machineNow(),
  );
  return { is: 'moved', dates: told };
}
