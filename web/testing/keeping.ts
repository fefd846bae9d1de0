/** What the double answers about keeping: disclosures, rules, a dry run that waits for the person logged in. */
import type { DisclosureRecord } from '../../domain/api/disclosures.ts';
import type { Erasure, RetentionRule } from '../../domain/api/erasures.ts';
import { type Answer, json } from './route.ts';

const code = 'QN-26-7K3M-9XQ2-V';

export const disclosures: DisclosureRecord[] = [
  {
    id: 'e'.repeat(32),
    reportCode: code,
    authority: 'Công an thành phố Tam Kỳ',
    ground: 'Khoản 7 Điều 13 Quy chế; phục vụ xác minh tin báo về tội phạm.',
    document: '125/CV-CAT ngày 02/01/2026',
    by: 'ioc.duty',
    byName: 'Cán bộ trực IOC',
    at: '2026-01-04T09:20:00+07:00',
  },
];

const ground = 'Quyết định 58/QĐ-UBND về thời hạn lưu trữ, khoản 2 Điều 6';

export const rules: RetentionRule[] = [
  {
    ...{ id: 'sender-details', what: 'sender', afterDays: 1_825, ground, active: true, version: 2 },
    changedBy: 'ioc.admin',
    changedAt: '2026-01-02T10:00:00+07:00',
  },
  {
    ...{ id: 'unpublished-words', what: 'words', afterDays: 3_650, ground: '', active: false, version: 0 },
    changedBy: null,
    changedAt: null,
  },
];

const counts = { reports: 1_204, senders: 1_204, followers: 37, devices: 12, mails: 0, words: 0, files: 0 };
const common = { what: 'sender' as const, ground, counts, hash: 'ab12'.repeat(16), more: false, skipped: [] };

export const tried: Erasure = {
  ...common,
  id: 'a'.repeat(32),
  rule: 'sender-details',
  askedBy: 'ioc.admin2',
  askedAt: '2026-01-05T08:00:00+07:00',
  state: 'tried',
  total: 1_204,
  confirmedBy: null,
  confirmedAt: null,
  progress: 0,
  endedAt: null,
  mayConfirm: true,
};

export const erased: Erasure = {
  ...common,
  ...{ id: 'b'.repeat(32), rule: null, what: 'words', ground: 'Yêu cầu bằng văn bản của người gửi, ngày 20/12/2025' },
  counts: { reports: 1, senders: 1, followers: 0, devices: 1, mails: 1, words: 1, files: 2 },
  askedBy: 'ioc.admin',
  askedAt: '2025-12-22T08:00:00+07:00',
  state: 'done',
  total: 1,
  confirmedBy: 'ioc.admin2',
  confirmedAt: '2025-12-22T09:00:00+07:00',
  progress: 1,
  endedAt: '2025-12-22T09:00:01+07:00',
  mayConfirm: false,
};

export const sender = {
  name: 'Nguyễn Văn An',
  phone: '0905 123 456',
  email: 'an@example.com',
  address: '12 Trần Phú, Tam Kỳ',
};

const always =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

export const keepingRoutes: [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/disclosures$/, always(200, { items: disclosures, next: null })],
  ['POST', /^\/api\/disclosures$/, always(201, { id: 'f'.repeat(32), sender })],
  ['GET', /^\/api\/retention$/, always(200, { items: rules, next: null })],
  ['PUT', /^\/api\/retention\//, always(200, rules[0])],
  ['GET', /^\/api\/erasures$/, always(200, { items: [tried, erased], next: null })],
  ['POST', /^\/api\/erasures$/, always(201, tried)],
  ['GET', /^\/api\/erasures\//, always(200, { ...tried, codes: [code, 'QN-25-4RT8-2WZH-K'] })],
  ['POST', /^\/api\/erasures\/\w+\/execution$/, always(202, { ...tried, state: 'running' })],
  ['DELETE', /^\/api\/erasures\//, always(204)],
];
