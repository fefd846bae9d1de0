/** `/metrics`, for Prometheus: from this machine, or with METRICS_TOKEN. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Gauge } from 'prom-client';
import type { App, House } from '../house.ts';
import { Problem } from '../problem.ts';
import type { RecordsState } from '../records/listener.ts';
import type { Streams } from '../stream/routes.ts';
import { standingGauges } from './gauges.ts';
import { standingOf } from './standing.ts';

export interface Measured {
  records: Pick<RecordsState, 'error' | 'lastAt'>;
  streams: Pick<Streams, 'count'>;
}

export function metricsRoutes(app: App, house: House, { records, streams }: Measured): void {
  const { figures } = house;
  const { registry } = figures;
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    figures.request({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  standingGauges(registry, standingOf(house));
  const now = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  now('event_streams', 'Open event streams', () => streams.count());
  now('records_refused', '1 while the last batch of records could not be stored', () => (records.error ? 1 : 0));
  now('records_last_timestamp_seconds', 'When this server last stored records; 0 where it never did', () =>
    records.lastAt === null ? 0 : records.lastAt / 1000,
  );

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayMeasure(house, request)) throw new Problem('not-found');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/**
 * From this machine, or with the token. What a proxy on this machine hands on comes from elsewhere, also where the proxy
 * is not named in TRUSTED_PROXIES.
 */
function mayMeasure(house: House, { ip, headers }: FastifyRequest): boolean {
  const { metricsToken, trustedProxies } = house.settings;
  if (metricsToken) {
    const given = Buffer.from(headers.authorization ?? '');
    const expected = Buffer.from(`Bearer ${metricsToken}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
  const handedOn = headers['x-forwarded-for'] ?? headers.forwarded ?? headers.via;
  if (handedOn !== undefined && trustedProxies.length === 0) return false;
  return /^(127\.|::1$|::ffff:127\.)/.test(ip);
}
