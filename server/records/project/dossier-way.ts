/** A report's dossier, fact by fact: what each record adds to that from which figures are counted. */
import { type Dossier, type Step, type Turning, turning } from '../../../domain/statistics/dossier.ts';
import type { Report } from '../../../store/reports.ts';
import type { Task } from '../../../store/tasks.ts';
import { actor } from './report-way.ts';

function stepOf(dossier: Dossier, task: Task): Step {
  const known = dossier.steps.find(({ key }) => key === task._id);
  if (known) return known;
  const step: Step = {
    key: task._id,
    stage: task.stage,
    agency: actor(task),
    openedAt: task.createdAt,
    doneAt: null,
    goneAt: null,
    first: task.originalDueAt,
    due: task.dueAt,
    moves: [],
    calendar: null,
    outcome: null,
    by: null,
    days: null,
    completion: null,
  };
  dossier.steps.push(step);
  return step;
}

export function opened(dossier: Dossier, task: Task, calendar: number | null): void {
  stepOf(dossier, task).calendar = calendar;
}

export function moved(dossier: Dossier, task: Task, at: number): void {
  const step = stepOf(dossier, task);
  if (step.due === task.dueAt) return;
  step.moves.push({ at, from: step.due, to: task.dueAt });
  step.due = task.dueAt;
}

/** A migrated task may be another step now. */
export function renamed(dossier: Dossier, task: Task): void {
  stepOf(dossier, task).stage = task.stage;
}

/** `variables`: what the engine was told with the completion. */
export function completed(
  dossier: Dossier,
  task: Task,
  variables: Readonly<Record<string, unknown>>,
  calendar: number | null,
  at: number,
): void {
  const step = stepOf(dossier, task);
  step.doneAt = at;
  step.calendar = calendar ?? step.calendar;
  step.outcome = task.outcome;
  step.by = task.completedBy;
  if (typeof variables.days === 'number') step.days = variables.days;
  if (typeof variables.completionId === 'string') step.completion = variables.completionId;
  // What a step decides belongs to it; the variable's own record comes right after.
  for (const name of turning) if (typeof variables[name] === 'string') turned(dossier, name, variables[name], at);
}

export function canceled(dossier: Dossier, task: Task, at: number): void {
  stepOf(dossier, task).goneAt = at;
}

/** What figures are divided by. */
export const isTurning = (name: string): name is Turning => (turning as readonly string[]).includes(name);

export function turned(dossier: Dossier, name: Turning, value: unknown, at: number): void {
  const to = typeof value === 'string' && value !== '' ? value : null;
  const now = dossier.turns.findLast((turn) => turn.name === name)?.value ?? null;
  if (now !== to) dossier.turns.push({ at, name, value: to });
}

export function answered(dossier: Dossier, at: number, resolution: string | null): void {
  dossier.answers.push({ at, resolution });
}

export function rated(dossier: Dossier, rating: string, at: number): void {
  dossier.ratings.push({ at, rating });
}

/** `report` as it stands after the step: a refusal ends it before its instance is over. */
export function refused(dossier: Dossier, report: Report, at: number): void {
  if (report.status === 'rejected' && dossier.ends.length === 0) dossier.ends.push({ at, how: 'rejected' });
}

export function withdrawn(dossier: Dossier, at: number): void {
  if (dossier.answers.length === 0) dossier.ends.push({ at, how: 'withdrawn' });
}

/** `canceled`: ended by hand. Nothing can come after it. */
export function ended(dossier: Dossier, report: Report, at: number, canceled: boolean): void {
  dossier.until = at;
  if (dossier.answers.length > 0 || dossier.ends.length > 0) return;
  const how = canceled ? 'canceled' : report.flow.closure === 'incomplete' ? 'lapsed' : 'closed';
  dossier.ends.push({ at, how });
}
