/**
 * Notices on their way out: written to the store's outbox under an id that says what they are, so that a job
 * that runs twice tells once. Whom it goes to is looked up when it is sent; no name or address stands here.
 */
import type { MailData, MailTemplate } from '../domain/mail.ts';
import type { Job, Tools } from './runtime/job.ts';

/**
 * Tells the sender, by mail and on devices. It is held until the record of this job's completion is projected: nobody is told what a
 * withdrawal has overtaken.
 */
export async function tellSender(
  { store, machineNow }: Pick<Tools, 'store' | 'machineNow'>,
  job: Job,
  code: string,
  template: MailTemplate,
  data: Omit<MailData, 'code'> = {},
): Promise<void> {
  await store.outbox.add(
    {
      _id: `sender:${job.key}:${template}`,
      kind: 'notice',
      reportCode: code,
      mail: { to: { sender: code }, template, data: { ...data, code } },
      holdUntilJob: job.key,
    },
    machineNow(),
  );
}

/** Tells staff, at once. `id` names the occasion, without the person. */
export async function tellStaff(
  { store, machineNow }: Pick<Tools, 'store' | 'machineNow'>,
  id: string,
  code: string,
  to: { username: string } | { group: string },
  template: MailTemplate,
  data: Omit<MailData, 'code'>,
): Promise<void> {
  const whom = 'username' in to ? to.username : to.group;
  await store.outbox.add(
    { _id: `${id}:${whom}`, kind: 'notice', reportCode: code, mail: { to, template, data: { ...data, code } } },
    machineNow(),
  );
}
