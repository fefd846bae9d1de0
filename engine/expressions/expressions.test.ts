import { expect, test } from 'vitest';
import { parseExact } from '../exact-json.ts';
import { Expression } from './expression.ts';
import { compileFeel, compileUnaryTest } from './feel.ts';
import { toPlain } from './json.ts';
import { addDuration, isoAt, parseCycle, parseDuration, parseInstant } from './time.ts';

const now = Date.parse('2026-01-05T01:00:00Z');
const around = { now, zone: '+07:00', random: () => 0.5 };
const known: Record<string, unknown> = {
  a: 1,
  list: [1, 2, 3],
  context: { b: { c: 'deep' } },
  items: [
    { n: 1, s: 'x' },
    { n: 2, s: 'y' },
  ],
  publishedAt: '2026-01-01T10:00:00+07:00',
  none: null,
};
const run = (text: string) => toPlain(compileFeel(text).run((name) => known[name], around));

test.each<[string, unknown]>([
  ['a + 1', 2],
  ['missing', null],
  ['missing.property', null],
  ['context.b.c', 'deep'],
  ['list[item > 1]', [2, 3]],
  ['items[n = 2].s', ['y']],
  ['for x in list return x * 2', [2, 4, 6]],
  ['some x in list satisfies x = 3', true],
  ['every x in list satisfies x < 3', false],
  ['if none = null then "yes" else "no"', 'yes'],
  ['list contains(list, 2)', true],
  ['count(list)', 3],
  ['"agency:" + context.b.c + ":officer"', 'agency:deep:officer'],
  ['{x: a, y: {z: list}}', { x: 1, y: { z: [1, 2, 3] } }],
  ['get or else(missing, "other")', 'other'],
  ['"get or else(" + "x"', 'get or else(x'],
  ['is defined(a)', true],
  ['is defined(missing)', false],
  ['now()', '2026-01-05T08:00:00+07:00'],
  ['string(now())', '2026-01-05T08:00:00+07:00'],
  ['string(today())', '2026-01-05'],
  ['date and time(publishedAt) + duration("P15D")', '2026-01-16T10:00:00+07:00'],
  ['date and time(publishedAt) < now()', true],
  ['@"2026-02-28" + duration("P1D")', '2026-03-01'],
  ['duration("PT90M")', 'PT1H30M'],
  ['years and months duration(date("2024-01-01"), date("2026-03-01")).months', 2],
  ['cycle(3, duration("PT1H"))', 'R3/PT1H'],
  ['matches("abc", "a.c")', true],
  ['decimal(1/3, 2)', 0.33],
  ['random number()', 0.5],
  ['a instance of number', true],
  ['1 / 0', null],
])('FEEL %s', (text, value) => {
  expect(run(text)).toEqual(value);
});

test('a compiled expression sees the variables and the time of each run, and forgets its warnings', () => {
  const feel = compileFeel('missing = null and a > 1 and now() > date and time("2026-01-01T00:00:00Z")');
  const at = (a: number, ms: number) => feel.run((name) => (name === 'a' ? a : undefined), { ...around, now: ms });
  expect([at(1, now), at(2, now), at(2, 0)]).toEqual([false, true, false]);
});

test('text without = is itself, and what cannot be parsed says so', () => {
  expect(new Expression('a + 1').evaluate(() => 0, around)).toBe('a + 1');
  expect(new Expression('=1 +').check()).toContain('Incomplete');
  expect(new Expression('=a').check()).toBeUndefined();
});

test.each<[string, unknown, boolean]>([
  ['-', 'x', true],
  ['', 'x', true],
  ['"a", "b"', 'b', true],
  ['not("a", "b")', 'b', false],
  ['< 10', 5, true],
  ['[1..5]', 5, true],
  ['(1..5)', 5, false],
  ['> 1, 0', 0, true],
  ['null', null, true],
  ['null', 0, false],
  ['? > 3 and ? < 5', 4, true],
  ['starts with(?, "a")', 'abc', true],
  ['list', 2, true],
])('the cell %s of %s', (cell, input, expected) => {
  expect(compileUnaryTest(cell).run(input, (name) => known[name], around)).toBe(expected);
});

test('JSON keeps numbers that a double would round', () => {
  expect(JSON.stringify(parseExact('{"a":[12345678901234567890,1.5],"b":"12345678901234567890"}'))).toBe(
    '{"a":[12345678901234567890,1.5],"b":"12345678901234567890"}',
  );
});

test.each<[string, string | undefined]>([
  ['2026-01-01T10:00:00+07:00', '2026-01-01T03:00:00.000Z'],
  ['2026-01-01T10:00+07:00', '2026-01-01T03:00:00.000Z'],
  ['2026-01-01T10:00:00.123456Z', '2026-01-01T10:00:00.123Z'],
  ['2026-01-01T10:00:00+07:00[Asia/Ho_Chi_Minh]', '2026-01-01T03:00:00.000Z'],
  ['2026-01-01T10:00:00[Asia/Ho_Chi_Minh]', '2026-01-01T03:00:00.000Z'],
  ['2026-07-01T10:00:00@Europe/Paris', '2026-07-01T08:00:00.000Z'],
  ['2026-01-01', undefined],
  ['2026-01-01T10:00:00', undefined],
  ['soon', undefined],
])('the instant %s', (text, expected) => {
  const ms = parseInstant(text);
  expect(ms === undefined ? undefined : new Date(ms).toISOString()).toBe(expected);
});

test.each<[string, string, string]>([
  ['2026-01-31T00:00:00Z', 'P1M', '2026-02-28T00:00:00.000Z'],
  ['2024-02-29T00:00:00Z', 'P1Y', '2025-02-28T00:00:00.000Z'],
  ['2026-01-01T00:00:00Z', 'P1W2DT3H4M5.5S', '2026-01-10T03:04:05.500Z'],
  ['2026-01-01T00:00:00Z', '-PT1H', '2025-12-31T23:00:00.000Z'],
])('%s plus %s', (from, duration, to) => {
  expect(new Date(addDuration(Date.parse(from), parseDuration(duration)!)).toISOString()).toBe(to);
});
test.each(['P', 'PT', '1D', 'P1', 'PT1D'])('%s is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each<[string, number, string, string]>([
  ['R3/PT1H', 3, '2026-01-05T02:00:00.000Z', '2026-01-05T03:00:00.000Z'],
  ['R/P1D', -1, '2026-01-06T01:00:00.000Z', '2026-01-07T01:00:00.000Z'],
  ['R2/2026-01-10T00:00:00Z/PT5M', 2, '2026-01-10T00:00:00.000Z', '2026-01-10T00:05:00.000Z'],
  ['0 30 7 * * MON-FRI', -1, '2026-01-05T07:30:00.000Z', '2026-01-06T07:30:00.000Z'],
  ['0 0 0 29 FEB *', -1, '2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z'],
  ['*/20 * * * * *', -1, '2026-01-05T01:00:20.000Z', '2026-01-05T01:00:40.000Z'],
  ['@daily', -1, '2026-01-06T00:00:00.000Z', '2026-01-07T00:00:00.000Z'],
])('the cycle %s', (text, repetitions, first, second) => {
  const cycle = parseCycle(text)!;
  expect(cycle.repetitions).toBe(repetitions);
  const due = cycle.first(now);
  expect([due, cycle.next(due)].map((ms) => new Date(ms).toISOString())).toEqual([first, second]);
});
test.each(['R3/soon', '1 2 3', '99 * * * * *', 'R1/a/b/c'])('%s is no cycle', (text) => {
  expect(parseCycle(text)).toBeUndefined();
});

test('a time is written in its zone', () => {
  expect(isoAt(now, 'Z')).toBe('2026-01-05T01:00:00.000Z');
  expect(isoAt(now, '-03:30')).toBe('2026-01-04T21:30:00.000-03:30');
});
