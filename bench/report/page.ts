/**
 * What the results say, written where it is read: the tables of docs/quality.md between its marks, and the charts. Only
 * the results decide: `npm run bench -- page` on the same results writes the same bytes, and a test holds it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { goalsChart } from '../charts/goals.ts';
import { curvesOf, growthChart } from '../charts/growth.ts';
import { figure, goalOf } from '../table.ts';
import { goalIds, goals } from './goals.ts';
import { type Result, rowsOf } from './results.ts';

export const pageFile = new URL('../../docs/quality.md', import.meta.url);
export const chartsFolder = new URL('../results/charts/', import.meta.url);

const begin = '<!-- figures: written by `npm run bench -- page` -->';
const end = '<!-- /figures -->';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function lines(results: readonly Result[]): string[] {
  const text = ['| | What | Figure | Beside it | Ratio | Goal | |', '|---|---|---|---|---|---|---|'];
  for (const p of goalIds) {
    const rows = rowsOf(results, p);
    text.push(`| **${p}** | **${goals[p]}** | ${rows.length === 0 ? 'not measured' : ''} | | | | |`);
    for (const { result, row } of rows) {
      const beside = row.limit ? `${figure(row.limitMedian!)} (${row.limit.what})` : '';
      const holds = row.holds === undefined ? '' : row.holds ? 'holds' : '**falls short**';
      const name = `[${row.name.trim()}](../bench/results/${result.bench.replaceAll('/', '-')}.json): ${row.what}`;
      const ratio = row.ratio === undefined ? '' : figure(row.ratio);
      const said = [name, `${figure(row.median)} ${row.unit}`, beside, ratio, goalOf(row), holds];
      text.push(`| | ${said.map(cell).join(' | ')} |`);
    }
  }
  return text;
}

function machines(results: readonly Result[]): string[] {
  const kinds = Map.groupBy(results, ({ machine, date }) => {
    const { cores, processor, memoryGiB, node } = machine;
    return `${cores} cores (${processor}), ${memoryGiB} GiB, Node ${node.replace('v', '')}, on ${date}`;
  });
  return [...kinds].map(([kind, own]) => {
    const loads = own.map(({ machine }) => machine.load).filter((load) => load !== undefined);
    const load =
      loads.length > 0
        ? `; load at the end of a bench ${figure(Math.min(...loads))} to ${figure(Math.max(...loads))}`
        : '';
    return `* ${kind}${load}: ${own.map(({ bench }) => `\`${bench}\``).join(', ')}`;
  });
}

/** The part of the page between the marks. */
export function tables(results: readonly Result[]): string {
  const judged = results.flatMap(({ rows }) => rows).filter(({ p, holds }) => p && holds !== undefined);
  const short = judged.filter(({ holds }) => !holds);
  const verdict =
    short.length === 0
      ? `All ${judged.length} goals hold.`
      : `${judged.length - short.length} of ${judged.length} goals hold; ${short.length} fall short: ${short.map(({ p, name }) => `${p} ${name.trim()}`).join('; ')}.`;
  const charts = ['![How much of each goal is reached](../bench/results/charts/goals.svg)'];
  if (curvesOf(results).length > 0) charts.push('![Growth](../bench/results/charts/growth.svg)');
  const notes = goalIds.flatMap((p) =>
    rowsOf(results, p).flatMap(({ row }) => (row.note ? [`* ${p} ${row.name.trim()}: ${row.note}`] : [])),
  );
  return [
    verdict,
    ...charts.flatMap((one) => ['', one]),
    '',
    ...lines(results),
    '',
    'What a row says besides:',
    '',
    ...notes,
    '',
    'Measured on:',
    '',
    ...machines(results),
  ].join('\n');
}

/** The page with its tables anew. @throws when a mark is missing */
export function pageWith(page: string, results: readonly Result[]): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/quality.md lacks ${begin} or ${end}`);
  return `${page.slice(0, from)}${begin}\n${tables(results)}\n${page.slice(to)}`;
}

/** Every chart by its file's name. */
export const charts = (results: readonly Result[]): Record<string, string> => ({
  'goals.svg': goalsChart(results),
  ...(curvesOf(results).length > 0 ? { 'growth.svg': growthChart(results) } : {}),
});

export async function writePage(results: readonly Result[]): Promise<void> {
  await writeFile(pageFile, pageWith(await readFile(pageFile, 'utf8'), results));
  for (const [name, text] of Object.entries(charts(results))) await writeFile(new URL(name, chartsFolder), text);
}
