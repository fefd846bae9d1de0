/** What an edit of the calendar would do: which open dates move, from when to when, and what becomes of overdue ones. */
import type { CalendarDraft, CalendarPreview, MovingDate, OverdueChange } from '../../../domain/api/calendar.ts';
import { type CalendarData, checkEdit, compileCalendar } from '../../../domain/calendar.ts';
import type { NewDate } from '../../../domain/regulation/new-dates.ts';
import type { House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { wire } from '../../views/time.ts';
import { inPieces, type Reckoned, reckon } from './reckon.ts';

/** The calendar as it is kept. @throws 422 at the days and times that can't be */
export function calendarOfDraft({ intervals, holidays, workingDays }: CalendarDraft): CalendarData {
  const named = (days: CalendarDraft['holidays']): CalendarData['holidays'] =>
    days
      .map(({ day, vi, en }) => ({ day, vi: vi.trim(), en: en?.trim() || vi.trim() }))
      .sort((a, b) => (a.day < b.day ? -1 : 1));
  const errors = checkEdit({ intervals, holidays: holidays as never, workingDays: workingDays as never });
  if (errors.length > 0) throw new Problem('invalid', { errors });
  return { intervals, holidays: named(holidays), workingDays: named(workingDays) };
}

/** All that would move, the dates that come first in front. Nothing is kept of it. */
export async function previewCalendar(
  house: House,
  draft: CalendarDraft,
  version: number,
): Promise<Omit<CalendarPreview, 'next'>> {
  const calendar = compileCalendar(calendarOfDraft(draft), version + 1);
  const now = await house.clock.now();
  const counts = { reports: 0, moved: 0, later: 0, earlier: 0, becomeOverdue: 0, noLongerOverdue: 0 };
  const items: MovingDate[] = [];
  for await (const rows of inPieces(house)) {
    for (const one of await reckon(house, rows, calendar)) {
      counts.reports += 1;
      const moving = movingOf(one, now);
      if (moving.length > 0) counts.moved += 1;
      if (moving.some(({ overdue }) => overdue === 'becomes')) counts.becomeOverdue += 1;
      if (moving.some(({ overdue }) => overdue === 'no-longer')) counts.noLongerOverdue += 1;
      items.push(...moving);
    }
  }
  counts.later = items.filter(({ from, to }) => to > from).length;
  counts.earlier = items.length - counts.later;
  items.sort((a, b) => weight(a) - weight(b) || (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  return { version, counts, items };
}

/** Those that change colour first: they are what one looks for. */
const weight = ({ overdue }: MovingDate): number => (overdue === 'becomes' ? 0 : overdue === 'no-longer' ? 1 : 2);

function movingOf({ instance, tasks, reading, dates }: Reckoned, now: number): MovingDate[] {
  const nameOf = (id: string): string => reading.elements.find((one) => one.id === id)?.name || id;
  const shown = (date: NewDate, agency: string | null, overdue: OverdueChange): MovingDate => ({
    reportCode: instance.reportCode,
    instanceKey: instance._id,
    elementId: date.elementId,
    name: nameOf(date.elementId),
    agency,
    from: wire(date.from),
    to: wire(date.to),
    overdue,
  });
  const moving = dates.tasks.map((date) => {
    const agency = tasks.find(({ taskInstance }) => taskInstance === date.of)?.agency ?? null;
    const [was, is] = [date.from <= now, date.to <= now];
    return shown(date, agency, was === is ? 'none' : is ? 'becomes' : 'no-longer');
  });
  const lead = typeof instance.variables.leadAgency === 'string' ? instance.variables.leadAgency : null;
  if (dates.sender) moving.push(shown(dates.sender, null, 'none'));
  // A clock that no task shows just now: the step that keeps it comes again.
  if (dates.clock && !dates.tasks.some(({ from }) => from === dates.clock!.from))
    moving.push(shown(dates.clock, lead, 'none'));
  return moving;
}
