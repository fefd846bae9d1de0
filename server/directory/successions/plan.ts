/**
 * A succession is planned or taken back. From the moment that it is planned the agency has an end and a successor: the
 * directory of every later day says so, and the keeper moves the work when the day has come.
 */
import type { NewSuccession } from '../../../domain/api/successions.ts';
import type { AgencyData } from '../../../domain/directory/dated.ts';
import { isInForce } from '../../../domain/directory/dated.ts';
import { newId } from '../../../domain/ids.ts';
import { parseTime } from '../../../domain/iso-time.ts';
import { cleanText } from '../../../domain/search-text.ts';
import type { SuccessionPlan } from '../../../store/successions.ts';
import type { Actor, House } from '../../house.ts';
import { type FieldError, Problem } from '../../problem.ts';

export type SuccessionWish = Pick<NewSuccession, 'agency' | 'on' | 'to' | 'except'>;

/** The agency that ends. @throws 404, 409 where its end is planned already, 422 */
export async function needEnding(house: House, wish: SuccessionWish): Promise<AgencyData> {
  const { agencies, areas, fields } = await house.store.directory.read();
  const byId = new Map(agencies.map((one) => [one.id, one]));
  const ending = byId.get(wish.agency);
  if (!ending) throw new Problem('not-found');
  if (ending.successor || ending.validTo !== null) throw new Problem('conflict');
  const errors: FieldError[] = [];
  if (dayStart(wish.on) === null || wish.on <= ending.validFrom) errors.push({ pointer: '/on', code: 'range' });
  const heirs = [{ to: wish.to, at: '/to' }, ...wish.except.map(({ to }, n) => ({ to, at: `/except/${n}/to` }))];
  for (const { to, at } of heirs) {
    const heir = byId.get(to);
    // It has to be there on that day; that it will end later is no hindrance, its own successor goes on.
    if (!heir || to === wish.agency || !isInForce(heir, wish.on)) errors.push({ pointer: at, code: 'unknown-code' });
  }
  for (const [n, { field, area }] of wish.except.entries()) {
    if (field === undefined && area === undefined) errors.push({ pointer: `/except/${n}`, code: 'incomplete' });
    if (field !== undefined && !fields.some(({ id }) => id === field))
      errors.push({ pointer: `/except/${n}/field`, code: 'unknown-code' });
    if (area !== undefined && !areas.some(({ id }) => id === area))
      errors.push({ pointer: `/except/${n}/area`, code: 'unknown-code' });
  }
  if (errors.length > 0) throw new Problem('invalid', { errors });
  return ending;
}

/** @throws as above, and 422 without a reason */
export async function planSuccession(house: House, actor: Actor, wish: NewSuccession): Promise<SuccessionPlan> {
  const reason = cleanText(wish.reason);
  if (!reason) throw new Problem('invalid', { errors: [{ pointer: '/reason', code: 'required' }] });
  await needEnding(house, wish);
  const { store } = house;
  const { agency, on, to, except, movePeople } = wish;
  const plan: SuccessionPlan = {
    _id: newId(house.random),
    agency,
    on,
    dueAt: dayStart(on)!,
    to,
    except,
    movePeople,
    reason,
    by: actor.username,
    at: await house.clock.now(),
    state: 'planned',
    waitsSince: null,
    endedAt: null,
    lease: null,
  };
  try {
    await store.transaction(async (session) => {
      await store.successions.add(plan, session);
      await end(house, agency, { validTo: on, successor: { to, except } }, session);
      const data = { succession: plan._id, agency, on, to, except, movePeople, reason };
      await store.audit.append({ who: actor.username, what: 'plan-succession', data }, house.machineNow(), session);
    });
  } catch (error) {
    if ((error as { code?: number }).code === 11000) throw new Problem('conflict');
    throw error;
  }
  store.directory.forget();
  house.wakeKeeper();
  return plan;
}

/** @throws 404, 409 when its day has come */
export async function withdrawSuccession(house: House, actor: Actor, id: string): Promise<void> {
  const { store } = house;
  const plan = await store.successions.find(id);
  if (!plan) throw new Problem('not-found');
  const at = await house.clock.now();
  if (plan.dueAt <= at) throw new Problem('conflict');
  await store.transaction(async (session) => {
    if (!(await store.successions.withdraw(id, at, session))) throw new Problem('conflict');
    await end(house, plan.agency, { validTo: null, successor: null }, session);
    const data = { succession: id, agency: plan.agency };
    await store.audit.append({ who: actor.username, what: 'withdraw-succession', data }, house.machineNow(), session);
  });
  store.directory.forget();
}

type Session = Parameters<Parameters<House['store']['transaction']>[0]>[0];

async function end(
  house: House,
  agency: string,
  set: Pick<AgencyData, 'validTo' | 'successor'>,
  session: Session,
): Promise<void> {
  const { agencies, directory } = house.store;
  await agencies.model.collection.updateOne({ _id: agency } as never, { $set: set, $inc: { version: 1 } } as never, {
    session,
  });
  await directory.touch(session);
}

/** The day's first moment, epoch ms; null for a day that no calendar has. */
function dayStart(day: string): number | null {
  const at = parseTime(`${day}T00:00:00+07:00`);
  return at !== null && new Date(at + 7 * 3_600_000).toISOString().startsWith(day) ? at : null;
}
