/** The roster as it counts now: which shifts hold, and what of the coming working time nobody covers. */
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import {
  type DutyRole,
  dutyRoles,
  type Gap,
  gapsOf,
  lookAhead,
  type Shift,
  shiftsThatHold,
} from '../../domain/roster.ts';
import type { Person } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';
import { calendarInForce } from './calendar.ts';

const dayMs = 86_400_000;
/** A roster whose last row is older than this is kept no more. */
const forgottenMs = 31 * dayMs;
/** Within which `lookAhead` working days lie, holidays included. */
const spanMs = 62 * dayMs;

export interface RosterNow {
  /** Whether one is kept; without one everybody of the group is taken to be there. */
  kept: boolean;
  gaps: Gap[];
  /** User names of those whose shift it is now. */
  onDuty(role: DutyRole): string[];
}

/** People of a role's group, by user name. */
export const peopleOfRole = async (store: Store, role: DutyRole): Promise<Map<string, Person>> =>
  new Map((await store.people.inGroups([role])).map((one) => [one._id, one]));

export async function rosterNow(store: Store, now: number): Promise<RosterNow> {
  if (!(await store.duties.isKept(now - forgottenMs))) return { kept: false, gaps: [], onDuty: () => [] };
  const [duties, absences, calendar, ...groups] = await Promise.all([
    store.duties.between(now, now + spanMs),
    store.delegations.open(now),
    calendarInForce(store),
    ...dutyRoles.map((role) => peopleOfRole(store, role)),
  ]);
  const active = new Set(
    (await store.people.model.find({ active: true }).select({ _id: 1 }).lean()).map(({ _id }) => _id),
  );
  const shifts = duties.filter(({ role, username }) => groups[dutyRoles.indexOf(role)]!.has(username));
  const holding: Shift[] = shiftsThatHold(shifts, active, absences);
  return {
    kept: true,
    gaps: gapsOf(holding, calendar ?? compileCalendar(shippedCalendar), now, lookAhead),
    onDuty: (role) =>
      holding.filter((one) => one.role === role && one.from <= now && now < one.to).map(({ username }) => username),
  };
}
