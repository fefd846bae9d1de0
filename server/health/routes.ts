/** Alive (`/healthz`), ready (`/readyz`: every part reachable and the procedure deployed), figures (`/metrics`). */
import { timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Health, Ready } from '../../domain/api/health.ts';
import type { App, House } from '../house.ts';
import { Problem } from '../problem.ts';
import type { RecordsState } from '../records/listener.ts';
import type { Streams } from '../stream/routes.ts';

export interface Watched {
  records: RecordsState & { listening(): boolean };
  streams: Streams;
  processId: string;
}

type Parts = Record<string, { ready: boolean; detail?: string }>;

export function healthRoutes(app: App, house: House, watched: Watched): void {
  const tags = ['health'];
  app.get('/healthz', { schema: { tags, summary: 'Alive', response: { 200: Health } } }, async () => ({
    status: 'ok',
  }));

  app.get(
    '/readyz',
    {
      schema: {
        tags,
        summary: 'Every part reachable and the procedure deployed',
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      const parts = await look(house, watched);
      const ready = Object.values(parts).every((part) => part.ready);
      if (!ready) reply.code(503).header('retry-after', '5');
      return { ready, parts };
    },
  );

  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.labels(request.method, route, String(reply.statusCode)).observe(reply.elapsedTime / 1000);
  });
  gauges(house, watched, registry);

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayMeasure(house, request.ip, request.headers.authorization)) throw new Problem('not-found');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

async function look(house: House, watched: Watched): Promise<Parts> {
  const check = async (work: () => Promise<string | undefined>): Promise<Parts[string]> => {
    try {
      const detail = await work();
      return detail === undefined ? { ready: true } : { ready: false, detail };
    } catch (error) {
      return { ready: false, detail: String((error as Error).message).slice(0, 200) };
    }
  };
  const [database, engine, procedure, poisoned] = await Promise.all([
    check(async () => {
      await house.store.connection.db!.command({ ping: 1 });
      return undefined;
    }),
    check(async () => {
      await house.zeebe.ping();
      return undefined;
    }),
    check(async () => {
      const definition = await house.store.definitions.latest(watched.processId);
      return definition ? undefined : `${watched.processId} is not deployed (npm run deploy)`;
    }),
    house.store.positions.poison.estimatedDocumentCount().catch(() => 0),
  ]);
  // Shown, but no reason to take a server out of service: everything else goes on.
  const projection =
    poisoned === 0
      ? { ready: true }
      : { ready: true, detail: `${poisoned} records could not be projected: see poison` };
  const records = !watched.records.listening()
    ? { ready: false, detail: 'The record endpoint is not listening' }
    : watched.records.error === null
      ? { ready: true }
      : { ready: false, detail: watched.records.error.slice(0, 200) };
  return { database, engine, records, procedure, projection };
}

function gauges(house: House, watched: Watched, registry: Registry): void {
  new Gauge({
    name: 'records_poisoned',
    help: 'Records that could not be projected and are kept apart',
    registers: [registry],
    async collect() {
      this.set(await house.store.positions.poison.estimatedDocumentCount().catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'records_position',
    help: 'Newest projected position, by partition',
    labelNames: ['partition'],
    registers: [registry],
    async collect() {
      const positions = await house.store.positions.all().catch(() => []);
      for (const { _id, position } of positions) this.labels(String(_id)).set(position);
    },
  });
  new Gauge({
    name: 'outbox_waiting',
    help: 'Entries of the outbox that are not given out yet',
    registers: [registry],
    async collect() {
      const waiting = { state: { $in: ['pending', 'sent'] } };
      this.set(await house.store.outbox.model.countDocuments(waiting as never).catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'outbox_failed',
    help: 'Mails and pushes that were given up in the last 30 days; lastError says why',
    registers: [registry],
    async collect() {
      this.set(await house.store.outbox.model.countDocuments({ state: 'failed' }).catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'event_streams',
    help: 'Open event streams',
    registers: [registry],
    collect() {
      this.set(watched.streams.count());
    },
  });
}

/** From this machine, or with the token. */
function mayMeasure(house: House, ip: string, authorization: string | undefined): boolean {
  const { metricsToken } = house.settings;
  if (metricsToken) {
    const given = Buffer.from(authorization ?? '');
    const expected = Buffer.from(`Bearer ${metricsToken}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
  return /^(127\.|::1$|::ffff:127\.)/.test(ip);
}
