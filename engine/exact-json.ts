/**
 * JSON whose numbers stay as they were written. What could go wrong: a double rounds a number of more than 15 digits, and
 * what a user sent, what a restart reads back and what a record says would differ.
 */

/** Node 26 has exact numbers in JSON (`JSON.rawJSON`); the language's typings do not name them yet. */
const exact = JSON as unknown as { rawJSON(text: string): unknown; isRawJSON(value: unknown): boolean };

/** True for a number that `parseExact` kept as it was written. */
export const isRaw = (value: unknown): boolean => exact.isRawJSON(value);

/**
 * Digits that a double may round, or an exponent that it may not reach. Keys have sixteen digits, but are below 2^53:
 * texts full of them are read the fast way.
 */
const longNumber = /9\d{15}|\d[\d.]{16}|[[,:]-?[\d.]+[eE]/;

/** Whether a number was kept in this process: before that, no value that it writes can hold one. */
let anyKept = false;

/** Whether a text that this process has written must be read with `parseExact`. */
export const needsExact = (text: string): boolean => anyKept && longNumber.test(text);

/**
 * Parses a JSON text; numbers that a double would round stay as they were written (`JSON.rawJSON`).
 * Throws SyntaxError like JSON.parse.
 */
export function parseExact(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, ((_key: string, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
    anyKept = true;
    return exact.rawJSON(source);
  }) as (key: string, value: unknown) => unknown);
}
