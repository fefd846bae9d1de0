/** What went wrong in a call, as the server said it. Apart from http.ts: the service worker needs it without the words. */
import type { Problem as ProblemShape } from '../../domain/api/common.ts';

export type ProblemKind = 'offline' | 'problem';

/** What went wrong, as the server said it (RFC 9457), or status 0 where it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly shape: Partial<ProblemShape>;
  /** Seconds to wait, of `Retry-After`, where given. */
  readonly retryAfter: number | null;

  constructor(status: number, shape: Partial<ProblemShape>, retryAfter: number | null = null) {
    super(shape.detail ?? shape.title ?? `status ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.shape = shape;
    this.retryAfter = retryAfter;
  }

  get kind(): ProblemKind {
    return this.status === 0 ? 'offline' : 'problem';
  }

  /** Only a clear refusal means that nothing was stored; anything else may be tried again as it is. */
  get refused(): boolean {
    return [400, 403, 404, 409, 413, 415, 422].includes(this.status);
  }

  /** First detail by top-level field: `/sender/phone` counts for both `sender.phone` and `sender`. */
  fieldErrors(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const error of this.shape.errors ?? []) {
      const name = error.pointer.replace(/^\//, '').replaceAll('/', '.');
      found[name] ??= error.detail ?? error.code ?? this.message;
    }
    return found;
  }
}

/** The problem that an answer with an error status carries. */
export async function readProblem(response: Response): Promise<Problem> {
  let shape: Partial<ProblemShape> = {};
  try {
    if (/json/.test(response.headers.get('content-type') ?? '')) shape = await response.json();
  } catch {
    // A broken body leaves the status, which is enough to say what to do.
  }
  const wait = Number(response.headers.get('retry-after'));
  return new Problem(response.status, shape, Number.isFinite(wait) && wait > 0 ? wait : null);
}

/** `fetch` that rejects with `Problem(0)` where the server can't be reached; a caller's abort stays an AbortError. */
export const reach = (path: string, request: RequestInit): Promise<Response> => orOffline(fetch(path, request));

/** The body as text; `Problem(0)` where the connection ends before the body does. */
export const textOf = (response: Response): Promise<string> => orOffline(response.text());

async function orOffline<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    throw new Problem(0, {});
  }
}
