/**
 * Before a deployment: which running reports the change touches, and which open tasks would get another date if they
 * were migrated and their dates reckoned anew. Read in pieces, because ten thousand reports may run.
 */
import type { Touched, TouchedItem } from '../../../domain/api/law.ts';
import { compileCalendar, shippedCalendar } from '../../../domain/calendar.ts';
import { newDates } from '../../../domain/regulation/new-dates.ts';
import type { LawReading } from '../../../domain/regulation/reading.ts';
import { type Touch, touches, touchOf } from '../../../domain/regulation/touched.ts';
import type { Instance } from '../../../store/instances.ts';
import { processId } from '../../deploy.ts';
import type { House } from '../../house.ts';
import { calendarInForce } from '../../plugins/calendar.ts';
import { lawOfDefinition } from '../../plugins/read-law.ts';
import { runningOf } from '../../plugins/running.ts';
import { wire, wireOrNull } from '../../views/time.ts';

const atOnce = 500;

type Row = Pick<
  Instance,
  '_id' | 'reportCode' | 'version' | 'definitionKey' | 'standing' | 'startedAt' | 'variables' | 'dueAt'
>;

/** All that are touched, those whose date moves first. */
export async function touchedBy(house: House, reading: LawReading): Promise<Omit<Touched, 'next'>> {
  const { store } = house;
  const now = await house.clock.now();
  const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
  const limits = new Map((await store.agencies.all()).map(({ _id, handlingLimit }) => [_id, handlingLimit]));
  const reports = { running: 0, stands: 0, ahead: 0, again: 0, earlier: 0, later: 0, overdue: 0 };
  const items: TouchedItem[] = [];
  const versions = new Map<string, { touch: (elementId: string) => Touch; names: Map<string, string> } | null>();

  async function versionOf(definitionKey: string) {
    if (!versions.has(definitionKey)) {
      const definition = await store.definitions.find(definitionKey);
      const from = definition ? await lawOfDefinition(store, definition) : null;
      const names = new Map(from?.elements.map(({ id, name }) => [id, name]));
      versions.set(definitionKey, from && { touch: touchOf(from, reading), names });
    }
    return versions.get(definitionKey) ?? null;
  }

  async function look(rows: readonly Row[]): Promise<void> {
    const codes = rows.flatMap(({ reportCode }) => reportCode ?? []);
    const [deadlines, tasks, received] = await Promise.all([
      store.deadlines.ofReports(codes),
      store.tasks.openOfInstances(rows.map(({ _id }) => _id)),
      store.reports.receivedAtOf(codes),
    ]);
    for (const row of rows) {
      const version = await versionOf(row.definitionKey);
      if (!version) continue;
      reports.running += 1;
      const touch = nearest(Object.keys(row.standing).map(version.touch));
      const own = tasks.filter((one) => one.instanceKey === row._id);
      const found = newDates(
        runningOf(row, {
          deadlines: deadlines.filter((one) => one.instanceKey === row._id),
          tasks: own,
          receivedAt: received.get(row.reportCode ?? ''),
          agencyLimit: limits.get(String(row.variables.leadAgency ?? '')),
        }),
        { reading, calendar, now },
      );
      const common = { key: row._id, reportCode: row.reportCode, version: row.version, touch };
      const moved = found.tasks;
      if (moved.some(({ from, to }) => to < from)) reports.earlier += 1;
      if (moved.some(({ from, to }) => to > from)) reports.later += 1;
      if (moved.some(({ from, to }) => to < from && to <= now)) reports.overdue += 1;
      for (const { elementId, from, to } of moved)
        items.push({
          ...common,
          ...{ elementId, name: version.names.get(elementId) ?? elementId },
          change: to < from ? 'earlier' : 'later',
          dueAt: wire(from),
          newDueAt: wire(to),
        });
      if (touch === 'not') continue;
      reports[touch] += 1;
      if (moved.length > 0) continue;
      const elementId = own[0]?.elementId ?? Object.keys(row.standing)[0] ?? processId;
      const dueAt = wireOrNull(row.dueAt);
      const name = version.names.get(elementId) ?? elementId;
      items.push({ ...common, elementId, name, change: 'same', dueAt, newDueAt: dueAt });
    }
  }

  let rows: Row[] = [];
  for await (const row of store.instances.running(processId)) {
    rows.push(row);
    if (rows.length < atOnce) continue;
    await look(rows);
    rows = [];
  }
  if (rows.length > 0) await look(rows);
  items.sort(byWeight);
  return { asOf: wire(now), reports, items };
}

/** A report that stands at several places is touched by the nearest. */
const nearest = (all: readonly Touch[]): Touch => touches.find((one) => all.includes(one)) ?? 'not';

const changeOrder = ['earlier', 'later', 'same'];
function byWeight(a: TouchedItem, b: TouchedItem): number {
  return (
    changeOrder.indexOf(a.change) - changeOrder.indexOf(b.change) ||
    touches.indexOf(a.touch) - touches.indexOf(b.touch) ||
    (a.reportCode ?? '').localeCompare(b.reportCode ?? '') ||
    a.elementId.localeCompare(b.elementId)
  );
}
