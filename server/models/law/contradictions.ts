/** What the rules on contradictions need besides the files: the law in force, the directory, the calendar. */
import type { ContradictionList } from '../../../domain/api/law.ts';
import { type CalendarData, compileCalendar, shippedCalendar } from '../../../domain/calendar.ts';
import { formatDay } from '../../../domain/iso-time.ts';
import { repealedOn, wordingsOn } from '../../../domain/regulation/clauses.ts';
import { contradictionsIn } from '../../../domain/regulation/contradictions/all.ts';
import type { Holder } from '../../../domain/regulation/contradictions/contradiction.ts';
import type { LawReading } from '../../../domain/regulation/reading.ts';
import type { House } from '../../house.ts';
import { wordingsOf } from '../../plugins/regulation.ts';
import { wire } from '../../views/time.ts';
import type { LawOfFiles } from './read.ts';

export async function contradictionsOf(house: House, { file, reading, rows }: LawOfFiles): Promise<ContradictionList> {
  const { store } = house;
  const now = await house.clock.now();
  const [wordings, current, limits, directory] = await Promise.all([
    wordingsOf(house),
    store.calendars.current<CalendarData>(),
    store.agencies.all(),
    store.directory.at(now),
  ]);
  const day = formatDay(now);
  const calendar = current?.calendar ?? shippedCalendar;
  const lastHoliday =
    calendar.holidays
      .map((one) => one.day)
      .sort()
      .at(-1) ?? '';
  const items = contradictionsIn({
    file,
    reading,
    rows,
    annex: directory.fields.map(({ row, about, agency }) => ({ row, about: about.vi, agency })),
    wordings: wordingsOn(wordings, day),
    repealed: repealedOn(wordings, day),
    calendar: compileCalendar(calendar, current?._id ?? 0),
    // Holidays are entered year by year.
    calendarUntil: lastHoliday === '' ? null : `${lastHoliday.slice(0, 4)}-12-31`,
    agencyLimits: limits.flatMap(({ _id, handlingLimit }) =>
      handlingLimit && directory.isAgency(_id) ? [{ agency: _id, limit: handlingLimit }] : [],
    ),
    holders: await holdersOf(
      house,
      groupsOf(
        reading,
        directory.agencies.map(({ id }) => id),
      ),
      now,
    ),
    now,
  });
  return { asOf: wire(now), items };
}

/** The groups that the diagram offers work to; those made of an agency's id, for every agency. */
function groupsOf(reading: LawReading, agencies: readonly string[]): string[] {
  const found = reading.elements.flatMap(({ groups }) => {
    if (groups === null) return [];
    if (!groups.startsWith('=')) return groups.split(',').map((one) => one.trim());
    const role = /"agency:"\s*\+[^"]*\+\s*":(officer|leader)"/.exec(groups)?.[1];
    return role ? agencies.map((id) => `agency:${id}:${role}`) : [];
  });
  return [...new Set(found)];
}

async function holdersOf({ store }: House, groups: string[], now: number): Promise<Holder[]> {
  const [people, delegations] = await Promise.all([store.people.inGroups(groups), store.delegations.open(now)]);
  const stoodInFor = new Set(delegations.map(({ absent }) => absent));
  return groups.map((group) => {
    const own = people.filter((one) => one.groups.includes(group));
    return { group, people: own.length, standIns: own.filter(({ _id }) => stoodInFor.has(_id)).length };
  });
}
