/**
 * Calls work off when whoever asked for it has gone away. Fastify's own `request.signal` goes by the request's stream,
 * which closes as soon as its body has been read: work would be called off while its answer is waited for.
 */
import type { FastifyReply } from 'fastify';

/** Aborted when the connection closes before the answer has been sent. */
export function whenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Error('Whoever asked has gone away'));
  });
  return gone.signal;
}
 * Whether who asked has gone: their browser was closed, or the page no longer wants the answer. Not Fastify's
 * `request.signal`: that one ends with the request's body as well, in the middle of the work on it.
 */
import type { FastifyReply } from 'fastify';

/** Aborts when the connection closes before the answer was sent. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Gone());
  });
  return gone.signal;
}

/** The work was called off because nobody waits for it. */
export class Gone extends Error {}
