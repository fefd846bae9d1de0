/** The watch at a past moment, from the records. */
import type { InstanceItem } from '../../domain/api/instances.ts';
import type { Board, Needs } from '../../domain/api/watch.ts';
import { ask, queryOf } from './http.ts';

const then = (at: number): string => new Date(at).toISOString();

export const readBoardAt = (at: number, signal: AbortSignal): Promise<Board> =>
  ask(`/api/watch/board${queryOf({ at: then(at) })}`, { signal });

export const readNeedsAt = (at: number, signal: AbortSignal): Promise<Needs> =>
  ask(`/api/watch/needs${queryOf({ at: then(at) })}`, { signal });

/** Those that ran then, the newest first; `next` goes on where there are more. */
export const listInstancesAt = (
  at: number,
  more: { element?: string; after?: string },
  signal: AbortSignal,
): Promise<{ items: InstanceItem[]; next: string | null }> =>
  ask(`/api/instances${queryOf({ at: then(at), limit: 100, ...more })}`, { signal });
