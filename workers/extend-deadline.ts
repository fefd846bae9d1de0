/**
 * Moves the handling clock: by granted `days` (article 8.3, "special cases"; the sender is told), or, when the leader
 * returned a result, so that at least the header's `minimum` ("1d") is left (procedure, `approval`). The first date
 * stays on the record. Result: `dueAt`, `remindAt`.
 */
import { formatTime } from '../domain/iso-time.ts';
import { addWorking, minuteMs, remindBetween } from '../domain/working-time.ts';
import type { DeadlineMove } from '../store/deadlines.ts';
import { handlingClock } from './handling-clock.ts';
import { tellSender } from './outbox.ts';
import { type Handler, NeedsMending } from './runtime/job.ts';
import { reportCodeOf, textOf, timeOf } from './variables.ts';
import { calendarInForce, minutesOf } from './working-calendar.ts';

export const extendDeadline: Handler = async (job, tools) => {
  const { store } = tools;
  const reportCode = reportCodeOf(job);
  const dueBefore = timeOf(job, 'handlingDueAt');
  if (dueBefore === undefined) {
    throw new NeedsMending('handlingDueAt is missing', 'set handlingDueAt on the instance, or cancel it');
  }
  const by = `job ${job.key}`;
  // A job that ran already and was not believed: what it moved is found by its key.
  const earlier = (await store.deadlines.ofReport(reportCode)).find((one) => one.moves.some((move) => move.by === by));
  if (earlier) return { dueAt: formatTime(earlier.dueAt), remindAt: formatTime(earlier.remindAt) };

  const calendar = await calendarInForce(store);
  const now = await tools.clock.now();
  const { days } = job.variables;
  let dueAt: number;
  let reason: DeadlineMove['reason'];
  let budget: string;
  if (typeof days === 'number') {
    if (!(days > 0)) throw new NeedsMending(`${days} days can't be granted`, 'set days to 1 or more on the task');
    dueAt = addWorking(dueBefore, (days * calendar.dayLength) / minuteMs, calendar);
    reason = 'extension';
    budget = `${days}d`;
  } else {
    const minimum = textOf(job, 'minimum');
    if (minimum === undefined) {
      throw new NeedsMending('neither days nor a minimum is given', `give ${job.elementId} one of them in the diagram`);
    }
    dueAt = Math.max(dueBefore, addWorking(now, minutesOf(minimum, calendar, job), calendar));
    reason = 'returned';
    budget = minimum;
  }
  const handlingFrom = timeOf(job, 'handlingFrom');
  const clock = await handlingClock(store, reportCode, handlingFrom);
  const startAt = handlingFrom ?? now;
  const remindAt =
    dueAt === dueBefore ? (timeOf(job, 'handlingRemindAt') ?? dueAt) : remindBetween(startAt, now, dueAt, calendar);
  if (clock && dueAt !== dueBefore) {
    await store.deadlines.move(clock._id, { at: now, from: dueBefore, to: dueAt, reason, by, budget }, remindAt);
  }
  const answer = { dueAt: formatTime(dueAt), remindAt: formatTime(remindAt) };
  if (reason === 'extension') {
    await tellSender(tools, job, reportCode, 'extended', {
      dueAt: answer.dueAt,
      originalDueAt: formatTime(clock?.originalDueAt ?? dueBefore),
    });
  }
  return answer;
};
