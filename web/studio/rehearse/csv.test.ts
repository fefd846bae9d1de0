import { expect, test } from 'vitest';
import type { RehearsalResult, SideResult } from '../../../domain/rehearsal/result.ts';
import { csvOf } from './csv.ts';
import { heatOf } from './heat.ts';

const one = { median: 2, low: 1.23456, high: 3 };
const side = {
  stages: [{ stage: 'x', done: one, dated: one, first: null, extended: one, waiting: null, working: null, took: one }],
  agencies: [],
  queues: [{ group: 'g', people: 2, mean: 1.5, max: 4, busy: 0.5, points: [] }],
} as unknown as SideResult;
const names = { stage: () => '=cmd;"x"', agency: (id: string) => id, group: (id: string) => id };

test('has a row of equal length for everything, a mark for UTF-8, and no cell that a spreadsheet would run', () => {
  const text = csvOf({ draft: side, inForce: side } as unknown as RehearsalResult, names);
  const lines = text.replace('\uFEFF', '').trimEnd().split('\r\n');
  expect(lines.length).toBe(5);
  expect(new Set(lines.map((line) => line.replace(/"[^"]*(?:""[^"]*)*"/g, '').split(';').length)).size).toBe(1);
  expect(lines[1]).toContain(`draft;stage;x;"'=cmd;""x""";2;1.2346;3;`);
  expect(lines[2]?.endsWith(';1.5;4;2;0.5')).toBe(true);
});

test('heat is what people wait, not who waits most', () => {
  const wait = (median: number) => heatOf({ waiting90: { median, low: 0, high: 0 } });
  expect([wait(0), wait(119), wait(120), wait(600)]).toEqual(['calm', 'calm', 'warm', 'hot']);
  expect(heatOf({ waiting90: null })).toBe(null);
});
