/** Answers that anyone may keep: with an ETag, and compressed, because they are long and read by many. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const pack = promisify(gzip);

/** Sends `text`, or 304 where the asker has it. `cacheControl` says for how long it may be kept unasked. */
export async function sendCacheable(
  request: FastifyRequest,
  reply: FastifyReply,
  { text, type, cacheControl }: { text: string; type: string; cacheControl: string },
): Promise<FastifyReply> {
  // Weak: the same words compressed and not are the same answer.
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  reply.header('etag', `W/${tag}`).header('cache-control', cacheControl).header('vary', 'accept-encoding').type(type);
  const held = request.headers['if-none-match'] ?? '';
  if (held.includes(tag)) return reply.code(304).removeHeader('content-type').send();
  if (text.length < 1_400 || !/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')))
    return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(await pack(text));
}
