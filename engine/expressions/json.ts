/**
 * JSON in and out of the engine: variables are kept as the text of each value, so that numbers beyond a double's range
 * pass through unchanged, and FEEL's dates, ranges and functions become what Zeebe writes for them.
 */
import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';

/** A FEEL result as plain JSON data: dates as ISO text with their offset, functions as null. */
export function toPlain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      break;
    default:
      return null;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof FeelFunction) return null;
  if (isTemporal(value)) return value.toString();
  if (value instanceof FeelRange) return value.toString();
  if (isRaw(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) plain[name] = toPlain(entry);
  return plain;
}

/** A date, time, date-time or duration of FEEL. */
export function isTemporal(value: unknown): value is FeelDate | FeelTime | FeelDateTime | FeelDuration {
  return (
    value instanceof FeelDateTime ||
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDuration
  );
}

/** Node 26 has exact numbers in JSON (`JSON.rawJSON`); the language's typings do not name them yet. */
const exact = JSON as unknown as { rawJSON(text: string): unknown; isRawJSON(value: unknown): boolean };
const isRaw = (value: unknown) => exact.isRawJSON(value);

/** Sixteen digits or more: a double may round it. */
const longNumber = /\d{16}|\d[\d.]{16}/;

/**
 * Parses a JSON text; numbers that a double would round stay as they were written (`JSON.rawJSON`).
 * Throws SyntaxError like JSON.parse.
 */
export function parseExact(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, ((_key: string, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && String(value) !== source && source.length > 15
      ? exact.rawJSON(source)
      : value;
  }) as (key: string, value: unknown) => unknown);
}

/** The value behind a variable's text, for FEEL: numbers as doubles. */
export function parsed(text: string): unknown {
  return text === 'null' ? null : JSON.parse(text);
}
