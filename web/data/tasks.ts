/** The task list's calls: list, read, claim, release, hand over, draft, complete. */
import type {
  AssignmentResult,
  Assignments,
  Candidate,
  TaskDetail,
  TaskItem,
  TaskQuery,
} from '../../domain/api/tasks.ts';
import { ask, call, queryOf } from './http.ts';

export type { AssignmentResult, Candidate, TaskDetail, TaskItem, TaskQuery } from '../../domain/api/tasks.ts';

const path = (key: string, rest = '') => `/api/tasks/${encodeURIComponent(key)}${rest}`;

export function listTasks(query: TaskQuery, signal?: AbortSignal): Promise<{ items: TaskItem[]; next: string | null }> {
  return ask(`/api/tasks${queryOf(query as Record<string, string>)}`, signal ? { signal } : {});
}

export function readTask(key: string, signal?: AbortSignal): Promise<TaskDetail> {
  return ask(path(key), signal ? { signal } : {});
}

/** Claims for oneself, or hands over to `username`. Rejects with 409 and `holder` when another was faster. */
export function claimTask(key: string, username?: string): Promise<void> {
  return ask(path(key, '/assignee'), { method: 'PUT', body: username ? { username } : {} });
}

export function releaseTask(key: string): Promise<void> {
  return ask(path(key, '/assignee'), { method: 'DELETE' });
}

/** Keeps what is filled in so far. Answers the new version where the server names one. */
export async function saveDraft(
  key: string,
  draft: Record<string, unknown>,
  version: string | null,
): Promise<string | null> {
  const headers = version ? { 'if-match': `"${version}"` } : undefined;
  const answer = await call(path(key, '/draft'), { method: 'PUT', body: draft, ...(headers && { headers }) });
  return answer.headers.get('etag')?.replace(/^W\//, '').replaceAll('"', '') ?? null;
}

export function completeTask(key: string, completion: Record<string, unknown>): Promise<void> {
  return ask(path(key, '/completion'), { method: 'POST', body: completion });
}

/** At most 200 keys at once; answers what became of each, in the order asked. */
export async function assignTasks(assignments: Assignments): Promise<AssignmentResult[]> {
  const answer = await ask<{ items: AssignmentResult[] }>('/api/tasks/assignments', {
    method: 'POST',
    body: assignments,
  });
  return answer.items;
}

/** To whom the task may be handed over. */
export async function listCandidates(key: string): Promise<Candidate[]> {
  return (await ask<{ items: Candidate[] }>(path(key, '/candidates'))).items;
}

/** Says that one looks at a task, or types in it; counts for a minute. */
export function lookAtTask(key: string, state: 'viewing' | 'writing'): Promise<void> {
  return ask(path(key, '/presence'), { method: 'PUT', body: { state } });
}

export function leaveTask(key: string): Promise<void> {
  return ask(path(key, '/presence'), { method: 'DELETE', keepalive: true });
}
