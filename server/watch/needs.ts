/**
 * What needs somebody now, each list counted whole and its first rows with whom to call. Everybody sees as far as their
 * right over instances reaches; incidents and the roster are the operations centre's.
 */
import type { NeedItem, NeedKind, NeedList, Needs } from '../../domain/api/watch.ts';
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { may, scopeOf } from '../../domain/rights.ts';
import { addWorking, isWorkingTime } from '../../domain/working-time.ts';
import type { Incident } from '../../store/incidents.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { rosterNow } from '../plugins/roster.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { type Present, presentPeople } from './contacts.ts';

/** Rows of each list; the count is of all. */
export const mostRows = 50;
/** "About to be": within this much working time, or past its reminder (minutes). */
export const soonMinutes = 120;
/** Without one of these nobody decides at the operations centre. */
const dutyGroup = 'ioc-duty';

type Filter = Record<string, unknown>;

export async function needsOf(house: House, actor: Actor): Promise<Needs> {
  const { store } = house;
  const now = await house.clock.now();
  const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
  const present = await presentPeople(store, now);
  const scope = scopeOf(actor.groups, 'instance.see');
  const mine: Filter = { open: true, ...(scope.everything ? {} : { agency: { $in: scope.agencies } }) };
  const free: Filter = { ...mine, assignee: null };
  const soonUntil = addWorking(now, soonMinutes, calendar);
  const list = (kind: NeedKind, filter: Filter) => tasksThat(house, kind, filter, present);
  const lists = await Promise.all([
    list('overdue', { ...mine, dueAt: { $ne: null, $lt: now } }),
    list('soon', {
      ...mine,
      dueAt: { $ne: null, $gte: now },
      $or: [{ dueAt: { $lte: soonUntil } }, { remindAt: { $ne: null, $lte: now } }],
    }),
    list('unclaimed', { ...free, claimBy: { $ne: null, $lte: now } }),
    groupsWithout(house, free, present).then((groups) => list('unclaimable', { ...free, groups: { $in: groups } })),
    ...(may(actor.groups, 'incident.see') ? [openIncidents(house, present)] : []),
  ]);
  if (scope.everything) lists.push(await roster(house, present, now, calendar));
  return { asOf: wire(now), lists };
}

async function tasksThat(house: House, kind: NeedKind, filter: Filter, present: Present): Promise<NeedList> {
  const { model } = house.store.tasks;
  const [count, found] = await Promise.all([
    model.countDocuments(filter as never),
    model
      .find(filter as never)
      .sort({ dueAt: 1, _id: 1 })
      .limit(mostRows)
      .select({ history: 0, search: 0, summary: 0 })
      .lean<Task[]>()
      .exec(),
  ]);
  return { kind, count, items: found.map((task) => taskRow(task, present)) };
}

function taskRow(task: Task, present: Present): NeedItem {
  return {
    taskKey: task._id,
    instanceKey: task.instanceKey,
    reportCode: task.reportCode || null,
    elementId: task.elementId,
    name: task.name,
    at: wireOrNull(task.dueAt),
    ...(task.agency ? { agency: task.agency } : {}),
    ...(task.assignee ? { holder: present.named(task.assignee) } : {}),
    contacts: present.of(task.groups, task.agency).filter(({ username }) => username !== task.assignee),
  };
}

/** The candidate groups of free tasks in which nobody is there; as the tasks have them. */
async function groupsWithout(house: House, free: Filter, present: Present): Promise<string[][]> {
  const all = await house.store.tasks.model.aggregate<{ _id: string[] }>([
    { $match: free },
    { $group: { _id: '$groups' } },
  ]);
  return all.map(({ _id }) => _id).filter((groups) => !present.mayTake(groups));
}

async function openIncidents(house: House, present: Present): Promise<NeedList> {
  const { incidents, definitions } = house.store;
  const [count, found] = await Promise.all([
    incidents.model.countDocuments({ state: 'open' }),
    incidents.model.find({ state: 'open' }).sort({ createdAt: 1, _id: 1 }).limit(mostRows).lean<Incident[]>().exec(),
  ]);
  const keys = [...new Set(found.map(({ definitionKey }) => definitionKey))];
  const drawn = new Map(
    (
      await definitions.model
        .find({ _id: { $in: keys } })
        .select({ elements: 1 })
        .lean()
        .exec()
    ).map((one) => [one._id, one.elements]),
  );
  const items = found.map(
    (one): NeedItem => ({
      incidentKey: one._id,
      instanceKey: one.instanceKey,
      reportCode: one.reportCode,
      elementId: one.elementId,
      name: drawn.get(one.definitionKey)?.[one.elementId]?.name || one.elementId,
      at: wire(one.createdAt),
      contacts: present.of([dutyGroup], null),
      message: one.message,
    }),
  );
  return { kind: 'incidents', count, items };
}

/** By the roster where one is kept, within working time; else by whether anybody of the group is there. */
async function roster(house: House, present: Present, now: number, calendar: Calendar): Promise<NeedList> {
  const { kept, gaps, onDuty } = await rosterNow(house.store, now);
  const there = kept ? onDuty(dutyGroup).length > 0 || !isWorkingTime(now, calendar) : present.mayTake([dutyGroup]);
  const gap = gaps[0] ? wire(gaps[0].from) : null;
  return { kind: 'roster', count: gaps.length || (there ? 0 : 1), items: [], roster: { now: there, gap } };
}
