/**
 * Sets a deadline (procedure, "Deadlines and reminders"): of a user task, as its start listener, or of the handling
 * clock, as a service task. Keeps it as a record (article, budget, calendar version, start, working minutes, due), and
 * for a user task publishes `deadline-set`, on which the diagram's watch starts, before the job completes.
 *
 * Inputs as variables or headers: `budget` ("2h"), `clockStart`, `clockLimit` (the earlier of budget and limit); for a
 * kept clock `clockDue` and `clockRemind` instead; header `agencyLimit` = "true": the agency's own limit where shorter.
 * Result: `dueAt`, `remindAt`, ISO 8601 with +07:00.
 */
import { formatTime } from '../domain/iso-time.ts';
import { dueFrom } from '../domain/working-time.ts';
import type { Deadline } from '../store/deadlines.ts';
import { handlingClock } from './handling-clock.ts';
import { type Handler, type Job, NeedsMending, type Tools } from './runtime/job.ts';
import { reportCodeOf, textOf, timeOf } from './variables.ts';
import { calendarInForce, minutesOf } from './working-calendar.ts';

/** More than 0, so that a message that comes while the last one is being taken waits for its turn. */
const timeToLive = 60_000;

export const setDeadline: Handler = async (job, tools) => {
  const reportCode = reportCodeOf(job);
  const kept = await tools.store.deadlines.keep(await reckon(job, tools, reportCode));
  const dueAt = formatTime(kept.dueAt);
  const remindAt = formatTime(kept.remindAt);
  // A clock of its own (budget in the header) has no task that could be reminded of.
  if (job.headers.budget === undefined) {
    const task = job.elementId;
    const taskInstance = job.elementInstanceKey;
    await tools.engine.publish({
      name: 'deadline-set',
      correlationKey: reportCode,
      messageId: `${taskInstance} ${dueAt}`,
      timeToLive,
      variables: { task, taskInstance, dueAt, remindAt },
    });
  }
  return { dueAt, remindAt };
};

async function reckon(job: Job, tools: Tools, reportCode: string): Promise<Deadline> {
  const { store } = tools;
  const calendar = await calendarInForce(store);
  const definition = await store.definitions.find(job.processDefinitionKey);
  const element = definition?.elements[job.elementId];
  const common = {
    _id: job.elementInstanceKey,
    reportCode,
    instanceKey: job.processInstanceKey,
    elementId: job.elementId,
    article: element?.article ?? null,
    calendarVersion: calendar.version,
    moves: [],
  };
  const clockDue = timeOf(job, 'clockDue');
  if (clockDue !== undefined) return keptClock(job, tools, common, clockDue);

  const startAt = timeOf(job, 'clockStart');
  const budget = textOf(job, 'budget');
  if (startAt === undefined || budget === undefined) {
    throw new NeedsMending(
      `${budget === undefined ? 'budget' : 'clockStart'} is missing`,
      `give ${job.elementId} a budget and a clockStart in the diagram, deploy it and migrate the instance`,
    );
  }
  let minutes = minutesOf(budget, calendar, job);
  if (job.headers.agencyLimit === 'true') {
    const agency = await store.agencies.find(String(job.variables.leadAgency ?? ''));
    if (agency?.handlingLimit) minutes = Math.min(minutes, minutesOf(agency.handlingLimit, calendar, job));
  }
  const due = dueFrom(startAt, minutes, calendar, timeOf(job, 'clockLimit'));
  return {
    ...common,
    budget,
    startEvent: element?.clockStart ?? null,
    startAt,
    workingMinutes: due.minutes,
    dueAt: due.dueAt,
    originalDueAt: due.dueAt,
    remindAt: due.remindAt,
  };
}

/** A task on a clock that runs already: its dates are the clock's, and the first date promised is the clock's too. */
async function keptClock(
  job: Job,
  { store, clock }: Tools,
  common: Pick<Deadline, '_id' | 'reportCode' | 'instanceKey' | 'elementId' | 'article' | 'calendarVersion' | 'moves'>,
  dueAt: number,
): Promise<Deadline> {
  const of = await handlingClock(store, common.reportCode, timeOf(job, 'handlingFrom'));
  return {
    ...common,
    article: common.article ?? of?.article ?? null,
    calendarVersion: of?.calendarVersion ?? common.calendarVersion,
    budget: null,
    startEvent: of?.startEvent ?? null,
    startAt: of?.startAt ?? (await clock.now()),
    workingMinutes: of?.workingMinutes ?? 0,
    dueAt,
    originalDueAt: of?.originalDueAt ?? dueAt,
    remindAt: timeOf(job, 'clockRemind') ?? dueAt,
  };
}
