/**
 * Reports of a period as histories for a rehearsal: what came of each task and how much working time it took, when the
 * sender said something. No name, no text, no place, no code that anybody could look up.
 */
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { splitCompletion } from '../../domain/completion.ts';
import type { Codes, MessageStep, ReportHistory, Step, TaskStep } from '../../domain/rehearsal/histories.ts';
import { isStage } from '../../domain/stages.ts';
import { addWorking, minuteMs, workingBetween } from '../../domain/working-time.ts';
import type { Completion } from '../../store/completions.ts';
import type { ElementInstance } from '../../store/instances.ts';
import type { Report } from '../../store/reports.ts';
import type { Store } from '../../store/store.ts';
import type { Task } from '../../store/tasks.ts';
import { calendarInForce } from '../plugins/calendar.ts';

/** So many reports are read at a time. */
const batch = 200;
/** What the database takes as a limit, and nobody reaches. */
const mostReports = 2 ** 31 - 1;

/** Reports received from `from` up to, but not at, `to` (epoch ms), oldest first; not more than `limit`. */
export async function historiesOf(
  store: Store,
  period: { from: number; to: number },
  limit = mostReports,
): Promise<ReportHistory[]> {
  const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
  const histories: ReportHistory[] = [];
  const cursor = store.reports.model
    .find({ receivedAt: { $gte: period.from, $lt: period.to } })
    .sort({ receivedAt: 1, _id: 1 })
    .limit(limit)
    .lean<Report[]>()
    .cursor({ batchSize: batch });
  for (let reports: Report[] = []; ; ) {
    const report = (await cursor.next()) as Report | null;
    if (report) reports.push(report);
    if (reports.length === batch || (!report && reports.length > 0)) {
      histories.push(...(await read(store, reports, calendar, histories.length)));
      reports = [];
    }
    if (!report) return histories;
  }
}

/** These reports, as far as they have come. Ids are `R1`, `R2`, … in the order given. */
export async function historiesSoFar(store: Store, reports: readonly Report[]): Promise<ReportHistory[]> {
  const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
  const histories: ReportHistory[] = [];
  for (let n = 0; n < reports.length; n += batch)
    histories.push(...(await read(store, reports.slice(n, n + batch), calendar, n)));
  return histories;
}

async function read(store: Store, reports: Report[], calendar: Calendar, before: number): Promise<ReportHistory[]> {
  const codes = reports.map((one) => one._id);
  const instances = reports.flatMap((one) => one.instanceKey ?? []);
  const [tasks, completions, waits] = await Promise.all([
    store.tasks.model
      .find({ reportCode: { $in: codes } })
      .sort({ createdAt: 1, _id: 1 })
      .lean<Task[]>()
      .exec(),
    store.completions.model
      .find({ reportCode: { $in: codes }, state: 'adopted' })
      .lean<Completion[]>()
      .exec(),
    store.instances.elements
      .find({ instanceKey: { $in: instances }, type: { $in: ['EVENT_BASED_GATEWAY', 'SUB_PROCESS'] } })
      .sort({ position: 1 })
      .lean<ElementInstance[]>()
      .exec(),
  ]);
  const decided = new Map(completions.map((one) => [one.taskKey, one]));
  const of = <T>(list: T[], belongs: (one: T) => boolean): T[] => list.filter(belongs);
  return reports.map((report, n) => ({
    id: `R${before + n + 1}`,
    receivedAt: report.receivedAt,
    confidential: report.confidential,
    steps: [
      ...of(tasks, (one) => one.reportCode === report._id && one.state === 'completed').map((one) => ({
        at: one.createdAt,
        step: taskStep(one, decided.get(one._id), calendar),
      })),
      ...messagesOf(
        report,
        of(waits, (one) => one.instanceKey === report.instanceKey),
      ),
    ]
      .toSorted((a, b) => a.at - b.at)
      .map(({ step }) => step),
  }));
}

function taskStep(task: Task, completion: Completion | undefined, calendar: Calendar): TaskStep {
  const endedAt = task.endedAt ?? task.createdAt;
  const workingMinutes = Math.max(0, workingBetween(task.createdAt, endedAt, calendar));
  const takenAt = takenAtOf(task);
  return {
    kind: 'task',
    stage: task.elementId,
    group: task.groups[0] ?? '',
    outcome: task.outcome ?? '',
    codes: completion ? codesOf(task, completion) : {},
    workingMinutes,
    ...(takenAt === null ? {} : { heldMinutes: Math.max(0, workingBetween(takenAt, endedAt, calendar)) }),
    afterHoursMs: Math.max(
      0,
      endedAt - (workingMinutes === 0 ? task.createdAt : addWorking(task.createdAt, workingMinutes, calendar)),
    ),
  };
}

/**
 * When the person who did it had taken it. One that was claimed and completed within a minute was taken only to be
 * done: it was read and thought about before, and tells nothing of how long that took.
 */
function takenAtOf({ history, endedAt, createdAt }: Task): number | null {
  const taken = history.findLast(({ what, assignee }) => what === 'assigned' && assignee)?.at ?? null;
  return taken === null || endedAt === null || endedAt - taken < minuteMs ? null : Math.max(taken, createdAt);
}

/** What went to the engine with the decision, without what says who and which. */
function codesOf(task: Task, completion: Completion): Codes {
  if (!isStage(task.stage)) return {};
  const { variables } = splitCompletion(task.stage, { outcome: task.outcome, ...completion.fields }, '');
  const { outcome: _, completionId: __, ...codes } = variables as Record<string, never>;
  return codes;
}

function messagesOf(report: Report, waits: readonly ElementInstance[]): { at: number; step: Step }[] {
  const since = (type: string, at: number): number =>
    waits.findLast((one) => one.type === type && one.startedAt <= at)?.startedAt ?? report.receivedAt;
  const message = (name: MessageStep['name'], type: string, at: number, codes: Codes = {}) => {
    const start = since(type, at);
    return { at: start, step: { kind: 'message' as const, name, codes, afterMs: at - start } };
  };
  return [
    ...report.supplements
      .filter((one) => !one.addendum)
      .map((one) => message('supplement', 'EVENT_BASED_GATEWAY', one.at)),
    ...report.feedback
      .filter((one) => !one.addendum)
      .map((one) =>
        message('feedback', 'EVENT_BASED_GATEWAY', one.at, {
          rating: one.rating ?? null,
          hasComment: one.comment !== undefined,
        }),
      ),
    ...(report.withdrawal && !report.withdrawal.addendum
      ? [message('withdrawal', 'SUB_PROCESS', report.withdrawal.at)]
      : []),
  ];
}
