/**
 * FEEL as the rules look at it: which names an expression reads, whether it can be true, and under what. It is run with
 * samples, not proved: names get the values that the expression itself compares them to, and some beside them.
 * What runs too long is stopped by the engine's own clock and counts as "can be".
 */
import { compileFeel, type Feel } from '../../engine/expressions/feel.ts';
import { toPlain } from '../../engine/expressions/json.ts';

export type Values = Readonly<Record<string, unknown>>;

/** 2 March 2026, 08:00 in Vietnam: any working moment would do. */
const surroundings = { now: 1_772_413_200_000, zone: '+07:00', random: () => 0.5 };
const longest = 600;
const compiled = new Map<string, Feel | null>();
/** Expressions that the engine's clock has stopped once: they are not run again. */
const slow = new Set<string>();

/** Null where the text is no FEEL (the check of syntax says so) or is static text. */
export function feelOf(text: string | null | undefined): Feel | null {
  if (!text?.trim().startsWith('=')) return null;
  const body = text.trim().slice(1).trim();
  let feel = compiled.get(body);
  if (feel === undefined) {
    try {
      feel = compileFeel(body);
    } catch {
      feel = null;
    }
    if (compiled.size > 5_000) compiled.clear();
    compiled.set(body, feel);
  }
  return feel;
}

/** Names that an expression gives itself: `some position in …`, `for x in …, y in …`, `function(a, b) …`. */
function ownNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(/(?:\b(?:for|some|every)|,)\s+([A-Za-z_]\w*)\s+in\b/g)) names.add(name!);
  for (const [, list] of text.matchAll(/\bfunction\s*\(([^)]*)\)/g))
    for (const one of list!.split(',')) names.add(one.replace(/:.*$/s, '').trim());
  return names;
}

/** Free names that an expression reads. */
export function namesOf(text: string | null | undefined): readonly string[] {
  const names = feelOf(text)?.names ?? [];
  if (names.length === 0) return names;
  const own = ownNames(text!);
  return names.filter((name) => !own.has(name) && name !== 'item' && name !== 'partial');
}

/** Whether an expression takes longer than the engine gives it, with nothing known. */
export function isSlow(text: string): boolean {
  evaluated(text, {});
  return slow.has(text);
}

/** The value under these variables; undefined where it cannot be told. */
export function evaluated(text: string, values: Values): unknown {
  const feel = feelOf(text);
  if (!feel) return text.trim().startsWith('=') ? undefined : text;
  if (slow.has(text)) return undefined;
  try {
    return toPlain(feel.run((name) => values[name], surroundings)) ?? null;
  } catch (error) {
    if (/took longer than/.test(String(error))) slow.add(text);
    return undefined;
  }
}

const comparison = (name: string): RegExp =>
  new RegExp(`(?<![\\w.])${name}\\s*(!=|<=|>=|=|<|>)\\s*("[^"]*"|-?\\d+(?:\\.\\d+)?|true|false|null)(?!\\w)`, 'g');

/** What the texts compare a name to: strings, numbers, `true` and so on, as they are written. */
export function comparedTo(name: string, texts: readonly string[]): string[] {
  if (!/^\w+$/.test(name)) return [];
  return texts.flatMap((text) => [...text.matchAll(comparison(name))].map((found) => found[2]!));
}

/** Values that may make a difference to the texts; null where they do not say what the name holds. */
function samplesOf(name: string, texts: readonly string[], nulls: boolean): unknown[] | null {
  const literals = comparedTo(name, texts);
  const strings = literals.filter((one) => one.startsWith('"')).map((one) => one.slice(1, -1));
  const numbers = literals.filter((one) => /^-?\d/.test(one)).map(Number);
  const isList =
    /^\w+$/.test(name) &&
    texts.some((text) =>
      new RegExp(`(\\bin|\\b(?:count|contains|all|any|min|max|sum)\\s*\\()\\s*${name}\\b`).test(text),
    );
  if (isList) {
    const inner = [...new Set(texts.flatMap((text) => [...text.matchAll(/"([^"]*)"/g)].map((found) => found[1]!)))];
    return [[], ...inner.map((one) => [one]), ...(inner.length > 1 ? [inner] : [])];
  }
  const samples: unknown[] = [];
  if (strings.length) samples.push(...strings, 'another');
  if (numbers.length) samples.push(...numbers.flatMap((one) => [one - 1, one, one + 1]));
  if (literals.includes('true') || literals.includes('false')) samples.push(true, false);
  if (literals.includes('null')) samples.push(null, ...(samples.length > 0 ? [] : ['set']));
  if (samples.length === 0) return null;
  if (nulls) samples.push(null);
  return [...new Set(samples)];
}

/**
 * Combinations of values of all names that the texts read, with the given ones fixed. Null where a name is not told by
 * the texts or there would be too many. `nulls`: whether a name may be missing.
 */
export function settings(texts: readonly string[], fixed: Values, nulls: boolean): Values[] | null {
  const names = [...new Set(texts.flatMap((text) => namesOf(text)))].filter((name) => !Object.hasOwn(fixed, name));
  let all: Values[] = [fixed];
  for (const name of names) {
    const samples = samplesOf(name, texts, nulls);
    if (samples === null) return null;
    all = all.flatMap((one) => samples.map((value) => ({ ...one, [name]: value })));
    if (all.length > longest) return null;
  }
  return all;
}

/** Whether a condition can be true with these values fixed. What cannot be told can be. */
export function canBeTrue(condition: string, fixed: Values): boolean {
  const names = namesOf(condition);
  if (!names.some((name) => Object.hasOwn(fixed, name))) return true;
  const all = settings([condition], fixed, true);
  if (all === null) return true;
  return all.some((one) => {
    const value = evaluated(condition, one);
    return value === true || value === undefined;
  });
}

/** Whether a condition is true whatever else holds; what cannot be told is not. */
export function mustBeTrue(condition: string, fixed: Values): boolean {
  if (!feelOf(condition)) return false;
  const all = settings([condition], fixed, true);
  return all?.every((one) => evaluated(condition, one) === true) ?? false;
}
