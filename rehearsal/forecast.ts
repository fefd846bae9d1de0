/**
 * How many running reports will be late: each is copied into the engine in memory by playing what has happened to it so
 * far, its open tasks are given durations that such tasks took before (longer than they have been open already), and
 * all play on to the last horizon; again and again, with other draws.
 */
import { type Calendar, compileCalendar } from '../domain/calendar.ts';
import type { Forecast, ForecastInput, ForecastReport, OpenTask, RunningReport } from '../domain/rehearsal/forecast.ts';
import type { ReportHistory, Step, TaskStep } from '../domain/rehearsal/histories.ts';
import { workingBetween } from '../domain/working-time.ts';
import { play } from './play.ts';
import { drawn, type Pool, poolOf, precedentsFor } from './precedents.ts';
import { randomOf } from './random.ts';
import { surge } from './surge.ts';

/** With fewer ended reports than this the durations are assumed (surge.ts says which). */
const enough = 20;
/** A report with at least this share of late runs is one that somebody should look at. */
const atRisk = 0.3;
/** "Done soon" means within this many working minutes. */
const soonMinutes = 120;
/** So many units are asked what would help. */
const helpers = 3;

export interface ForecastTools {
  /** Machine time, ms. */
  machineNow(): number;
  progress?(told: { runs: number }): void;
}

/** When a report becomes late in a run: epoch ms, null when it does not; undefined where the play is not to be trusted. */
type Fate = number | null | undefined;

export async function forecast(input: ForecastInput, { machineNow, progress }: ForecastTools): Promise<Forecast> {
  const { now, horizons, seed } = input;
  const calendar = compileCalendar(input.calendar, 1);
  const assumed = input.precedents.length < enough;
  const precedents = assumed
    ? [...input.precedents, ...surge({ reports: 300, from: now - 30 * 86_400_000, days: 30, seed: 1 })]
    : input.precedents;
  const pool = poolOf(precedents);
  const running = input.versions.flatMap(({ reports }) => reports);
  const lateNow = running.filter(({ open }) => open.some(({ dueAt }) => dueAt !== null && dueAt <= now));
  const late = new Set(lateNow.map(({ history }) => history.id));
  const began = machineNow();

  const runOnce = async (n: number, hurried: string | null): Promise<Map<string, Fate>> => {
    const random = randomOf(seed * 7_919 + n);
    const fates = new Map<string, Fate>();
    for (const { files, reports } of input.versions) {
      const histories = reports
        .map((one) => continued(one, pool, random, { now, calendar, hurried }))
        .toSorted((a, b) => a.receivedAt - b.receivedAt);
      const played = await play({
        resources: files,
        histories,
        calendar: input.calendar,
        agencies: input.agencies,
        seed: seed * 7_919 + n,
        precedents,
        until: horizons.at(-1)!,
      });
      const tasks = Map.groupBy(played.tasks, ({ report }) => report);
      for (const report of reports)
        fates.set(report.history.id, fateOf(report, tasks.get(report.history.id) ?? [], now));
    }
    return fates;
  };

  const runs: Map<string, Fate>[] = [];
  // What is kept for asking what would help: half as many runs again.
  while (runs.length < input.leastRuns || machineNow() - began < input.budgetMs * 0.65) {
    if (running.length === 0) break;
    runs.push(await runOnce(runs.length, null));
    progress?.({ runs: runs.length });
  }

  const isLateBy = (fate: Fate, at: number): boolean => typeof fate === 'number' && fate <= at;
  const unsure = running.filter(({ history }) => runs.some((run) => run.get(history.id) === undefined));
  const counted = running.filter((one) => !late.has(one.history.id) && !unsure.includes(one));
  const reports = counted
    .map((one) => reportOf(one, runs, horizons, isLateBy))
    .filter(({ shares }) => shares.at(-1)! > 0)
    .toSorted((a, b) => b.shares.at(-1)! - a.shares.at(-1)! || (a.dueAt ?? 0) - (b.dueAt ?? 0));
  const lateBy = (run: Map<string, Fate>, at: number): number =>
    counted.filter(({ history }) => isLateBy(run.get(history.id), at)).length;

  return {
    runs: runs.length,
    lateNow: lateNow.length,
    horizons: horizons.map((at) => ({ at, ...spread(runs.map((run) => lateBy(run, at))) })),
    reports,
    helps: await whatHelps(reports, runs, horizons.at(-1)!, runOnce, lateBy),
    unsure: unsure.map(({ history }) => history.id),
    precedents: input.precedents.length,
    assumed,
  };
}

/** The history with its open tasks given what such tasks took before. */
function continued(
  { history, open }: RunningReport,
  pool: Pool,
  random: () => number,
  { now, calendar, hurried }: { now: number; calendar: Calendar; hurried: string | null },
): ReportHistory {
  const steps: Step[] = open.flatMap((task) => {
    // A minute is as exact as a rehearsal is: what is open now must not be done before now.
    const elapsed = Math.max(0, workingBetween(task.createdAt, now, calendar)) + 1;
    const step = remaining(pool, task, elapsed, random);
    if (!step) return [];
    const soon = task.group === hurried ? Math.min(step.workingMinutes, elapsed + soonMinutes) : step.workingMinutes;
    return [{ ...step, group: task.group, workingMinutes: soon }];
  });
  return { ...history, steps: [...history.steps, ...steps] };
}

/** One that took longer than this task has been open; if none did, as long again as any of them. */
function remaining(
  pool: Pool,
  { stage, group }: OpenTask,
  elapsed: number,
  random: () => number,
): TaskStep | undefined {
  const longer = precedentsFor(pool, stage, group)?.filter(({ workingMinutes }) => workingMinutes > elapsed) ?? [];
  if (longer.length > 0) return longer[Math.floor(random() * longer.length)];
  const any = drawn(pool, stage, group, random);
  return any && { ...any, workingMinutes: elapsed + Math.max(1, any.workingMinutes) };
}

interface PlayedOn {
  readonly stage: string;
  readonly group: string;
  readonly createdAt: number;
  readonly completedAt: number | null;
  readonly broken: boolean;
  readonly dueAt: number | null;
}

function fateOf({ open }: RunningReport, tasks: readonly PlayedOn[], now: number): Fate {
  const ahead = tasks.filter(({ completedAt, broken }) => !broken && (completedAt === null || completedAt > now));
  const nameOf = ({ stage, group }: { stage: string; group: string }): string => `${stage} ${group}`;
  const standing = ahead.filter(({ createdAt }) => createdAt <= now).map(nameOf);
  if (standing.toSorted().join() !== open.map(nameOf).toSorted().join()) return undefined;
  const known = new Map(open.map((task) => [nameOf(task), task.dueAt]));
  const moments = ahead.flatMap((task) => {
    // Of a task that is open now the date is known; it may have been moved since.
    const dueAt = task.createdAt <= now ? (known.get(nameOf(task)) ?? null) : task.dueAt;
    return dueAt !== null && dueAt > now && (task.completedAt === null || task.completedAt > dueAt) ? [dueAt] : [];
  });
  return moments.length === 0 ? null : Math.min(...moments);
}

function reportOf(
  { history, open }: RunningReport,
  runs: readonly Map<string, Fate>[],
  horizons: readonly number[],
  isLateBy: (fate: Fate, at: number) => boolean,
): ForecastReport {
  const [first] = open.toSorted((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  const shareBy = (at: number): number => runs.filter((run) => isLateBy(run.get(history.id), at)).length / runs.length;
  return {
    id: history.id,
    stage: first?.stage ?? '',
    group: first?.group ?? '',
    dueAt: first?.dueAt ?? null,
    shares: horizons.map(shareBy),
  };
}

/** The units with the most at risk, and what their doing it soon would change: a quarter as many runs, at least five. */
async function whatHelps(
  reports: readonly ForecastReport[],
  runs: readonly Map<string, Fate>[],
  at: number,
  runOnce: (n: number, hurried: string) => Promise<Map<string, Fate>>,
  lateBy: (run: Map<string, Fate>, at: number) => number,
): Promise<Forecast['helps']> {
  const risky = Map.groupBy(
    reports.filter(({ shares, group }) => shares.at(-1)! >= atRisk && group !== ''),
    ({ group }) => group,
  );
  const weight = (of: readonly ForecastReport[]): number => of.reduce((sum, { shares }) => sum + shares.at(-1)!, 0);
  const worst = [...risky].toSorted(([, a], [, b]) => weight(b) - weight(a)).slice(0, helpers);
  const tries = Math.min(runs.length, Math.max(5, Math.ceil(runs.length / 4)));
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / (values.length || 1);
  const before = mean(runs.slice(0, tries).map((run) => lateBy(run, at)));
  const helps: Forecast['helps'][number][] = [];
  for (const [group, tasks] of worst) {
    const counts: number[] = [];
    // The same draws as before, but for what is done soon.
    for (let n = 0; n < tries; n += 1) counts.push(lateBy(await runOnce(n, group), at));
    helps.push({ group, tasks: tasks.length, before, after: mean(counts) });
  }
  return helps.toSorted((a, b) => a.after - b.after);
}

function spread(counts: readonly number[]): { median: number; low: number; high: number } {
  const sorted = counts.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}
