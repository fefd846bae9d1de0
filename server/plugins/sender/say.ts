/**
 * What a sender says later: a supplement, a withdrawal, feedback. Kept on the report together with the message that is
 * owed to the engine; what the status has no use for is refused with 409.
 */

import type { ClientSession } from 'mongoose';
import type { Feedback, Supplement, Withdrawal } from '../../../domain/api/reports.ts';
import { limits } from '../../../domain/api/reports.ts';
import { checkFeedback, checkSupplement } from '../../../domain/check-report.ts';
import { newId } from '../../../domain/ids.ts';
import { formatTime } from '../../../domain/iso-time.ts';
import { cleanText } from '../../../domain/search-text.ts';
import { mayGiveFeedback, maySupplement, mayWithdraw } from '../../../domain/status.ts';
import type { EngineMessage } from '../../../store/outbox.ts';
import type { Report } from '../../../store/reports.ts';
import type { House } from '../../house.ts';
import { Problem, refuse } from '../../problem.ts';

/** Done in the same transaction: what else is to stand when this does. */
export type Also = (session: ClientSession) => Promise<void>;

type Change = { push?: Record<string, unknown>; set?: Record<string, unknown> };

/** Reads the report anew inside the transaction: of two at once the second sees the first. */
async function say(
  house: House,
  code: string,
  id: string,
  what: (
    report: Report,
    pending: EngineMessage[],
    session: ClientSession,
  ) => Promise<{ change: Change; message: EngineMessage | null }>,
  also?: Also,
): Promise<void> {
  const { store } = house;
  await store.transaction(async (session) => {
    const report = await store.reports.find(code, session);
    if (!report) throw new Problem('not-found');
    const waiting = await store.outbox.model
      .find({ reportCode: code, kind: 'message', state: { $in: ['pending', 'sent'] } })
      .session(session)
      .lean()
      .exec();
    const pending = waiting.flatMap(({ message }) => (message ? [message as EngineMessage] : []));
    const { change, message } = await what(report, pending, session);
    if (!message) return;
    const update = {
      ...(change.push ? { $push: change.push } : {}),
      ...(change.set ? { $set: change.set } : {}),
    };
    await store.reports.model.collection.updateOne({ _id: code } as never, update as never, { session });
    const item = { _id: `${message.name}:${code}:${id}`, kind: 'message' as const, reportCode: code, message };
    await store.outbox.add(item, house.machineNow(), session);
    await also?.(session);
  });
  house.wakeOutbox();
}

const isPending = (pending: EngineMessage[], name: string): boolean => pending.some((message) => message.name === name);

export async function supplement(house: House, code: string, body: Supplement, also?: Also): Promise<void> {
  refuse(checkSupplement(body));
  const at = await house.clock.now();
  const id = newId(house.random);
  await say(
    house,
    code,
    id,
    async (report, pending, session) => {
      // One that has arrived goes on to the next intake, which its deadline's job may keep waiting: nothing asks by then.
      if (!maySupplement(report) || !report.flow.settled || isPending(pending, 'supplement'))
        throw new Problem('no-use-now');
      const attachments = body.attachments ?? [];
      const before =
        report.attachments.length + report.supplements.reduce((sum, one) => sum + one.attachments.length, 0);
      if (before + attachments.length > limits.attachments)
        throw new Problem('invalid', {
          errors: [{ pointer: '/attachments', code: 'too-many', limit: limits.attachments }],
        });
      if (!(await house.store.files.use(attachments, code, 'sender', session)))
        throw new Problem('invalid', { errors: [{ pointer: '/attachments', code: 'unknown-code' }] });
      const content = body.content === undefined ? {} : { content: cleanText(body.content) };
      return {
        change: { push: { supplements: { id, at, ...content, attachments } } },
        message: { name: 'supplement', correlationKey: code, variables: { supplementedAt: formatTime(at) } },
      };
    },
    also,
  );
}

/**
 * What a sender adds while nothing waits for it (only by mail: the portal's page has no place for it then). It stays on
 * the report as an addendum, as a supplement does that came too late, and the intake is told.
 */
export async function addAddendum(house: House, code: string, body: Supplement, also: Also): Promise<void> {
  refuse(checkSupplement(body));
  const { store } = house;
  const at = await house.clock.now();
  const id = newId(house.random);
  await store.transaction(async (session) => {
    const attachments = body.attachments ?? [];
    if (!(await store.files.use(attachments, code, 'sender', session)))
      throw new Problem('invalid', { errors: [{ pointer: '/attachments', code: 'unknown-code' }] });
    const content = body.content === undefined ? {} : { content: cleanText(body.content) };
    const added = { id, at, ...content, attachments, addendum: true };
    const pushed = await store.reports.model.collection.updateOne(
      { _id: code } as never,
      { $push: { supplements: added } } as never,
      { session },
    );
    if (pushed.matchedCount !== 1) throw new Problem('not-found');
    const mail = { to: { group: 'ioc-intake' }, template: 'addendum', data: { code, text: 'supplement' } };
    const item = { _id: `addendum:ioc:${code}:${id}`, kind: 'notice' as const, reportCode: code, mail };
    await store.outbox.add(item, house.machineNow(), session);
    await also(session);
  });
  house.wakeOutbox();
}

export async function withdraw(house: House, code: string, body: Withdrawal): Promise<void> {
  const at = await house.clock.now();
  await say(house, code, newId(house.random), async (report, pending) => {
    // Asked twice is asked once.
    if (isPending(pending, 'withdrawal')) return { change: {}, message: null };
    if (!mayWithdraw({ status: report.status, stage: report.stage as never })) throw new Problem('no-use-now');
    const reason = body.reason === undefined ? {} : { reason: cleanText(body.reason) };
    return {
      change: { set: { withdrawal: { at, ...reason } } },
      message: { name: 'withdrawal', correlationKey: code, variables: {} },
    };
  });
}

export async function giveFeedback(house: House, code: string, body: Feedback, also?: Also): Promise<void> {
  refuse(checkFeedback(body));
  const at = await house.clock.now();
  const id = newId(house.random);
  await say(
    house,
    code,
    id,
    async (report, pending) => {
      const owed = pending.filter((message) => message.name === 'feedback');
      const standing = {
        status: report.status,
        stage: report.stage as never,
        rated: report.flow.rated === true || owed.some((message) => message.variables.rating !== null),
      };
      if (!mayGiveFeedback(standing, {})) throw new Problem('no-use-now');
      if (!mayGiveFeedback(standing, body)) throw new Problem('already-rated');
      // A comment is on its way to be looked at: until then there is nothing to add to.
      if (!report.flow.settled || owed.some((message) => message.variables.hasComment === true))
        throw new Problem('no-use-now');
      const said = {
        ...(body.rating ? { rating: body.rating } : {}),
        ...(body.comment === undefined ? {} : { comment: cleanText(body.comment) }),
      };
      const variables = {
        rating: body.rating ?? null,
        hasComment: body.comment !== undefined,
        feedbackAt: formatTime(at),
      };
      return {
        change: { push: { feedback: { id, at, ...said } } },
        message: { name: 'feedback', correlationKey: code, variables },
      };
    },
    also,
  );
}
