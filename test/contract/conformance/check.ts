/** Holds the rows of the conformance table against the results of a test run. */
import type { TestResult } from '../../house/results.ts';
import { type Row, verdict } from './row.ts';
import { areas } from './table.ts';

/** Every row that says more than its tests have shown, with the reason; empty when all of them are borne out. */
export function unproven(
  results: readonly TestResult[],
  rows: readonly Row[] = areas.flatMap((area) => area.rows),
): string[] {
  const byFile = Map.groupBy(results, (one) => one.file);
  return rows.flatMap((row) => {
    if (verdict(row) === 'not there') return [];
    if (row.shown.length === 0) return [`${row.name}: no test is named`];
    return row.shown.flatMap((wanted) => {
      const [file, title] = [wanted.slice(0, wanted.indexOf(' ')), wanted.slice(wanted.indexOf(' ') + 1)];
      const found = (byFile.get(file) ?? []).filter((one) => one.name.includes(title));
      const bad = found.filter((one) => one.state !== 'passed');
      if (found.length === 0) return [`${row.name}: no test of ${file} has "${title}" in its name`];
      return bad.map((one) => `${row.name}: ${file}: "${one.name}" has ${one.state}`);
    });
  });
}
