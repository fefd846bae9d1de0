/**
 * The morning's digest, owed once a person and working day: the entry's id says whom and which day, so that any number
 * of servers owe it once. What it says is read when it is sent; where there is nothing, nothing is sent.
 */
import { dayOf, isWorkingDay, startOfDay } from '../../domain/calendar.ts';
import { formatDay } from '../../domain/iso-time.ts';
import { timeOfDay } from '../../domain/quiet-hours.ts';
import type { House } from '../house.ts';
import { calendarInForce } from '../plugins/calendar.ts';

/** A server that was down at the hour makes good for it until this much later; then the morning is over. */
const lateMs = 3 * 3_600_000;

/** Owes the digests that are due now. Returns how many are new. */
export async function oweDigests(house: House): Promise<number> {
  const { store, settings } = house;
  const now = await house.clock.now();
  const day = dayOf(now);
  const due = startOfDay(day) + timeOfDay(settings.digestAt)!;
  if (now < due || now >= due + lateMs) return 0;
  const calendar = await calendarInForce(store);
  if (!calendar || !isWorkingDay(day, calendar)) return 0;
  let added = 0;
  for (const username of await store.noticeSettings.wantingDigest()) {
    const mail = { to: { username }, template: 'digest', data: {} };
    const _id = `digest:${username}:${formatDay(now)}`;
    if (await store.outbox.add({ _id, kind: 'mail', reportCode: '', mail }, house.machineNow())) added += 1;
  }
  if (added > 0) house.wakeOutbox();
  return added;
}

/** Looks once a minute until it is told to stop. */
export function keepDigesting(house: House, onError: (error: unknown) => void): () => void {
  const look = () => void oweDigests(house).catch(onError);
  look();
  const timer = setInterval(look, 60_000);
  timer.unref();
  return () => clearInterval(timer);
}
