/**
 * A rehearsal: a draft and what is in force, each played in several runs with the same reports and the same seeds, and
 * what was found, each figure over all runs. The same input gives the same result.
 */
import { type CalendarData, compileCalendar } from '../domain/calendar.ts';
import type { RehearsalInput } from '../domain/rehearsal/input.ts';
import { spreadOf } from '../domain/rehearsal/quantiles.ts';
import type { ChangedWay, OnTime, RehearsalResult, SideResult, Spread, Times } from '../domain/rehearsal/result.ts';
import { type Drawn, drawnIn } from './drawn.ts';
import { type Played, play } from './play.ts';
import { queuesOf } from './queues.ts';
import type { Resource } from './resources.ts';
import { type OnTimeFigures, type Summary, summarise, type TimeFigures } from './summary.ts';
import { surge } from './surge.ts';

export interface RehearseTools {
  /** Told once, at the end: the virtual time of all runs together. */
  played?(virtualHours: number): void;
  progress?(told: { done: number; of: number }): void;
  signal?: AbortSignal;
}

/** So many reports whose way is another one are told by name; how many there are is told anyway. */
const mostChanged = 200;
/** Runs of one seed must not draw what those of the next one draw. */
const runsApart = 7_919;

/** @throws what the engine refuses a deployment with: `side` says whose */
export async function rehearse(input: RehearsalInput, tools: RehearseTools = {}): Promise<RehearsalResult> {
  const { source, runs, seed } = input;
  const histories = source.kind === 'histories' ? source.histories : surge({ ...source, seed });
  const same = input.inForce !== null && sameFiles(input.draft, input.inForce);
  const sides = same || input.inForce === null ? 1 : 2;
  const of = Math.max(1, histories.length * runs * sides);
  let before = 0;

  async function playAll(resources: readonly Resource[], side: 'draft' | 'inForce'): Promise<Run[]> {
    const played: Run[] = [];
    for (let run = 0; run < runs; run++) {
      let told = 0;
      const one = await play({
        resources,
        histories,
        calendar: input.calendar,
        agencies: input.agencies,
        seed: seed * runsApart + run,
        vary: input.vary,
        unknownMinutes: input.unknownMinutes,
        ...(input.staffing ? { staffing: input.staffing } : {}),
        ...(tools.signal ? { signal: tools.signal } : {}),
        onProgress(ended) {
          // A hundred times a run is often enough.
          if (ended - told < histories.length / 100) return;
          told = ended;
          tools.progress?.({ done: before + ended, of });
        },
      }).catch((error: unknown) => {
        throw Object.assign(error as Error, { side });
      });
      before += histories.length;
      tools.progress?.({ done: before, of });
      played.push(runOf(one, input, run === 0));
    }
    return played;
  }

  tools.progress?.({ done: 0, of });
  const from = histories[0]?.receivedAt ?? 0;
  const draft = await playAll(input.draft, 'draft');
  const inForce = sides === 2 ? await playAll(input.inForce!, 'inForce') : null;
  const virtualMs = [...draft, ...(inForce ?? [])].reduce((sum, { until }) => sum + Math.max(0, until - from), 0);
  tools.played?.(virtualMs / 3_600_000);
  const sideOf = async (played: readonly Run[], files: readonly Resource[]) =>
    sideResult(played, await drawnIn(files), from, input);
  const draftSide = await sideOf(draft, input.draft);
  const inForceSide = inForce ? await sideOf(inForce, input.inForce!) : same ? draftSide : null;
  const changed = inForce ? changedWays(draft[0]!, inForce[0]!) : [];
  return {
    received: histories.length,
    runs,
    draft: draftSide.side,
    inForce: inForceSide?.side ?? null,
    same,
    changed: { count: changed.length, list: changed.slice(0, mostChanged) },
    queuesBy: draftSide.by,
    assumed: {
      work: input.staffing?.work ?? null,
      surge: source.kind === 'surge' ? source.assumptions : null,
    },
  };
}

/** What is kept of a run: its tasks would fill the memory when there are many. */
interface Run extends Pick<Played, 'entered' | 'incidents' | 'unplayed' | 'notices' | 'groups' | 'until'> {
  readonly summary: Summary;
  /** Tasks by group and stage. */
  readonly offered: readonly { group: string; stage: string; count: number }[];
  /** Of the first run: what was done, by report. */
  readonly ways: ReadonlyMap<string, readonly string[]>;
}

function runOf(played: Played, { calendar }: RehearsalInput, first: boolean): Run {
  const { entered, incidents, unplayed, notices, groups, until, tasks } = played;
  const offered = [...Map.groupBy(tasks, ({ group, stage }) => `${group} ${stage}`).values()].map((some) => {
    const { group, stage } = some[0]!;
    return { group, stage, count: some.length };
  });
  const summary = summarise(played, calendar);
  const ways = first ? waysOf(played) : new Map<string, string[]>();
  return { summary, entered, incidents, unplayed, notices, groups, until, offered, ways };
}

function sameFiles(a: readonly Resource[], b: readonly Resource[]): boolean {
  const of = (files: readonly Resource[]) => new Map(files.map(({ name, content }) => [name, content]));
  const [one, other] = [of(a), of(b)];
  return one.size === other.size && [...one].every(([name, content]) => other.get(name) === content);
}

function sideResult(
  played: readonly Run[],
  drawn: Drawn,
  from: number,
  { calendar, staffing, directory }: { calendar: CalendarData } & Pick<RehearsalInput, 'staffing' | 'directory'>,
): { side: SideResult; by: 'hour' | 'day' } {
  const found = played.map(({ summary }) => summary);
  const every = <Key extends string>(of: (summary: Summary) => readonly Key[]): Key[] => [
    ...new Set(found.flatMap((summary) => of(summary))),
  ];
  const over = (of: (summary: Summary) => number | null): Spread | null => spreadOf(found.map(of));
  const count = (of: (summary: Summary) => number): Spread => over(of)!;
  const { by, queues } = queuesOf(played, from, compileCalendar(calendar, 1));
  const entered: Record<string, number> = {};
  for (const id of new Set(played.flatMap((one) => [...one.entered.keys()])))
    entered[id] = spreadOf(played.map((one) => one.entered.get(id) ?? 0))!.median;
  const reached = (id: string): boolean => played.some((one) => one.entered.has(id));
  const peopled = new Set((staffing?.groups ?? directory).filter(({ people }) => people > 0).map(({ group }) => group));

  const side: SideResult = {
    ended: count(({ ended }) => ended),
    days: over(({ medianDays }) => medianDays),
    days90: over(({ ninetiethDays }) => ninetiethDays),
    reports: onTime(found.map(({ reports }) => reports)),
    stages: every(({ stages }) => stages.map(({ stage }) => stage)).map((stage) => {
      const of = found.map(({ stages }) => stages.find((one) => one.stage === stage));
      const counted = (what: 'done' | 'open' | 'broken'): Spread => spreadOf(of.map((one) => one?.[what] ?? 0))!;
      const all = (one: { done: number; open: number; broken: number }): number => one.done + one.open + one.broken;
      return {
        stage,
        done: counted('done'),
        open: counted('open'),
        broken: counted('broken'),
        assumed: spreadOf(of.map((one) => (one ? one.assumed / Math.max(1, all(one)) : null))),
        ...onTime(of),
        ...times(of),
      };
    }),
    agencies: every(({ agencies }) => agencies.map(({ agency }) => agency)).map((agency) => {
      const of = found.map(({ agencies }) => agencies.find((one) => one.agency === agency));
      return { agency, done: spreadOf(of.map((one) => one?.done ?? 0))!, ...onTime(of), ...times(of) };
    }),
    queues,
    entered,
    unreached: {
      elements: drawn.elements.filter((id) => !reached(id)),
      flows: drawn.flows.filter((id) => !reached(id)),
    },
    incidents: counted(played.map(({ incidents }) => incidents.map(({ count: n, ...what }) => [what, n] as const))).map(
      ([what, n]) => ({ ...what, count: n }),
    ),
    unclaimable: counted(
      played.map(({ offered }) =>
        offered.filter(({ group }) => !peopled.has(group)).map(({ count: n, ...what }) => [what, n] as const),
      ),
    ).map(([what, n]) => ({ ...what, count: n })),
    unplayed: counted(played.map(({ unplayed }) => [...unplayed].map(([stage, n]) => [{ stage }, n] as const))).map(
      ([what, n]) => ({ ...what, count: n }),
    ),
    notices: counted(played.map(({ notices }) => [...notices].map(([what, n]) => [{ what }, n] as const))).map(
      ([what, n]) => ({ ...what, count: n }),
    ),
    names: drawn.names,
  };
  return { side, by };
}

/** The same things of several runs, each with how often it was there. */
function counted<What extends object>(runs: readonly (readonly (readonly [What, number])[])[]): [What, Spread][] {
  const whats = new Map(runs.flat().map(([what]) => [JSON.stringify(what), what]));
  return [...whats].map(([name, what]) => {
    const of = runs.map((run) => run.find(([other]) => JSON.stringify(other) === name)?.[1] ?? 0);
    return [what, spreadOf(of)!];
  });
}

function onTime(of: readonly (OnTimeFigures | undefined)[]): OnTime {
  const share = (part: 'inTimeFirst' | 'inTime'): Spread | null =>
    spreadOf(of.map((one) => (one && one.dated > 0 ? one[part] / one.dated : null)));
  return {
    dated: spreadOf(of.map((one) => one?.dated ?? 0))!,
    first: share('inTimeFirst'),
    extended: share('inTime'),
  };
}

function times(of: readonly (TimeFigures | undefined)[]): Times {
  const over = (what: keyof TimeFigures): Spread | null => spreadOf(of.map((one) => one?.[what] ?? null));
  return {
    waiting: over('waiting'),
    waiting90: over('waiting90'),
    working: over('working'),
    working90: over('working90'),
    took: over('median'),
    took90: over('ninetieth'),
  };
}

/** What was done to each report, in order. */
function waysOf({ reports, tasks }: Played): Map<string, string[]> {
  const ways = new Map<string, string[]>(reports.map(({ id }) => [id, []]));
  for (const task of tasks.filter(({ completedAt }) => completedAt !== null).toSorted(byDone))
    ways.get(task.report)?.push(`${task.stage} ${task.outcome ?? ''}`.trim());
  return ways;
}

/** Reports that went another way: other stages, or other outcomes. */
function changedWays(draft: Run, inForce: Run): ChangedWay[] {
  return [...draft.ways].flatMap(([report, now]) => {
    const then = inForce.ways.get(report) ?? [];
    return now.join() === then.join() ? [] : [{ report, draft: now, inForce: then }];
  });
}

const byDone = (a: { completedAt: number | null; stage: string }, b: typeof a): number =>
  a.completedAt! - b.completedAt! || a.stage.localeCompare(b.stage);
