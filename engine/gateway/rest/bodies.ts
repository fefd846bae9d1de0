/**
 * Reading request bodies and writing answers. What could go wrong: keys and numbers in variables are 64-bit; a number
 * that JavaScript cannot hold exactly is carried as the text it came in, both ways.
 */
import { isRaw, parseExact } from '../../exact-json.ts';
import type { Whole } from '../../types.ts';
import { BadRequest } from '../failures.ts';

/** Parses JSON without rounding any number. Throws `BadRequest`. */
export function parseJson(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new BadRequest('Request body is not valid JSON');
  }
}

export type Body = Record<string, unknown>;

/** The request's body as an object; none is an empty one. */
export function bodyOf(value: unknown): Body {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new BadRequest('Request body must be a JSON object');
  return value as Body;
}

export function optionalText(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new BadRequest(`Expected ${name} to be a string.`);
  return value;
}

export function requiredText(body: Body, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined || value === '') throw new BadRequest(`No ${name} provided.`);
  return value;
}

/** A whole number, or its digits as a string: the 8.8 client sends long ones so. */
export function optionalNumber(body: Body, name: string): number | undefined {
  const given = body[name];
  if (given === undefined || given === null) return undefined;
  const value = typeof given === 'string' && /^-?\d{1,19}$/.test(given) ? Number(given) : given;
  if (!Number.isSafeInteger(value)) throw new BadRequest(`Expected ${name} to be a whole number.`);
  return value as number;
}

export function requiredNumber(body: Body, name: string): number {
  const value = optionalNumber(body, name);
  if (value === undefined) throw new BadRequest(`No ${name} provided.`);
  return value;
}

export function optionalFlag(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw new BadRequest(`Expected ${name} to be true or false.`);
  return value;
}

export function optionalTexts(body: Body, name: string): string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw new BadRequest(`Expected ${name} to be a list of strings.`);
  return value;
}

/** A list of objects; absent: none. */
export function objects(body: Body, name: string): Body[] {
  const value = body[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BadRequest(`Expected ${name} to be a list.`);
  return value.map(bodyOf);
}

/** Variables as JSON text, so that no number is rounded on the way to the engine. */
export function optionalVariables(body: Body, name = 'variables'): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value) || isRaw(value))
    throw new BadRequest(`Expected ${name} to be a JSON object.`);
  return JSON.stringify(value);
}

/** Elements of an ad-hoc sub-process that are to begin, each with variables of its own. */
export const activateElementsOf = (body: Body, name: string): { elementId: string; variables?: string }[] =>
  objects(body, name).map((element) => ({
    elementId: requiredText(element, 'elementId'),
    variables: optionalVariables(element),
  }));

const positiveInteger = /^[0-9]{1,19}$/;

/** A key in a path. */
export function pathKey(params: unknown, name = 'key'): string {
  const value = (params as Record<string, string>)[name] ?? '';
  if (!positiveInteger.test(value)) throw new BadRequest(`Expected a key in the path, but got '${value}'.`);
  return value;
}

/** A key in a body, as string or number. */
export function optionalKey(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (!positiveInteger.test(text)) throw new BadRequest(`Expected ${name} to be a key, but got '${text}'.`);
  return text;
}

/** A whole number from 1, not rounded. */
export function operationReference(body: Body): { operationReference?: Whole } {
  const given = body.operationReference;
  if (given === undefined || given === null) return {};
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new BadRequest('Expected operationReference to be a whole number from 1.');
  return { operationReference: parseExact(text) as Whole };
}

/** The object as JSON, with some properties put in as the JSON text that they already are. */
export function jsonWithTexts(value: object, texts: Record<string, string>): string {
  const plain = JSON.stringify(value);
  const parts = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}:${text || 'null'}`);
  if (parts.length === 0) return plain;
  const comma = plain === '{}' ? '' : ',';
  return `${plain.slice(0, -1)}${comma}${parts.join(',')}}`;
}
