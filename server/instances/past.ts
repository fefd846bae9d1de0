/**
 * The instances that ran at a past moment, each where it stood, with the date and the variables that it had then. As
 * many are looked at as ran at once. What a person may see goes by who they and their agency are today.
 */
import type { InstanceItem, InstanceQuery } from '../../domain/api/instances.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { scopeOf } from '../../domain/rights.ts';
import type { Instance } from '../../store/instances.ts';
import { type Filter, versionThen } from '../../store/past.ts';
import type { Trail } from '../../store/trails.ts';
import type { Actor, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { Problem } from '../problem.ts';
import { placesThen } from '../views/past-places.ts';
import { wire, wireOrNull } from '../views/time.ts';

interface Then {
  instance: Instance;
  dueAt: number | null;
  incidents: number;
}

export async function instancesThen(
  house: House,
  actor: Actor,
  query: InstanceQuery,
  at: number,
): Promise<{ items: InstanceItem[]; next: string | null }> {
  if (query.state && query.state !== 'active')
    throw new Problem('invalid', { errors: [{ pointer: '/state', code: 'range' }] });
  const { store } = house;
  const { limit = 50, sort = '-startedAt' } = query;
  const [running, tasks, incidents, there] = await Promise.all([
    store.instances.model
      .find({ $and: [store.past.running(at), filterOf(query, actor)] } as never)
      .lean<Instance[]>()
      .exec(),
    store.past.tasksOpen(at),
    store.past.incidentsOpen(at),
    query.element ? store.past.instancesAt(query.element, at) : null,
  ]);
  const due = Map.groupBy(
    tasks.filter(({ dueAt }) => dueAt !== null),
    ({ instanceKey }) => instanceKey,
  );
  const stopped = Map.groupBy(incidents, ({ instanceKey }) => instanceKey);
  const place = there && new Set(there);
  const all = running
    .map((instance): Then => {
      const dates = (due.get(instance._id) ?? []).map(({ dueAt }) => dueAt as number);
      const dueAt = dates.length > 0 ? Math.min(...dates) : null;
      return { instance, dueAt, incidents: stopped.get(instance._id)?.length ?? 0 };
    })
    .filter((one) => {
      if (place && !place.has(one.instance._id)) return false;
      if (query.definitionKey && versionThen(one.instance, at).definitionKey !== query.definitionKey) return false;
      if (query.incident !== undefined && one.incidents > 0 !== query.incident) return false;
      if (query.overdue !== undefined && isLate(one, at) !== query.overdue) return false;
      return sort !== 'dueAt' || one.dueAt !== null;
    })
    .sort(orders[sort]);

  const kind = `instances-then:${sort}`;
  const from = query.after ? afterCursor(all, readCursor(house.settings.secret, kind, query.after)) : 0;
  const page = all.slice(from, from + limit);
  const last = page.at(-1);
  const next = all.length > from + limit && last ? makeCursor(house.settings.secret, kind, [last.instance._id]) : null;
  const keys = page.map(({ instance }) => instance._id);
  const [placesOf, trails] = await Promise.all([placesThen(store, keys, at), store.trails.findMany(keys)]);
  const trailOf = new Map(trails.map((trail) => [trail._id, trail]));
  const items = page.map((one) => {
    const { _id: key } = one.instance;
    return itemOf(one, placesOf(key), trailOf.get(key), at);
  });
  return { items, next };
}

/** What does not change in an instance's life, and what it is today where nothing says what it was. */
function filterOf(query: InstanceQuery, actor: Actor): Filter {
  const filter: Filter = {};
  if (query.report) filter.reportCode = readReportCode(query.report) ?? query.report;
  if (query.agency) filter['variables.leadAgency'] = query.agency;
  if (query.district) filter.district = query.district;
  if (query.field) filter['variables.field'] = query.field;
  if (query.q)
    filter.reportCode = readReportCode(query.q) ?? { $regex: `^${RegExp.escape(query.q.trim().toUpperCase())}` };
  const scope = scopeOf(actor.groups, 'instance.see');
  if (!scope.everything) {
    const agencies = { $in: scope.agencies };
    filter.$or = [{ 'variables.leadAgency': agencies }, { 'variables.coordinatingAgencies': agencies }];
  }
  return filter;
}

const isLate = ({ dueAt }: Then, at: number): boolean => dueAt !== null && dueAt < at;
const byKey = (a: Then, b: Then): number => (a.instance._id < b.instance._id ? -1 : 1);
const orders: Record<NonNullable<InstanceQuery['sort']>, (a: Then, b: Then) => number> = {
  startedAt: (a, b) => a.instance.startedAt - b.instance.startedAt || byKey(a, b),
  '-startedAt': (a, b) => b.instance.startedAt - a.instance.startedAt || byKey(b, a),
  dueAt: (a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || byKey(a, b),
};

/** The past does not change: the row after the one that was last is still there. */
const afterCursor = (all: Then[], [key]: (string | number | null)[]): number =>
  all.findIndex(({ instance }) => instance._id === key) + 1;

function itemOf(one: Then, elements: string[], trail: Trail | undefined, at: number): InstanceItem {
  const { instance, dueAt, incidents } = one;
  const agency = valueThen(instance, trail, 'leadAgency', at);
  const field = valueThen(instance, trail, 'field', at);
  return {
    key: instance._id,
    reportCode: instance.reportCode,
    ...versionOf(instance, at),
    state: 'active',
    startedAt: wire(instance.startedAt),
    endedAt: null,
    elements,
    incidents,
    overdue: isLate(one, at),
    dueAt: wireOrNull(dueAt),
    ...(typeof agency === 'string' ? { agency } : {}),
    ...(typeof field === 'string' ? { field } : {}),
    ...(instance.district ? { district: instance.district } : {}),
  };
}

function versionOf(instance: Instance, at: number): { definitionKey: string; version: number } {
  const { definitionKey, version } = versionThen(instance, at);
  return { definitionKey, version };
}

/** A root variable as it was; where no trail was kept from the start, as it is. */
function valueThen(instance: Instance, trail: Trail | undefined, name: string, at: number): unknown {
  if (!trail || trail.since > instance.startedAt) return instance.variables[name];
  return trail.variables.findLast((one) => one.name === name && one.scope === instance._id && one.at <= at)?.value;
}
