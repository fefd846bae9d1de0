/** A notice as its person sees it. */
import type { NoticeItem } from '../../domain/api/notices.ts';
import type { Notice } from '../../store/notices.ts';
import { wire } from './time.ts';

export function noticeItem(notice: Notice): NoticeItem {
  const { _id, kind, reportCode, stage, dueAt, count, at, readAt } = notice;
  return {
    id: _id,
    kind,
    code: reportCode,
    stage,
    dueAt,
    count,
    at: wire(at),
    read: readAt !== null,
    path: pathOf(notice),
  };
}

/** The task; of several the list in which they stand; else the report's tasks. */
function pathOf({ kind, count, tasks: [taskKey], reportCode }: Notice): string {
  if (kind === 'release') return '/studio/releases';
  if (kind === 'roster') return '/admin/roster';
  if (kind === 'connection') return '/admin/connections';
  if (count > 1) return kind === 'handedOver' ? '/tasks?view=mine' : '/tasks?view=unclaimed';
  if (taskKey) return `/tasks/${taskKey}`;
  return reportCode ? `/tasks?q=${reportCode}` : '/tasks';
}
