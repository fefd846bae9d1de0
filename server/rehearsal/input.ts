/** What a rehearsal is made of, gathered from the draft, what is in force, the directory and the calendar. */
import type { NewRehearsal } from '../../domain/api/rehearsals.ts';
import { rehearsalLimits } from '../../domain/api/rehearsals.ts';
import { type CalendarData, checkCalendar, dayOf, shippedCalendar, startOfDay } from '../../domain/calendar.ts';
import type { RehearsalInput } from '../../domain/rehearsal/input.ts';
import { assumedWork, type Staff } from '../../domain/rehearsal/staffing.ts';
import { assumedSurge } from '../../domain/rehearsal/surge.ts';
import { workGroups } from '../../domain/rights.ts';
import type { Model } from '../../store/models.ts';
import type { Store } from '../../store/store.ts';
import { filesInForce } from '../models/in-force.ts';
import { type FieldError, Problem } from '../problem.ts';
import { historiesOf } from './histories.ts';

export interface Gathered {
  input: RehearsalInput;
  /** As it is kept: with the day that a surge begins on, so that the same can be asked for again. */
  asked: NewRehearsal;
  inForce: number | null;
  reports: number;
}

/** @throws 422 where a period is empty, too long or upside down, and for hours that are none */
export async function gather(store: Store, model: Model, asked: NewRehearsal, now: number): Promise<Gathered> {
  const errors = [...hoursOf(asked), ...sizeOf(asked)];
  if (errors.length > 0) throw new Problem('invalid', { errors });
  const [inForce, calendar, agencies, directory] = await Promise.all([
    filesInForce(store),
    store.calendars.current<CalendarData>(),
    store.agencies.all(),
    staffOf(store, now),
  ]);
  const source = await sourceOf(store, asked, now);
  const reports = source.kind === 'histories' ? source.histories.length : source.reports;
  if (reports * asked.runs > rehearsalLimits.plays) {
    const limit = Math.floor(rehearsalLimits.plays / reports);
    throw new Problem('invalid', { errors: [{ pointer: '/runs', code: 'too-many', limit }] });
  }
  const input: RehearsalInput = {
    draft: model.files,
    inForce: inForce?.files ?? null,
    source,
    calendar: calendar?.calendar ?? shippedCalendar,
    agencies: agencies.map(({ _id: id, handlingLimit }) => ({ id, handlingLimit })),
    directory,
    staffing: asked.resources ? { work: assumedWork, ...asked.resources } : null,
    runs: asked.runs,
    vary: asked.vary ?? false,
    unknownMinutes: asked.unknownMinutes ?? 120,
    seed: asked.seed,
  };
  const from = source.kind === 'surge' ? { from: new Date(source.from).toISOString() } : {};
  return {
    input,
    asked: { ...asked, source: { ...asked.source, ...from } },
    inForce: inForce?.version ?? null,
    reports,
  };
}

async function sourceOf(store: Store, { source }: NewRehearsal, now: number): Promise<RehearsalInput['source']> {
  if (source.kind === 'surge') {
    const { reports, days, from, assumptions = assumedSurge } = source;
    return { kind: 'surge', reports, days, assumptions, from: from ? Date.parse(from) : nextMonday(now) };
  }
  const period = { from: Date.parse(source.from), to: Date.parse(source.to) };
  const histories = await historiesOf(store, period, rehearsalLimits.reports + 1);
  if (histories.length === 0)
    throw new Problem('invalid', { errors: [{ pointer: '/source/from', code: 'no-reports' }] });
  if (histories.length > rehearsalLimits.reports)
    throw new Problem('invalid', {
      errors: [{ pointer: '/source/to', code: 'too-many', limit: rehearsalLimits.reports }],
    });
  return { kind: 'histories', histories };
}

function sizeOf({ source }: NewRehearsal): FieldError[] {
  if (source.kind !== 'period') return [];
  return Date.parse(source.from) < Date.parse(source.to) ? [] : [{ pointer: '/source/to', code: 'order' }];
}

/** Hours are an interval of a calendar, and are checked as one. */
function hoursOf({ resources }: NewRehearsal): FieldError[] {
  return (resources?.groups ?? []).flatMap(({ from, to }, n) => {
    if (from === undefined && to === undefined) return [];
    const one = { from: from ?? '', to: to ?? '' };
    const wrong = checkCalendar({ intervals: [one], holidays: [], workingDays: [] });
    return wrong.slice(0, 1).map(({ code }) => ({ pointer: `/resources/groups/${n}/to`, code }));
  });
}

/** Midnight of the first Monday after this day. */
function nextMonday(now: number): number {
  const day = dayOf(now);
  const weekday = (day + 4) % 7;
  return startOfDay(day + ((8 - weekday) % 7 || 7));
}

/**
 * How many people there are in each group that tasks are offered to: those of the IOC, the province and every agency,
 * also where there is nobody. Who is in several groups counts in each.
 */
export async function staffOf(store: Store, now: number): Promise<Staff[]> {
  const [people, { agencies }] = await Promise.all([
    store.people.model.find({ active: true }).select({ groups: 1 }).lean<{ groups: string[] }[]>().exec(),
    store.directory.at(now),
  ]);
  const counts = new Map<string, number>();
  for (const group of people.flatMap(({ groups }) => workGroups(groups)))
    counts.set(group, (counts.get(group) ?? 0) + 1);
  const units = agencies.flatMap(({ id }) => [`agency:${id}:officer`, `agency:${id}:leader`]);
  return ['ioc-intake', 'ioc-duty', 'province', ...units].map((group) => ({ group, people: counts.get(group) ?? 0 }));
}
