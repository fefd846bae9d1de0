/**
 * One instance at any moment of its life, from its history: what held a token, which way it had gone, what stood still,
 * which date was in force and what the variables were. Pure; everything that happened up to and at the moment counts.
 */
import type { HistoryStep, InstanceHistory } from './api/history.ts';
import { isScope } from './bpmn-kinds.ts';

export interface Moment {
  state: 'before' | 'active' | 'completed' | 'canceled';
  /** Tokens by element id. */
  tokens: Record<string, number>;
  /** Elements that had been entered, scopes left out. */
  passed: string[];
  /** Sequence flows that had been taken. */
  flows: string[];
  incidents: Record<string, number>;
  overdue: Record<string, number>;
  /** Variables of the whole instance. */
  variables: Record<string, unknown>;
  /** Keys of the steps that stood, in the order of their coming. */
  standing: string[];
  /** The earliest date of what stood, ISO; null where none was due. */
  dueAt: string | null;
}

/** What happened, one thing a row. */
export type What =
  | 'started'
  | 'entered'
  | 'left'
  | 'interrupted'
  | 'claimed'
  | 'released'
  | 'date-moved'
  | 'stopped'
  | 'resolved'
  | 'timer'
  | 'ended';
export interface Happening {
  /** Epoch ms. */
  at: number;
  what: What;
  elementId: string | null;
  /** The step that it happened to. */
  step: string | null;
}

const ms = (time: string): number => Date.parse(time);
const over = (leftAt: string | null, at: number): boolean => leftAt !== null && ms(leftAt) <= at;

/** The step's element on the version that it ran on then. */
export function elementThen(step: HistoryStep, at: number): string {
  return step.was.find(({ until }) => ms(until) > at)?.elementId ?? step.elementId;
}

/** The step's date as it was then; null without one. */
export function dueThen({ date, task }: HistoryStep, at: number): string | null {
  if (!date) return task?.dueAt ?? null;
  return date.moves.find((move) => ms(move.at) > at)?.from ?? date.dueAt;
}

export function stateAt(history: InstanceHistory, at: number): Moment {
  const tokens: Record<string, number> = {};
  const overdue: Record<string, number> = {};
  const incidents: Record<string, number> = {};
  const passed = new Set<string>();
  const standing: string[] = [];
  let dueAt: string | null = null;
  for (const step of history.steps) {
    if (ms(step.enteredAt) > at || isScope(step.type)) continue;
    const id = elementThen(step, at);
    passed.add(id);
    if (over(step.leftAt, at) || step.watch) continue;
    standing.push(step.key);
    tokens[id] = (tokens[id] ?? 0) + 1;
    const due = dueThen(step, at);
    if (due === null || !step.task) continue;
    if (dueAt === null || ms(due) < ms(dueAt)) dueAt = due;
    if (ms(due) < at) overdue[id] = (overdue[id] ?? 0) + 1;
  }
  for (const one of history.incidents)
    if (ms(one.createdAt) <= at && !over(one.resolvedAt, at))
      incidents[one.elementId] = (incidents[one.elementId] ?? 0) + 1;
  const flows = new Set(history.flows.filter((flow) => ms(flow.at) <= at).map(({ id }) => id));
  return {
    state: ms(history.startedAt) > at ? 'before' : over(history.endedAt, at) ? history.state : 'active',
    tokens,
    passed: [...passed],
    flows: [...flows],
    incidents,
    overdue,
    variables: variablesBefore(history, (one) => ms(one.at) <= at),
    standing,
    dueAt,
  };
}

/** Variables of the whole instance as those that `counts` takes have set them; in the order of the records. */
export function variablesBefore(
  { variables }: InstanceHistory,
  counts: (one: InstanceHistory['variables'][number]) => boolean,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const one of variables) if (one.scope === null && counts(one)) values[one.name] = one.value;
  return values;
}

/** Everything that happened, in order; what is of the watches on deadlines and of scopes is left out. */
export function happeningsOf(history: InstanceHistory): Happening[] {
  const found: Happening[] = [{ at: ms(history.startedAt), what: 'started', elementId: null, step: null }];
  for (const step of history.steps) {
    if (step.watch || isScope(step.type)) continue;
    const add = (time: string, what: What) =>
      found.push({ at: ms(time), what, elementId: elementThen(step, ms(time)), step: step.key });
    add(step.enteredAt, 'entered');
    let held = false;
    for (const one of step.task?.history ?? []) {
      if (one.held && !held) add(one.at, 'claimed');
      if (!one.held && held && one.what === 'released') add(one.at, 'released');
      held = one.held;
    }
    for (const move of step.date?.moves ?? []) add(move.at, 'date-moved');
    if (step.leftAt) add(step.leftAt, step.state === 'terminated' ? 'interrupted' : 'left');
  }
  for (const { elementId, elementInstanceKey: step, createdAt, resolvedAt } of history.incidents) {
    found.push({ at: ms(createdAt), what: 'stopped', elementId, step });
    if (resolvedAt) found.push({ at: ms(resolvedAt), what: 'resolved', elementId, step });
  }
  for (const timer of history.timers)
    if (timer.state === 'fired' && timer.endedAt)
      found.push({ at: ms(timer.endedAt), what: 'timer', elementId: timer.elementId, step: null });
  if (history.endedAt) found.push({ at: ms(history.endedAt), what: 'ended', elementId: null, step: null });
  // A stable order: what came together stays in the order in which it was found, by steps.
  return found.sort((a, b) => a.at - b.at);
}

/** The moments at which something happened, each once, in order: what one steps through. */
export const momentsOf = (happenings: readonly Happening[]): number[] => [...new Set(happenings.map(({ at }) => at))];
