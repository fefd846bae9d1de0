/**
 * What staff are told of and how they want to be told. Templates of `mail.ts` belong to a kind; a person may switch
 * kinds and channels, except that what the regulation asks to be reported (article 13.3) always stands in the page.
 */
import type { MailTemplate } from './mail.ts';

export const noticeKinds = [
  'newTask',
  'approval',
  'handedOver',
  'reminder',
  'overdue',
  'addendum',
  'release',
  'inherited',
  'roster',
  'connection',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** The kinds that a person may switch. */
export const choosableKinds = ['newTask', 'approval', 'handedOver', 'reminder', 'overdue'] as const;
export type ChoosableKind = (typeof choosableKinds)[number];

const kinds: Partial<Record<MailTemplate, NoticeKind>> = {
  'new-task': 'newTask',
  approval: 'approval',
  'handed-over': 'handedOver',
  remind: 'reminder',
  overdue: 'overdue',
  addendum: 'addendum',
  'release-asked': 'release',
  'release-done': 'release',
  'release-returned': 'release',
  inherited: 'inherited',
  'roster-gap': 'roster',
  'webhook-off': 'connection',
};

/** The kind of a staff template; undefined for what is written to people outside. */
export const kindOf = (template: string): NoticeKind | undefined => kinds[template as MailTemplate];

/** Wall-clock times of Vietnam, `HH:MM`; `from` later than `to` goes over midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

export const mailChoices = ['each', 'digest', 'none'] as const;
export type MailChoice = (typeof mailChoices)[number];

export interface NoticeSettings {
  inPage: boolean;
  push: boolean;
  mail: MailChoice;
  quietHours: QuietHours | null;
  what: Record<ChoosableKind, boolean>;
}

/** What holds for who has chosen nothing. */
export const standardSettings: NoticeSettings = {
  inPage: true,
  push: true,
  mail: 'each',
  quietHours: null,
  what: { newTask: true, approval: true, handedOver: true, reminder: true, overdue: true },
};

const chosen = (settings: NoticeSettings, kind: NoticeKind): boolean =>
  kind === 'addendum' ||
  kind === 'release' ||
  kind === 'inherited' ||
  kind === 'roster' ||
  kind === 'connection' ||
  settings.what[kind as ChoosableKind];

const duties: readonly NoticeKind[] = ['overdue', 'addendum', 'release', 'inherited', 'roster', 'connection'];
/** Reported by duty, not by choice (articles 13.3 and 6): nobody can keep it out of their page. */
const byDuty = (kind: NoticeKind): boolean => duties.includes(kind);

/** Where a notice of this kind goes for a person. New tasks have no mail of their own: they stand in the digest. */
export function channelsOf(
  settings: NoticeSettings,
  kind: NoticeKind,
): { inPage: boolean; push: boolean; mail: boolean } {
  const wanted = chosen(settings, kind);
  return {
    inPage: byDuty(kind) || (settings.inPage && wanted),
    push: settings.push && wanted,
    mail: settings.mail === 'each' && wanted && kind !== 'newTask',
  };
}

/** How long a push service keeps a message for a device that is away (seconds), and how soon it should deliver it. */
export const delivery: Record<NoticeKind | 'citizen', { ttl: number; urgency: 'low' | 'normal' | 'high' }> = {
  newTask: { ttl: 4 * 3600, urgency: 'low' },
  approval: { ttl: 24 * 3600, urgency: 'normal' },
  handedOver: { ttl: 24 * 3600, urgency: 'high' },
  reminder: { ttl: 12 * 3600, urgency: 'high' },
  overdue: { ttl: 24 * 3600, urgency: 'high' },
  addendum: { ttl: 24 * 3600, urgency: 'normal' },
  release: { ttl: 24 * 3600, urgency: 'normal' },
  inherited: { ttl: 24 * 3600, urgency: 'normal' },
  roster: { ttl: 24 * 3600, urgency: 'normal' },
  connection: { ttl: 24 * 3600, urgency: 'normal' },
  citizen: { ttl: 3 * 24 * 3600, urgency: 'normal' },
};
