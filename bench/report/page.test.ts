import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { judged } from '../rounds.ts';
import { charts, chartsFolder, pageFile, pageWith } from './page.ts';
import { type Result, readResults } from './results.ts';

const machine = { cores: 2, processor: 'any', memoryGiB: 4, node: 'v26.0.0' };
const made = (rows: Result['rows']): Result => ({ bench: 'a/b', date: '2026-11-30', machine, rows });
const row = (product: number, more: object = {}) =>
  judged({
    name: 'one',
    what: 'a thing',
    unit: 'ms',
    p: 'P5',
    product: [product],
    goal: { kind: 'at most', value: 10, of: 'figure' },
    ...more,
  });

describe('the page of figures', () => {
  test('says what the results say, and the charts too', async () => {
    const results = await readResults();
    const page = await readFile(pageFile, 'utf8');
    expect(page, 'npm run bench -- page').toBe(pageWith(page, results));
    for (const [name, text] of Object.entries(charts(results)))
      expect(await readFile(new URL(name, chartsFolder), 'utf8'), name).toBe(text);
  });

  test('names what falls short, and what was not measured', () => {
    const frame = '<!-- figures: written by `npm run bench -- page` -->\n<!-- /figures -->\n';
    const page = pageWith(frame, [made([row(12), { ...row(8), name: 'two' }])]);
    expect(page).toContain('1 of 2 goals hold; 1 fall short: P5 one.');
    expect(page).toMatch(/\*\*P1\*\* .* not measured/);
    expect(page).toMatch(/\[one\].*\*\*falls short\*\*/);
    expect(pageWith(page, [made([row(9)])])).toContain('All 1 goals hold.');
  });

  test('draws a curve for a row measured at several sizes, a rate by its cost', () => {
    const curve = [
      { size: '1,000', figures: [100, 100] },
      { size: '10,000', figures: [50, 50] },
    ];
    const drawn = charts([made([row(9, { p: 'P15', unit: 'calls/s', curve })])])['growth.svg'];
    expect(drawn).toContain('one: 2.00 ×');
    expect(drawn).toMatch(/<title[^>]*>.+<\/title>/);
    expect(charts([made([row(9)])])['growth.svg']).toBeUndefined();
  });
});
