/** What the double answers about mails: one that staff must look at, one that its sender completes, notices that failed. */
import type { MailDraft, MailItem, MailView, OutboxItemView } from '../../domain/api/mails.ts';
import { report } from './answers.ts';
import { type Answer, json } from './route.ts';

const id = 'e'.repeat(32);
const content = 'Đèn tín hiệu giao thông bị hỏng từ hôm qua, xe cộ đi lại rất nguy hiểm.';
const common = { size: 48_213, files: 1, code: null, by: null, reason: null };

export const held: MailItem = {
  ...common,
  id,
  receivedAt: '2026-01-05T07:52:00+07:00',
  from: { name: 'Trần Thị Bình', address: 'binh@example.org' },
  subject: 'Đèn tín hiệu ngã tư Phan Châu Trinh',
  state: 'held',
  why: 'many-recipients',
};
const others: MailItem[] = [
  { ...held, id: 'f'.repeat(32), subject: '', from: null, why: 'no-sender', files: 0 },
  {
    ...held,
    id: 'd'.repeat(32),
    subject: 'Khuyến mãi lớn tháng này, mua một tặng một, chỉ còn hai ngày',
    from: { name: '', address: 'tin@news.example.org' },
    state: 'dismissed',
    why: 'no-report',
    by: 'ioc.duty',
    reason: 'Thư quảng cáo',
  },
];
const understood: MailDraft['understood'] = {
  name: 'Trần Thị Bình',
  content,
  place: 'Ngã tư Phan Châu Trinh - Hùng Vương, phường An Xuân',
  district: 'tamky',
  wish: 'hide-name',
  missing: ['phone', 'wish'],
};
export const opened: MailView = {
  ...held,
  to: ['paht@quangnam.example', 'ubnd@example.org'],
  sentAt: '2026-01-05T07:50:00+07:00',
  text: `Kính gửi Trung tâm,\n\n${content}\nĐịa điểm: Ngã tư Phan Châu Trinh - Hùng Vương, phường An Xuân, Tam Kỳ.\n\nTrân trọng,\nTrần Thị Bình`,
  attached: [{ name: 'hiện trường.jpg', type: 'image/jpeg', size: 41_200 }],
  refused: [],
  understood,
  mayMake: true,
  mayDismiss: true,
};
const draft: MailDraft = {
  open: true,
  subject: held.subject,
  understood,
  email: 'binh@example.org',
  files: 1,
  refused: [{ name: 'IMG_0412.HEIC', why: 'heic' }],
  closesAt: '2026-01-12T07:52:00+07:00',
  receipt: null,
};
const failed: OutboxItemView[] = [
  {
    id: 'mail:step:2251799813685300',
    kind: 'mail',
    template: 'accepted',
    to: 'sender',
    code: report.code,
    state: 'failed',
    reason: 'bounced 5.1.1',
    attempts: 1,
    createdAt: '2026-01-05T07:31:00+07:00',
  },
  {
    id: 'push:task:2251799813685301',
    kind: 'push',
    template: 'new-task',
    to: 'staff',
    code: null,
    state: 'failed',
    reason: 'push: ECONNREFUSED',
    attempts: 14,
    createdAt: '2026-01-04T16:02:00+07:00',
  },
];

const always =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);
const receipt = { code: report.code, accessToken: 'A'.repeat(43), receivedAt: '2026-01-05T08:00:00+07:00' };

export const mailRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  [
    'GET',
    /^\/api\/mails$/,
    always(200, { items: [held, ...others], next: null, counts: { held: 2, dismissed: 1, accepted: 41 } }),
  ],
  ['GET', /^\/api\/mails\/\w{32}$/, always(200, opened)],
  ['POST', /^\/api\/mails\/\w{32}\/report$/, always(201, { ...receipt, accessToken: '' })],
  ['POST', /^\/api\/mails\/\w{32}\/dismissal$/, always(204)],
  ['GET', /^\/api\/mail-drafts\/\w{32}$/, always(200, draft)],
  ['POST', /^\/api\/mail-drafts\/\w{32}\/report$/, always(201, receipt)],
  ['GET', /^\/api\/outbox$/, always(200, { items: failed, next: null })],
  ['POST', /^\/api\/outbox\/.+\/retry$/, always(204)],
];
