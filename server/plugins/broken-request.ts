/**
 * What comes before any route: a request that is no HTTP, headers beyond measure, an address that can't be read. The
 * answers have the form of all others and say nothing of what is behind.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, send } from '../error-handler.ts';

/** No hook has run yet: the headers that hold on every answer are told here. */
const held = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** For fastify's `frameworkErrors`: the address is no address, or a part of it is longer than any of ours. */
export const answerBrokenAddress =
  (publicUrl: string) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    send(request, reply.headers(held), problemOf(error), publicUrl);
  };

const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** For fastify's `clientErrorHandler`: what never became a request. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status });
  const headers = Object.entries({
    ...held,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`);
}
