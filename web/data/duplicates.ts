/** Reports that may be the same thing as a task's, and the link between two. */
import type { Others } from '../../domain/api/duplicates.ts';
import { ask } from './http.ts';

export type { OtherReport, Others } from '../../domain/api/duplicates.ts';

export function readOthers(taskKey: string, signal?: AbortSignal): Promise<Others> {
  return ask(`/api/tasks/${encodeURIComponent(taskKey)}/nearby`, signal ? { signal } : {});
}

/** Links the report `code` to the one that it repeats; null takes the link away. Rejects with 422 for an unknown code. */
export function linkDuplicate(code: string, to: string | null): Promise<void> {
  return ask(`/api/reports/${encodeURIComponent(code)}/duplicate-of`, { method: 'PUT', body: { code: to } });
}
