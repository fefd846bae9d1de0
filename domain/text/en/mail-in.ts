/** Answers to incoming mails. */
import { districtById } from '../../districts.ts';
import { formatTime } from '../../iso-time.ts';
import type { MailData, MailInFacts, MailTemplate, MailText, mailInTemplates } from '../../mail.ts';
import type { FileRefusal, MissingPart } from '../../mail-in/letter.ts';
import { moment } from './durations.ts';

const center = 'Smart City Operations Centre of Quảng Nam Province';

/** Greeting, parts, signature; empty parts are left out. */
function letter(subject: string, parts: (string | undefined)[]): MailText {
  const all = ['Dear Sir or Madam,', ...parts, `Yours sincerely,\n${center}`];
  return { subject, text: all.filter((part) => part !== undefined && part !== '').join('\n\n') };
}
const about = (data: MailData, subject: string): string => `[${data.code}] ${subject}`;

const missing: Record<MissingPart, string> = {
  name: 'Your full name (or your organisation’s)',
  phone: 'A phone number to reach you by',
  place: 'The place (street, village or quarter, commune or ward)',
  content: 'What happened, and how',
  wish: 'How it is to be kept secret: answer "ẩn tên" if only your name and address are not to be shown, "giữ bí mật" if neither report nor reply is to be published',
};
/** Lines to fill in when answering the mail. */
const forms: Partial<Record<MissingPart, string>> = {
  name: 'Name:',
  phone: 'Phone:',
  place: 'Place:',
  content: 'Nội dung:',
};

const refusals: Record<FileRefusal, string> = {
  heic: 'a HEIC picture; please send it as JPEG or PNG',
  tnef: 'Outlook’s own wrapping (winmail.dat); please send plain text or HTML',
  archive: 'an archive; please send pictures or videos one by one',
  program: 'programs and web pages are not taken',
  document: 'a document; please write into the mail and attach pictures or videos only',
  broken: 'a broken file that cannot be opened',
  type: 'only JPEG, PNG and WebP pictures and MP4 videos are taken',
  'too-large': 'too large',
  'too-many': 'more than 10 files',
};

function refused(facts: MailInFacts | undefined): string | undefined {
  if (!facts || facts.refused.length === 0) return undefined;
  const lines = facts.refused.map(({ name, why }) => `- ${name}: ${refusals[why]}`);
  return ['These files could not be taken:', ...lines].join('\n');
}

/** What was understood, for the sender to check. */
function known({ known: { name, phone, place, district, occurredAt } }: MailInFacts): string | undefined {
  const where = [place, district ? districtById(district)!.en : ''];
  const lines = [
    name && `- Name: ${name}`,
    phone && `- Phone: ${phone}`,
    place && `- Place: ${where.filter(Boolean).join(', ')}`,
    occurredAt !== undefined && `- Time: ${moment(formatTime(occurredAt))}`,
  ].filter(Boolean);
  return lines.length > 0 ? ['Understood from your mail:', ...lines].join('\n') : undefined;
}

function request(data: MailData, first: string): string[] {
  const facts = data.mail!;
  const lines = facts.missing.map((part) => `- ${missing[part]}`);
  const blanks = facts.missing.flatMap((part) => forms[part] ?? []);
  return [
    [first, ...lines].join('\n'),
    known(facts) ?? '',
    `You can complete it on your private page, where this is filled in already:\n${data.link}`,
    blanks.length > 0 ? `Or answer this mail, filling in:\n${blanks.join('\n')}` : 'Or answer this mail.',
    refused(facts) ?? '',
  ];
}

const added: Record<string, string> = {
  supplement: 'was added to report',
  feedback: 'was passed on to the centre as your comment on the reply to report',
  addendum: 'is kept for staff to see with report',
};

export const mailsIn: Record<(typeof mailInTemplates)[number] & MailTemplate, (data: MailData) => MailText> = {
  'mail-received': (data) =>
    letter(about(data, 'Report received'), [
      `The centre has received the report that you sent by mail. Its code: ${data.code}.`,
      `Follow it, add to it or take it back on your private page:\n${data.link}`,
      'Whoever has this link can see the report; please do not pass it on.',
      refused(data.mail),
      data.mail?.otherSender
        ? 'Your mail names a report that was sent from another address, so it was taken as a new one.'
        : undefined,
    ]),
  'mail-asked': (data) =>
    letter('Please complete your report', [
      'The centre has received your mail.',
      ...request(data, 'To take it as a report (article 5 of the regulation) we need to know:'),
      `Without an answer within ${data.mail!.daysLeft} working days this request is closed; you can write anew at any time.`,
      data.mail!.otherSender
        ? 'Your mail names a report that was sent from another address, so it is taken as a new one.'
        : undefined,
    ]),
  'mail-reminded': (data) =>
    letter('Reminder: please complete your report', [
      ...request(data, 'The centre is still waiting for this before it can take your report:'),
      `The request is closed in ${data.mail!.daysLeft} working days.`,
    ]),
  'mail-closed': (data) =>
    letter('Incomplete report closed', [
      'The centre has not received what was missing and closes your mail.',
      `If the matter stands you can still complete it on the same page, or write anew:\n${data.link}`,
    ]),
  'mail-refused': (data) =>
    letter('Your mail could not be taken', [
      data.why === 'encrypted'
        ? 'Your mail is encrypted and the centre cannot read it. Please send it again without encryption.'
        : `Your mail is larger than ${data.mail?.megabytes} MB and could not be taken. Please send fewer files, or use the website (videos up to 100 MB).`,
    ]),
  'mail-added': (data) =>
    letter(about(data, 'Your mail was received'), [
      `Your mail ${added[data.why ?? ''] ?? added.addendum} ${data.code}.`,
      `Follow the report: ${data.link}`,
      refused(data.mail),
    ]),
  'mail-withdrawal': (data) =>
    letter(about(data, 'How to take your report back'), [
      `You want to take report ${data.code} back. So that nothing happens by mistake this is not done by mail; please open your private page and choose “Withdraw”:`,
      data.link,
      'Until then the report is handled as usual.',
    ]),
  'mail-over': (data) =>
    letter(about(data, 'The report has ended'), [
      `Report ${data.code} has ended, so your mail was not added to it; staff will read it. For a new matter, please write a new mail.`,
      `See the report: ${data.link}`,
    ]),
};
