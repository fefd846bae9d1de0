/**
 * One condition of a search as a test on a value (zeebe-contract 2.2): a plain value, or operators. What could go wrong:
 * a pattern or date that means nothing; an operator that there is not is said, never taken for "no condition".
 */
import { isRaw } from '../exact-json.ts';

/** A search asks for a field, operator or cursor that there is not. Its text is for the caller (HTTP 400). */
export class BadSearch extends Error {}

export type Test = (value: unknown) => boolean;

/** Throws `BadSearch`. `name` is how the refusal calls the condition. */
export function compile(name: string, wanted: unknown): Test {
  if (!isOperators(wanted)) return equals(wanted);
  const tests = Object.entries(wanted).map(([operator, operand]) => {
    const make = operators[operator];
    if (!make) throw new BadSearch(`Request property [filter.${name}.${operator}] cannot be parsed`);
    return make(operand, `${name}.${operator}`);
  });
  return (value) => tests.every((test) => test(value));
}

/** The value that a condition demands, where it is that simple: lets a search look it up instead of looking for it. */
export function demanded(wanted: unknown): unknown {
  return isOperators(wanted) ? wanted.$eq : wanted;
}

const isOperators = (wanted: unknown): wanted is Record<string, unknown> =>
  typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted) && !isRaw(wanted);

const operators: Record<string, (operand: unknown, name: string) => Test> = {
  $eq: (operand) => equals(operand),
  $neq: (operand) => not(equals(operand)),
  $exists: (operand) => (value) => (value !== null && value !== undefined) === (operand === true),
  $in: (operand, name) => oneOf(operand, name),
  $notIn: (operand, name) => not(oneOf(operand, name)),
  $like: (operand) => {
    const pattern = likeness(textOf(operand));
    return (value) => (Array.isArray(value) ? value : [value]).some((each) => has(each) && pattern.test(textOf(each)));
  },
  $gt: (operand) => (value) => relate(value, operand) > 0,
  $gte: (operand) => (value) => relate(value, operand) >= 0,
  $lt: (operand) => (value) => relate(value, operand) < 0,
  $lte: (operand) => (value) => relate(value, operand) <= 0,
};

const not =
  (test: Test): Test =>
  (value) =>
    !test(value);

function oneOf(operand: unknown, name: string): Test {
  if (!Array.isArray(operand)) throw new BadSearch(`Request property [filter.${name}] cannot be parsed`);
  const wanted = new Set(operand.map(textOf));
  return (value) => (Array.isArray(value) ? value : [value]).some((each) => has(each) && wanted.has(textOf(each)));
}

/** Keys come as text or number. A list has the value if one of its entries is it; a date is an instant. */
function equals(wanted: unknown): Test {
  const text = textOf(wanted);
  const instant = dateOf(text);
  const is = (value: unknown): boolean =>
    has(value) && (textOf(value) === text || (instant !== undefined && dateOf(textOf(value)) === instant));
  return (value) => (Array.isArray(value) ? value.some(is) : is(value));
}

const has = (value: unknown): boolean => value !== null && value !== undefined;
const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

/** `*` is any text, `?` any character; a backslash before either takes it as it stands. */
function likeness(pattern: string): RegExp {
  const text = pattern.replace(/\\[*?\\]|[\\.+^${}()|[\]*?]/g, (found) => {
    if (found === '*') return '.*';
    if (found === '?') return '.';
    return `\\${found.at(-1)}`;
  });
  return new RegExp(`^${text}$`, 'su');
}

/** Numbers by value, dates by instant, other text by code points; NaN (no relation) where one has no value. */
export function relate(a: unknown, b: unknown): number {
  if (!has(a) || !has(b)) return Number.NaN;
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  const [textA, textB] = [textOf(a), textOf(b)];
  const [dateA, dateB] = [dateOf(textA), dateOf(textB)];
  if (dateA !== undefined && dateB !== undefined) return dateA - dateB;
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

/** Epoch milliseconds of an ISO date-time, with or without a zone's name behind it. The `T` first: searches ask often. */
export const dateOf = (text: string): number | undefined =>
  text[10] === 'T' && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text.replace(/\[[^\]]*\]$/, '')) : undefined;
