/** What the specimens tell of: one moment and dates around it, so that the page looks the same on every day. */
import type { HistoryLine } from '../../data/reports.ts';

/** Monday, 5 January 2026, 10:00 in Vietnam: deadlines of the gallery count from here. */
export const moment = Date.parse('2026-01-05T10:00:00+07:00');

export const history: readonly HistoryLine[] = [
  { at: '2026-01-05T07:12:00+07:00', what: 'received', by: 'sender' },
  { at: '2026-01-05T07:40:00+07:00', what: 'intake.accepted' },
  { at: '2026-01-05T08:05:00+07:00', what: 'routing.routed' },
  { at: '2026-01-05T09:10:00+07:00', what: 'scope.in-scope', by: 'sgtvt' },
];

export const dates = {
  farOff: { dueAt: '2026-01-13T09:10:00+07:00', remindAt: '2026-01-09T16:10:00+07:00' },
  soon: { dueAt: '2026-01-05T11:20:00+07:00', remindAt: '2026-01-05T09:00:00+07:00' },
  late: { dueAt: '2026-01-05T08:30:00+07:00', remindAt: '2026-01-04T15:00:00+07:00' },
  first: '2026-01-09T09:10:00+07:00',
};
