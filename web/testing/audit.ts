/** What the double says of the audit log: some entries, and a log that is whole. */
import type { AuditItem, AuditList, AuditVerification } from '../../domain/api/audit.ts';
import { type Answer, json } from './route.ts';

const hash = '3f6c1b0e9d24a7785512cc90e1fa5d4e7b6603a9f0c28b17de459a6c71f2b8d0';
const item = (number: number, change: Partial<AuditItem>): AuditItem => ({
  number,
  at: '2026-01-05T09:12:00+07:00',
  who: 'ioc.duty',
  whoName: 'Trần Thị Trực',
  what: 'look-confidential',
  reportCode: 'QN-260105-7K3M',
  data: { where: 'report' },
  hash,
  ...change,
});

const items: AuditItem[] = [
  item(128, {
    at: '2026-01-05T09:31:00+07:00',
    data: { where: 'task handling' },
    who: 'sgtvt.officer',
    whoName: 'Lê Văn Bình',
  }),
  item(127, {
    what: 'take-down',
    reportCode: 'QN-251222-AB12',
    data: { reason: 'Ảnh lộ biển số xe của người không liên quan.' },
  }),
  item(126, {
    what: 'delegate',
    reportCode: null,
    who: 'sgtvt.leader',
    whoName: 'Nguyễn Thị Hoa',
    data: { standIn: 'sgtvt.deputy', from: '2026-01-06T07:00:00+07:00', until: '2026-01-09T17:00:00+07:00' },
  }),
  item(125, {
    what: 'instance-canceled',
    data: { instance: '2251799813685300', reason: 'Người dân gửi nhầm hai lần.', stood: ['handling'] },
  }),
  item(124, { what: 'new-act-of-tomorrow', who: 'retired', whoName: null, reportCode: null, data: {} }),
];
const list: AuditList = { items, next: null };

const whole: AuditVerification = {
  asOf: '2026-01-05T09:41:00+07:00',
  entries: 128,
  complete: true,
  fault: null,
  head: { number: 128, hash },
  anchors: { count: 12, newest: 120, newestAt: '2026-01-05T09:00:00+07:00', broken: null },
};

export const auditRoutes: [string, RegExp, Answer][] = [
  ['GET', /^\/api\/audit(\?.*)?$/, (_sent, response) => json(response, 200, list)],
  ['GET', /^\/api\/audit\/verification$/, (_sent, response) => json(response, 200, whole)],
];
