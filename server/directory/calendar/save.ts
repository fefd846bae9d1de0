/** A new version of the calendar: counts from now on for what begins; the keeper moves what is open (work.ts). */
import type { ClientSession } from 'mongoose';
import type { CalendarChange } from '../../../domain/api/calendar.ts';
import type { CalendarData } from '../../../domain/calendar.ts';
import type { Actor, House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { calendarOfDraft } from './preview.ts';

/** `seen`: the version that was edited. Answers the new one. @throws 412 when another came in between, 422 */
export async function saveCalendar(house: House, actor: Actor, seen: number, change: CalendarChange): Promise<number> {
  const { store } = house;
  const calendar = calendarOfDraft(change);
  const note = change.note.trim();
  const source = change.source?.trim();
  if (!note) throw new Problem('invalid', { errors: [{ pointer: '/note', code: 'required' }] });
  const version = seen + 1;
  const at = await house.clock.now();
  const by = actor.username;
  const isStale = async (): Promise<boolean> => ((await store.calendars.current())?._id ?? 0) !== seen;
  for (;;) {
    if (await isStale()) throw new Problem('stale');
    try {
      const kept = { calendar, by, at, note, ...(source && { source }) };
      const events = await store.telling((session) => putCalendar(house, version, kept, session));
      house.hub.offer(events);
      house.wakeKeeper();
      return version;
    } catch (error) {
      // Two that saved at once, or two that wrote to the audit log: the first is told by the version.
      if ((error as { code?: number }).code !== 11000) throw error;
    }
  }
}

interface Kept {
  calendar: CalendarData;
  by: string;
  /** Business time. */
  at: number;
  note: string;
  source?: string;
}

/** The version within a transaction, on the audit log, with what is owed to the open deadlines. Answers who is to be told. */
export async function putCalendar({ store, machineNow }: House, version: number, kept: Kept, session: ClientSession) {
  const { by, at, ...rest } = kept;
  const { note, source } = kept;
  const data = { version, note, ...(source && { source }) };
  await store.audit.append({ who: by, what: 'edit-calendar', data }, machineNow(), session);
  await store.calendars.add({ _id: version, at: machineNow(), by, ...rest }, session);
  const edit = { _id: version, by, at, state: 'listing', waitsSince: null, endedAt: null, lease: null } as const;
  await store.calendarEdits.begin(edit, session);
  const scope = { groups: [], agencies: [], confidential: false };
  return store.events.append([{ type: 'calendar', data: { version }, scope }], machineNow(), session);
}
