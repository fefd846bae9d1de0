/**
 * Open311 GeoReport v2 (article 12.2): discovery, services, service definitions, requests, tokens, in XML and JSON. What
 * anyone may read has no key; a key is needed to post, and shows an agency what it sent and what it handles.
 */
import formbody from '@fastify/formbody';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  Open311Answer,
  Open311Id,
  Open311One,
  Open311Post,
  Open311Query,
  Open311Search,
} from '../../domain/api/open311.ts';
import { changeset, jurisdiction } from '../../domain/open311.ts';
import { texts } from '../../domain/text/texts.ts';
import type { ApiKey } from '../../store/api-keys.ts';
import type { App, House } from '../house.ts';
import { keyBehind } from '../plugins/api-key.ts';
import { directoryNow } from '../plugins/directory.ts';
import type { DuePromise } from '../plugins/sender/promise.ts';
import { submissions } from '../plugins/sender/submit.ts';
import { answer, formatOf, Open311Error, problemIn, readerOf } from './answer.ts';
import { postRequest } from './post.ts';
import { findRequest, findRequests } from './requests.ts';
import { serviceDefinition, serviceList } from './services.ts';

const base = '/open311/v2';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function open311Routes(app: App, house: House, promise: DuePromise): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: 128 * 1024 });
    scope.setErrorHandler((error: Error, request, reply) => {
      const { status, errors, retryAfter } = problemIn(error, readerOf(request));
      if (status >= 500) request.log.warn({ status, reason: error.message }, 'open311');
      if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
      reply.code(status).header('cache-control', 'no-store');
      return answer(request, reply, 'errors', errors);
    });
    // Pages of other sites may read what anyone may read. A post needs a key, which no page should carry.
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST') return;
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
    });
    routes(scope as unknown as App, house, promise);
  });
}

function routes(app: App, house: House, promise: DuePromise): void {
  const submit = submissions(house, promise);
  const tags = ['open311'];
  const response = { 200: Open311Answer };
  /** A list is asked for with and without its format at the end. */
  const bothWays = (path: string): string[] => [`${base}/${path}`, `${base}/${path}.:format`];

  for (const url of bothWays('discovery'))
    app.get(url, { schema: { tags, summary: 'Open311: where what is', response } }, async (request, reply) => {
      checkFormat(request);
      return shared(reply, () => answer(request, reply, 'discovery', discovery(house)));
    });

  for (const url of bothWays('services'))
    app.get<{ Querystring: Open311Query }>(
      url,
      { schema: { tags, summary: 'Open311: services', querystring: Open311Query, response } },
      async (request, reply) => {
        checkFormat(request);
        checkJurisdiction(request.query.jurisdiction_id);
        const found = serviceList(await directoryNow(house), readerOf(request));
        return shared(reply, () => answer(request, reply, 'services', found));
      },
    );

  app.get<{ Params: Open311Id; Querystring: Open311Query }>(
    `${base}/services/:id`,
    {
      schema: {
        tags,
        summary: 'Open311: what a service asks for',
        params: Open311Id,
        querystring: Open311Query,
        response,
      },
    },
    async (request, reply) => {
      checkJurisdiction(request.query.jurisdiction_id);
      const definition = serviceDefinition(await directoryNow(house), idOf(request.params), readerOf(request));
      return shared(reply, () => answer(request, reply, 'service_definition', definition));
    },
  );

  for (const url of bothWays('requests')) {
    app.get<{ Querystring: Open311Search }>(
      url,
      { schema: { tags, summary: 'Open311: requests', querystring: Open311Search, response } },
      async (request, reply) => {
        checkFormat(request);
        checkJurisdiction(request.query.jurisdiction_id);
        const key = await readingKey(house, request.query.api_key);
        const found = await findRequests(house, request.query, { key, language: readerOf(request) });
        return forReader(reply, key, () => answer(request, reply, 'service_requests', found));
      },
    );
    app.post<{ Body: Open311Post }>(
      url,
      {
        schema: {
          tags,
          summary: 'Open311: post a request',
          consumes: ['application/x-www-form-urlencoded'],
          body: Open311Post,
          response: { 201: Open311Answer },
        },
        preValidation: async (request) => {
          if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
            throw new Open311Error(400, 'form');
        },
      },
      async (request, reply) => {
        checkFormat(request);
        const { body: form } = request;
        checkJurisdiction([form.jurisdiction_id ?? ''].flat()[0]);
        const sent = [form.api_key ?? ''].flat()[0];
        if (!sent) throw new Open311Error(403, 'key-missing');
        const key = await keyBehind(house, sent);
        if (!key.scopes.includes('open311:post')) throw new Open311Error(403, 'key-scope');
        const given = request.headers['idempotency-key'];
        const idempotencyKey = typeof given === 'string' && uuid.test(given) ? given.toLowerCase() : undefined;
        const { code, dueAt } = await postRequest(house, submit, { key, form, idempotencyKey });
        const { open311, durations } = texts(readerOf(request));
        const notice = open311.received(dueAt ? durations.moment(dueAt) : null);
        reply.code(201).header('location', `${base}/requests/${code}.${formatOf(request)}`);
        return answer(request, reply.header('cache-control', 'no-store'), 'service_requests', [
          { service_request_id: code, service_notice: notice, account_id: null },
        ]);
      },
    );
  }

  app.get<{ Params: Open311Id; Querystring: Open311One }>(
    `${base}/requests/:id`,
    { schema: { tags, summary: 'Open311: one request', params: Open311Id, querystring: Open311One, response } },
    async (request, reply) => {
      checkJurisdiction(request.query.jurisdiction_id);
      const key = await readingKey(house, request.query.api_key);
      const reader = { key, language: readerOf(request) };
      const found = await findRequest(house, idOf(request.params), reader, request.query.extensions === 'true');
      return forReader(reply, key, () => answer(request, reply, 'service_requests', found));
    },
  );

  app.get<{ Params: Open311Id; Querystring: Open311Query }>(
    `${base}/tokens/:id`,
    {
      schema: {
        tags,
        summary: 'Open311: the request of a token, which is the Idempotency-Key that it was posted with',
        params: Open311Id,
        querystring: Open311Query,
        response,
      },
    },
    async (request, reply) => {
      checkJurisdiction(request.query.jurisdiction_id);
      const token = idOf(request.params);
      const known = uuid.test(token) ? (await house.store.idempotency.findAll([token.toLowerCase()]))[0] : null;
      if (!known) throw new Open311Error(404, 'token-unknown');
      reply.header('cache-control', 'no-store');
      return answer(request, reply, 'service_requests', [{ service_request_id: known.reportCode, token }]);
    },
  );

  for (const url of [base, `${base}/*`])
    app.options(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .header('access-control-allow-methods', 'GET, HEAD, OPTIONS')
        .header('access-control-allow-headers', 'Accept, Accept-Language')
        .header('access-control-max-age', '86400')
        .code(204)
        .send(),
    );
}

const idOf = ({ id }: Open311Id): string => id.replace(/\.(xml|json)$/i, '');

/** @throws 404 for a format that there is not */
function checkFormat(request: FastifyRequest): void {
  const { format } = request.params as { format?: string };
  if (format !== undefined && !/^(xml|json)$/i.test(format)) throw new Open311Error(404, 'format');
}

/** One province is served: it may be left out. @throws 404 */
function checkJurisdiction(given: string | undefined): void {
  if (given && given !== jurisdiction) throw new Open311Error(404, 'jurisdiction');
}

/** A key that is sent must be right; without the scope to read it shows what anyone sees. @throws 403 */
async function readingKey(house: House, sent: string | undefined): Promise<ApiKey | null> {
  const key = sent ? await keyBehind(house, sent) : null;
  return key?.scopes.includes('open311:read') ? key : null;
}

function shared(reply: FastifyReply, send: () => FastifyReply): FastifyReply {
  reply.header('cache-control', 'public, max-age=300');
  return send();
}

function forReader(reply: FastifyReply, key: ApiKey | null, send: () => FastifyReply): FastifyReply {
  reply.header('cache-control', key ? 'no-store' : 'public, max-age=30');
  return send();
}

function discovery(house: House) {
  const { publicUrl, demo } = house.settings;
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: `${publicUrl}${base}`,
    changeset,
    type: demo ? 'test' : 'production',
    formats: ['text/xml', 'application/json'],
  };
  // The mailbox of article 4.1; keys are given out by the operations centre.
  return { changeset, contact: 'paht@quangnam.gov.vn', key_service: `${publicUrl}/api/docs`, endpoints: [endpoint] };
}
