/** A report taken through a draft by hand. */
import type { TryAnswer, TryBody } from '../../domain/api/try-run.ts';
import { ask } from './http.ts';

export type { TryAnswer, TryBody, TryView } from '../../domain/api/try-run.ts';
export type TryStep = TryBody['steps'][number];

export const tryDraft = (body: TryBody, signal?: AbortSignal): Promise<TryAnswer> =>
  ask('/api/models/try', { method: 'POST', body, ...(signal ? { signal } : {}) });
