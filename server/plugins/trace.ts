/**
 * Every request belongs to a trace: the caller's (`traceparent`) or a new one. It is carried through all that the
 * request does, answered as `traceresponse` and in problems, and told in one line when the answer has gone. What could
 * go wrong: the body's events come from the socket, not from the request, so the trace is taken up again behind them.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readReportCode } from '../../domain/report-code.ts';
import type { Log } from '../../telemetry/log.ts';
import { type Span, startSpan } from '../../telemetry/spans.ts';
import { headerOf, newTrace, type Trace, traceFrom, within } from '../../telemetry/trace.ts';
import type { App } from '../house.ts';

declare module 'fastify' {
  interface FastifyRequest {
    trace: Trace;
    span: Span | undefined;
  }
}

export function traceRequests(app: App): void {
  app.decorateRequest('trace', null as unknown as Trace);
  app.decorateRequest('span', undefined);
  app.addHook('onRequest', (request, reply, done) => {
    const parent = traceFrom(request.headers.traceparent);
    request.span = startSpan(request.method, { kind: 'server', parent: parent ?? null });
    request.trace = request.span?.trace ?? newTrace(parent);
    reply.header('traceresponse', headerOf(request.trace));
    within(request.trace, done);
  });
  app.addHook('preValidation', (request, _reply, done) => within(request.trace, done));
  app.addHook('onResponse', (request, reply, done) => {
    if (request.span || (request.log as Log).isLevelEnabled('info')) tell(request, reply);
    done();
  });
}

function tell(request: FastifyRequest, reply: FastifyReply): void {
  const { method, span, trace } = request;
  const route = request.routeOptions.url ?? 'none';
  const status = reply.statusCode;
  const facts = { method, route, status, ...subjectOf(request.params, reply.getHeader('location')) };
  request.log.info({ ...facts, ms: Math.round(reply.elapsedTime), trace: trace.id }, 'request');
  if (!span) return;
  span.name(`${method} ${route}`);
  span.set({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    'field_reports.report': facts.report,
    'field_reports.key': facts.key,
  });
  span.end(status >= 500 ? new Error(`status ${status}`) : undefined);
}

/** What it was about, where that is a code or a key that can be nothing else: whatever a person types stays out. */
function subjectOf(params: unknown, location: unknown): { report?: string; key?: string } {
  const { code, key } = (params ?? {}) as { code?: unknown; key?: unknown };
  const made = typeof location === 'string' ? /[^/.]+(?=(\.\w+)?$)/.exec(location)?.[0] : undefined;
  const report = [code, made].map((one) => (typeof one === 'string' ? readReportCode(one) : null)).find(Boolean);
  return { ...(report ? { report } : {}), ...(typeof key === 'string' && /^\d{10,19}$/.test(key) ? { key } : {}) };
}
