/**
 * Steps of a trace that are measured, where somebody takes them (OTEL_EXPORTER_OTLP_ENDPOINT, otlp.ts). Without that a
 * step costs one comparison, and a trace stays as it is.
 */
import { currentTrace, type Trace, within } from './trace.ts';

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';
/** Names, codes, keys, numbers: as in a log line. */
export type Attributes = Record<string, string | number | boolean | undefined>;

export interface SpanOptions {
  kind?: SpanKind;
  attributes?: Attributes;
  /** What it belongs to; otherwise what is under way. `null`: a trace of its own. */
  parent?: Trace | null;
  /** What else it comes of. */
  links?: readonly Trace[];
  /** Epoch ms; otherwise now. */
  startedAt?: number;
}

export interface Span {
  readonly trace: Trace;
  name(text: string): void;
  set(attributes: Attributes): void;
  /** `error`: what made it fail; told by its facts only. */
  end(error?: unknown): void;
}

export type BeginSpan = (name: string, options: SpanOptions & { parent: Trace | undefined }) => Span;

let begin: BeginSpan | undefined;

/** Set once by otlp.ts; undefined switches it off. */
export function takeSpans(taker: BeginSpan | undefined): void {
  begin = taker;
}

export const spansTaken = (): boolean => begin !== undefined;

/** Begins a span; undefined where nobody takes them. */
export function startSpan(name: string, options: SpanOptions = {}): Span | undefined {
  if (!begin) return undefined;
  const parent = options.parent === null ? undefined : (options.parent ?? currentTrace());
  return begin(name, { ...options, parent });
}

/** Runs `work` as a step. Where nobody takes spans, `work` runs for the given parent, or for what is under way. */
export function spanned<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  if (span) return measured(span, work);
  return options.parent === undefined ? work(undefined) : within(options.parent ?? undefined, () => work(undefined));
}

async function measured<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    const result = await within(span.trace, () => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
