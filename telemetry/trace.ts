/**
 * Which request something happens for: a trace by W3C Trace Context, carried along by the process itself
 * (AsyncLocalStorage), so that no use case has to pass it on. The one thing in this house that is global to a process:
 * nothing is decided by it. What could go wrong: work that several requests share (a loop that one of them woke) would
 * run under the name of the first; such work says `apart`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';

export interface Trace {
  /** 32 hex digits: the same from the citizen's request to the engine's record. */
  readonly id: string;
  /** 16 hex digits: the step that is under way. */
  readonly span: string;
  /** Whether whoever began it has its steps kept. */
  readonly sampled: boolean;
}

const header = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const carried = new AsyncLocalStorage<Trace | undefined>();

/** Reads a `traceparent`; undefined where it is none by the standard (all zeros, version ff, capitals). */
export function traceFrom(text: unknown): Trace | undefined {
  const found = typeof text === 'string' && text.length <= 200 ? header.exec(text) : null;
  if (!found) return undefined;
  const [, version, id, span, flags, rest] = found as unknown as [string, string, string, string, string, string?];
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(id) || /^0+$/.test(span)) return undefined;
  return { id, span, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** As `traceparent` and `traceresponse` have it. */
export const headerOf = ({ id, span, sampled }: Trace): string => `00-${id}-${span}-${sampled ? '01' : '00'}`;

/** Randomness is had for many at once: asked for one by one it costs more than all the rest. */
const pool = Buffer.alloc(24 * 128);
let used = pool.length;

function random24(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 24;
  return pool.toString('hex', used - 24, used);
}

/** A new trace, or the next step of the one that is given. */
export function newTrace(parent?: Trace): Trace {
  const made = random24();
  const span = made.slice(32);
  return parent ? { ...parent, span } : { id: made.slice(0, 32), span, sampled: false };
}

/** What happens just now happens for this. */
export const currentTrace = (): Trace | undefined => carried.getStore();

/** Runs `work`, and all that follows from it, for this trace; for none where it is undefined. */
export const within = <T>(trace: Trace | undefined, work: () => T): T => carried.run(trace, work);

/** Runs `work` for nobody's request: it serves all. */
export const apart = <T>(work: () => T): T => carried.run(undefined, work);

/**
 * The trace as an `operationReference` of the engine's contract, which holds 64 bits: the last 53 of its 128, so that
 * every reader of the records has it whole. Always above 0.
 */
export const referenceOf = ({ id }: Pick<Trace, 'id'>): number =>
  Number(BigInt(`0x${id.slice(16)}`) & 0x1f_ffff_ffff_ffffn) || 1;

/** Behind the word of a user task's `action`, which the engine's contract leaves to its callers. */
const inAction = /;traceparent=(\S+)$/;

/** The action for a user task's command: `complete;traceparent=00-…`; undefined for no trace, the engine's own word then. */
export const actionOf = (word: string, trace = currentTrace()): string | undefined =>
  trace && `${word};traceparent=${headerOf(trace)}`;

/** The trace that an `action` names, on a record or a job's header. */
export const traceOfAction = (action: unknown): Trace | undefined =>
  typeof action === 'string' ? traceFrom(inAction.exec(action)?.[1]) : undefined;
