/** Mails that answer to something of ours. Each standing report has a sender of its own: `<standing>@example.org`. */
import { attachment, mail, person } from './mail.ts';
import type { Before, Row } from './row.ts';

type Standing = keyof Before['reports'];
const from = (standing: string) => person('Người Gửi', `${standing}@example.org`);
const threaded = { state: 'threaded' } as const;
const quoted =
  '\n\nVào Th 2, 2 thg 3, 2026 vào lúc 08:00 IOC Quảng Nam <ioc@quangnam.test> đã viết:\n> Kính gửi Ông/bà,\n> Đề nghị bổ sung';
const answering = (standing: Standing, { reports }: Before): string[] => [
  `In-Reply-To: ${reports[standing].messageId}`,
];

export const threads: Row[] = [
  {
    ...threaded,
    why: 'supplement',
    answer: 'mail-added',
    report: 'supplement',
    name: 'an answer to a request for a supplement',
    because: 'the report waits for it (article 6)',
    raw: (before) =>
      mail({
        from: from('supplement'),
        headers: answering('supplement', before),
        subject: 'Re: x',
        text: `Đèn ở góc đông nam, gần cột số 46.${quoted}`,
        parts: [attachment('a.jpg', 'image/jpeg', before.jpeg)],
      }),
    content: /^Đèn ở góc đông nam, gần cột số 46\.$/,
    files: 1,
  },
  {
    ...threaded,
    why: 'feedback',
    answer: 'mail-added',
    report: 'answered',
    name: 'an answer to the reply',
    because: 'article 11.1: the sender may answer the result',
    raw: ({ reports }) =>
      mail({
        from: from('answered'),
        subject: `RE: [${reports.answered.code}] Kết quả xử lý`,
        text: `Đã sửa nhưng tối qua lại hỏng.${quoted}`,
      }),
    content: /^Đã sửa nhưng tối qua lại hỏng\.$/,
  },
  {
    ...threaded,
    why: 'addendum',
    answer: 'mail-added',
    report: 'handled',
    name: 'a further word while it is being handled',
    because: 'nothing waits for it: kept beside the report, the intake is told',
    raw: (before) =>
      mail({
        from: from('handled'),
        headers: [`References: <a@example.org> ${before.reports.handled.messageId}`],
        text: 'Hôm nay thêm một đèn nữa hỏng.',
      }),
    content: /^Hôm nay thêm một đèn nữa hỏng\.$/,
  },
  {
    ...threaded,
    why: 'withdrawal-wish',
    answer: 'mail-withdrawal',
    report: 'handled',
    name: 'words of withdrawal',
    because: 'not acted on by mail; the answer says how',
    raw: (before) =>
      mail({ from: from('handled'), headers: answering('handled', before), text: 'Tôi xin rút phản ánh này.' }),
  },
  {
    state: 'held',
    why: 'report-over',
    answer: 'mail-over',
    report: 'over',
    name: 'an answer after the end',
    because: 'a person reads it; its sender is told',
    raw: (before) => mail({ from: from('over'), headers: answering('over', before), text: 'Sự việc lại xảy ra rồi.' }),
  },
  {
    ...threaded,
    why: 'answer-to-request',
    answer: null,
    name: 'an answer to our request',
    because: 'what was missing is there now: the first mail becomes a report',
    raw: ({ request }) =>
      mail({
        from: from('asked'),
        headers: [`In-Reply-To: ${request}`],
        subject: 'Re: Đề nghị bổ sung thông tin',
        text: `Số điện thoại: 0905 777 888\nĐịa điểm: chợ Vườn Lài, Tam Kỳ${quoted}`,
      }),
  },
];
