/** What was done before at each stage: what a rehearsal draws from where a report's own history says nothing. */
import type { ReportHistory, TaskStep } from '../domain/rehearsal/histories.ts';

/** A group that has done fewer than this is not known by itself: all groups of the stage are drawn from. */
const enough = 5;

export interface Pool {
  /** Computed when first asked for. */
  readonly alike: Map<string, readonly TaskStep[]>;
  readonly ofStage: ReadonlyMap<string, readonly TaskStep[]>;
  readonly ofGroup: ReadonlyMap<string, readonly TaskStep[]>;
}

export function poolOf(histories: readonly ReportHistory[]): Pool {
  const steps = histories.flatMap((one) => one.steps).filter((step) => step.kind === 'task');
  return {
    alike: new Map(),
    ofStage: Map.groupBy(steps, ({ stage }) => stage),
    ofGroup: Map.groupBy(steps, ({ stage, group }) => `${stage} ${group}`),
  };
}

/** All that may be drawn for a task: what this group did at this stage, or anybody did; undefined where nobody ever did. */
export function precedentsFor(pool: Pool, stage: string, group: string): readonly TaskStep[] | undefined {
  const own = pool.ofGroup.get(`${stage} ${group}`);
  return own && own.length >= enough ? own : pool.ofStage.get(stage);
}

export function drawn(pool: Pool, stage: string, group: string, random: () => number): TaskStep | undefined {
  const steps = precedentsFor(pool, stage, group);
  return steps?.[Math.floor(random() * steps.length)];
}

/** What the same unit did at this stage with the same outcome: how long such a step takes. */
export function alike(pool: Pool, { stage, group, outcome }: TaskStep): readonly TaskStep[] {
  const key = `${stage} ${group} ${outcome}`;
  let known = pool.alike.get(key);
  if (!known) {
    const same = (steps: readonly TaskStep[] = []) => steps.filter((step) => step.outcome === outcome);
    const own = same(pool.ofGroup.get(`${stage} ${group}`));
    known = own.length >= enough ? own : same(pool.ofStage.get(stage));
    pool.alike.set(key, known);
  }
  return known;
}
