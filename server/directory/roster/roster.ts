/** The roster of the operations centre: reading it, rows one by one or by a weekly pattern, and swaps. */
import type { DutyItem, NewDuty, Roster, RosterMade, RosterPattern, RosterQuery } from '../../../domain/api/roster.ts';
import { compileCalendar, dayMs, dayOf, shippedCalendar, startOfDay } from '../../../domain/calendar.ts';
import { newId } from '../../../domain/ids.ts';
import { formatDay, parseTime } from '../../../domain/iso-time.ts';
import { type DutyRole, dutyRoles, rowsOfPattern, type Shift } from '../../../domain/roster.ts';
import type { Duty } from '../../../store/duties.ts';
import type { Actor, House } from '../../house.ts';
import { calendarInForce } from '../../plugins/calendar.ts';
import { peopleOfRole, rosterNow } from '../../plugins/roster.ts';
import { type FieldError, Problem } from '../../problem.ts';
import { wire } from '../../views/time.ts';

/** Rows of one pattern at most: three people a day for a quarter of a year. */
const longestPattern = 92;
export const longestShiftMs = 36 * 3_600_000;

/** A day that exists, as domain/calendar.ts counts; null otherwise. */
function dayNumber(text: string): number | null {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at / dayMs;
}

export async function readRoster(house: House, query: RosterQuery): Promise<Roster> {
  const { store } = house;
  const now = await house.clock.now();
  const from = query.from === undefined ? dayOf(now) : dayNumber(query.from);
  if (from === null) throw new Problem('bad-request', { errors: [{ pointer: '/from', code: 'format' }] });
  const days = query.days ?? 7;
  const [duties, { kept, gaps }, ...groups] = await Promise.all([
    store.duties.between(startOfDay(from), startOfDay(from + days)),
    rosterNow(store, now),
    ...dutyRoles.map((role) => peopleOfRole(store, role)),
  ]);
  const names = new Map(
    (await store.people.findMany(duties.map(({ username }) => username))).map(({ _id, name }) => [_id, name]),
  );
  const candidates = new Map<string, Roster['candidates'][number]>();
  for (const [n, role] of dutyRoles.entries())
    for (const { _id: username, name } of groups[n]!.values()) {
      const one = candidates.get(username) ?? { username, name, roles: [] };
      candidates.set(username, { ...one, roles: [...one.roles, role] });
    }
  return {
    from: formatDay(startOfDay(from)),
    days,
    items: duties.map(
      ({ _id, role, username, from: begins, to, version }): DutyItem => ({
        id: _id,
        role,
        username,
        name: names.get(username) ?? username,
        from: wire(begins),
        to: wire(to),
        version,
        holds: groups[dutyRoles.indexOf(role)]!.has(username),
      }),
    ),
    gaps: gaps.map(({ role, from: begins, to }) => ({ role, from: wire(begins), to: wire(to) })),
    kept,
    candidates: [...candidates.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi')),
  };
}

/** The row as it is kept. @throws 422 */
async function rowOf(house: House, given: NewDuty): Promise<Shift> {
  const [from, to] = [parseTime(given.from) ?? Number.NaN, parseTime(given.to) ?? Number.NaN];
  const errors: FieldError[] = [];
  if (!(from < to && to - from <= longestShiftMs)) errors.push({ pointer: '/to', code: 'order' });
  if (!(await peopleOfRole(house.store, given.role)).has(given.username))
    errors.push({ pointer: '/username', code: 'unknown-code' });
  if (errors.length > 0) throw new Problem('invalid', { errors });
  return { role: given.role, username: given.username, from, to };
}

const overlaps = (a: Shift, b: Shift): boolean =>
  a.role === b.role && a.username === b.username && a.from < b.to && b.from < a.to;

/** @throws 409 where the same person has the same duty in that time already, 422 */
export async function addDuty(house: House, actor: Actor, given: NewDuty): Promise<string> {
  const row = await rowOf(house, given);
  if ((await house.store.duties.between(row.from, row.to)).some((one) => overlaps(one, row)))
    throw new Problem('conflict');
  const id = newId(house.random);
  await house.store.transaction(async (session) => {
    await house.store.duties.addAll([{ _id: id, ...row, version: 1 }], session);
    await house.store.audit.append(entry(actor, 'add-duty', row), house.machineNow(), session);
  });
  return id;
}

const entry = (actor: Actor, what: string, { role, username, from, to }: Shift) => ({
  who: actor.username,
  what,
  data: { role, username, from: wire(from), to: wire(to) },
});

/** @throws 404, 412 when it was changed meanwhile, 422 */
export async function changeDuty(house: House, actor: Actor, id: string, given: NewDuty, seen: number): Promise<void> {
  const row = await rowOf(house, given);
  if (!(await house.store.duties.find(id))) throw new Problem('not-found');
  const around = await house.store.duties.between(row.from, row.to);
  if (around.some((one) => one._id !== id && overlaps(one, row))) throw new Problem('conflict');
  await house.store.transaction(async (session) => {
    if (!(await house.store.duties.change(id, seen, row, session))) throw new Problem('stale');
    await house.store.audit.append(entry(actor, 'change-duty', row), house.machineNow(), session);
  });
}

/** @throws 404, 412 */
export async function removeDuty(house: House, actor: Actor, id: string, seen: number): Promise<void> {
  const duty = await house.store.duties.find(id);
  if (!duty) throw new Problem('not-found');
  if (!(await house.store.duties.remove(id, seen))) throw new Problem('stale');
  await house.store.audit.append(entry(actor, 'remove-duty', duty), house.machineNow());
}

/** @throws 404, 412, 422 where one of the two has not the other's group */
export async function swapDuties(house: House, actor: Actor, oneId: string, otherId: string): Promise<void> {
  const { duties, audit } = house.store;
  const [one, other] = await Promise.all([duties.find(oneId), duties.find(otherId)]);
  if (!one || !other) throw new Problem('not-found');
  const mayTake = async ({ role }: Duty, { username }: Duty): Promise<boolean> =>
    (await peopleOfRole(house.store, role as DutyRole)).has(username);
  if (!(await mayTake(one, other)))
    throw new Problem('invalid', { errors: [{ pointer: '/other', code: 'unknown-code' }] });
  if (!(await mayTake(other, one)))
    throw new Problem('invalid', { errors: [{ pointer: '/one', code: 'unknown-code' }] });
  await house.store.transaction(async (session) => {
    const done = [
      await duties.change(oneId, one.version, { username: other.username }, session),
      await duties.change(otherId, other.version, { username: one.username }, session),
    ];
    if (done.includes(false)) throw new Problem('stale');
    const data = {
      one: { username: one.username, from: wire(one.from) },
      other: { username: other.username, from: wire(other.from) },
    };
    await audit.append({ who: actor.username, what: 'swap-duties', data }, house.machineNow(), session);
  });
}

/** @throws 422 for days or people that can't be */
export async function makeRows(house: House, actor: Actor, pattern: RosterPattern): Promise<RosterMade> {
  const [from, until] = [dayNumber(pattern.from), dayNumber(pattern.until)];
  const errors: FieldError[] = [];
  if (from === null) errors.push({ pointer: '/from', code: 'format' });
  if (until === null || until < (from ?? 0) || until - (from ?? 0) >= longestPattern)
    errors.push({ pointer: '/until', code: 'order' });
  const people = await peopleOfRole(house.store, pattern.role);
  for (const [n, line] of pattern.week.entries()) {
    if (!people.has(line.username)) errors.push({ pointer: `/week/${n}/username`, code: 'unknown-code' });
    if (line.from >= line.to) errors.push({ pointer: `/week/${n}/to`, code: 'order' });
  }
  if (errors.length > 0) throw new Problem('invalid', { errors });
  const calendar = (await calendarInForce(house.store)) ?? compileCalendar(shippedCalendar);
  const rows = rowsOfPattern(pattern.week, pattern.role, { from: from!, until: until! }, calendar);
  return house.store.transaction(async (session) => {
    const there = await house.store.duties.between(startOfDay(from!), startOfDay(until! + 1), session);
    const fresh: Shift[] = [];
    for (const row of rows) if (![...there, ...fresh].some((one) => overlaps(one, row))) fresh.push(row);
    await house.store.duties.addAll(
      fresh.map((row) => ({ _id: newId(house.random), ...row, version: 1 })),
      session,
    );
    const data = { role: pattern.role, from: pattern.from, until: pattern.until, rows: fresh.length };
    await house.store.audit.append({ who: actor.username, what: 'make-roster', data }, house.machineNow(), session);
    return { made: fresh.length, there: rows.length - fresh.length };
  });
}
