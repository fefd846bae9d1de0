/** The morning's digest. */
import type { DigestData, DigestLine, DigestPart, MailText } from '../../mail.ts';
import { moment } from './durations.ts';
import { stages } from './names.ts';

const line = ({ code, stage, dueAt }: DigestLine): string => {
  const name = (stages as Record<string, string>)[stage] ?? stage;
  return `- ${code} · ${name}${dueAt ? ` · due ${moment(dueAt)}` : ''}`;
};

function part(title: string, { count, lines }: DigestPart): string | undefined {
  if (count === 0) return undefined;
  const rest = count - lines.length;
  return [`${title} (${count}):`, ...lines.map(line), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}

export function digest({ day, link, overdue, dueToday, unclaimed }: DigestData): MailText {
  const date = `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
  const body = [
    `Work of ${date}:`,
    part('Overdue', overdue),
    part('Due today', dueToday),
    part('Not taken yet', unclaimed),
    `Open the task list: ${link}`,
  ];
  return {
    subject: `Work of ${date}: ${overdue.count} overdue, ${dueToday.count} due, ${unclaimed.count} not taken`,
    text: body.filter((one) => one !== undefined).join('\n\n'),
  };
}
