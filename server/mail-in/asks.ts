/**
 * Mails whose sender is asked for what is missing (article 5.3): asked at once, reminded once, ended after some working
 * days; the numbers stand in the settings and in the mail.
 */
import type { Understood } from '../../domain/mail-in/letter.ts';
import { addWorking } from '../../domain/working-time.ts';
import type { MailAsk, StoredMail } from '../../store/mails.ts';
import type { OutboxItem } from '../../store/outbox.ts';
import type { House } from '../house.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { Problem } from '../problem.ts';
import { makeReport, type Submit, settleMade, wordsOf } from './report-of.ts';

const dayMs = 86_400_000;

/** The dates of a request that is made now. */
export async function newAsk(house: House, mail: StoredMail, understood: Understood, from: string[]): Promise<MailAsk> {
  const now = await house.clock.now();
  const calendar = await calendarInForce(house.store);
  const after = (days: number): number =>
    calendar ? addWorking(now, (days * calendar.dayLength) / 60_000, calendar) : now + days * dayMs;
  const { remindDays, closeDays } = house.settings.mailIn;
  return {
    missing: understood.missing,
    remindAt: after(remindDays),
    closeAt: after(closeDays),
    reminded: false,
    round: (mail.ask?.round ?? 0) + 1,
    from,
  };
}

/** A mail to whom the incoming one is from, about it. */
export const answer = (
  mail: string,
  template: string,
  data: Record<string, unknown> = {},
  id = template,
): OutboxItem => ({
  _id: `mail:in:${mail}:${id}`,
  kind: 'mail',
  reportCode: '',
  mail: { to: { letter: mail }, template, data: { ...data, mail } },
});

/** Reminds and ends what is due. `now`: business time. */
export async function workAsks(house: House, submit: Submit, now: number): Promise<void> {
  for (const mail of await house.store.mails.asksDue(now, 100)) {
    if (now >= mail.ask!.closeAt) await end(house, submit, mail);
    else await remind(house, mail);
  }
}

async function remind(house: House, mail: StoredMail): Promise<void> {
  const { store } = house;
  await store.transaction(async (session) => {
    const ask = { ...mail.ask!, reminded: true };
    if (!(await store.mails.change(mail, 'asked', { ask }, session))) return;
    const item = answer(mail._id, 'mail-reminded', {}, `reminded:${ask.round}`);
    await store.outbox.add(item, house.machineNow(), session);
  });
  house.wakeOutbox();
}

/**
 * Nobody answered. Where nothing was open but how secret it is to be, the report is whole (article 5.3) and is taken, by
 * the strictest reading of the wish.
 */
async function end(house: House, submit: Submit, mail: StoredMail): Promise<void> {
  const { store } = house;
  const { understood, from } = mail.letter;
  if (understood && mail.ask!.missing.every((part) => part === 'wish')) {
    const words = wordsOf({ ...understood, wish: 'confidential' }, from?.address);
    try {
      await settleMade(house, mail, await makeReport(house, submit, mail, words), { why: 'wish-strict' });
      return;
    } catch (error) {
      // Refused by its words: ended as any other. What passes by itself is tried again.
      if (!(error instanceof Problem) || error.code !== 'invalid') throw error;
    }
  }
  await store.transaction(async (session) => {
    const change = { state: 'closed' as const, why: 'unanswered' as const };
    if (!(await store.mails.change(mail, 'asked', change, session))) return;
    await store.outbox.add(answer(mail._id, 'mail-closed'), house.machineNow(), session);
  });
  house.wakeOutbox();
}
