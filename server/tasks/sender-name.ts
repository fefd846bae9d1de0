/** The texts of a task that become the reply: kept without the sender's name, read with it (domain/reply.ts). */
import { shownName } from '../../domain/redact.ts';
import { fillName, maskName } from '../../domain/reply.ts';
import type { Report } from '../../store/reports.ts';

/** Fields of completions and drafts that the reply is made of. */
const replied = ['result', 'reply'] as const;
/** Where a form starts with such a text. */
const shown = [...replied, 'approvedResult'] as const;

function changed(
  texts: Record<string, unknown>,
  names: readonly string[],
  change: (text: string) => string,
): Record<string, unknown> {
  const entries = Object.entries(texts).map(([name, value]) => [
    name,
    names.includes(name) && typeof value === 'string' ? change(value) : value,
  ]);
  return Object.fromEntries(entries);
}

export const withSender = (texts: Record<string, unknown>, report: Report): Record<string, unknown> =>
  changed(texts, shown, (text) => fillName(text, shownName(report)));

export const withoutSender = (texts: Record<string, unknown>, report: Report | null): Record<string, unknown> =>
  changed(texts, replied, (text) => maskName(text, report?.sender.name ?? ''));
