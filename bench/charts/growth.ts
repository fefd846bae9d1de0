/** How cost grows with the data: the median at each size as a multiple of the smallest size's, on a line a row. */

import { goalIds } from '../report/goals.ts';
import { type Result, rowsOf } from '../report/results.ts';
import { median, type Row } from '../rounds.ts';
import { figure } from '../table.ts';
import { chart, element, label, logScale } from './svg.ts';

const box = { left: 50, right: 520, top: 40, bottom: 300 };
const hues = ['#0b7fd6', '#c2571a', '#2a8a3e', '#9a4fc0', '#b03060', '#7a7a1f', '#138a8a', '#8a6a4a'];
const dashes = ['none', '6 3', '2 3', '8 3 2 3'];

export interface Curve {
  name: string;
  /** Multiples of the first size's cost; `value` 1 at the first. */
  points: { size: string; value: number }[];
}

/** Cost, not rate: of a figure that is better when it is larger, the reciprocal grows. */
export function curveOf(row: Row): Curve | undefined {
  if (!row.curve || row.curve.length < 2) return undefined;
  const first = median(row.curve[0]!.figures);
  const isRate = /\/s$/.test(row.unit);
  const points = row.curve.map(({ size, figures }) => {
    const one = median(figures);
    return { size, value: isRate ? first / one : one / first };
  });
  return { name: row.name, points };
}

export const curvesOf = (results: readonly Result[]): Curve[] =>
  goalIds.flatMap((p) => rowsOf(results, p).flatMap(({ row }) => curveOf(row) ?? []));

export function growthChart(results: readonly Result[]): string {
  const curves = curvesOf(results);
  const steps = Math.max(2, ...curves.map(({ points }) => points.length));
  const x = (at: number) => box.left + ((box.right - box.left) * at) / (steps - 1);
  const y = logScale(0.5, 4, box.bottom, box.top);
  const parts = [0.5, 1, 2, 4].map(
    (tick) =>
      element('line', {
        class: tick === 2 ? 'goal' : 'axis',
        x1: box.left,
        x2: box.right,
        y1: y(tick),
        y2: y(tick),
        ...(tick === 2 ? {} : { 'stroke-opacity': '0.35' }),
      }) + label(box.left - 8, y(tick) + 4, `${tick} ×`, { 'text-anchor': 'end', class: 'faint' }),
  );
  for (let at = 0; at < steps; at += 1)
    parts.push(label(x(at), box.bottom + 20, `${10 ** at} × the data`, { 'text-anchor': 'middle', class: 'faint' }));
  curves.forEach(({ name, points }, at) => {
    const stroke = hues[at % hues.length]!;
    const dash = dashes[Math.floor(at / hues.length) % dashes.length]!;
    const path = points.map(
      ({ value }, step) => `${step === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(value).toFixed(1)}`,
    );
    const row = box.top + at * 18;
    parts.push(element('path', { class: 'line', d: path.join(''), stroke, 'stroke-dasharray': dash }));
    for (const [step, { value }] of points.entries())
      parts.push(element('circle', { cx: x(step), cy: y(value), r: 3, fill: stroke }));
    parts.push(element('path', { class: 'line', d: `M${box.right + 24} ${row}h24`, stroke, 'stroke-dasharray': dash }));
    parts.push(label(box.right + 56, row + 4, `${name}: ${figure(points.at(-1)!.value)} ×`));
  });
  parts.push(
    label(box.left, 22, 'cost of one, as a multiple of its cost at the smallest size; the dashed line is the goal', {
      class: 'faint',
    }),
  );
  const height = Math.max(box.bottom + 40, box.top + curves.length * 18 + 20);
  const told = curves.map(
    ({ name, points }) => `${name}: ${points.map(({ size, value }) => `${figure(value)} × at ${size}`).join(', ')}`,
  );
  return chart(
    { width: 960, height },
    'Cost at one, ten and a hundred times the data',
    `${told.join('. ')}.`,
    parts.join('\n'),
  );
}
