/** Refusals in Zeebe's words, and the checks that many commands share (zeebe-contract 1.1). */
import type { VariablesInput } from '../door.ts';
import { parseExact } from '../exact-json.ts';
import { Rejection, type RejectionType } from '../types.ts';

export function refuse(intent: string, type: RejectionType, reason: string): never {
  throw new Rejection(intent, type, reason);
}
export const notFound = (intent: string, reason: string): never => refuse(intent, 'NOT_FOUND', reason);
export const invalid = (intent: string, reason: string): never => refuse(intent, 'INVALID_ARGUMENT', reason);
export const wrongState = (intent: string, reason: string): never => refuse(intent, 'INVALID_STATE', reason);

/** A key given at the door; -1 for what can be no key, so that it is not found. */
export function keyOf(text: string | number | undefined): number {
  const key = typeof text === 'number' ? text : /^\d{1,16}$/.test(text ?? '') ? Number(text) : -1;
  return Number.isSafeInteger(key) ? key : -1;
}

/** The variables of a request as an object; numbers that a double would round are kept exactly. */
export function variablesOf(intent: string, input: VariablesInput | undefined): Record<string, unknown> {
  if (input === undefined) return {};
  let value: unknown = input;
  if (typeof input === 'string') {
    if (input.trim() === '') return {};
    try {
      value = parseExact(input);
    } catch (error) {
      invalid(intent, `Property 'variables' is invalid: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    const was = Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase();
    invalid(intent, `Property 'variables' is invalid: Expected document to be a root level object, but was '${was}'`);
  }
  if (typeof input === 'object') checkHolds(intent, input);
  return value as Record<string, unknown>;
}

/** A value given in the same process may be one that JSON cannot hold; found later, it would stop the journal. */
function checkHolds(intent: string, value: object): void {
  try {
    JSON.stringify(value);
  } catch (error) {
    invalid(intent, `Property 'variables' is invalid: ${error instanceof Error ? error.message : error}`);
  }
}
