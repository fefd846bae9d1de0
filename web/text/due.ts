/** What a deadline says in words, and whether it is calm, soon or late. Working time comes from domain/, as on the server. */
import type { Calendar } from '../../domain/calendar.ts';
import { workingBetween } from '../../domain/working-time.ts';
import { t } from './text.ts';
import { workingAmount } from './times.ts';

/** Without a reminder's date a deadline is soon within this many working minutes. */
const soonMinutes = 60;

export type DueTone = 'calm' | 'soon' | 'late';

/**
 * What a deadline says at `at` (epoch ms): `late` after it, `soon` once the reminder's date has come. `overdue` is the
 * server's word and wins over a clock that runs behind.
 */
export function sayDue(
  due: { dueAt: string; remindAt?: string | null; overdue?: boolean },
  at: number,
  calendar: Calendar,
): { tone: DueTone; text: string } {
  const dueAt = Date.parse(due.dueAt);
  const dayMinutes = calendar.dayLength / 60_000;
  const minutes = workingBetween(at, dueAt, calendar);
  if (at > dueAt || due.overdue) {
    const late = Math.max(0, -minutes);
    return {
      tone: 'late',
      text: late < 1 ? t('due.justLate') : t('due.late', { amount: workingAmount(late, dayMinutes) }),
    };
  }
  const soon = due.remindAt ? at >= Date.parse(due.remindAt) : minutes <= soonMinutes;
  if (minutes < 1) return { tone: 'soon', text: t('due.now') };
  return { tone: soon ? 'soon' : 'calm', text: t('due.left', { amount: workingAmount(minutes, dayMinutes) }) };
}
