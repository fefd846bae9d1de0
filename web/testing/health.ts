/** What the double answers about health: two servers, one of them leaving; an old backup, and mails that wait. */
import type { HealthView } from '../../domain/api/health.ts';
import { type HealthPart, healthParts } from '../../domain/health.ts';
import { type Answer, json } from './route.ts';

const at = (time: string): string => `2026-01-05T${time}+07:00`;
const process = {
  product: '0.1.0',
  databaseVersion: 3,
  node: 'v26.10.0',
  startedAt: at('06:30:00'),
  seenAt: at('08:29:58'),
  state: 'lives',
} as const;
const troubled: Partial<Record<HealthPart, [trouble: string, values: Record<string, string>]>> = {
  mail: ['mails-wait', { seconds: '1260' }],
  backup: ['backup-old', { hours: '31' }],
};

export const health: HealthView = {
  asOf: at('08:30:00'),
  ready: true,
  findings: healthParts.map((part) => {
    const [trouble, values] = troubled[part] ?? [null, {}];
    return { part, state: trouble ? 'degraded' : part === 'mailbox' ? 'off' : 'ok', trouble, values };
  }),
  processes: [
    { ...process, kind: 'server', where: 'ioc-1:2210' },
    { ...process, kind: 'server', where: 'ioc-2:1980', state: 'leaving' },
    { ...process, kind: 'workers', where: 'ioc-1:2214' },
    { ...process, kind: 'workers', where: 'ioc-2:1984', seenAt: at('08:12:10'), state: 'gone' },
  ],
  versions: { product: '0.1.0', node: 'v26.10.0', engine: '8.8.0', mongod: '8.0.14', database: 3 },
  positions: [{ partition: 1, position: 184_220, at: at('08:29:57'), recordAt: at('08:29:57') }],
  waiting: { mail: 12, webhook: 1 },
  backupAt: '2026-01-04T01:00:00+07:00',
  disk: { freeBytes: 48_318_382_080, totalBytes: 107_374_182_400 },
};

export const healthRoutes: readonly [string, RegExp, Answer][] = [
  ['GET', /^\/api\/health$/, (_sent, response) => json(response, 200, health)],
];
