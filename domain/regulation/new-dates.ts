/**
 * Which dates of a running report would be others under another version's limits. Told before a deployment and done
 * after it by the same reckoning, so that what was told is what comes. Only where the version's limit differs from the
 * one that the deadline was reckoned with: a release moves nothing that it does not change. Pure.
 *
 * What people granted stays granted: an extension is added to the new date in the working time that it gave, a returned
 * result keeps the time that was left to it.
 */
import type { Calendar } from '../calendar.ts';
import { addWorking, type Due, dueFrom, parseBudget, remindBetween, workingBetween } from '../working-time.ts';
import type { LawElement, LawReading } from './reading.ts';

/** A deadline on record, as far as it counts here. */
export interface RunningDeadline {
  /** The task's element instance, or the clock's. */
  _id: string;
  elementId: string;
  budget: string | null;
  startEvent: string | null;
  startAt: number;
  dueAt: number;
  moves: readonly { at: number; from: number; to: number; reason: string }[];
}

/** An open task, by its element instance. */
export interface RunningTask {
  taskInstance: string;
  elementId: string;
  createdAt: number;
}

export interface Running {
  deadlines: readonly RunningDeadline[];
  tasks: readonly RunningTask[];
  receivedAt: number;
  /** When the clock that runs now was opened; null where none was. */
  handlingFrom: number | null;
  /** The agency's own limit. */
  agencyLimit: string | null;
}

export interface NewDate {
  /** The deadline's key. */
  of: string;
  elementId: string;
  from: number;
  to: number;
  remindAt: number;
}

export interface NewDates {
  /** The clock that later steps share, with the root variables that hold it; null where it stays. */
  clock: (NewDate & { dueName: string | null; remindName: string | null }) | null;
  tasks: NewDate[];
}

export interface Rules {
  reading: LawReading;
  calendar: Calendar;
  now: number;
  /** Source → target, where a migration gives elements other ids. */
  renamed?: Readonly<Record<string, string>>;
}

export function newDates(running: Running, rules: Rules): NewDates {
  const { reading, renamed = {} } = rules;
  const elements = new Map(reading.elements.map((one) => [one.id, one]));
  const elementOf = (id: string): LawElement | undefined =>
    elements.get(Object.hasOwn(renamed, id) ? renamed[id]! : id);
  const clock = clockOf(running, rules, elementOf);
  const records = new Map(running.deadlines.map((one) => [one._id, one]));
  const tasks = running.tasks.flatMap((task): NewDate[] => {
    const [element, record] = [elementOf(task.elementId), records.get(task.taskInstance)];
    if (!element || !record) return [];
    const due = element.clockDue === null ? ownDate(task, record, element, running, rules, clock) : clock?.due;
    if (!due || due.dueAt === record.dueAt) return [];
    return [{ of: record._id, elementId: task.elementId, from: record.dueAt, to: due.dueAt, remindAt: due.remindAt }];
  });
  return { clock: clock && clock.due.dueAt !== clock.record.dueAt ? clockDate(clock) : null, tasks };
}

interface Clock {
  record: RunningDeadline;
  element: LawElement;
  due: Pick<Due, 'dueAt' | 'remindAt'>;
}

function clockDate({ record, element, due }: Clock): NonNullable<NewDates['clock']> {
  const nameOf = (source: string): string | null =>
    Object.entries(element.outputs).find(([, from]) => from.replace(/\s/g, '') === source)?.[0] ?? null;
  return {
    of: record._id,
    elementId: record.elementId,
    from: record.dueAt,
    to: due.dueAt,
    remindAt: due.remindAt,
    dueName: nameOf('=dueAt'),
    remindName: nameOf('=remindAt'),
  };
}

/** The clock that runs now, with its date by the new limit, or by the old one where nothing of it has changed. */
function clockOf(
  { deadlines, handlingFrom, agencyLimit }: Running,
  { calendar, now }: Rules,
  elementOf: (id: string) => LawElement | undefined,
): Clock | null {
  const record = deadlines.find(
    (one) => one.budget !== null && one.startAt === handlingFrom && elementOf(one.elementId)?.isClock,
  );
  const element = record && elementOf(record.elementId);
  if (!record || !element) return null;
  const stays = { record, element, due: { dueAt: record.dueAt, remindAt: record.dueAt } };
  if (!isOther(record, element)) return stays;
  const limits = [element.budget, element.agencyLimit ? agencyLimit : null].flatMap((text) =>
    text === null ? [] : (parseBudget(text, calendar) ?? []),
  );
  if (limits.length === 0) return stays;
  let { dueAt } = dueFrom(record.startAt, Math.min(...limits), calendar);
  for (const { reason, from, to } of record.moves) {
    if (reason === 'extension') dueAt = addWorking(dueAt, Math.max(0, workingBetween(from, to, calendar)), calendar);
    if (reason === 'returned') dueAt = Math.max(dueAt, to);
  }
  return { record, element, due: { dueAt, remindAt: remindBetween(record.startAt, now, dueAt, calendar) } };
}

/** A limit that the version writes otherwise, or one that an earlier release has moved. */
function isOther({ budget, startEvent, moves }: RunningDeadline, element: LawElement): boolean {
  if (moves.some(({ reason }) => reason === 'release')) return true;
  return budget !== element.budget || (startEvent ?? null) !== element.clockStart;
}

function ownDate(
  task: RunningTask,
  record: RunningDeadline,
  element: LawElement,
  running: Running,
  { calendar, now }: Rules,
  clock: Clock | null,
): Pick<Due, 'dueAt' | 'remindAt'> | null {
  const limit = element.clockLimit === null ? undefined : clock?.due.dueAt;
  const limitMoves = limit !== undefined && limit !== clock!.record.dueAt;
  if (!isOther(record, element) && !limitMoves) return null;
  const minutes = element.budget === null ? null : parseBudget(element.budget, calendar);
  if (minutes === null) return null;
  const due = dueFrom(startOf(task, record, element, running), minutes, calendar, limit);
  return {
    dueAt: due.dueAt,
    remindAt: due.remindAt > now ? due.remindAt : remindBetween(now, now, due.dueAt, calendar),
  };
}

/** From when the limit runs: the known beginnings are looked up, of others only that on record can be told. */
function startOf(task: RunningTask, record: RunningDeadline, element: LawElement, { receivedAt }: Running): number {
  const start = element.clockStart?.replace(/\s/g, '') ?? null;
  if (record.budget !== null && start === (record.startEvent?.replace(/\s/g, '') ?? null)) return record.startAt;
  if (start === '=now()') return task.createdAt;
  if (start === '=receivedAt') return receivedAt;
  return record.budget === null ? task.createdAt : record.startAt;
}
