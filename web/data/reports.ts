/** A sender's calls: send a report, follow it, answer, withdraw, rate. */
import type {
  Feedback,
  NewReport,
  ReportReceipt,
  ReportView,
  Supplement,
  Withdrawal,
} from '../../domain/api/reports.ts';
import type { Way } from '../../domain/api/way.ts';
import { ask } from './http.ts';

export type { Feedback, HistoryLine, NewReport, Rating, ReportReceipt, ReportView } from '../../domain/api/reports.ts';
export type { Way, WayStep } from '../../domain/api/way.ts';

const path = (code: string, rest = '') => `/api/reports/${encodeURIComponent(code)}${rest}`;

/** Sends a report. The same key with the same body within 7 days gives the same receipt. */
export function sendReport(report: NewReport, idempotencyKey: string): Promise<ReportReceipt> {
  return ask('/api/reports', { method: 'POST', body: report, headers: { 'idempotency-key': idempotencyKey } });
}

export function readReport(code: string, token: string, signal?: AbortSignal): Promise<ReportView> {
  return ask(path(code), { token, ...(signal && { signal }) });
}

/** The way of the report on the deployed diagram. */
export function readWay(code: string, token: string, signal?: AbortSignal): Promise<Way> {
  return ask(path(code, '/way'), { token, ...(signal && { signal }) });
}

export function supplementReport(code: string, token: string, body: Supplement): Promise<void> {
  return ask(path(code, '/supplement'), { method: 'POST', token, body });
}

export function withdrawReport(code: string, token: string, body: Withdrawal): Promise<void> {
  return ask(path(code, '/withdrawal'), { method: 'POST', token, body });
}

export function rateReport(code: string, token: string, body: Feedback): Promise<void> {
  return ask(path(code, '/feedback'), { method: 'POST', token, body });
}
