/** What machines send, what nobody can read, what is not for us, and what only looks like a letter. */
import { attachment, mail, mailbox, person } from './mail.ts';
import type { Row } from './row.ts';

const whole =
  'Họ tên: Trần Thị Bình\nSĐT: 0905123456\nĐịa điểm: chợ Tam Kỳ\nRác thải tràn ra đường ba ngày nay, mùi hôi nặng.';
const ignored = { state: 'ignored', answer: null } as const;
const held = { state: 'held', answer: null } as const;

function bounce(about: string, status: string, recipient: string, action = 'failed'): Buffer {
  return mail({
    from: 'Mail Delivery System <MAILER-DAEMON@example.net>',
    subject: 'Undelivered Mail Returned to Sender',
    multipart: 'multipart/report; report-type=delivery-status',
    headers: ['Auto-Submitted: auto-replied', 'Return-Path: <>'],
    text: 'This is the mail system. Your message could not be delivered.',
    parts: [
      {
        type: 'message/delivery-status',
        content: `Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 no such user`,
      },
      { type: 'text/rfc822-headers', content: `Message-ID: ${about}\nSubject: x\n` },
    ],
  });
}

const invitation = 'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Họp\nEND:VEVENT\nEND:VCALENDAR';

export const machines: Row[] = [
  {
    ...ignored,
    why: 'auto-reply',
    name: 'Auto-Submitted: auto-replied',
    because: 'RFC 3834: never answered',
    raw: () => mail({ headers: ['Auto-Submitted: auto-replied'], text: whole }),
  },
  {
    ...ignored,
    why: 'auto-reply',
    name: 'out of office',
    because: 'Outlook says it in the subject alone',
    raw: () => mail({ subject: 'Automatic reply: Đã nhận phản ánh', text: 'I am out of the office.' }),
  },
  {
    ...ignored,
    why: 'auto-reply',
    name: 'trả lời tự động',
    because: 'the same in Vietnamese',
    raw: () => mail({ subject: 'Trả lời tự động: [QN] Đã nhận phản ánh', text: 'Tôi đang nghỉ phép.' }),
  },
  {
    ...ignored,
    why: 'auto-reply',
    name: 'X-Autoreply',
    because: 'older programs',
    raw: () => mail({ headers: ['X-Autoreply: yes'], text: whole }),
  },
  {
    ...ignored,
    why: 'auto-reply',
    name: 'Precedence: auto_reply',
    because: 'older still',
    raw: () => mail({ headers: ['Precedence: auto_reply'], text: whole }),
  },
  {
    ...ignored,
    why: 'own-mail',
    name: 'a mail of ours that came back',
    because: 'X-Loop names this mailbox',
    raw: () => mail({ headers: [`X-Loop: ${mailbox}`], text: whole }),
  },
  {
    ...ignored,
    why: 'own-mail',
    name: 'from the mailbox itself',
    because: 'a rule that forwards everything',
    raw: () => mail({ from: mailbox, text: whole }),
  },
  {
    ...ignored,
    why: 'bounce',
    name: 'a hard bounce of our mail',
    because: 'the notice shows as failed, the address is not written to again',
    raw: ({ reports }) => bounce(reports.over.messageId, '5.1.1', 'over@example.org'),
    report: 'over',
  },
  {
    ...ignored,
    why: 'bounce',
    name: 'a delay of our mail',
    because: 'the other server is still trying',
    raw: ({ reports }) => bounce(reports.handled.messageId, '4.4.1', 'handled@example.org', 'delayed'),
    report: 'handled',
  },
  {
    ...held,
    why: 'bounce-unknown',
    name: 'a bounce that names no mail of ours',
    because: 'believed by nobody: anyone can write one',
    raw: () => bounce('<made.up@quangnam.test>', '5.1.1', 'an@example.org'),
  },
  {
    ...held,
    why: 'bounce-unknown',
    name: 'a bounce of ours for another recipient',
    because: 'it would silence somebody else',
    raw: ({ reports }) => bounce(reports.answered.messageId, '5.1.1', 'else@example.org'),
  },
  {
    ...held,
    why: 'bounce-unknown',
    name: 'a bounce in plain words',
    because: 'no report that a program can read',
    raw: () =>
      mail({ from: 'postmaster@example.net', subject: 'failure notice', text: 'Sorry, no mailbox here by that name.' }),
  },
  {
    ...held,
    why: 'spam',
    name: 'X-Spam-Flag',
    because: 'held, never lost: a filter errs',
    raw: () => mail({ headers: ['X-Spam-Flag: YES'], text: whole }),
  },
  {
    ...held,
    why: 'spam',
    name: 'X-Spam-Status',
    because: 'the same by another filter',
    raw: () => mail({ headers: ['X-Spam-Status: Yes, score=9.1'], text: whole }),
  },
  {
    ...held,
    why: 'forged',
    name: 'dmarc=fail',
    because: 'From is not who it says',
    raw: () =>
      mail({ headers: ['Authentication-Results: mx.example; dmarc=fail header.from=example.org'], text: whole }),
  },
  {
    ...held,
    why: 'bulk',
    name: 'a mailing list',
    because: 'a person looks at it',
    raw: () => mail({ headers: ['List-Id: <tin.example.org>', 'Precedence: list'], text: whole }),
  },
  {
    ...held,
    why: 'bulk',
    name: 'a newsletter',
    because: 'the same',
    raw: () => mail({ headers: ['List-Unsubscribe: <https://news.example.org/u>'], html: '<p>Khuyến mãi lớn</p>' }),
  },
  {
    ...held,
    why: 'bulk',
    name: 'Auto-Submitted: auto-generated',
    because: "a machine of somebody's: a person looks at it",
    raw: () => mail({ headers: ['Auto-Submitted: auto-generated'], text: whole }),
  },
  {
    ...held,
    why: 'no-sender',
    name: 'no From',
    because: 'nobody could be answered',
    raw: () => Buffer.from(`To: ${mailbox}\r\nSubject: x\r\n\r\nĐèn hỏng\r\n`),
  },
  {
    ...held,
    why: 'no-sender',
    name: 'a broken From',
    because: 'no address in it',
    raw: () => mail({ from: 'Nguyễn An <an at example>', text: whole }),
  },
  {
    ...held,
    why: 'calendar',
    name: 'an invitation',
    because: 'no report',
    raw: () =>
      mail({
        subject: 'Họp',
        multipart: 'multipart/alternative',
        text: 'Họp',
        parts: [{ type: 'text/calendar; charset=utf-8; method=REQUEST', content: invitation }],
      }),
  },
  {
    ...held,
    why: 'many-recipients',
    name: 'two hundred recipients',
    because: 'a circular: a person decides',
    raw: () =>
      mail({
        to: [mailbox, ...Array.from({ length: 200 }, (_one, n) => `co.quan${n}@example.org`)].join(',\r\n '),
        text: whole,
      }),
  },
  {
    ...held,
    why: 'not-for-us',
    name: 'addressed to others alone',
    because: 'most such are unwanted; a person looks',
    raw: () => mail({ to: 'ai.do@example.org', text: whole }),
  },
  {
    state: 'accepted',
    why: 'complete',
    answer: 'mail-received',
    name: 'a blind copy that the server marks',
    because: 'Delivered-To is ours',
    raw: () => mail({ to: 'ubnd@example.org', headers: [`Delivered-To: ${mailbox}`], text: whole }),
  },
  {
    ...ignored,
    why: 'repeat',
    name: 'delivered twice, the second',
    because: 'the same Message-ID and body by another way',
    raw: () =>
      mail({
        from: person('Võ Thị Em', 'em@example.org'),
        messageId: '<twice@example.org>',
        headers: ['X-Way: two'],
        text: twice,
      }),
  },
  {
    state: 'refused',
    why: 'encrypted',
    answer: 'mail-refused',
    name: 'encrypted by PGP',
    because: 'nobody here has the key',
    raw: () =>
      mail({
        multipart: 'multipart/encrypted; protocol="application/pgp-encrypted"',
        parts: [
          { type: 'application/pgp-encrypted', content: 'Version: 1' },
          attachment('encrypted.asc', 'application/octet-stream', Buffer.from('-----BEGIN PGP MESSAGE-----')),
        ],
      }),
  },
  {
    state: 'refused',
    why: 'encrypted',
    answer: 'mail-refused',
    name: 'encrypted by PGP in the text',
    because: 'the same',
    raw: () => mail({ text: '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----' }),
  },
  {
    state: 'refused',
    why: 'encrypted',
    answer: 'mail-refused',
    name: 'encrypted by S/MIME',
    because: 'one block that its reader has to open',
    raw: () =>
      mail({
        parts: [
          attachment('smime.p7m', 'application/pkcs7-mime; smime-type=enveloped-data', Buffer.from([0x30, 0x82, 1, 2])),
        ],
      }),
  },
  {
    state: 'refused',
    why: 'too-large',
    answer: 'mail-refused',
    name: 'twenty-six megabytes',
    because: 'its head alone is fetched, and its sender is told',
    raw: () =>
      Buffer.concat([
        mail({ from: person('Người Gửi Lớn', 'lon@example.org'), text: whole }),
        Buffer.alloc(26 * 1024 * 1024, `${'x'.repeat(70)}\r\n`),
      ]),
  },
];
const twice = `Họ và tên: Trần Thị Bình\nSố điện thoại: 0905 123 456\nĐịa điểm: Ngã tư Phan Châu Trinh - Hùng Vương, phường An Xuân, Tam Kỳ\nNội dung: Đèn tín hiệu giao thông bị hỏng từ hôm qua, xe cộ đi lại rất nguy hiểm.\n`;

/** Somebody's machine that answers every answer: ten an hour are dealt with, the rest are held. */
export const loop: Row[] = Array.from(
  { length: 12 },
  (_one, n): Row => ({
    name: `a loop, ${n + 1}`,
    because: 'more letters an hour from one address than a person writes',
    raw: () =>
      mail({
        from: person('Máy Trả Lời', 'may@example.org'),
        text: `Cảm ơn thư số ${n} của quý vị, chúng tôi đã nhận.`,
      }),
    ...(n < 10
      ? { state: 'asked', why: 'incomplete', answer: 'mail-asked' }
      : { state: 'held', why: 'too-often', answer: null }),
  }),
);
