/**
 * The catalogue of problems that the server answers with (RFC 9457): code → status. `type` is
 * `<PUBLIC_URL>/problems/<code>`; titles and advice stand in `text/<lang>/problems.ts`, one for each code here.
 */

export const problems = {
  /** The shape is wrong: not JSON, a missing or mistyped field, a bad header. */
  'bad-request': 400,
  'not-logged-in': 401,
  'wrong-credentials': 401,
  /** An agency's key: unknown, revoked or expired. */
  'wrong-key': 401,
  /** The password is right; a code of the second factor is asked for. */
  'second-factor-needed': 401,
  'missing-right': 403,
  /** The key is right, and not for this. */
  'outside-scope': 403,
  'wrong-origin': 403,
  /** Four eyes: who asked is not the one who decides. */
  'four-eyes': 403,
  'not-found': 404,
  /** The path is there and is not asked like this; `Allow` says how. */
  'method-not-allowed': 405,
  /** Lost a race that has no better word. */
  conflict: 409,
  /** Somebody else holds the task; `holder` says who. */
  'held-by-other': 409,
  'not-holder': 409,
  'task-gone': 409,
  /** The report is in a status that has no use for this. */
  'no-use-now': 409,
  'already-rated': 409,
  /** Nobody would be left to administer. */
  'last-administrator': 409,
  /** What a release was asked for has changed since, or what is in force. */
  'draft-changed': 409,
  /** A period's report is fixed once, and when the period is over; an erratum needs something that differs. */
  'already-fixed': 409,
  'period-not-over': 409,
  'nothing-differs': 409,
  /** The engine said no; `engine` has its words. */
  'engine-refused': 409,
  /** It was there, and was erased by rule. */
  erased: 410,
  stale: 412,
  'too-large': 413,
  /** The shape is right, the meaning is not; `errors[]` says where. */
  invalid: 422,
  'other-body-for-key': 422,
  /** The check has errors, or warnings without a reason; or nothing would change. */
  'not-releasable': 422,
  'outside-group': 422,
  'file-type': 422,
  /** One's own password, or a code, once more: it was not the right one. */
  'wrong-proof': 422,
  /** What was sent takes more time or memory than is given to it: an expression that never ends, a diagram beyond measure. */
  'too-heavy': 422,
  'too-many-requests': 429,
  unexpected: 500,
  'engine-down': 503,
  'database-down': 503,
  'provider-down': 503,
  overloaded: 503,
} as const satisfies Readonly<Record<string, number>>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as ProblemCode[];
