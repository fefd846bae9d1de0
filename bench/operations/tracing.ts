/**
 * What a trace costs a request: with nobody who takes spans, and with an exporter that does, each beside the same
 * request without any of it. And what a step (`spanned`) costs where nobody takes it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { traceRequests } from '../../server/plugins/trace.ts';
import { openLog } from '../../telemetry/log.ts';
import { exportSpans } from '../../telemetry/otlp.ts';
import { spanned } from '../../telemetry/spans.ts';
import { inFlight, inTurns, judged, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';

const requests = 4_000;
const steps = 400_000;

async function app(traced: boolean): Promise<FastifyInstance> {
  const made = Fastify({ loggerInstance: openLog('bench', 'warn') as FastifyBaseLogger });
  if (traced) traceRequests(made);
  // As a request of the product: a body that is read, a step of its own, an answer.
  made.post('/api/reports', async (request) => spanned('stored', {}, async () => ({ got: request.body })));
  await made.ready();
  return made;
}

const payload = { content: 'Đèn tín hiệu không hoạt động', place: { text: 'Ngã tư Phan Chu Trinh' } };
const perSecond = (one: FastifyInstance) => async (): Promise<number> => {
  const { seconds } = await inFlight(requests, 32, () => one.inject({ method: 'POST', url: '/api/reports', payload }));
  return requests / seconds;
};

const [bare, traced] = await Promise.all([app(false), app(true)]);
await Promise.all([bare, traced].map((one) => perSecond(one)()));
const off = await inTurns(rounds(7), perSecond(traced), perSecond(bare));

const work = async (): Promise<number> => 1;
const nanoseconds = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  for (let n = 0; n < steps; n++) await run();
  return ((performance.now() - began) * 1e6) / steps;
};
const step = await inTurns(
  rounds(7),
  () => nanoseconds(() => spanned('step', {}, work)),
  () => nanoseconds(work),
);

const sink = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200).end());
});
await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
const exporting = await exportSpans('bench', process.env);
await perSecond(traced)();
const on = await inTurns(rounds(7), perSecond(traced), perSecond(bare));
await exporting?.close();

const limit = (figures: number[]) => ({ what: 'without traces', figures });
const rows = [
  judged({
    name: 'a request, spans off',
    what: 'POST with a small body, injected, 32 in flight; trace made, carried, answered; no exporter',
    unit: 'requests/s',
    product: off.product,
    limit: limit(off.limit),
    goal: { kind: 'at least', value: 0.8, of: 'ratio' },
  }),
  judged({
    name: 'a step, spans off',
    what: 'spanned() around an empty async function',
    unit: 'ns',
    product: step.product,
    limit: { what: 'the function alone', figures: step.limit },
  }),
  judged({
    name: 'a request, spans exported',
    what: 'the same with two spans a request, sent to a sink on this machine',
    unit: 'requests/s',
    product: on.product,
    limit: limit(on.limit),
  }),
];
console.log(printed('operations/tracing', rows));
await keep('operations/tracing', rows);
await Promise.all([bare.close(), traced.close()]);
sink.close();
