/**
 * Gives spans to OpenTelemetry's exporter (OTLP over HTTP, protobuf) where OTEL_EXPORTER_OTLP_ENDPOINT says where to.
 * Without it nothing of OpenTelemetry is even loaded. What could go wrong: the collector is away: spans are dropped, and
 * nobody waits for it. The exporter itself reads the standard's other settings (headers, time-out, certificates).
 */
import type { Context, Link, Span as OtelSpan } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { factsOf } from './errors.ts';
import { instanceName } from './log.ts';
import { type Attributes, type BeginSpan, type SpanKind, takeSpans } from './spans.ts';
import type { Trace } from './trace.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Sdk = typeof import('@opentelemetry/sdk-trace');
type Api = typeof import('@opentelemetry/api');

export interface SpanExport {
  /** Sends what is there, for two seconds at most. */
  close(): Promise<void>;
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
type SamplerName = (typeof samplers)[number];

export interface SpanSettings {
  endpoint: string;
  service: string;
  sampler: SamplerName;
  ratio: number;
}

/** Undefined: no spans. @throws Error that names the setting and what would be right */
export function spanSettings(part: string, env: Env): SpanSettings | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return undefined;
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address, such as http://127.0.0.1:4318.');
  const sampler = (env.OTEL_TRACES_SAMPLER || 'parentbased_always_on') as SamplerName;
  if (!samplers.includes(sampler))
    throw new Error(`OTEL_TRACES_SAMPLER must be one of ${samplers.join(', ')}, not "${sampler}".`);
  const ratio = Number(env.OTEL_TRACES_SAMPLER_ARG || '1');
  if (!(ratio >= 0 && ratio <= 1))
    throw new Error(`OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1, not "${env.OTEL_TRACES_SAMPLER_ARG}".`);
  return { endpoint, service: env.OTEL_SERVICE_NAME || `field-reports-${part}`, sampler, ratio };
}

/** Begins to export the spans of this process; undefined where the settings have no endpoint. */
export async function exportSpans(part: string, env: Env): Promise<SpanExport | undefined> {
  const settings = spanSettings(part, env);
  if (!settings) return undefined;
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
  ]);
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.service,
      'service.namespace': 'field-reports',
      'service.instance.id': `${part}-${instanceName}`,
    }),
    sampler: samplerOf(sdk, settings),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1_000 })],
  });
  takeSpans(taker(api, provider.getTracer('field-reports')));
  return {
    async close() {
      takeSpans(undefined);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, 2_000);
      });
      await Promise.race([provider.shutdown().catch(() => {}), late]);
      clearTimeout(timer);
    },
  };
}

function samplerOf(sdk: Sdk, { sampler, ratio }: SpanSettings): Sampler {
  const root = sampler.endsWith('always_on')
    ? new sdk.AlwaysOnSampler()
    : sampler.endsWith('always_off')
      ? new sdk.AlwaysOffSampler()
      : new sdk.TraceIdRatioBasedSampler(ratio);
  return sampler.startsWith('parentbased_') ? new sdk.ParentBasedSampler({ root }) : root;
}

const kinds: Record<SpanKind, number> = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 };

function taker(api: Api, tracer: ReturnType<import('@opentelemetry/api').TracerProvider['getTracer']>): BeginSpan {
  const told = ({ id, span, sampled }: Trace) => ({
    traceId: id,
    spanId: span,
    traceFlags: sampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE,
    isRemote: true,
  });
  return (name, { kind = 'internal', attributes = {}, parent, links = [], startedAt }) => {
    const context: Context = parent ? api.trace.setSpanContext(api.ROOT_CONTEXT, told(parent)) : api.ROOT_CONTEXT;
    const linked: Link[] = links.map((one) => ({ context: told(one) }));
    const options = { kind: kinds[kind], attributes: given(attributes), links: linked, startTime: startedAt };
    const span: OtelSpan = tracer.startSpan(name, options, context);
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      trace: { id: traceId, span: spanId, sampled: (traceFlags & api.TraceFlags.SAMPLED) !== 0 },
      name: (text) => void span.updateName(text),
      set: (more) => void span.setAttributes(given(more)),
      end(error) {
        if (error !== undefined) {
          const { type, code, message } = factsOf(error);
          span.setAttributes({ 'error.type': code === undefined ? type : `${type} ${code}` });
          span.setStatus({ code: api.SpanStatusCode.ERROR, ...(message ? { message } : {}) });
        }
        span.end();
      },
    };
  };
}

/** Without what is undefined. */
const given = (attributes: Attributes): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as never;
