/** Incoming mails: the page on which a sender completes one, and what staff do with them; what was not delivered. */
import type { MailDraft, MailList, MailReport, MailView, OutboxItemView, OutboxList } from '../../domain/api/mails.ts';
import type { ReportReceipt } from '../../domain/api/reports.ts';
import { ask, queryOf } from './http.ts';

export type {
  MailDraft,
  MailItem,
  MailList,
  MailReport,
  MailView,
  OutboxItemView,
  OutboxList,
  UnderstoodView,
} from '../../domain/api/mails.ts';

const draft = (id: string, rest = '') => `/api/mail-drafts/${encodeURIComponent(id)}${rest}`;
const mail = (id: string, rest = '') => `/api/mails/${encodeURIComponent(id)}${rest}`;

export const readMailDraft = (id: string, token: string, signal?: AbortSignal): Promise<MailDraft> =>
  ask(draft(id), { token, ...(signal && { signal }) });

export const completeMail = (id: string, token: string, body: MailReport): Promise<ReportReceipt> =>
  ask(draft(id, '/report'), { method: 'POST', token, body });

export const listMails = (query: { state?: string; after?: string }, signal?: AbortSignal): Promise<MailList> =>
  ask(`/api/mails${queryOf(query)}`, signal && { signal });

/** Each reading is on the audit log. */
export const openMail = (id: string, signal?: AbortSignal): Promise<MailView> => ask(mail(id), signal && { signal });

export const makeReportOfMail = (id: string, body: MailReport): Promise<ReportReceipt> =>
  ask(mail(id, '/report'), { method: 'POST', body });

export const dismissMail = (id: string, reason: string): Promise<void> =>
  ask(mail(id, '/dismissal'), { method: 'POST', body: { reason } });

export const listOutbox = (
  query: { state: OutboxItemView['state']; after?: string },
  signal?: AbortSignal,
): Promise<OutboxList> => ask(`/api/outbox${queryOf(query)}`, signal && { signal });

export const retryNotice = (id: string): Promise<void> =>
  ask(`/api/outbox/${encodeURIComponent(id)}/retry`, { method: 'POST' });
