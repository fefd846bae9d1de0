/** Instances for the watch: running and ended ones; one with its way, incidents and deadlines. */
import { InstanceHistory } from '../../domain/api/history.ts';
import {
  type Deadline as DeadlineView,
  type Incident as IncidentView,
  InstanceDetail,
  type InstanceItem,
  InstanceList,
  InstanceParams,
  InstanceQuery,
} from '../../domain/api/instances.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { may, scopeOf } from '../../domain/rights.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { Definition } from '../../store/definitions.ts';
import type { ElementInstance, Instance } from '../../store/instances.ts';
import type { Actor, App, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { readMoment } from '../plugins/moment.ts';
import { agenciesOf } from '../plugins/reach.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { incidentView } from '../views/incident.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { historyOf } from './history.ts';
import { instancesThen } from './past.ts';

export function instanceRoutes(app: App, house: House): void {
  const tags = ['instances'];
  const { secret } = house.settings;

  app.get<{ Querystring: InstanceQuery }>(
    '/api/instances',
    {
      schema: { tags, summary: 'Instances, newest first', querystring: InstanceQuery, response: { 200: InstanceList } },
    },
    async (request) => {
      const actor = needRight(request, 'instance.see');
      const { query } = request;
      const at = await readMoment(house, query.at);
      if (at !== null) return instancesThen(house, actor, query, at);
      const limit = query.limit ?? 50;
      const now = await house.clock.now();
      const filter = filterOf(query, now);
      const sort = query.sort ?? '-startedAt';
      const by = sort === 'dueAt' ? 'dueAt' : 'startedAt';
      const direction = sort.startsWith('-') ? -1 : 1;
      const kind = `instances:${sort}`;
      if (by === 'dueAt') (filter.$and as object[]).push({ dueAt: { $ne: null } });
      const scope = scopeOf(actor.groups, 'instance.see');
      if (!scope.everything) {
        const agencies = { $in: scope.agencies };
        (filter.$and as object[]).push({
          $or: [{ 'variables.leadAgency': agencies }, { 'variables.coordinatingAgencies': agencies }],
        });
      }
      if (query.after) {
        const [at, key] = readCursor(secret, kind, query.after);
        const beyond = direction === 1 ? '$gt' : '$lt';
        (filter.$and as object[]).push({ $or: [{ [by]: { [beyond]: at } }, { [by]: at, _id: { [beyond]: key } }] });
      }
      const found = await house.store.instances.model
        .find(filter as never)
        .sort({ [by]: direction, _id: direction })
        .limit(limit + 1)
        .lean<Instance[]>()
        .exec();
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, kind, [last[by], last._id]) : null;
      return { items: page.map((instance) => item(instance, now)), next };
    },
  );

  app.get<{ Params: { key: string } }>(
    '/api/instances/:key/history',
    {
      schema: {
        tags,
        summary: 'Everything that happened to it',
        params: InstanceParams,
        response: { 200: InstanceHistory },
      },
    },
    async (request) => {
      const actor = needRight(request, 'instance.see');
      return historyOf(house, actor, await needInstance(house, actor, request.params.key));
    },
  );

  app.get<{ Params: { key: string } }>(
    '/api/instances/:key',
    { schema: { tags, summary: 'One instance', params: InstanceParams, response: { 200: InstanceDetail } } },
    async (request) => {
      const actor = needRight(request, 'instance.see');
      const { store } = house;
      const instance = await needInstance(house, actor, request.params.key);
      const [elements, incidents, deadlines, definition, now] = await Promise.all([
        store.instances.elementsOf(instance._id),
        store.incidents.ofInstance(instance._id),
        store.deadlines.ofInstance(instance._id),
        store.definitions.find(instance.definitionKey),
        house.clock.now(),
      ]);
      return {
        ...item(instance, now),
        path: elements.map((element) => passed(element, definition)),
        incidentList: incidents.map(incidentView) satisfies IncidentView[],
        deadlines: deadlines.map(deadlineView),
        variables: instance.variables,
      };
    },
  );
}

/** @throws 404: what one may not see one may not know of */
async function needInstance({ store }: House, actor: Actor, key: string): Promise<Instance> {
  const instance = await store.instances.find(key);
  const report = instance?.reportCode ? await store.reports.find(instance.reportCode) : null;
  if (!instance || !may(actor.groups, 'instance.see', { agencies: report ? agenciesOf(report) : [] }))
    throw new Problem('not-found');
  return instance;
}

/** Every state, as the store has them. */
const kept: Instance['state'][] = ['active', 'completed', 'terminated'];

function filterOf(query: InstanceQuery, now: number): Record<string, unknown> {
  const and: object[] = [];
  const filter: Record<string, unknown> = { $and: and };
  // A state is always said: the indexes name it before the time.
  filter.state = query.state ? (query.state === 'canceled' ? 'terminated' : query.state) : { $in: kept };
  if (query.report) filter.reportCode = readReportCode(query.report) ?? query.report;
  if (query.definitionKey) filter.definitionKey = query.definitionKey;
  if (query.element) {
    if (!/^[\w-]+$/.test(query.element))
      throw new Problem('bad-request', { errors: [{ pointer: '/element', code: 'format' }] });
    and.push({ [`standing.${query.element}`]: { $gt: 0 } });
  }
  if (query.agency) filter['variables.leadAgency'] = query.agency;
  if (query.district) filter.district = query.district;
  if (query.field) filter['variables.field'] = query.field;
  if (query.incident !== undefined) filter.incidents = query.incident ? { $gt: 0 } : 0;
  if (query.overdue !== undefined) {
    const late = { state: 'active', dueAt: { $ne: null, $lt: now } };
    and.push(query.overdue ? late : { $nor: [late] });
  }
  // A report is looked for by its code, typed in any way or begun; its text is not the watch's to search.
  if (query.q)
    filter.reportCode = readReportCode(query.q) ?? { $regex: `^${RegExp.escape(query.q.trim().toUpperCase())}` };
  return filter;
}

function item(instance: Instance, now: number): InstanceItem {
  return {
    key: instance._id,
    reportCode: instance.reportCode,
    definitionKey: instance.definitionKey,
    version: instance.version,
    state: instance.state === 'terminated' ? 'canceled' : instance.state,
    startedAt: wire(instance.startedAt),
    endedAt: wireOrNull(instance.endedAt),
    elements: Object.keys(instance.standing),
    incidents: instance.incidents,
    overdue: instance.state === 'active' && instance.dueAt !== null && instance.dueAt < now,
    dueAt: wireOrNull(instance.dueAt),
    ...textsOf(instance),
  };
}

/** Codes of the procedure that lists show and filter by. */
function textsOf({ variables, district }: Instance) {
  const { leadAgency: agency, field } = variables;
  return {
    ...(typeof agency === 'string' ? { agency } : {}),
    ...(typeof field === 'string' ? { field } : {}),
    ...(district ? { district } : {}),
  };
}

function passed(element: ElementInstance, definition: Definition | null) {
  const name = definition?.elements[element.elementId]?.name;
  return {
    key: element._id,
    elementId: element.elementId,
    type: element.type,
    ...(name ? { name } : {}),
    state: element.state,
    enteredAt: wire(element.startedAt),
    leftAt: wireOrNull(element.endedAt),
  };
}

function deadlineView(deadline: Deadline): DeadlineView {
  return {
    task: deadline.elementId,
    article: deadline.article,
    budget: deadline.budget,
    startedAt: wire(deadline.startAt),
    workingMinutes: deadline.workingMinutes,
    calendarVersion: deadline.calendarVersion,
    dueAt: wire(deadline.dueAt),
    remindAt: wire(deadline.remindAt),
    originalDueAt: wire(deadline.originalDueAt),
  };
}
