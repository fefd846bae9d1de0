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
