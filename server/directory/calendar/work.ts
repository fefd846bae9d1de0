/**
 * After an edit of the calendar: moves the open dates, report by report, each with its own result. An engine that is
 * away is waited for; a server that ends in the middle is followed by the next, which goes on where it was. What began
 * with the calendar of before while the list was made is found by looking again (stragglers).
 */
import { type Calendar, compileCalendar, shippedCalendar } from '../../../domain/calendar.ts';
import { formatTime } from '../../../domain/iso-time.ts';
import { workingBetween } from '../../../domain/working-time.ts';
import type { CalendarEdit, CalendarEditItem } from '../../../store/calendar-edits.ts';
import type { Deadline } from '../../../store/deadlines.ts';
import { isDatabaseDown } from '../../error-handler.ts';
import type { House } from '../../house.ts';
import type { Work } from '../../keeper.ts';
import { batchWork, type Hold } from '../../plugins/batch-work.ts';
import { calendarInForce, calendarsOf } from '../../plugins/calendar.ts';
import { moveDates } from '../../plugins/move-dates.ts';
import { EngineDown } from '../../zeebe.ts';
import { inPieces, reckon } from './reckon.ts';

/** Between looks for dates that were reckoned with an earlier calendar. */
const lookAgainMs = 60_000;
/** Progress is told at most so often. */
const tellEveryMs = 500;

export function calendarWork(house: House): Work {
  const { calendarEdits, instances } = house.store;
  let stopped = false;
  let toldAt = 0;
  let lookedAt = 0;

  async function tell(version: number, always: boolean): Promise<void> {
    const now = house.machineNow();
    if (!always && now - toldAt < tellEveryMs) return;
    toldAt = now;
    const scope = { groups: [], agencies: [], confidential: false };
    const events = await house.store.telling((session) =>
      house.store.events.append([{ type: 'calendar', data: { version }, scope }], now, session),
    );
    house.hub.offer(events);
  }

  async function list({ _id: version }: CalendarEdit, hold: Hold<CalendarEdit>): Promise<void> {
    for await (const rows of inPieces(house)) {
      await calendarEdits.addItems(
        rows.flatMap(({ _id, reportCode }) => (reportCode ? [waitingItem(version, _id, reportCode)] : [])),
      );
      await hold();
    }
  }

  /** One report that can't be worked on must not keep the others: it is told with what was said. */
  async function moveOne(edit: CalendarEdit, item: CalendarEditItem, calendar: Calendar): Promise<void> {
    const settled = (result: Partial<CalendarEditItem>) => ({ ...item, ...result });
    try {
      const result = await recalendar(house, edit, item.instanceKey, calendar);
      await calendarEdits.settle(settled({ ...result, at: await house.clock.now() }));
    } catch (error) {
      if (error instanceof EngineDown || isDatabaseDown(error as Error)) throw error;
      const words = (error as Error).message;
      await calendarEdits.settle(settled({ state: 'refused', words, at: await house.clock.now() }));
    }
  }

  const edits = batchWork<CalendarEdit, CalendarEditItem>(house, {
    take: calendarEdits.take,
    hold: calendarEdits.hold,
    nextItem: calendarEdits.nextItem,
    async begin(taken, hold) {
      let edit: CalendarEdit | null = taken;
      if (taken.state === 'listing') {
        await list(taken, hold);
        edit = await hold({ state: 'running' });
      }
      const calendar = await inForce(house);
      return { batch: edit, one: (of, item) => moveOne(of, item, calendar) };
    },
    tell: ({ _id }, always) => tell(_id, always),
  });

  /** Open tasks whose date another calendar gave: a job that ran while the edit was saved. */
  async function stragglers(): Promise<void> {
    const calendar = await inForce(house);
    const edit = await calendarEdits.find(calendar.version);
    if (edit?.state !== 'done') return;
    const { tasks, deadlines } = house.store;
    for await (const rows of inPieces(house)) {
      const open = await tasks.openOfInstances(rows.map(({ _id }) => _id));
      const late = new Set(
        await deadlines.reckonedBefore(
          open.map(({ taskInstance }) => taskInstance),
          calendar.version,
        ),
      );
      const keys = new Set(open.filter((one) => late.has(one.taskInstance)).map(({ instanceKey }) => instanceKey));
      for (const key of keys) {
        if (stopped) return;
        const instance = await instances.find(key);
        if (instance?.reportCode) await moveOne(edit, waitingItem(edit._id, key, instance.reportCode), calendar);
      }
    }
  }

  return {
    async work() {
      if ((await edits.work()) === 'waits') return 'waits';
      if (stopped || house.machineNow() - lookedAt < lookAgainMs) return 'idle';
      lookedAt = house.machineNow();
      try {
        await stragglers();
      } catch (error) {
        if (!(error instanceof EngineDown)) throw error;
        lookedAt = 0;
        return 'waits';
      }
      return 'idle';
    },
    stop() {
      stopped = true;
      edits.stop();
    },
  };
}

const waitingItem = (version: number, instanceKey: string, reportCode: string): CalendarEditItem => ({
  _id: `${version}:${instanceKey}`,
  version,
  instanceKey,
  reportCode,
  state: 'waiting',
  dates: [],
  words: null,
  at: null,
});

const inForce = async (house: House): Promise<Calendar> =>
  (await calendarInForce(house.store)) ?? compileCalendar(shippedCalendar);

/**
 * Moves the dates of one report by this calendar. What was moved is read from the records, so that a repeat after a stop
 * tells the same. @throws EngineDown
 */
async function recalendar(
  house: House,
  { by }: CalendarEdit,
  instanceKey: string,
  calendar: Calendar,
): Promise<Pick<CalendarEditItem, 'state' | 'dates'>> {
  const { store } = house;
  const instance = await store.instances.find(instanceKey);
  if (instance?.state !== 'active' || !instance.reportCode) return { state: 'ended', dates: [] };
  const { reportCode } = instance;
  const [found] = await reckon(house, [instance], calendar);
  if (!found) return { state: 'same', dates: [] };
  const { version } = calendar;
  const now = await house.clock.now();
  const before = new Map(found.deadlines.map(({ _id, calendarVersion }) => [_id, calendarVersion]));
  await moveDates(house, instance, found.tasks, found.dates, async ({ of, from, to, remindAt }) => {
    const edit = { before: before.get(of) ?? 0, version };
    await store.deadlines.move(of, { at: now, from, to, reason: 'calendar', by, calendar: edit }, remindAt, version);
  });
  const deadlines = await store.deadlines.ofInstance(instanceKey);
  await store.deadlines.confirm(
    found.tasks.map(({ taskInstance }) => taskInstance),
    version,
  );
  const moved = deadlines.flatMap((one) =>
    one.moves.filter((move) => move.calendar?.version === version).map((move) => ({ of: one, move })),
  );
  await tellIfLater(house, reportCode, moved, calendar);
  const agencyOf = new Map(found.tasks.map(({ taskInstance, agency }) => [taskInstance, agency]));
  const dates = moved.map(({ of, move: { from, to } }) => ({
    elementId: of.elementId,
    agency: agencyOf.get(of._id) ?? null,
    from,
    to,
  }));
  return { state: dates.length > 0 ? 'moved' : 'same', dates };
}

/** The sender is told where a date that was promised comes later by more than a day's work, as counted till now. */
async function tellIfLater(
  house: House,
  reportCode: string,
  moved: readonly { of: Deadline; move: Deadline['moves'][number] }[],
  { version }: Calendar,
): Promise<void> {
  const last = moved.toSorted((a, b) => b.move.to - a.move.to)[0];
  if (!last) return;
  const { of, move } = last;
  const then = (await calendarsOf(house.store, [move.calendar!.before])).get(move.calendar!.before)!;
  if (workingBetween(move.from, move.to, then) * 60_000 <= then.dayLength) return;
  const data = { code: reportCode, dueAt: formatTime(of.dueAt), originalDueAt: formatTime(of.originalDueAt) };
  const mail = { to: { sender: reportCode }, template: 'calendar-moved', data };
  const _id = `sender:calendar:${version}:${reportCode}`;
  await house.store.outbox.add({ _id, kind: 'notice', reportCode, mail }, house.machineNow());
  house.wakeOutbox();
}
