/**
 * Asks the sender for what is missing. The window (header `budget`, "5d") starts with the variable `clockStart`.
 * Result: `supplementDueAt`, on which the diagram's event gateway waits.
 */
import { formatTime } from '../domain/iso-time.ts';
import { dueFrom } from '../domain/working-time.ts';
import { decidedAt, wordsOf } from './decided.ts';
import { tellSender } from './outbox.ts';
import { type Handler, NeedsMending } from './runtime/job.ts';
import { reportCodeOf, textOf, timeOf } from './variables.ts';
import { calendarInForce, minutesOf } from './working-calendar.ts';

export const requestSupplement: Handler = async (job, tools) => {
  const reportCode = reportCodeOf(job);
  const budget = textOf(job, 'budget');
  if (budget === undefined) {
    throw new NeedsMending('the window has no budget', `give ${job.elementId} the header budget in the diagram`);
  }
  const missing = wordsOf(await decidedAt(tools.store, reportCode, 'intake'), 'missing');
  const calendar = await calendarInForce(tools.store);
  const startAt = timeOf(job, 'clockStart') ?? (await tools.clock.now());
  const due = dueFrom(startAt, minutesOf(budget, calendar, job), calendar);
  const definition = await tools.store.definitions.find(job.processDefinitionKey);
  const kept = await tools.store.deadlines.keep({
    _id: job.elementInstanceKey,
    reportCode,
    instanceKey: job.processInstanceKey,
    elementId: job.elementId,
    article: definition?.elements[job.elementId]?.article ?? null,
    budget,
    calendarVersion: calendar.version,
    startEvent: definition?.elements[job.elementId]?.clockStart ?? null,
    startAt,
    workingMinutes: due.minutes,
    dueAt: due.dueAt,
    originalDueAt: due.dueAt,
    remindAt: due.remindAt,
    moves: [],
  });
  const supplementDueAt = formatTime(kept.dueAt);
  await tellSender(tools, job, reportCode, 'supplement-requested', { dueAt: supplementDueAt, text: missing });
  return { supplementDueAt };
};
