/**
 * What needed somebody at a past moment. Who was away and who was on duty then is not on record, so that of tasks that
 * nobody could claim and of the roster nothing is said; and whom to call is a question of today.
 */
import type { NeedItem, NeedKind, NeedList, Needs } from '../../domain/api/watch.ts';
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { may, scopeOf } from '../../domain/rights.ts';
import { addWorking, workingBetween } from '../../domain/working-time.ts';
import { holderThen } from '../../store/past.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { namesOf } from '../plugins/names.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { mostRows, soonMinutes } from './needs.ts';

export async function needsThen(house: House, actor: Actor, at: number): Promise<Needs> {
  const { store } = house;
  const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
  const scope = scopeOf(actor.groups, 'instance.see');
  const mine = scope.everything ? {} : { agency: { $in: scope.agencies } };
  const [tasks, incidents] = await Promise.all([
    store.past.tasksOpen(at, mine),
    may(actor.groups, 'incident.see') ? store.past.incidentsOpen(at) : null,
  ]);
  const soonUntil = addWorking(at, soonMinutes, calendar);
  const halfUsed = ({ createdAt, dueAt }: Task) =>
    dueAt !== null &&
    dueAt > createdAt &&
    addWorking(createdAt, workingBetween(createdAt, dueAt, calendar) / 2, calendar) <= at;
  const nameOf = await namesOf(
    house,
    tasks.flatMap((task) => holderThen(task, at) ?? []),
  );
  const list = (kind: NeedKind, is: (task: Task) => boolean): NeedList => {
    const found = tasks.filter(is).sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    return { kind, count: found.length, items: found.slice(0, mostRows).map((task) => rowOf(task, at, nameOf)) };
  };
  const lists = [
    list('overdue', ({ dueAt }) => dueAt !== null && dueAt < at),
    list(
      'soon',
      ({ dueAt, remindAt }) =>
        dueAt !== null && dueAt >= at && (dueAt <= soonUntil || (remindAt !== null && remindAt <= at)),
    ),
    list('unclaimed', (task) => holderThen(task, at) === null && halfUsed(task)),
  ];
  if (incidents) {
    const drawn = await namesDrawn(
      house,
      incidents.map(({ definitionKey }) => definitionKey),
    );
    const items = incidents.slice(0, mostRows).map(
      (one): NeedItem => ({
        incidentKey: one._id,
        instanceKey: one.instanceKey,
        reportCode: one.reportCode,
        elementId: one.elementId,
        name: drawn.get(one.definitionKey)?.[one.elementId]?.name || one.elementId,
        at: wire(one.createdAt),
        contacts: [],
        message: one.message,
      }),
    );
    lists.push({ kind: 'incidents', count: incidents.length, items });
  }
  return { asOf: wire(at), lists };
}

function rowOf(task: Task, at: number, nameOf: (username: string) => string): NeedItem {
  const username = holderThen(task, at);
  return {
    taskKey: task._id,
    instanceKey: task.instanceKey,
    reportCode: task.reportCode || null,
    elementId: task.elementId,
    name: task.name,
    at: wireOrNull(task.dueAt),
    ...(task.agency ? { agency: task.agency } : {}),
    ...(username ? { holder: { username, name: nameOf(username) } } : {}),
    contacts: [],
  };
}

async function namesDrawn(house: House, keys: string[]): Promise<Map<string, Record<string, { name: string }>>> {
  const found = await house.store.definitions.model
    .find({ _id: { $in: [...new Set(keys)] } })
    .select({ elements: 1 })
    .lean<{ _id: string; elements: Record<string, { name: string }> }[]>()
    .exec();
  return new Map(found.map((one) => [one._id, one.elements]));
}
