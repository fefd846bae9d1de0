/**
 * What can be wrong with an installation: one word a trouble, the part that it is of, and whether a server with it may
 * still take people. Sentences: server/health/words.ts for programs and logs, web/text/admin/health for people.
 */

export const healthParts = [
  'server',
  'database',
  'engine',
  'procedure',
  'records',
  'projection',
  'outbox',
  'mail',
  'mailbox',
  'workers',
  'keys',
  'disk',
  'clock',
  'version',
  'backup',
] as const;
export type HealthPart = (typeof healthParts)[number];

/** `ill`: nobody should be sent to this server. `degraded`: it serves, and somebody must do something. */
export type Grade = 'ill' | 'degraded';

export const troubles = {
  leaving: { part: 'server', grade: 'ill' },
  'database-away': { part: 'database', grade: 'ill' },
  'engine-away': { part: 'engine', grade: 'ill' },
  'procedure-missing': { part: 'procedure', grade: 'ill' },
  'records-closed': { part: 'records', grade: 'ill' },
  'records-refused': { part: 'records', grade: 'ill' },
  'records-behind': { part: 'projection', grade: 'degraded' },
  'records-poisoned': { part: 'projection', grade: 'degraded' },
  'messages-wait': { part: 'outbox', grade: 'degraded' },
  'mails-wait': { part: 'mail', grade: 'degraded' },
  'mailbox-unread': { part: 'mailbox', grade: 'degraded' },
  'no-workers': { part: 'workers', grade: 'degraded' },
  'other-keys': { part: 'keys', grade: 'degraded' },
  'keys-not-writable': { part: 'keys', grade: 'degraded' },
  'disk-low': { part: 'disk', grade: 'degraded' },
  'clock-apart': { part: 'clock', grade: 'degraded' },
  'upgrade-waits': { part: 'version', grade: 'degraded' },
  'backup-none': { part: 'backup', grade: 'degraded' },
  'backup-old': { part: 'backup', grade: 'degraded' },
} as const satisfies Record<string, { part: HealthPart; grade: Grade }>;
export type Trouble = keyof typeof troubles;

/** Where a trouble begins. Times in ms. */
export const healthLimits = {
  behindMs: 60_000,
  messagesWaitMs: 60_000,
  mailsWaitMs: 15 * 60_000,
  clockMs: 5_000,
  diskShare: 0.1,
  diskBytes: 2e9,
  backupMs: 26 * 3_600_000,
} as const;
