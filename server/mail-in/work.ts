/**
 * Looks at mails that were taken, one after the other, and makes of each what it is: a report, an addition to one, a
 * request for what is missing, or something for staff to look at. Several servers may do it: a mail is leased while it is
 * looked at. Whatever is done stands in one transaction with the mail's new state, or is the same when it is repeated.
 */
import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { classify, type Verdict } from '../../domain/mail-in/classify.ts';
import type { KeptLetter, Letter, MailWhy } from '../../domain/mail-in/letter.ts';
import { ownWords } from '../../domain/mail-in/own-words.ts';
import { asksToWithdraw, merged, understand } from '../../domain/mail-in/understand.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { OutboxItem } from '../../store/outbox.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import type { Work } from '../keeper.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { aboutOf } from '../plugins/mail/message-id.ts';
import { addAddendum, giveFeedback, supplement } from '../plugins/sender/say.ts';
import { Problem } from '../problem.ts';
import { answer, newAsk, workAsks } from './asks.ts';
import { takeBounce } from './bounce.ts';
import { takeFiles } from './files.ts';
import { type ReadMail, readMail } from './read.ts';
import { makeReport, type Submit, settleMade, wordsOf } from './report-of.ts';
import { rawOf } from './take.ts';
import { threadOfLetter } from './thread.ts';

/** How long a mail is another's while it is looked at: longer than the largest takes. */
const leaseMs = 120_000;
/** Looks that may fail before it is given to staff. */
const mostAttempts = 8;
const hourMs = 3_600_000;
/** Longest comment of a sender on a reply. */
const mostComment = 4_000;

export interface MailWorkOptions {
  submit: Submit;
  onError: (error: unknown) => void;
  /** Told of each step: faults are tried at each. */
  onStep?: (step: string) => void | Promise<void>;
}

export function mailWork(house: House, { submit, onError, onStep = () => {} }: MailWorkOptions): Work {
  const { store, settings } = house;
  const { secret } = settings;
  const owner = randomUUID();
  let stopped = false;

  /** One change of one mail, with what is owed for it. */
  async function settle(
    mail: StoredMail,
    change: Partial<StoredMail> & Pick<StoredMail, 'state' | 'why'>,
    kept: KeptLetter,
    owed: OutboxItem[] = [],
    also?: (session: ClientSession) => Promise<void>,
  ): Promise<void> {
    await onStep('settling');
    await store.transaction(async (session) => {
      const whole = { nextAt: null, letter: kept, ...change };
      if (!(await store.mails.change(mail, 'taken', whole, session))) return;
      for (const item of owed) await store.outbox.add(item, house.machineNow(), session);
      await also?.(session);
    });
    await onStep('settled');
    house.wakeOutbox();
  }

  async function look(mail: StoredMail): Promise<void> {
    const raw = await rawOf(house, mail._id);
    let read: ReadMail;
    try {
      read = await readMail(raw);
    } catch (error) {
      onError(new Error(`a mail cannot be read: ${(error as Error).name}`));
      return settle(mail, { state: 'held', why: 'unreadable' }, mail.letter);
    }
    await onStep('read');
    const { letter } = read;
    const kept: KeptLetter = {
      from: letter.from,
      subject: letter.subject,
      messageId: letter.messageId,
      files: letter.files,
      refused: [],
    };
    const earlier = await store.mails.earlier(mail);
    if (earlier) {
      // Of two that come in the same moment each sees the other: the one with the lower id stands.
      if (earlier.state !== 'taken' || earlier._id < mail._id)
        return settle(mail, { state: 'ignored', why: 'repeat', reportCode: earlier.reportCode }, kept);
    }
    if (letter.delivery)
      return takeBounce(house, letter.delivery, ({ why, reportCode }, also) =>
        settle(mail, { state: why === 'bounce' ? 'ignored' : 'held', why, reportCode }, kept, [], also),
      );
    const isOurs = (messageId: string): boolean => aboutOf(secret, messageId) !== null;
    const verdict = classify(letter, { mailbox: settings.mailIn.address, isOurs });
    if (verdict && verdict.state !== 'refused') return settle(mail, verdict, kept);
    if (!(await mayAnswer(letter))) return settle(mail, { state: 'held', why: 'too-often' }, kept);
    if (mail.why === 'too-large' || verdict) return refuseMail(mail, kept, verdict);
    const thread = await threadOfLetter(house, letter);
    if (thread.is === 'report') return addTo(thread.report, mail, read, kept);
    if (thread.is === 'request') return addToRequest(thread.mail, mail, read, kept);
    return asNew(mail, read, thread.is === 'other-sender' ? { ...kept, otherSender: true } : kept);
  }

  /** A loop between two machines ends here: nobody writes so many letters an hour. */
  async function mayAnswer({ from }: Letter): Promise<boolean> {
    if (!from) return false;
    const limit = { what: 'mail-answer', windowMs: hourMs, most: settings.mailIn.answersPerHour };
    try {
      await countOrRefuse(house, limit, from.address);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.code === 'too-many-requests') return false;
      throw error;
    }
  }

  function refuseMail(mail: StoredMail, kept: KeptLetter, verdict: Verdict | null): Promise<void> {
    const why: MailWhy = verdict?.why ?? 'too-large';
    return settle(mail, { state: 'refused', why }, kept, [answer(mail._id, 'mail-refused', { why })]);
  }

  async function asNew(mail: StoredMail, read: ReadMail, kept: KeptLetter): Promise<void> {
    const understood = understand(read.letter, mail.receivedAt);
    if (understood.missing.length === 0) {
      const whole = { ...mail, letter: { ...kept, understood } };
      const made = await makeReport(house, submit, whole, wordsOf(understood, read.letter.from!.address));
      await onStep('submitted');
      await settleMade(house, mail, made, { why: 'complete' });
      await onStep('settled');
      return;
    }
    const { refused } = await takeFiles(house, mail._id, read);
    const ask = await newAsk(house, mail, understood, [mail._id]);
    const why = understood.missing.every((part) => part === 'wish') ? 'wish' : 'incomplete';
    const owed = [answer(mail._id, 'mail-asked', {}, `asked:${ask.round}`)];
    await settle(mail, { state: 'asked', why, ask }, { ...kept, understood, refused }, owed);
  }

  /** To a report of the same sender: what it waits for, or else kept beside it. */
  async function addTo(report: Report, mail: StoredMail, read: ReadMail, kept: KeptLetter): Promise<void> {
    const code = report._id;
    const toSender = (template: string, data: Record<string, unknown> = {}): OutboxItem => ({
      _id: `mail:in:${mail._id}:${template}`,
      kind: 'mail',
      reportCode: code,
      mail: { to: { sender: code }, template, data: { ...data, code, mail: mail._id } },
    });
    if (asksToWithdraw(read.letter.words))
      return settle(mail, { state: 'threaded', why: 'withdrawal-wish', reportCode: code }, kept, [
        toSender('mail-withdrawal'),
      ]);
    if (report.flow.ended)
      return settle(mail, { state: 'held', why: 'report-over', reportCode: code }, kept, [toSender('mail-over')]);
    const { ids, refused } = await takeFiles(house, mail._id, read);
    const { words, forwarded } = ownWords(read.letter.words, false);
    const content = [words, forwarded, read.letter.forwarded].filter(Boolean).join('\n\n').slice(0, 10_000);
    if (!content && ids.length === 0) return settle(mail, { state: 'held', why: 'no-report', reportCode: code }, kept);
    const said = { ...(content ? { content } : {}), ...(ids.length > 0 ? { attachments: ids } : {}) };
    const done = (why: MailWhy, item: OutboxItem) => async (session: ClientSession) => {
      const letter = { ...kept, refused };
      const change = { state: 'threaded' as const, why, reportCode: code, letter, nextAt: null };
      // Another server was faster: none of this is to stand.
      if (!(await store.mails.change(mail, 'taken', change, session))) throw new Problem('conflict');
      await store.outbox.add(item, house.machineNow(), session);
    };
    const as = (why: MailWhy) => done(why, toSender('mail-added', { why }));
    try {
      await supplement(house, code, said, as('supplement'));
    } catch (error) {
      if (!isNoUse(error)) throw error;
      try {
        if (!content || ids.length > 0) throw new Problem('no-use-now');
        await giveFeedback(house, code, { comment: content.slice(0, mostComment) }, as('feedback'));
      } catch (second) {
        if (!isNoUse(second)) throw second;
        await addAddendum(house, code, said, as('addendum'));
      }
    }
    await onStep('settled');
  }

  /** To a request of ours: what was missing is filled in; the rest is asked for again. */
  async function addToRequest(asked: StoredMail, mail: StoredMail, read: ReadMail, kept: KeptLetter): Promise<void> {
    const { understood, ...before } = asked.letter;
    if ((asked.state !== 'asked' && asked.state !== 'closed') || !understood)
      return settle(mail, { state: 'held', why: 'no-report', answers: asked._id }, kept);
    const known = merged(understood, read.letter, mail.receivedAt);
    const from = [...new Set([...(asked.ask?.from ?? [asked._id]), mail._id])];
    const threaded = { state: 'threaded' as const, why: 'answer-to-request' as const, answers: asked._id };
    if (known.missing.length === 0) {
      const letter = { ...before, understood: known };
      const whole: StoredMail = { ...asked, letter, ask: { ...asked.ask!, from } };
      const made = await makeReport(house, submit, whole, wordsOf(known, before.from?.address));
      await onStep('submitted');
      // Both in one: seen again, the answer would else be taken for a further word on the report.
      await settleMade(house, asked, made, { why: 'complete' }, async (session) => {
        const change = { ...threaded, reportCode: made.receipt.code, letter: kept, nextAt: null };
        await store.mails.change(mail, 'taken', change, session);
      });
      await onStep('settled');
      return;
    }
    const { refused } = await takeFiles(house, mail._id, read);
    const ask = await newAsk(house, asked, known, from);
    const owed = [answer(asked._id, 'mail-asked', {}, `asked:${ask.round}`)];
    await settle(mail, threaded, { ...kept, refused }, owed, async (session) => {
      const letter = { ...before, refused, understood: known };
      const change = { state: 'asked' as const, ask, letter };
      if (!(await store.mails.change(asked, asked.state, change, session))) throw new Problem('conflict');
    });
  }

  async function tried(mail: StoredMail): Promise<void> {
    try {
      await onStep('claimed');
      await look(mail);
    } catch (error) {
      const problem = error instanceof Problem ? error : null;
      const lastError = problem?.code ?? (error as Error).name;
      if (!problem) onError(new Error(`a mail waits: ${lastError}`));
      if (mail.attempts >= mostAttempts && problem?.code !== 'too-many-requests') {
        const change = { state: 'held' as const, why: 'unreadable' as const, nextAt: null, lastError };
        await store.mails.change(mail, 'taken', change);
        return;
      }
      const wait = (problem?.rest.retryAfter ?? Math.min(600, 2 ** mail.attempts)) * 1_000;
      await store.mails.change(mail, 'taken', { nextAt: house.machineNow() + wait, lastError });
    }
  }

  return {
    async work() {
      while (!stopped) {
        const now = house.machineNow();
        const mail = await store.mails.claim(owner, now, now + leaseMs);
        if (!mail) break;
        await tried(mail);
      }
      if (!stopped) await workAsks(house, submit, await house.clock.now());
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}

const isNoUse = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'no-use-now' || error.code === 'already-rated');
