/**
 * Calls work off when whoever asked for it has gone away. Fastify's own `request.signal` goes by the request's stream,
 * which closes as soon as its body has been read: work would be called off while its answer is waited for.
 */
import type { FastifyReply } from 'fastify';

/** The work was called off: nobody hears its answer, and nothing has gone wrong. */
export class Gone extends Error {}

/** Aborted when the connection closes before the answer has been sent. */
export function whenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Gone('Whoever asked has gone away'));
  });
  return gone.signal;
}
