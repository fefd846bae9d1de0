/** What was done before at each stage: what a rehearsal draws from where a report's own history says nothing. */
import type { ReportHistory, TaskStep } from '../domain/rehearsal/histories.ts';

/** A group that has done fewer than this is not known by itself: all groups of the stage are drawn from. */
const enough = 5;

export interface Pool {
  readonly ofStage: ReadonlyMap<string, readonly TaskStep[]>;
  readonly ofGroup: ReadonlyMap<string, readonly TaskStep[]>;
}

export function poolOf(histories: readonly ReportHistory[]): Pool {
  const steps = histories.flatMap((one) => one.steps).filter((step) => step.kind === 'task');
  return {
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
