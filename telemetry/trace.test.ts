/** Traces: what is read from a header, what is carried, what the engine's contract is given of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionOf,
  apart,
  currentTrace,
  headerOf,
  newTrace,
  referenceOf,
  traceFrom,
  traceOfAction,
  within,
} from './trace.ts';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''))
    .filter((text) => !/^0+$/.test(text));
const traces = fc.record({ id: hex(32), span: hex(16), sampled: fc.boolean() });

describe('a trace', () => {
  it('comes back from its header, and from an action', () => {
    fc.assert(
      fc.property(traces, fc.constantFrom('assign', 'complete'), (trace, word) => {
        expect(traceFrom(headerOf(trace))).toEqual(trace);
        expect(traceOfAction(actionOf(word, trace))).toEqual(trace);
      }),
    );
  });

  it('is not read from anything else', () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    const span = '00f067aa0ba902b7';
    const wrong = [
      undefined,
      7,
      '',
      `00-${id}-${span}`,
      `00-${id.toUpperCase()}-${span}-01`,
      `00-${'0'.repeat(32)}-${span}-01`,
      `00-${id}-${'0'.repeat(16)}-01`,
      `ff-${id}-${span}-01`,
      `00-${id}-${span}-01-more`,
      `01-${id}-${span}-01-${'x'.repeat(300)}`,
      `Nguyễn Văn A 00-${id}-${span}-01`,
    ];
    expect(wrong.map(traceFrom)).toEqual(wrong.map(() => undefined));
    // A later version of the standard may have more behind.
    expect(traceFrom(`01-${id}-${span}-03-more`)).toEqual({ id, span, sampled: true });
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => traceFrom(text) === undefined));
    expect(['approve', '', undefined, 'x;traceparent=1'].map(traceOfAction)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is carried over awaits and timers, not into what works for all', async () => {
    const [one, other] = [newTrace(), newTrace()];
    const seen = await within(one, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      const inner = await within(other, async () => currentTrace());
      return { own: currentTrace(), inner, none: apart(currentTrace) };
    });
    expect(seen).toEqual({ own: one, inner: other, none: undefined });
    expect(currentTrace()).toBeUndefined();
    expect(newTrace(one)).toMatchObject({ id: one.id, sampled: one.sampled });
    expect(newTrace(one).span).not.toBe(one.span);
  });

  it('is a reference that a number holds, never 0', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const reference = referenceOf(trace);
        expect(Number.isSafeInteger(reference) && reference > 0).toBe(true);
      }),
    );
    expect(referenceOf({ id: `${'a'.repeat(16)}${'0'.repeat(16)}` })).toBe(1);
    expect(referenceOf({ id: `${'a'.repeat(16)}ffe0000000000007` })).toBe(7);
  });
});
