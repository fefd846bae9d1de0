/** Reports nearby, for people who are about to send the same one: no text, no name, the place on a grid of 50 m. */
import { Follower, FollowerReceipt, NearbyList, NearbyQuery, type NearbyReport } from '../../domain/api/published.ts';
import { ReportParams } from '../../domain/api/reports.ts';
import { newId } from '../../domain/ids.ts';
import { roundPlace } from '../../domain/redact.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { Report } from '../../store/reports.ts';
import type { App, House } from '../house.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

/** How far "nearby" reaches, in metres, and how many are shown. */
const reach = 2_000;
const most = 50;

/** Accepted, and not taken back. */
const accepted = { $in: ['in-progress', 'answered', 'closed'] };

export function nearbyRoutes(app: App, house: House): void {
  const tags = ['nearby'];
  app.get<{ Querystring: NearbyQuery }>(
    '/api/nearby',
    {
      schema: {
        tags,
        summary: 'Accepted reports near a point',
        querystring: NearbyQuery,
        response: { 200: NearbyList },
      },
    },
    async (request) => {
      const [lat, lng] = request.query.near.split(',').map(Number) as [number, number];
      if (Math.abs(lat) > 90 || Math.abs(lng) > 180)
        throw new Problem('invalid', { errors: [{ pointer: '/near', code: 'range' }] });
      const filter = {
        geo: { $nearSphere: { $geometry: { type: 'Point', coordinates: [lng, lat] }, $maxDistance: reach } },
        confidential: false,
        field: request.query.field ?? { $exists: true },
        status: accepted,
      };
      const found = await house.store.reports.model
        .find(filter as never)
        .limit(most)
        .lean<Report[]>()
        .exec();
      return { items: found.flatMap(itemOf), next: null };
    },
  );

  app.post<{ Params: { code: string }; Body: Follower }>(
    '/api/nearby/:code/followers',
    {
      schema: {
        tags,
        summary: 'Follow it too',
        params: ReportParams,
        body: Follower,
        response: { 201: FollowerReceipt },
      },
    },
    async (request, reply) => {
      await countOrRefuse(house, { what: 'follower', windowMs: 600_000, most: 50 }, request.ip);
      const code = readReportCode(request.params.code) ?? request.params.code;
      const report = await house.store.reports.find(code);
      if (!report || report.confidential || !report.field || !accepted.$in.includes(report.status))
        throw new Problem('not-found');
      const id = newId(house.random);
      const { email, push } = request.body;
      await house.store.followers.insert({
        _id: id,
        reportCode: code,
        ...(email ? { email } : {}),
        ...(push ? { push } : {}),
        createdAt: house.machineNow(),
      });
      return reply.code(201).send({ id });
    },
  );
}

function itemOf(report: Report): NearbyReport[] {
  if (report.place.lat === undefined || report.place.lng === undefined || !report.field) return [];
  const { lat, lng } = roundPlace({ lat: report.place.lat, lng: report.place.lng });
  return [
    { code: report._id, field: report.field, lat, lng, receivedAt: wire(report.receivedAt), status: report.status },
  ];
}
