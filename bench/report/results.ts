/** What the benches have kept, read again: one file a bench in `bench/results/`. */
import { readdir, readFile } from 'node:fs/promises';
import type { Row } from '../rounds.ts';
import { type GoalId, goalIds } from './goals.ts';

export interface Machine {
  cores: number;
  processor: string;
  memoryGiB: number;
  node: string;
  /** Processes that wanted a core at the end of the bench, its own among them; absent in old results. */
  load?: number;
}

export interface Result {
  bench: string;
  /** Day of the run, ISO. */
  date: string;
  machine: Machine;
  rows: Row[];
}

export const resultsFolder = new URL('../results/', import.meta.url);

/** All of them, by name. @throws when one is no JSON */
export async function readResults(folder = resultsFolder): Promise<Result[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Result));
}

/** The rows of a line of the table of goals, each with its bench; in the order of the benches' names. */
export function rowsOf(results: readonly Result[], p: GoalId): { result: Result; row: Row }[] {
  return results.flatMap((result) => result.rows.filter((row) => row.p === p).map((row) => ({ result, row })));
}

export const missing = (results: readonly Result[]): GoalId[] => goalIds.filter((p) => rowsOf(results, p).length === 0);

/**
 * How much of its goal a row reaches: 1 is exactly the goal, 2 twice as good, 0.5 half. Undefined for a row without one.
 */
export function reached({ goal, ratio, median }: Row): number | undefined {
  const figure = goal?.of === 'ratio' ? ratio : median;
  if (!goal || figure === undefined) return undefined;
  return goal.kind === 'at least' ? figure / goal.value : goal.value / figure;
}
