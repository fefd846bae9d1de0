/**
 * Answers of Open311: XML or JSON by the path's ending, else by `Accept`, else XML, which the specification requires.
 * Errors have its shape and its statuses: 404 for what there is not, 403 for a key, 400 for what a client did wrong.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, languageOf, texts } from '../../domain/text/texts.ts';
import { bodyOf, problemOf } from '../error-handler.ts';
import { toXml } from './xml.ts';

export type Format = 'xml' | 'json';
export type ErrorText = keyof ReturnType<typeof texts>['open311']['errors'];

/** What is wrong, in the specification's terms. */
export class Open311Error extends Error {
  readonly status: 400 | 403 | 404;
  readonly texts: ErrorText[];
  constructor(status: 400 | 403 | 404, ...said: ErrorText[]) {
    super(said.join(', '));
    this.status = status;
    this.texts = said;
  }
}

export const readerOf = (request: FastifyRequest): Language => languageOf(request.headers['accept-language']);

/** Path without its ending, and what the ending asks for. */
export function formatOf(request: FastifyRequest): Format {
  const ending = /\.([a-z0-9]+)$/i.exec(new URL(request.url, 'http://x').pathname)?.[1]?.toLowerCase();
  if (ending === 'xml' || ending === 'json') return ending;
  const accepted = (request.headers.accept ?? '').split(',').map((one) => one.split(';')[0]!.trim().toLowerCase());
  const first = accepted.find((one) => /^(text|application)\/(xml|json)$/.test(one));
  return first?.endsWith('json') ? 'json' : 'xml';
}

/** `root`: the XML's root element; JSON has its value alone. */
export function answer(request: FastifyRequest, reply: FastifyReply, root: string, value: unknown): FastifyReply {
  reply.header('content-language', readerOf(request)).header('vary', 'Accept, Accept-Language');
  if (formatOf(request) === 'json') return reply.type('application/json; charset=utf-8').send(JSON.stringify(value));
  return reply.type('text/xml; charset=utf-8').send(toXml(root, value));
}

export interface Open311Problem {
  status: number;
  errors: { code: number; description: string }[];
  retryAfter?: number | undefined;
}

/** Names of our fields there. */
const theirs: Readonly<Record<string, string>> = {
  '/sender/name': 'first_name, last_name, attribute[name]',
  '/sender/phone': 'phone, attribute[phone]',
  '/sender/email': 'email',
  '/sender/address': 'attribute[address]',
  '/content': 'description',
  '/place/text': 'address_string',
  '/place/district': 'attribute[district]',
  '/place/lat': 'lat',
  '/place/lng': 'long',
  '/occurredAt': 'attribute[occurredAt]',
  '/attachments': 'media_url',
};

export function problemIn(error: Error, language: Language): Open311Problem {
  if (error instanceof Open311Error) {
    const { errors } = texts(language).open311;
    return {
      status: error.status,
      errors: error.texts.map((one) => ({ code: error.status, description: errors[one] })),
    };
  }
  const problem = problemOf(error);
  const body = bodyOf(problem, language, '');
  const status = statusOf(body.status);
  const fields = (body.errors ?? []).map(({ pointer, detail }) => ({
    code: status,
    description: [theirs[pointer] ?? pointer.slice(1), detail].filter(Boolean).join(': '),
  }));
  const whole = [body.title, body.detail].filter(Boolean).join('. ');
  const errors = fields.length > 0 ? fields : [{ code: status, description: whole }];
  return { status, errors, retryAfter: problem.rest.retryAfter ?? (status === 503 ? 5 : undefined) };
}

/** Too many, or a part that is down, stays what HTTP calls it: clients come again by that. */
function statusOf(status: number): number {
  if (status === 401 || status === 403) return 403;
  return status === 404 || status === 429 || status >= 500 ? status : 400;
}
