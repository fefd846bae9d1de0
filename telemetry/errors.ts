/**
 * What may be told of an error in logs, spans and incidents. The words of our own errors are ours; those of drivers and
 * of the language quote what they choked on (a document, a text), so of these only name, code and place are told.
 */

export interface ErrorFacts {
  type: string;
  code?: string | number;
  /** Only of errors that this project's code has made. */
  message?: string;
  /** `server/outbox/relay.ts:120`: the first place in this project's code. */
  at?: string;
  cause?: ErrorFacts;
}

const rooms = 'domain|store|engine|workers|server|rehearsal|local|telemetry';
const place = new RegExp(`/((?:${rooms})/[\\w./-]+\\.ts:\\d+)`);
/** Of the language itself: `JSON.parse`, `BigInt` and `new URL` quote what they were given. */
const ofTheLanguage = /^(TypeError|SyntaxError|RangeError|ReferenceError|URIError|EvalError|AggregateError)$/;
const longest = 300;

/** Never throws; never with a text that a person has written. */
export function factsOf(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: 'unknown' };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const stack = String(error.stack ?? '');
  const at = place.exec(stack)?.[1];
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(isOurs(error, stack) ? { message: error.message.slice(0, longest) } : {}),
    ...(at ? { at } : {}),
    ...(cause instanceof Error && depth < 3 ? { cause: factsOf(cause, depth + 1) } : {}),
  };
}

/** In one line: `MongoServerError 11000 at store/tasks.ts:9`. */
export function inOneLine({ type, code, at }: ErrorFacts): string {
  return `${type}${code === undefined ? '' : ` ${code}`}${at ? ` at ${at}` : ''}`;
}

/** Made by a line of ours: the topmost frame of its stack is one, and its class is none of the language's. */
function isOurs(error: Error, stack: string): boolean {
  if (ofTheLanguage.test(error.constructor.name) || ofTheLanguage.test(error.name)) return false;
  const top = stack.split('\n').find((line) => /^\s+at /.test(line));
  return top !== undefined && place.test(top) && !top.includes('/node_modules/');
}
