/** The end of `npm run bench`: every line of the table of goals with its rows, and what falls short. */
import { cells, columns } from '../table.ts';
import { goalIds, goals } from './goals.ts';
import { type Result, rowsOf } from './results.ts';

export function summary(results: readonly Result[]): string {
  const lines: string[] = [];
  const rows = goalIds.flatMap((p) => rowsOf(results, p).map(({ row }) => cells(row)));
  const widths = columns(rows);
  let short = 0;
  let held = 0;
  for (const p of goalIds) {
    lines.push('', `${p}  ${goals[p]}`);
    const own = rowsOf(results, p);
    if (own.length === 0) lines.push('     not measured');
    for (const { row } of own) {
      if (row.holds === true) held += 1;
      if (row.holds === false) short += 1;
      const text = cells(row).map((cell, at) => cell.padEnd(widths[at]!));
      lines.push(`     ${text.join('  ').trimEnd()}`);
    }
  }
  lines.push('', `${held} goals hold, ${short} fall short.`);
  return lines.join('\n');
}
