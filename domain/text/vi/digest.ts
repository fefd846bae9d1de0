/** Thư tổng hợp buổi sáng. */
import type { DigestData, DigestLine, DigestPart, MailText } from '../../mail.ts';
import { moment } from './durations.ts';
import { stages } from './names.ts';

const line = ({ code, stage, dueAt }: DigestLine): string => {
  const name = (stages as Record<string, string>)[stage] ?? stage;
  return `- ${code} · ${name}${dueAt ? ` · hạn ${moment(dueAt)}` : ''}`;
};

function part(title: string, { count, lines }: DigestPart): string | undefined {
  if (count === 0) return undefined;
  const rest = count - lines.length;
  return [`${title} (${count}):`, ...lines.map(line), ...(rest > 0 ? [`… và ${rest} việc nữa`] : [])].join('\n');
}

export function digest({ day, link, overdue, dueToday, unclaimed }: DigestData): MailText {
  const date = `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
  const body = [
    `Công việc ngày ${date}:`,
    part('Quá hạn', overdue),
    part('Đến hạn hôm nay', dueToday),
    part('Chưa ai nhận', unclaimed),
    `Mở danh sách việc: ${link}`,
  ];
  return {
    subject: `Công việc ngày ${date}: ${overdue.count} quá hạn, ${dueToday.count} đến hạn, ${unclaimed.count} chưa ai nhận`,
    text: body.filter((one) => one !== undefined).join('\n\n'),
  };
}
