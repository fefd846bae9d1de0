/** What was measured as a table to read and as a file to keep. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Row } from './rounds.ts';

/** Three figures that say something. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toPrecision(3);

export const goalOf = ({ goal, unit }: Row): string =>
  goal ? `${goal.kind === 'at least' ? '≥' : '≤'} ${figure(goal.value)}${goal.of === 'ratio' ? ' ×' : ` ${unit}`}` : '';

/** A row as the cells of a line: name, figure, what stands beside it, ratio, goal, whether it holds. */
export const cells = (row: Row): string[] => [
  row.name,
  `${figure(row.median)} ${row.unit}`,
  row.limit ? `${figure(row.limitMedian!)} (${row.limit.what})` : '',
  row.ratio === undefined ? '' : figure(row.ratio),
  goalOf(row),
  row.holds === undefined ? '' : row.holds ? 'holds' : 'FALLS SHORT',
];

/** Widths of the columns of these lines. */
export const columns = (lines: readonly string[][]): number[] =>
  (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));

/** One line a row. */
export function printed(bench: string, rows: readonly Row[]): string {
  const lines = [['', 'product', 'beside it', 'ratio', 'goal', ''], ...rows.map(cells)];
  const widths = columns(lines);
  const text = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.filter((row) => row.note).map((row) => `  ${row.name}: ${row.note}`);
  return [`— ${bench}`, ...text, ...notes].join('\n');
}

/** `bench/results/<bench>.json`: every figure of every round, and the kind of machine. */
export async function keep(bench: string, rows: readonly Row[]): Promise<void> {
  const folder = new URL('./results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const machine = {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    /** Processes that wanted a core in the last minute, this bench's own among them. */
    load: loadavg()[0],
  };
  const rounded = JSON.stringify(
    { bench, date: new Date().toISOString().slice(0, 10), machine, rows },
    (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value),
    2,
  );
  await writeFile(new URL(`${bench.replaceAll('/', '-')}.json`, folder), `${rounded}\n`);
}
