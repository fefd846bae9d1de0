/**
 * JSON in and out of the engine: variables are kept as the text of each value, so that numbers beyond a double's range
 * pass through unchanged, and FEEL's dates, ranges and functions become what Zeebe writes for them.
 */
import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';
import { isRaw } from '../exact-json.ts';

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

/** The value behind a variable's text, for FEEL: numbers as doubles. */
export function parsed(text: string): unknown {
  return text === 'null' ? null : JSON.parse(text);
}
