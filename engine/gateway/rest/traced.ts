/**
 * Requests that come with a trace (W3C `traceparent`): told in a line of the log and as a span, so that whose request a
 * command was is known here too. What the contract carries of it into records is the caller's `operationReference` and
 * `action`; this adds nothing to them.
 */
import type { FastifyInstance } from 'fastify';
import type { Log } from '../../../telemetry/log.ts';
import { type Span, startSpan } from '../../../telemetry/spans.ts';
import { type Trace, traceFrom, within } from '../../../telemetry/trace.ts';

interface Traced {
  trace: Trace;
  span: Span | undefined;
}

export function traceCommands(app: FastifyInstance, log: Log | undefined): void {
  const traced = new WeakMap<object, Traced>();
  app.addHook('onRequest', (request, _reply, done) => {
    const parent = traceFrom(request.headers.traceparent);
    if (!parent) return done();
    const span = startSpan(`${request.method} ${request.routeOptions.url ?? 'none'}`, { kind: 'server', parent });
    const trace = span?.trace ?? parent;
    traced.set(request, { trace, span });
    within(trace, done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const found = traced.get(request);
    if (!found) return;
    const { trace, span } = found;
    const { method } = request;
    const facts = { uri: request.routeOptions.url ?? 'none', status: reply.statusCode, key: keyOf(request.params) };
    log?.info({ method, ...facts, ms: Math.round(reply.elapsedTime), trace: trace.id }, 'command');
    span?.set({ 'http.response.status_code': facts.status, 'field_reports.key': facts.key });
    span?.end(facts.status >= 500 ? new Error(`status ${facts.status}`) : undefined);
  });
}

const keyOf = (params: unknown): string | undefined => {
  const { key } = (params ?? {}) as { key?: unknown };
  return typeof key === 'string' && /^\d{1,19}$/.test(key) ? key : undefined;
};
