/**
 * People as resources: a task waits in the queue of its group until somebody there is free within working hours, what is
 * due first before the rest; whoever takes it is kept from other tasks while the hands are on it, and it is done when
 * the time that such a task is held has passed. Nobody is interrupted, and nobody works outside the hours.
 */
import type { Calendar, CalendarData } from '../domain/calendar.ts';
import { hoursOf, type Staffing } from '../domain/rehearsal/staffing.ts';
import { addWorking, isWorkingTime } from '../domain/working-time.ts';
import { type Agenda, agenda } from './agenda.ts';
import { type QueueRecord, queueRecord } from './queue-record.ts';

export interface Offer {
  readonly key: string;
  readonly groups: readonly string[];
  readonly dueAt: number | null;
  /** Working minutes that it will be held, and those of them in which its officer does nothing else. */
  readonly held: number;
  readonly work: number;
}

/** What officers want to be told of later. */
export type Stirring = { group: string; free: string } | { group: string; opens: true };

export interface Officers {
  offer(offer: Offer): void;
  /** A task in a queue has another date. */
  moved(key: string, dueAt: number | null): void;
  /** It is no longer there: broken off, or done. */
  gone(key: string): void;
  stir(what: Stirring): void;
  groups(): ReadonlyMap<string, { people: number; queue: QueueRecord; busyMinutes: number }>;
}

interface Desk {
  readonly name: string;
  readonly people: number;
  readonly calendar: Calendar;
  readonly waiting: Agenda<Entry>;
  readonly queue: QueueRecord;
  readonly busy: Set<string>;
  length: number;
  busyMinutes: number;
  /** Somebody has been told to come when the working hours begin. */
  awaitsOpening: boolean;
}

interface Entry {
  readonly offer: Offer;
  void: boolean;
}

/** Later than any date: what has none comes last. */
const never = Number.MAX_SAFE_INTEGER;

export function openOfficers(options: {
  staffing: Staffing;
  calendar: CalendarData;
  now(): number;
  later(at: number, what: Stirring): void;
  /** Somebody takes it now, and will be done with it then. */
  onTaken(key: string, doneAt: number): void;
}): Officers {
  const { staffing, calendar, now, later } = options;
  const staff = new Map(staffing.groups.map((one) => [one.group, one]));
  const desks = new Map<string, Desk>();
  const entries = new Map<string, { desk: Desk; entry: Entry | null }>();

  function deskOf(groups: readonly string[]): Desk {
    const name = groups.find((group) => (staff.get(group)?.people ?? 0) > 0) ?? groups[0] ?? '';
    const known = desks.get(name);
    if (known) return known;
    const own = staff.get(name);
    const desk: Desk = {
      name,
      people: own?.people || staffing.elsewhere,
      calendar: hoursOf(own ?? {}, calendar),
      waiting: agenda(),
      queue: queueRecord(),
      busy: new Set(),
      length: 0,
      busyMinutes: 0,
      awaitsOpening: false,
    };
    desks.set(name, desk);
    return desk;
  }

  function queued(desk: Desk, by: 1 | -1): void {
    desk.length += by;
    desk.queue.changed(now(), desk.length);
  }

  function takeNext(desk: Desk): void {
    while (desk.length > 0 && desk.busy.size < desk.people) {
      const opensAt = nextOpen(now(), desk.calendar);
      if (opensAt > now()) {
        if (!desk.awaitsOpening) later(opensAt, { group: desk.name, opens: true });
        desk.awaitsOpening = true;
        return;
      }
      const entry = desk.waiting.take()!.what;
      if (!entry.void) take(desk, entry.offer);
    }
  }

  function take(desk: Desk, { key, held, work }: Offer): void {
    entries.set(key, { desk, entry: null });
    queued(desk, -1);
    desk.busy.add(key);
    desk.busyMinutes += work;
    later(addWorking(now(), work, desk.calendar), { group: desk.name, free: key });
    options.onTaken(key, addWorking(now(), held, desk.calendar));
  }

  return {
    offer(offer) {
      const desk = deskOf(offer.groups);
      const entry: Entry = { offer, void: false };
      entries.set(offer.key, { desk, entry });
      desk.waiting.add(offer.dueAt ?? never, entry);
      queued(desk, 1);
      takeNext(desk);
    },
    moved(key, dueAt) {
      const known = entries.get(key);
      if (!known?.entry) return;
      known.entry.void = true;
      const entry: Entry = { offer: known.entry.offer, void: false };
      entries.set(key, { desk: known.desk, entry });
      known.desk.waiting.add(dueAt ?? never, entry);
    },
    gone(key) {
      const known = entries.get(key);
      if (!known) return;
      entries.delete(key);
      const { desk, entry } = known;
      if (entry) {
        entry.void = true;
        queued(desk, -1);
      } else if (desk.busy.delete(key)) takeNext(desk);
    },
    stir(what) {
      const desk = desks.get(what.group);
      if (!desk) return;
      if ('free' in what) desk.busy.delete(what.free);
      else desk.awaitsOpening = false;
      takeNext(desk);
    },
    groups: () => desks,
  };
}

/** The next moment at which somebody may begin: now within working time, but not at its very end. */
function nextOpen(at: number, calendar: Calendar): number {
  if (isWorkingTime(at, calendar) && isWorkingTime(at + 1, calendar)) return at;
  const tick = 1 / 60_000;
  return addWorking(at, tick, calendar) - 1;
}
