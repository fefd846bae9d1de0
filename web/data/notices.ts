/** The notices of the person who is logged in. */
import type { NoticeChoices, NoticeList, NoticeSettingsView } from '../../domain/api/notices.ts';
import { ask, queryOf } from './http.ts';

export type { NoticeChoices, NoticeItem, NoticeList, NoticeSettingsView } from '../../domain/api/notices.ts';

export function listNotices(options: { after?: string; limit?: number }, signal?: AbortSignal): Promise<NoticeList> {
  return ask(`/api/notices${queryOf(options)}`, { ...(signal && { signal }) });
}

/** These, or all. */
export function markRead(ids?: string[]): Promise<void> {
  return ask('/api/notices/read', { method: 'PUT', body: ids ? { ids } : {} });
}

export function readChoices(signal?: AbortSignal): Promise<NoticeSettingsView> {
  return ask('/api/notices/settings', { ...(signal && { signal }) });
}

export function choose(choices: NoticeChoices): Promise<void> {
  return ask('/api/notices/settings', { method: 'PUT', body: choices });
}

/** Ends the news of a followed report; the token is of a follower's mail. */
export function unfollow(token: string): Promise<void> {
  return ask(`/api/unsubscribe/${encodeURIComponent(token)}`, { method: 'POST' });
}
