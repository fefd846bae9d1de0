/**
 * The one place where an error becomes an answer: RFC 9457 problem details, with texts in the caller's language.
 * Shape (400) and meaning (422) are told apart by who found the error: the schema or the use case.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem as ProblemShape } from '../domain/api/common.ts';
import { type ProblemCode, problems } from '../domain/problems.ts';
import { JobRefused } from '../domain/sandbox.ts';
import { languageOf, texts } from '../domain/text/texts.ts';
import type { App } from './house.ts';
import { Gone } from './plugins/gone.ts';
import { type FieldError, Problem, type ProblemRest } from './problem.ts';
import { SandboxBusy, SandboxOutOfMemory, SandboxTimeout } from './sandbox/sandbox.ts';
import { EngineDown, EngineRefusal } from './zeebe.ts';

/** What the caller did not send as the schema has it; made by plugins/validation.ts. */
export interface SchemaError extends Error {
  fields: FieldError[];
}

export function handleErrors(app: App, publicUrl: string): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    // Nobody hears it, and nothing has gone wrong.
    if (error instanceof Gone) return send(request, reply, problem, publicUrl);
    if (problem.code === 'unexpected')
      request.log.error({ err: error, route: request.routeOptions.url, trace: request.trace?.id }, 'unexpected');
    else if (problems[problem.code] >= 500)
      request.log.warn({ problem: problem.code, err: error, trace: request.trace?.id }, 'refused');
    return send(request, reply, problem, publicUrl);
  });
  app.setNotFoundHandler((request, reply) => send(request, reply, new Problem('not-found'), publicUrl));
}

/** The problem as it goes on the wire. */
export function bodyOf(problem: Problem, language: 'vi' | 'en', publicUrl: string): ProblemShape {
  const { code, rest } = problem;
  const { problems: titles, input } = texts(language);
  const errors = rest.errors?.map(({ pointer, code: what, limit, line, column, said: words }) => {
    const said = what && Object.hasOwn(input, what) ? input[what as keyof typeof input](limit) : undefined;
    const place = { ...(line ? { line } : {}), ...(column ? { column } : {}), ...(words ? { said: words } : {}) };
    return { pointer, ...(what ? { code: what } : {}), ...(said ? { detail: said } : {}), ...place };
  });
  return {
    type: `${publicUrl}/problems/${code}`,
    title: titles[code].title,
    status: problems[code],
    detail: titles[code].detail,
    ...(errors && errors.length > 0 ? { errors } : {}),
    ...(rest.holder === undefined ? {} : { holder: rest.holder }),
    ...(rest.holderName === undefined ? {} : { holderName: rest.holderName }),
    ...(rest.engine === undefined ? {} : { engine: rest.engine }),
    ...(rest.heldSince === undefined ? {} : { heldSince: rest.heldSince }),
  };
}

export function send(request: FastifyRequest, reply: FastifyReply, problem: Problem, publicUrl: string): FastifyReply {
  const { code, rest } = problem;
  const status = problems[code];
  const language = languageOf(request.headers['accept-language']);
  const retryAfter = rest.retryAfter ?? standardWait(status);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return reply
    .code(status)
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .send({ ...bodyOf(problem, language, publicUrl), ...traceOf(request, status) });
}

/** Only where somebody has to look into it: two refusals for one reason must not be told apart. */
const traceOf = ({ trace }: FastifyRequest, status: number): { traceId?: string } =>
  status >= 500 && trace ? { traceId: trace.id } : {};

function standardWait(status: number): number | undefined {
  if (status === 503) return 5;
  return status === 429 || status === 413 ? 60 : undefined;
}

/** Which problem an error is. */
export function problemOf(error: Error & { code?: string | number; statusCode?: number }): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof EngineDown) return new Problem('engine-down');
  if (error instanceof EngineRefusal) return new Problem(error.status === 404 ? 'not-found' : 'conflict');
  if (error instanceof SandboxBusy) return new Problem('overloaded');
  if (error instanceof SandboxTimeout || error instanceof SandboxOutOfMemory) return new Problem('too-heavy');
  if (error instanceof JobRefused)
    return new Problem('invalid', { errors: [{ pointer: String(error.data.pointer ?? ''), code: error.code }] });
  const { validation } = error as unknown as { validation?: FieldError[] };
  if (validation) return new Problem('bad-request', fieldsOf(validation));
  if (isDatabaseDown(error)) return new Problem('database-down');
  const code = typeof error.code === 'string' ? byFastifyCode[error.code] : undefined;
  if (code) return new Problem(code);
  const status = error.statusCode;
  if (status === 413) return new Problem('too-large');
  if (status === 404) return new Problem('not-found');
  if (status === 429) return new Problem('too-many-requests');
  if (status === 503) return new Problem('overloaded');
  if (status !== undefined && status >= 400 && status < 500) return new Problem('bad-request');
  return new Problem('unexpected');
}

const fieldsOf = (validation: FieldError[]): ProblemRest => ({ errors: validation });

const byFastifyCode: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_REQ_FILE_TOO_LARGE: 'too-large',
  FST_FILES_LIMIT: 'bad-request',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'bad-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad-request',
  FST_UNDER_PRESSURE: 'overloaded',
};

/** The database can't be reached, or lost its primary and did not find another in time. */
export function isDatabaseDown(error: Error): boolean {
  // What ended many writes at once stands inside of their error.
  const { errorResponse } = error as { errorResponse?: unknown };
  if (errorResponse instanceof Error) return isDatabaseDown(errorResponse);
  return (
    /^(MongoServerSelectionError|MongoNetworkError|MongoNetworkTimeoutError|MongoNotConnectedError|MongoTopologyClosedError|MongoPoolClearedError|MongoPoolClosedError|MongoWaitQueueTimeoutError|MongoWriteConcernError|MongooseServerSelectionError|DisconnectedError)$/.test(
      error.name,
    ) ||
    (/^Mongo(Server|BulkWrite)Error$/.test(error.name) &&
      [91, 189, 10107, 11600, 11602, 13435, 13436].includes(Number((error as { code?: unknown }).code))) ||
    // The driver hands on what its socket said when the server was killed in mid-write.
    /^(ECONNRESET|EPIPE)$/.test(String((error as { code?: unknown }).code))
  );
}
