/**
 * Which dates of a running report would be others under another version's limits, or by an edited calendar. Told before a deployment and done
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
  /** The version of the calendar that the date was reckoned with. */
  calendarVersion?: number;
  moves: readonly Move[];
}

export interface Move {
  at: number;
  from: number;
  to: number;
  reason: string;
  /** What was granted, as a budget. */
  budget?: string;
  calendar?: { before: number };
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
  /** The sender has been asked for what is missing and is waited for. */
  asksSender?: boolean;
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
  /** Of an edit of the calendar: the sender's own time. It is only ever lengthened: it was promised. */
  sender?: NewDate;
}

export interface Rules {
  reading: LawReading;
  calendar: Calendar;
  now: number;
  /** Source → target, where a migration gives elements other ids. */
  renamed?: Readonly<Record<string, string>>;
  /** By version: what was granted under an earlier calendar is measured by that one. */
  calendarOf?: (version: number) => Calendar | undefined;
  /**
   * The calendar was edited: every open date is reckoned by it, from the limit on record. A clock moves only while a
   * step that keeps it is open or may come again.
   */
  edited?: boolean;
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
    const keeps = byRecord(record, rules) ? record.budget === null : element.clockDue !== null;
    const due = keeps ? clock?.due : ownDate(task, record, element, running, rules, clock);
    if (!due || due.dueAt === record.dueAt) return [];
    return [{ of: record._id, elementId: task.elementId, from: record.dueAt, to: due.dueAt, remindAt: due.remindAt }];
  });
  const sender = rules.edited && running.asksSender ? senderDate(running, rules, elementOf) : null;
  return {
    clock: clock && clock.due.dueAt !== clock.record.dueAt ? clockDate(clock) : null,
    tasks,
    ...(sender && { sender }),
  };
}

function senderDate(
  { deadlines }: Running,
  { calendar }: Rules,
  elementOf: (id: string) => LawElement | undefined,
): NewDate | null {
  const asked = deadlines.findLast(({ elementId }) => elementOf(elementId)?.jobType === 'request-supplement');
  const minutes = asked?.budget ? parseBudget(asked.budget, calendar) : null;
  if (!asked || minutes === null) return null;
  const { dueAt, remindAt } = dueFrom(asked.startAt, minutes, calendar);
  if (dueAt <= asked.dueAt) return null;
  return { of: asked._id, elementId: asked.elementId, from: asked.dueAt, to: dueAt, remindAt };
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
  { deadlines, tasks, handlingFrom, agencyLimit }: Running,
  rules: Rules,
  elementOf: (id: string) => LawElement | undefined,
): Clock | null {
  const { calendar, now, edited, reading } = rules;
  const record = deadlines.find(
    (one) => one.budget !== null && one.startAt === handlingFrom && elementOf(one.elementId)?.isClock,
  );
  const element = record && elementOf(record.elementId);
  if (!record || !element) return null;
  const stays = { record, element, due: { dueAt: record.dueAt, remindAt: record.dueAt } };
  if (edited ? !mayKeepClock(reading, tasks) : !isOther(record, element)) return stays;
  const limits = [
    byRecord(record, rules) ? record.budget : element.budget,
    element.agencyLimit ? agencyLimit : null,
  ].flatMap((text) => (text === null ? [] : (parseBudget(text, calendar) ?? [])));
  if (limits.length === 0) return stays;
  let { dueAt } = dueFrom(record.startAt, Math.min(...limits), calendar);
  for (const move of record.moves) {
    if (move.reason === 'extension') dueAt = addWorking(dueAt, granted(move, move.from, record, rules), calendar);
    if (move.reason === 'returned')
      dueAt = Math.max(dueAt, edited ? addWorking(move.at, granted(move, move.at, record, rules), calendar) : move.to);
  }
  return { record, element, due: { dueAt, remindAt: remindBetween(record.startAt, now, dueAt, calendar) } };
}

/** A limit that the version writes otherwise, or one that an earlier release has moved. */
function isOther({ budget, startEvent, moves }: RunningDeadline, element: LawElement): boolean {
  if (moves.some(({ reason }) => reason === 'release')) return true;
  return budget !== element.budget || (startEvent ?? null) !== element.clockStart;
}

/** The limit and the beginning on record count: the calendar was edited, and no release has moved this date. */
const byRecord = ({ moves }: RunningDeadline, { edited }: Rules): boolean =>
  edited === true && !moves.some(({ reason }) => reason === 'release');

/** Working minutes, by the calendar of today, of what a move gave from `since` on. */
function granted(move: Move, since: number, record: RunningDeadline, { calendar, calendarOf }: Rules): number {
  const said = move.budget === undefined ? null : parseBudget(move.budget, calendar);
  if (said !== null) return said;
  const first = record.moves.find(({ calendar: edit }) => edit !== undefined)?.calendar?.before;
  const then = calendarOf?.(first ?? record.calendarVersion ?? calendar.version) ?? calendar;
  // Days are granted: a day that is longer today gives a longer day.
  return Math.max(0, workingBetween(since, move.to, then)) * (calendar.dayLength / then.dayLength);
}

/** Whether an open task keeps the clock, or leads to a step that does before another clock is opened. */
function mayKeepClock({ elements, flows }: LawReading, tasks: readonly RunningTask[]): boolean {
  const byId = new Map(elements.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const ahead = tasks.map(({ elementId }) => elementId);
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const element = byId.get(id);
    if (!element || seen.has(id) || element.isClock) continue;
    if (element.clockDue !== null || element.clockLimit !== null) return true;
    seen.add(id);
    for (const { from, to } of flows) if (from === id) ahead.push(to);
  }
  return false;
}

function ownDate(
  task: RunningTask,
  record: RunningDeadline,
  element: LawElement,
  running: Running,
  rules: Rules,
  clock: Clock | null,
): Pick<Due, 'dueAt' | 'remindAt'> | null {
  const { calendar, now, edited } = rules;
  const limit = element.clockLimit === null ? undefined : clock?.due.dueAt;
  const limitMoves = limit !== undefined && limit !== clock!.record.dueAt;
  if (!edited && !isOther(record, element) && !limitMoves) return null;
  const asKept = byRecord(record, rules);
  const budget = asKept ? record.budget : element.budget;
  const minutes = budget === null ? null : parseBudget(budget, calendar);
  if (minutes === null) return null;
  const start = asKept ? record.startAt : startOf(task, record, element, running);
  const due = dueFrom(start, minutes, calendar, limit);
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
