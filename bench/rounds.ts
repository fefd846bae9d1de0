/**
 * Rounds of product and limit by turns in one run: a machine that is busy now is busy for both, so that their ratio says
 * more than either figure. What could go wrong: a single noisy round; therefore the median of the pairs' ratios is taken
 * and all figures are kept.
 */

import type { GoalId } from './report/goals.ts';

/** `npm run bench -- --long`: more rounds, for a machine that is one's own for an hour; BENCH_ROUNDS=1: a quick look. */
export const rounds = (usual: number, long = usual * 3): number =>
  Number(process.env.BENCH_ROUNDS) || (process.env.BENCH_LONG ? long : usual);

export interface Measured {
  /** The row's short name, unique in its bench. */
  name: string;
  /** Which line of the table of goals it belongs to (report/goals.ts); absent for what only explains another row. */
  p?: GoalId;
  what: string;
  unit: string;
  /** One figure a round. */
  product: number[];
  /** What stands beside it, measured in the same round; absent where the goal is an absolute figure. */
  limit?: { what: string; figures: number[] };
  /** Where the product's figure must be better than this ratio to the limit, or than this figure. */
  goal?: { kind: 'at least' | 'at most'; value: number; of: 'ratio' | 'figure' };
  /** The same figure at other sizes, each measured by turns with the others: how the cost grows. */
  curve?: { size: string; figures: number[] }[];
  /** What else a reader must know: sizes, counts, spread. */
  note?: string;
}

export interface Row extends Measured {
  median: number;
  limitMedian?: number;
  /** Median of the pairs' ratios. */
  ratio?: number;
  holds?: boolean;
}

export const median = (figures: readonly number[]): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The p-th quantile (0–1) of what was measured. */
export const quantile = (figures: readonly number[], p: number): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
};

export function judged(measured: Measured): Row {
  const { product, limit, goal } = measured;
  const row: Row = { ...measured, median: median(product) };
  if (limit) {
    row.limitMedian = median(limit.figures);
    row.ratio = median(product.map((figure, at) => figure / limit.figures[at]!));
  }
  if (goal) {
    const figure = goal.of === 'ratio' ? row.ratio! : row.median;
    row.holds = goal.kind === 'at least' ? figure >= goal.value : figure <= goal.value;
  }
  return row;
}

/** Measures both by turns; which one begins changes with the round. Each answers its own figure. */
export async function inTurns(
  rounds: number,
  product: () => Promise<number>,
  limit: () => Promise<number>,
): Promise<{ product: number[]; limit: number[] }> {
  const figures = { product: [] as number[], limit: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? 'product' : 'limit';
    for (const which of first === 'product' ? (['product', 'limit'] as const) : (['limit', 'product'] as const)) {
      figures[which].push(await { product, limit }[which]());
    }
  }
  return figures;
}

/** Runs `work` for 0 … count − 1 with so many at a time; answers seconds and each one's milliseconds. */
export async function inFlight(
  count: number,
  atATime: number,
  work: (at: number) => Promise<unknown>,
): Promise<{ seconds: number; each: number[] }> {
  const each: number[] = [];
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    while (next < count) {
      const at = next++;
      const from = performance.now();
      await work(at);
      each.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, count) }, lane));
  return { seconds: (performance.now() - began) / 1000, each };
}
