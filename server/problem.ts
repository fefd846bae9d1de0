/** A problem that a use case answers with: a code of domain/problems.ts. Turned into problem+json in error-handler.ts. */
import type { InputProblem } from '../domain/completion.ts';
import type { ProblemCode } from '../domain/problems.ts';

export interface FieldError {
  /** JSON pointer. */
  pointer: string;
  code?: string;
  limit?: number;
  /** Of a file: where, from 1, and what its reader says. */
  line?: number;
  column?: number;
  said?: string;
}

export interface ProblemRest {
  errors?: FieldError[];
  /** User name of who holds the task. */
  holder?: string;
  /** Name of that person, and since when (ISO 8601). */
  holderName?: string;
  heldSince?: string;
  /** The engine's own words, for staff. */
  engine?: string;
  /** Seconds. */
  retryAfter?: number;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly rest: ProblemRest;
  constructor(code: ProblemCode, rest: ProblemRest = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.rest = rest;
  }
}

/** 422 with the fields that are wrong; nothing when there are none. */
export function refuse(errors: InputProblem[]): void {
  if (errors.length > 0) throw new Problem('invalid', { errors });
}
