/** Reports nearby, for people who are about to send the same one: no text, no name, the place on a grid of 50 m. */

import { UnsubscribeParams } from '../../domain/api/notices.ts';
import { Follower, FollowerReceipt, NearbyList, NearbyQuery, type NearbyReport } from '../../domain/api/published.ts';
import { ReportParams } from '../../domain/api/reports.ts';
import { newId } from '../../domain/ids.ts';
import { roundPlace } from '../../domain/redact.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { Report } from '../../store/reports.ts';
import type { App, House } from '../house.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { refuseBadSubscription } from '../plugins/push-endpoint.ts';
import { tokenHash, unfollowToken } from '../plugins/token.ts';
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
      const { secret, push: settings } = house.settings;
      if (push) refuseBadSubscription(push, { loopback: settings.loopback, at: '/push' });
      const token = unfollowToken(secret, id);
      const now = house.machineNow();
      await house.store.followers.insert({
        _id: id,
        reportCode: code,
        ...(email ? { email } : {}),
        tokenHash: tokenHash(token),
        createdAt: now,
      });
      const owner = `follower:${id}`;
      if (push) {
        const { endpoint, keys, language = 'vi' } = push;
        await house.store.pushSubscriptions.put({ owner, endpoint, keys, language }, now, 1);
      }
      return reply.code(201).send({ id, token });
    },
  );

  // Mail programs send a form's body with one press (RFC 8058); what it says is always the same.
  app.register(async (scope) => {
    scope.addContentTypeParser('*', { bodyLimit: 1_024, parseAs: 'string' }, (_request, _body, done) => done(null));
    scope.post<{ Params: UnsubscribeParams }>(
      '/api/unsubscribe/:token',
      {
        schema: {
          tags,
          summary: 'No more news of a followed report',
          params: UnsubscribeParams,
          response: { 204: {} },
        },
      },
      async (request, reply) => {
        await countOrRefuse(house, { what: 'unsubscribe', windowMs: 600_000, most: 100 }, request.ip);
        const { followers, pushSubscriptions } = house.store;
        const follower = await followers.byToken(tokenHash(request.params.token));
        // Pressed twice, or long gone: there is nothing left to end, which is what was asked.
        if (follower) {
          await pushSubscriptions.drop(`follower:${follower._id}`);
          await followers.remove(follower._id);
        }
        return reply.code(204).send();
      },
    );
  });
}

function itemOf(report: Report): NearbyReport[] {
  if (report.place.lat === undefined || report.place.lng === undefined || !report.field) return [];
  const { lat, lng } = roundPlace({ lat: report.place.lat, lng: report.place.lng });
  return [
    { code: report._id, field: report.field, lat, lng, receivedAt: wire(report.receivedAt), status: report.status },
  ];
}
