/**
 * The REST gateway `/v2` on Fastify. What could go wrong: a caller sends what is no JSON, no key, or too much: it gets a
 * problem (RFC 9457) whose title is the rejection's type, made here and nowhere else.
 */
import type { AddressInfo } from 'node:net';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Log } from '../../../telemetry/log.ts';
import { failureOf, NotReady } from '../failures.ts';
import { parseJson } from './bodies.ts';
import { answerKeysAsAsked } from './number-keys.ts';
import { type RouteContext, routeGroups } from './routes.ts';
import { traceCommands } from './traced.ts';

export interface RestOptions extends RouteContext {
  port: number;
  /** Takes a line about an error that nobody foresaw. */
  report: (line: string) => void;
  /** Told how long each answer took. */
  requests?: { http(method: string, uri: string, status: number, seconds: number): void };
  /** Takes a line for each request that comes with a trace. */
  log?: Log;
}

export interface RestGateway {
  port: number;
  close(): Promise<void>;
}

const bodyLimit = 4 * 1024 * 1024;
/** Longer bodies are cut off while they are sent; up to here they are read, so that their sender sees the answer. */
const readLimit = 16 * 1024 * 1024;

class TooLong extends Error {
  readonly statusCode = 413;
}

export async function startRestGateway(options: RestOptions): Promise<RestGateway> {
  const app = Fastify({ bodyLimit, forceCloseConnections: true, routerOptions: { caseSensitive: true } });
  await app.register(multipart, { limits: { fileSize: bodyLimit, files: 100, fields: 20, fieldSize: 4096 } });
  app.removeContentTypeParser('application/json');
  const json = { parseAs: 'buffer', bodyLimit: readLimit } as const;
  app.addContentTypeParser(/^application\/([\w.-]+\+)?json/, json, async (_request: unknown, bytes: Buffer) => {
    if (bytes.length > bodyLimit) throw new TooLong(`Request body is longer than ${bodyLimit} bytes`);
    return bytes.length === 0 ? undefined : parseJson(bytes.toString('utf8'));
  });
  traceCommands(app, options.log);
  answerWithProblems(app, options.report);
  answerKeysAsAsked(app);
  app.addHook('onRequest', async (request) => {
    const trouble = isRead(request.method, request.routeOptions.url) ? undefined : options.trouble();
    if (trouble) throw new NotReady(trouble);
  });
  const { requests } = options;
  if (requests)
    app.addHook('onResponse', async (request, reply) => {
      const uri = request.routeOptions.url ?? 'UNKNOWN';
      requests.http(request.method, uri, reply.statusCode, reply.elapsedTime / 1000);
    });
  await app.register(
    async (v2) => {
      for (const group of routeGroups) group(v2, options);
    },
    { prefix: '/v2' },
  );
  await app.listen({ host: options.host, port: options.port });
  return {
    port: (app.server.address() as AddressInfo).port,
    close: () => app.close(),
  };
}

/** Searches are asked by POST, but change nothing: they are answered while no commands are taken. */
function isRead(method: string, url = ''): boolean {
  return method === 'GET' || url.endsWith('/search') || url.includes('/statistics/');
}

function answerWithProblems(app: FastifyInstance, report: (line: string) => void): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // Fastify's own refusals (too large, wrong type) carry their status.
    const status = error.statusCode;
    if (status !== undefined && status >= 400 && status < 500)
      return problem(reply, status, status === 400 ? 'INVALID_ARGUMENT' : error.name, error.message, request.url);
    const { http, title, detail } = failureOf(error, report);
    return problem(reply, http, title, detail, request.url);
  });
  app.setNotFoundHandler((request, reply) =>
    problem(reply, 404, 'NOT_FOUND', `Nothing is served at ${request.method} ${pathOf(request.url)}.`, request.url),
  );
}

function problem(reply: FastifyReply, status: number, title: string, detail: string, url: string): FastifyReply {
  const body = { type: 'about:blank', title, status, detail, instance: pathOf(url) };
  if (status === 503) reply.header('retry-after', '1');
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(body));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]!;
}
