/** Mails and notices. */
import { fieldById } from '../../fields.ts';
import type { MailData, MailTemplate, MailText } from '../../mail.ts';
import { moment } from './durations.ts';
import { stages, statuses } from './names.ts';

const until = (iso: string | undefined) => (iso ? moment(iso) : 'the date that the rules set');
const fieldName = (id: string) => fieldById(id)?.en ?? id;
const statusName = (status: string | undefined) => (statuses as Record<string, string>)[status ?? ''] ?? 'News';
const stageName = (stage: string | undefined) => (stages as Record<string, string>)[stage ?? ''] ?? 'Handling';

/** A letter to a sender: greeting, content, link, signature. */
function letter(subject: string, lines: (string | undefined)[], data: MailData): MailText {
  const body = [
    'Dear Sir or Madam,',
    ...lines,
    data.link ? `Follow the report: ${data.link}` : undefined,
    'Kind regards,',
    'Quảng Nam Smart City Monitoring and Operations Centre',
  ];
  return { subject: `[${data.code}] ${subject}`, text: body.filter((line) => line !== undefined).join('\n\n') };
}

/** A notice inside the house: short, nothing about the sender. */
const notice = (subject: string, text: string, data: MailData): MailText => ({
  subject: `[${data.code}] ${subject}`,
  text,
});

export const mails: Record<MailTemplate, (data: MailData) => MailText> = {
  'supplement-requested': (data) =>
    letter(
      'More information needed',
      [
        `Report ${data.code} lacks information. Please add it before ${until(data.dueAt)}:`,
        data.text,
        'After that the report will be closed.',
      ],
      data,
    ),
  incomplete: (data) =>
    letter(
      'Report closed as incomplete',
      [
        `Report ${data.code} was closed because the time for more information is over. You may send a new one any time.`,
      ],
      data,
    ),
  rejected: (data) => letter('Report not accepted', [`Report ${data.code} was not accepted:`, data.text], data),
  withdrawn: (data) => letter('Report withdrawn', [`Report ${data.code} was withdrawn as you asked.`], data),
  ended: (data) =>
    letter(
      'The handling of your report was ended',
      [
        `The operations centre ended the handling of report ${data.code} before it was answered. If the matter persists you may send a new report, or ask the centre why.`,
      ],
      data,
    ),
  extended: (data) =>
    letter(
      'More time for handling',
      [`The deadline of report ${data.code} is now ${until(data.dueAt)}. The first date stays on the record.`],
      data,
    ),
  'answered-public': (data) =>
    letter('Your report was answered', [`Report ${data.code} was answered and published:`, data.text], data),
  'answered-private': (data) =>
    letter('Your report was answered', [`Report ${data.code} was answered to you alone:`, data.text], data),
  'answered-sealed': (data) => letter('Your report was handled', [data.text], data),
  remind: (data) =>
    notice(
      `Due soon: ${stageName(data.stage)}`,
      `"${stageName(data.stage)}" of report ${data.code} is due at ${until(data.dueAt)}.`,
      data,
    ),
  overdue: (data) =>
    notice(
      `Overdue: ${stageName(data.stage)}`,
      `"${stageName(data.stage)}" of report ${data.code} is overdue (${until(data.dueAt)}).`,
      data,
    ),
  addendum: (data) =>
    notice(
      'Information came after the step had ended',
      `More about report ${data.code} came when the step that waited for it had ended; it is kept with the report.`,
      data,
    ),
  accepted: (data) =>
    letter(
      'Report accepted',
      [`Report ${data.code} was accepted and is on its way to the agency that is responsible for it.`],
      data,
    ),
  'taken-on': (data) =>
    letter(
      'Report in hand',
      [`${data.agencyName ?? 'The agency responsible'} has taken on report ${data.code}.`],
      data,
    ),
  'new-task': (data) =>
    (data.count ?? 1) > 1
      ? {
          subject: `${data.count} new tasks to take`,
          text: `Your group has ${data.count} new tasks that nobody has taken.`,
        }
      : notice(
          `New task: ${stageName(data.stage)}`,
          `"${stageName(data.stage)}" of report ${data.code} waits for somebody to take it.`,
          data,
        ),
  approval: (data) =>
    notice(
      `Approval waits: ${stageName(data.stage)}`,
      `"${stageName(data.stage)}" of report ${data.code} waits for the leader.`,
      data,
    ),
  'handed-over': (data) =>
    (data.count ?? 1) > 1
      ? {
          subject: `${data.count} tasks handed over to you`,
          text: `${data.count} tasks were handed over to you. Open the list “Mine” to see them.`,
        }
      : notice(
          `Handed over to you: ${stageName(data.stage)}`,
          `"${stageName(data.stage)}" of report ${data.code} was handed over to you.`,
          data,
        ),
  'release-asked': () => ({
    subject: 'A release waits for a second person',
    text: 'An analyst asks to put a new version of the procedure into force. Look at it, approve it or send it back.',
  }),
  'release-done': () => ({
    subject: 'The new version is in force',
    text: 'The version of the procedure that you asked for was approved and is in force.',
  }),
  'release-returned': () => ({
    subject: 'Your release was sent back',
    text: 'Your request to put a version into force was sent back with a reason.',
  }),
  followed: (data) => {
    const { link, ...rest } = data;
    const field = data.field ? ` (${fieldName(data.field)})` : '';
    return letter(
      `A report that you follow: ${statusName(data.status)}`,
      [
        `Report ${data.code}${field}, which you follow, is now: ${statusName(data.status)}.`,
        link ? `Read the report and the published reply: ${link}` : undefined,
        data.stop ? `To get no more news of it: ${data.stop}` : undefined,
      ],
      rest,
    );
  },
};
