/**
 * The record endpoint: what the Elasticsearch exporter speaks to (zeebe-contract, 3.5), on a listener of its own that
 * is not public. Templates are acknowledged; a bulk is answered 2xx only when its records are durable.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { isDatabaseDown } from '../error-handler.ts';
import { parseBulk } from './ndjson.ts';
import type { Projected, Projector } from './projector.ts';
import type { EngineRecord } from './record.ts';
import type { Batch } from './tell-batch.ts';

export interface ListenerOptions {
  projector: Projector;
  user?: string;
  password?: string;
  onProjected: (projected: Projected) => void;
  onError: (error: unknown) => void;
  /** Told of each batch that was stored. */
  onBatch?: (batch: Batch) => void;
  machineNow?: () => number;
}

/** What the exporter may send at once: 10 MB of records and what their action lines take. */
const mostBytes = 64 * 1024 * 1024;

export interface RecordsState {
  /** Machine time of the last bulk that was stored; null before the first. */
  lastAt: number | null;
  /** Why the last bulk could not be stored; null when it could, or when another server has taken it. */
  readonly error: string | null;
}

/** The exporter sends what was refused again within ten seconds; where it does not come back, another took it. */
const comesAgainMs = 30_000;

export function recordsListener(options: ListenerOptions): { app: FastifyInstance; state: RecordsState } {
  const { machineNow = Date.now } = options;
  let refused: { error: string; at: number } | null = null;
  const state: RecordsState = {
    lastAt: null,
    get error() {
      return refused && machineNow() - refused.at < comesAgainMs ? refused.error : null;
    },
  };
  const app = Fastify({ logger: false, bodyLimit: mostBytes, requestTimeout: 60_000, forceCloseConnections: 'idle' });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: mostBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-elastic-product', 'Elasticsearch');
    if (!allowed(options, request.headers.authorization))
      return reply.code(401).header('www-authenticate', 'Basic realm="records"').send({ error: 'unauthorized' });
  });

  app.get('/', async () => ({
    name: 'records',
    cluster_name: 'records',
    version: { number: '8.9.0', build_flavor: 'default' },
    tagline: 'You Know, for Search',
  }));
  const acknowledged = async () => ({ acknowledged: true });
  for (const path of ['/_index_template/*', '/_component_template/*', '/_ilm/policy/*', '/_template/*', '/:index']) {
    app.put(path, acknowledged);
    app.head(path, async (_request, reply) => reply.code(200).send());
  }

  app.post<{ Body: string }>('/_bulk', async (request, reply) => {
    const began = performance.now();
    const startedAt = Date.now();
    let items: ReturnType<typeof parseBulk>;
    try {
      items = parseBulk(request.body ?? '');
    } catch (error) {
      return reply
        .code(400)
        .send({ error: { type: 'parse_exception', reason: String((error as Error).message) }, status: 400 });
    }
    const records = items.map((item) => item.record).filter((record): record is EngineRecord => record !== null);
    try {
      const projected = await options.projector.project(records);
      state.lastAt = machineNow();
      refused = null;
      options.onProjected(projected);
      if (records.length > 0) options.onBatch?.({ records, projected, startedAt, ms: performance.now() - began });
    } catch (error) {
      // The exporter keeps the bulk and sends it again: back-pressure up to the engine.
      refused = { error: String((error as Error)?.message ?? error), at: machineNow() };
      options.onError(error);
      return reply
        .code(isDatabaseDown(error as Error) ? 503 : 500)
        .header('retry-after', '1')
        .send({ error: { type: 'unavailable', reason: 'The records could not be stored' }, status: 503 });
    }
    return {
      took: Math.round(performance.now() - began),
      errors: false,
      items: items.map(({ action, id, index }) => ({ [action]: { _index: index, _id: id, status: 201 } })),
    };
  });
  return { app, state };
}

function allowed({ user, password }: ListenerOptions, authorization: string | undefined): boolean {
  if (!user || !password) return true;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(authorization ?? ''), digest(expected));
}
