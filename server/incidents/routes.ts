/** Incidents: what stopped and why, and the retry. */
import { IncidentGroups } from '../../domain/api/incidents.ts';
import { IncidentList, IncidentParams, IncidentQuery } from '../../domain/api/instances.ts';
import type { Incident } from '../../store/incidents.ts';
import type { App, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { incidentView } from '../views/incident.ts';
import { EngineRefusal } from '../zeebe.ts';
import { openGroups } from './groups.ts';

interface Query {
  open?: boolean;
  instance?: string;
  after?: string;
  limit?: number;
}

export function incidentRoutes(app: App, house: House): void {
  const tags = ['incidents'];
  const { secret } = house.settings;

  app.get<{ Querystring: Query }>(
    '/api/incidents',
    {
      schema: { tags, summary: 'Incidents, newest first', querystring: IncidentQuery, response: { 200: IncidentList } },
    },
    async (request) => {
      needRight(request, 'incident.see');
      const { open, instance, after, limit = 50 } = request.query;
      // Both are said where none is: the index names the state before the time.
      const state = open === undefined ? { $in: ['open', 'resolved'] } : open ? 'open' : 'resolved';
      const filter: Record<string, unknown> = { state };
      if (instance) filter.instanceKey = instance;
      if (after) {
        const [at, key] = readCursor(secret, 'incidents', after);
        filter.$or = [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: key } }];
      }
      const found = await house.store.incidents.model
        .find(filter as never)
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<Incident[]>()
        .exec();
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, 'incidents', [last.createdAt, last._id]) : null;
      return { items: page.map(incidentView), next };
    },
  );

  app.get(
    '/api/incidents/groups',
    { schema: { tags, summary: 'Open incidents by what they are', response: { 200: IncidentGroups } } },
    async (request) => {
      needRight(request, 'incident.see');
      return openGroups(house);
    },
  );

  app.post<{ Params: { key: string } }>(
    '/api/incidents/:key/resolution',
    { schema: { tags, summary: 'Try again', params: IncidentParams } },
    async (request, reply) => {
      const actor = needRight(request, 'incident.resolve');
      const incident = await house.store.incidents.find(request.params.key);
      if (!incident) throw new Problem('not-found');
      if (incident.state === 'resolved') throw new Problem('conflict');
      try {
        // A job that has used up its retries needs one before the engine takes the resolution.
        if (incident.jobKey) await house.zeebe.setJobRetries(incident.jobKey, 1);
        await house.zeebe.resolveIncident(incident._id);
      } catch (error) {
        if (error instanceof EngineRefusal) throw new Problem('conflict');
        throw error;
      }
      const entry = {
        who: actor.username,
        what: 'resolve-incident',
        data: { incident: incident._id, element: incident.elementId },
        ...(incident.reportCode ? { reportCode: incident.reportCode } : {}),
      };
      await house.store.audit.append(entry, house.machineNow());
      await house.hub.waitFor(async () => {
        const now = await house.store.incidents.find(incident._id);
        return now?.state === 'resolved' ? true : undefined;
      }, 2_000);
      return reply.code(204).send();
    },
  );
}
