/**
 * How much of each goal is reached: a bar a row, from the goal's line to where it stands, to the right when it is better.
 * The dots are the single rounds where rounds were paired: their spread is the noise of the machine.
 */
import { type GoalId, goalIds } from '../report/goals.ts';
import { type Result, reached, rowsOf } from '../report/results.ts';
import type { Row } from '../rounds.ts';
import { figure } from '../table.ts';
import { chart, element, label, logScale } from './svg.ts';

const left = 310;
const right = 800;
const lineHeight = 20;
const top = 46;
const ticks = [0.25, 0.5, 1, 2, 4, 8, 16];

/** What each round reached. */
function roundsOf(row: Row): number[] {
  const { goal, product, limit } = row;
  if (!goal) return [];
  const figures = goal.of === 'ratio' ? product.map((one, at) => one / limit!.figures[at]!) : product;
  return figures.map((one) => (goal.kind === 'at least' ? one / goal.value : goal.value / one));
}

export function goalsChart(results: readonly Result[]): string {
  const bars = goalIds.flatMap((p) =>
    rowsOf(results, p)
      .filter(({ row }) => row.goal)
      .map(({ row }) => ({ p, row, reached: reached(row)! })),
  );
  const height = top + bars.length * lineHeight + 30;
  const x = logScale(ticks[0]!, ticks.at(-1)!, left, right);
  const parts = ticks.map(
    (tick) =>
      element('line', {
        class: tick === 1 ? 'goal' : 'axis',
        x1: x(tick),
        x2: x(tick),
        y1: top - 8,
        y2: height - 26,
        ...(tick === 1 ? {} : { 'stroke-opacity': '0.35' }),
      }) + label(x(tick), top - 14, tick === 1 ? 'goal' : `${tick} ×`, { 'text-anchor': 'middle', class: 'faint' }),
  );
  let last: GoalId | undefined;
  bars.forEach(({ p, row, reached: share }, at) => {
    const y = top + at * lineHeight;
    const name = row.name.length > 42 ? `${row.name.slice(0, 41)}…` : row.name;
    if (p !== last) parts.push(label(8, y + 11, p, { 'font-weight': 'bold' }));
    last = p;
    parts.push(label(44, y + 11, name));
    const [from, to] = [x(1), x(share)].sort((a, b) => a - b) as [number, number];
    const kind = row.holds ? 'good' : 'short';
    parts.push(
      element('rect', {
        class: kind,
        x: from,
        y: y + 3,
        width: Math.max(2, to - from),
        height: 9,
        rx: 1.5,
        'fill-opacity': '0.55',
      }),
    );
    for (const one of roundsOf(row)) parts.push(element('circle', { class: kind, cx: x(one), cy: y + 7.5, r: 2 }));
    parts.push(label(right + 10, y + 11, `${figure(share)} ×`, { class: kind }));
  });
  parts.push(
    label(left, height - 8, 'better than the goal to the right; beyond the edge stands at the edge', {
      class: 'faint',
    }),
  );
  const short = bars.filter(({ row }) => !row.holds).map(({ p, row }) => `${p} ${row.name}`);
  const told = `${bars.length} rows with a goal; ${short.length === 0 ? 'all hold' : `these fall short: ${short.join('; ')}`}.`;
  return chart({ width: 880, height }, 'How much of each goal is reached', told, parts.join('\n'));
}
