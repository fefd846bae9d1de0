/**
 * A report's projected half, step by step. What status and stage follow from a fact is domain/status.ts's; this file
 * adds when: a status that goes with a task or a wait is shown when the instance has *arrived* there, so who has seen
 * `in-progress` finds the task, and who has seen `needs-supplement` can send one.
 */
import { isStage } from '../../../domain/stages.ts';
import { advance, type Fact, type Standing } from '../../../domain/status.ts';
import type { HistoryLine, PublishedReply, Report } from '../../../store/reports.ts';
import type { Task } from '../../../store/tasks.ts';

function standingOf(report: Report): Standing {
  return {
    status: report.status,
    stage: report.stage as Standing['stage'],
    published: report.publishedAt !== undefined,
    rated: report.flow.rated === true,
    ended: report.flow.ended === true,
  };
}

/** Takes a fact over at once. */
function take(report: Report, fact: Fact): void {
  const next = advance(standingOf(report), fact);
  report.status = next.status;
  report.stage = next.stage;
  report.flow.rated = next.rated;
  report.flow.ended = next.ended;
  report.flow.settled = true;
  if (next.stage === null) {
    report.dueAt = null;
    report.flow.waitUntil = undefined;
  }
}

/** Takes a fact over only when it ends something; otherwise the arrival at the next task or wait will tell. */
function takeIfLast(report: Report, fact: Fact): void {
  const next = advance(standingOf(report), fact);
  if (next.stage === null) take(report, fact);
  else report.flow.settled = Object.keys(report.flow.tasks).length > 0;
}

const line = (report: Report, entry: HistoryLine): void => {
  report.history.push(entry);
};

function earliestDue(report: Report): number | null {
  const dates = Object.values(report.flow.tasks).flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  return dates.length === 0 ? null : Math.min(...dates);
}

export function started(report: Report, instanceKey: string): void {
  report.instanceKey = instanceKey;
}

export function taskOpened(report: Report, task: Task): void {
  report.flow.tasks[task._id] = { stage: task.stage, dueAt: task.dueAt };
  report.flow.waitUntil = undefined;
  report.missing = undefined;
  if (isStage(task.stage)) take(report, { is: 'stage-entered', stage: task.stage });
  report.dueAt = earliestDue(report);
}

/** A migrated task may be another step now: the report stands where the task says. */
export function taskRenamed(report: Report, task: Task): void {
  const open = report.flow.tasks[task._id];
  if (!open || open.stage === task.stage) return;
  if (report.stage === open.stage) report.stage = task.stage;
  open.stage = task.stage;
}

export function taskMoved(report: Report, task: Task, at: number, id: string): void {
  const open = report.flow.tasks[task._id];
  if (!open) return;
  const from = open.dueAt;
  open.dueAt = task.dueAt;
  report.dueAt = earliestDue(report);
  line(report, { at, what: 'deadline-moved', stage: task.stage, by: actor(task), data: { from, to: task.dueAt }, id });
}

/** `texts`: what was written under the completionId; null where nothing was. */
export function taskCompleted(
  report: Report,
  task: Task,
  texts: Record<string, unknown> | null,
  at: number,
  id: string,
): void {
  const { stage, outcome } = task;
  closeTask(report, task);
  if (task.originalDueAt !== null && at > task.originalDueAt) report.flow.lateByFirst = true;
  if (task.dueAt !== null && at > task.dueAt) report.flow.lateByMoved = true;
  line(report, { at, what: outcome ? `${stage}.${outcome}` : stage, stage, by: actor(task), id });
  if (stage === 'intake' && outcome === 'incomplete') report.missing = textOf(texts?.missing);
  if (stage === 'intake' && outcome === 'rejected') report.ground = textOf(texts?.ground);
  if (isStage(stage) && outcome) takeIfLast(report, { is: 'stage-done', stage, outcome });
  else report.flow.settled = Object.keys(report.flow.tasks).length > 0;
}

export function taskCanceled(report: Report, task: Task): void {
  closeTask(report, task);
}

function closeTask(report: Report, task: Task): void {
  delete report.flow.tasks[task._id];
  report.dueAt = earliestDue(report);
}

/** The sender has been asked: from now on a supplement is waited for. */
export function supplementRequested(report: Report, until: number | null): void {
  take(report, { is: 'job-done', type: 'request-supplement' });
  report.dueAt = until ?? report.flow.waitUntil ?? null;
}

/** A date up to which the instance waits for the sender. */
export function waitsUntil(report: Report, until: number): void {
  report.flow.waitUntil = until;
  if (report.stage === 'supplement' || report.stage === 'feedback') report.dueAt = until;
}

export function supplemented(report: Report, at: number, id: string): void {
  line(report, { at, what: 'supplemented', by: 'sender', id });
  report.flow.settled = false;
}

export function feedbackReceived(
  report: Report,
  feedback: { rating: string | null; hasComment: boolean },
  at: number,
  id: string,
): void {
  if (feedback.rating) report.rating = feedback.rating as Report['rating'];
  line(report, { at, what: 'feedback', by: 'sender', id });
  const { stage } = report;
  const rated = feedback.rating !== null;
  take(report, { is: 'message', name: 'feedback', rated, hasComment: feedback.hasComment });
  // A comment is looked at once the review's task is there; a comment may open a closed report again.
  report.stage = stage;
  report.flow.settled = !feedback.hasComment;
}

/** The publishing job is done: only now the reply counts as given. */
export function published(report: Report, reply: PublishedReply, id: string): void {
  report.reply = reply;
  report.publishedAt = reply.at;
  report.timeliness = { byFirst: !report.flow.lateByFirst, byMoved: !report.flow.lateByMoved };
  report.rating = undefined;
  take(report, { is: 'job-done', type: 'publish-reply', kind: reply.kind });
  report.dueAt = report.flow.waitUntil ?? null;
  line(report, { at: reply.at, what: 'published', by: reply.agency, id });
}

/** The withdrawal has interrupted the stages. */
export function withdrawn(report: Report, at: number, id: string): void {
  take(report, { is: 'message', name: 'withdrawal' });
  line(report, { at, what: 'withdrawn', by: 'sender', id });
}

/** `canceled`: it did not come to an end of its own but was ended by hand (docs/decisions/0019). */
export function instanceEnded(report: Report, at: number, id: string, canceled = false): void {
  const before = report.status;
  take(report, { is: 'ended' });
  if (before === report.status) return;
  const ended = report.flow.closure === 'incomplete' ? 'supplement-lapsed' : 'closed';
  line(report, { at, what: canceled ? 'canceled' : ended, ...(canceled ? { by: 'ioc' } : {}), id });
}

/** Root variables that belong on the report's face. */
export function variableSet(report: Report, name: string, value: unknown): void {
  if (name === 'field') report.field = textOf(value);
  if (name === 'district') report.district = textOf(value);
  if (name === 'leadAgency') report.leadAgency = textOf(value);
  if (name === 'coordinatingAgencies') report.coordinatingAgencies = listOf(value);
  if (name === 'proposedAgencies') report.proposedAgencies = listOf(value);
  if (name === 'closure') report.flow.closure = textOf(value);
}

/** The agency that had it is no more (docs/decisions/0027): from here on its successor has it, under the same dates. */
export function succeeded(report: Report, predecessor: string, at: number, id: string): void {
  const by = report.leadAgency ? { by: report.leadAgency } : {};
  line(report, { at, what: 'succeeded', ...by, data: { from: predecessor }, id });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

/** Who acted, as a sender may see it: an agency, the IOC or the province, never a person. */
export function actor(task: Pick<Task, 'agency' | 'groups'>): string {
  if (task.agency) return task.agency;
  return task.groups.includes('province') ? 'province' : 'ioc';
}
