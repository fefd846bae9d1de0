/**
 * What a calendar makes of the dates of running reports: read in pieces, because ten thousand may run. The preview and
 * the work after a save reckon by this one, so that what was told is what comes.
 */
import type { Calendar } from '../../../domain/calendar.ts';
import { type NewDates, newDates } from '../../../domain/regulation/new-dates.ts';
import type { LawReading } from '../../../domain/regulation/reading.ts';
import type { Deadline } from '../../../store/deadlines.ts';
import type { Instance } from '../../../store/instances.ts';
import type { Task } from '../../../store/tasks.ts';
import { processId } from '../../deploy.ts';
import type { House } from '../../house.ts';
import { calendarsOf } from '../../plugins/calendar.ts';
import { lawOfDefinition } from '../../plugins/read-law.ts';
import { runningOf } from '../../plugins/running.ts';

const atOnce = 500;

export interface Reckoned {
  instance: Instance & { reportCode: string };
  deadlines: Deadline[];
  tasks: Task[];
  reading: LawReading;
  dates: NewDates;
}

/** Of these running reports, each with its dates by `calendar`; one whose diagram is not known is left out. */
export async function reckon(house: House, instances: readonly Instance[], calendar: Calendar): Promise<Reckoned[]> {
  const { store } = house;
  const own = instances.filter((one): one is Reckoned['instance'] => one.reportCode !== null);
  const codes = own.map(({ reportCode }) => reportCode);
  const [deadlines, tasks, received, agencies, now, waiting] = await Promise.all([
    store.deadlines.ofReports(codes),
    store.tasks.openOfInstances(own.map(({ _id }) => _id)),
    store.reports.receivedAtOf(codes),
    store.agencies.all(),
    house.clock.now(),
    store.subscriptions.waitingFor(codes, 'supplement-deadline-changed'),
  ]);
  const versions = await calendarsOf(
    store,
    deadlines.map(({ calendarVersion }) => calendarVersion),
  );
  // What was granted before an earlier edit is measured by the calendar of then.
  const before = await calendarsOf(
    store,
    deadlines.flatMap(({ moves }) => moves.flatMap((move) => move.calendar?.before ?? [])),
  );
  const deadlinesOf = Map.groupBy(deadlines, ({ instanceKey }) => instanceKey);
  const tasksOf = Map.groupBy(tasks, ({ instanceKey }) => instanceKey);
  const limits = new Map(agencies.map(({ _id, handlingLimit }) => [_id, handlingLimit]));
  const keys = [...new Set(own.map(({ definitionKey }) => definitionKey))];
  const readings = new Map(await Promise.all(keys.map(async (key) => [key, await readingOf(house, key)] as const)));
  const found: Reckoned[] = [];
  for (const instance of own) {
    const reading = readings.get(instance.definitionKey);
    if (!reading) continue;
    const mine = deadlinesOf.get(instance._id) ?? [];
    const open = tasksOf.get(instance._id) ?? [];
    const running = runningOf(instance, {
      deadlines: mine,
      tasks: open,
      receivedAt: received.get(instance.reportCode),
      agencyLimit: limits.get(String(instance.variables.leadAgency ?? '')),
      asksSender: waiting.has(instance.reportCode),
    });
    const calendarOf = (version: number): Calendar | undefined => versions.get(version) ?? before.get(version);
    const dates = newDates(running, { reading, calendar, calendarOf, now, edited: true });
    found.push({ instance, deadlines: mine, tasks: open, reading, dates });
  }
  return found;
}

async function readingOf({ store }: House, definitionKey: string): Promise<LawReading | null> {
  const definition = await store.definitions.find(definitionKey);
  return definition && lawOfDefinition(store, definition);
}

/** All that run, in pieces. */
export async function* inPieces(house: House): AsyncGenerator<Instance[]> {
  let rows: Instance[] = [];
  for await (const row of house.store.instances.running(processId)) {
    rows.push(row);
    if (rows.length < atOnce) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
