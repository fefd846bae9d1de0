/** Mails and notices. */
import type { MailData, MailTemplate, MailText } from '../../mail.ts';
import { moment } from './durations.ts';
import { mailsIn } from './mail-in.ts';
import { stages, statuses } from './names.ts';

const until = (iso: string | undefined) => (iso ? moment(iso) : 'the date that the rules set');
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
  ...mailsIn,
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
  'calendar-moved': (data) =>
    letter(
      'Deadline moved with the working calendar',
      [
        `The working calendar of the authorities has changed, so the deadline of report ${data.code} is now ${until(data.dueAt)}. The first date (${until(data.originalDueAt)}) stays on the record.`,
      ],
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
  'webhook-off': () => ({
    subject: 'A webhook was switched off',
    text: "The agency's software took no message for three days, so its webhook was switched off. What it has not had is kept for 30 days; an administrator switches it on again on the page Connections once it is mended.",
  }),
  'release-returned': () => ({
    subject: 'Your release was sent back',
    text: 'Your request to put a version into force was sent back with a reason.',
  }),
  inherited: ({ agencyName }) => ({
    subject: 'Reports came over to your agency',
    text: `The open reports of ${agencyName ?? 'an agency that has ended'} are your agency's now. Their dates stay. Open the task list to take them.`,
  }),
  'set-password': () => ({
    subject: 'Set the password of your field report account',
    text: 'An administrator has sent you a link to set a password. It works once, within 24 hours. If you did not expect this mail, tell the administrator and do not open the link.',
  }),
  'roster-gap': (data) => ({
    subject: 'A shift of the roster has nobody',
    text: `From ${until(data.dueAt)} nobody is on duty or takes in reports. Please complete the roster.`,
  }),
  followed: (data) => {
    const { link, ...rest } = data;
    const field = data.field ? ` (${data.fieldName ?? data.field})` : '';
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
