/**
 * Keys as JSON numbers for who asks by `Accept`, as 8.6 and 8.7 wrote them; strings for everybody else (contract 2.1).
 * What could go wrong: what users wrote (variables, headers, a form) may have names that end like keys: it is left alone.
 */
import type { FastifyInstance } from 'fastify';
import { isRaw, parseExact } from '../../exact-json.ts';

const numberKeys = 'application/vnd.camunda.api.keys.number+json';
const stringKeys = 'application/vnd.camunda.api.keys.string+json';

/** Written by users, with names of their own. */
const usersOwn = new Set(['variables', 'customHeaders', 'schema']);
/** A name like a key's, but no key of the engine's. */
const noKeys = new Set(['correlationKey']);
const exact = (JSON as unknown as { rawJSON(text: string): object }).rawJSON;

export function answerKeysAsAsked(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const asked = request.headers.accept ?? '';
    const type = String(reply.getHeader('content-type') ?? '');
    if (typeof payload !== 'string' || !type.startsWith('application/json')) return payload;
    if (asked.includes(stringKeys)) reply.type(stringKeys);
    if (!asked.includes(numberKeys)) return payload;
    reply.type(numberKeys);
    const changed = JSON.stringify(withNumbers(parseExact(payload)));
    reply.header('content-length', Buffer.byteLength(changed));
    return changed;
  });
}

function withNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null || isRaw(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (usersOwn.has(name)) return [name, part];
      const isKey = name.endsWith('Key') && !noKeys.has(name) && typeof part === 'string' && /^\d{1,19}$/.test(part);
      return [name, isKey ? exact(part) : withNumbers(part)];
    }),
  );
}
