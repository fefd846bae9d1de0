/**
 * FEEL against what Camunda documents (docs.camunda.io, "FEEL: data types, expressions, built-in functions"): what must
 * be the same, one line an expression, and what differs, held here so that docs/feel.md stays true.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileFeel } from './feel.ts';
import { toPlain } from './json.ts';

const known: Record<string, unknown> = {
  a: 1,
  none: null,
  list: [1, 2, 3],
  ctx: { x: 1, y: { z: 2 } },
  persons: [
    { name: 'An', age: 30 },
    { name: 'Bình', age: 17 },
  ],
};
const around = { now: Date.parse('2026-01-05T01:00:00Z'), zone: '+07:00', random: () => 0.5 };
const run = (text: string) => toPlain(compileFeel(text).run((name) => known[name], around));

test.each<[string, unknown]>([
  // null and types
  ['5 - null', null],
  ['1 + "a"', null],
  ['1 = null', false],
  ['null = null', true],
  ['none.x', null],
  ['ctx.nope.more', null],
  ['true and null', null],
  ['false and null', false],
  ['true or null', true],
  ['not(null)', null],
  ['1 / 0', null],
  ['number("abc")', null],
  // numbers
  ['10 / 4', 2.5],
  ['2 ** 3', 8],
  ['-a', -1],
  ['decimal(1/3, 2)', 0.33],
  ['floor(1.5)', 1],
  ['ceiling(1.5)', 2],
  ['round up(5.5)', 6],
  ['round up(-5.5)', -6],
  ['round up(1.121, 2)', 1.13],
  ['round down(5.5)', 5],
  ['round down(1.126, 2)', 1.12],
  ['round half up(5.5)', 6],
  ['round half up(-5.5)', -6],
  ['round half up(1.005, 2)', 1.01],
  ['round half down(5.5)', 5],
  ['abs(-10)', 10],
  ['modulo(12, 5)', 2],
  ['modulo(-12, 5)', 3],
  ['sqrt(16)', 4],
  ['odd(5)', true],
  ['even(5)', false],
  // strings
  ['"a" + "b"', 'ab'],
  ['substring("foobar", 3, 3)', 'oba'],
  ['substring("foobar", -2, 1)', 'a'],
  ['string length("foo")', 3],
  ['upper case("aBc4")', 'ABC4'],
  ['substring before("foobar", "bar")', 'foo'],
  ['substring after("foobar", "ob")', 'ar'],
  ['contains("foobar", "oba")', true],
  ['matches("foobar", "^fo*bar")', true],
  ['matches("FOOBAR", "foobar", "i")', true],
  ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '[1=ab][2=]cd'],
  ['split("John Doe", "\\\\s")', ['John', 'Doe']],
  ['extract("references are 1234, 1256", "12[0-9]*")', ['1234', '1256']],
  ['string join(["a", null, "c"], ", ")', 'a, c'],
  ['string join(["a", "b"], ", ", "[", "]")', '[a, b]'],
  ['trim("  hello  ")', 'hello'],
  ['is blank("  ")', true],
  ['to base64("FEEL")', 'RkVFTA=='],
  ['string([1, "a"])', '[1, "a"]'],
  ['number("1,500.5", ",", ".")', 1500.5],
  // lists
  ['list[1]', 1],
  ['list[-1]', 3],
  ['list[4]', null],
  ['list[item > 1]', [2, 3]],
  ['persons[age >= 18].name', ['An']],
  ['count(list)', 3],
  ['sum(list)', 6],
  ['mean(list)', 2],
  ['median([8, 2, 5, 3, 4])', 4],
  ['mode([6, 3, 9, 6, 6])', [6]],
  ['product([2, 3, 4])', 24],
  ['min(1, 2, 3)', 1],
  ['list contains(list, 2)', true],
  ['append(list, 4)', [1, 2, 3, 4]],
  ['concatenate([1, 2], [3])', [1, 2, 3]],
  ['insert before([1, 3], 1, 2)', [2, 1, 3]],
  ['remove(list, 2)', [1, 3]],
  ['list replace(list, 2, 9)', [1, 9, 3]],
  ['reverse(list)', [3, 2, 1]],
  ['index of([1, 2, 3, 2], 2)', [2, 4]],
  ['sublist(list, 2)', [2, 3]],
  ['union([1, 2], [2, 3])', [1, 2, 3]],
  ['distinct values([1, 2, 3, 2, 1])', [1, 2, 3]],
  ['duplicate values([1, 2, 3, 2, 1])', [1, 2]],
  ['flatten([[1, 2], [[3]], 4])', [1, 2, 3, 4]],
  ['sort(list: [3, 1, 2], precedes: function(x, y) x < y)', [1, 2, 3]],
  ['partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
  ['is empty([])', true],
  ['all([true, false])', false],
  ['any([false, true])', true],
  ['for x in [1, 2], y in [3, 4] return x * y', [3, 4, 6, 8]],
  ['for i in 3..1 return i', [3, 2, 1]],
  ['some x in list satisfies x > 2', true],
  ['every x in [] satisfies false', true],
  // contexts
  ['{a: 1, b: a + 1}.b', 2],
  ['get value(ctx, "x")', 1],
  ['get value(ctx, ["y", "z"])', 2],
  ['get entries({a: 1})', [{ key: 'a', value: 1 }]],
  ['context put(ctx, ["y", "q"], 5).y', { z: 2, q: 5 }],
  ['context merge([{a: 1}, {b: 2}])', { a: 1, b: 2 }],
  ['context([{key: "a", value: 1}])', { a: 1 }],
  ['is defined(nope)', false],
  ['get or else(none, 5)', 5],
  ['assert(a, a > 0)', 1],
  ['to json({a: 1})', '{"a":1}'],
  ['from json("{\\"a\\": 1}").a', 1],
  // time
  ['string(now())', '2026-01-05T08:00:00+07:00'],
  ['string(today())', '2026-01-05'],
  ['from unix timestamp(1618200039000)', '2021-04-12T11:00:39+07:00'],
  ['date("2020-04-06") + duration("P1M")', '2020-05-06'],
  ['date("2020-04-06") - date("2020-04-01")', 'P5D'],
  ['date and time("2020-04-06T08:00:00") - duration("PT1H")', '2020-04-06T07:00:00'],
  ['date and time("2020-01-01T00:00:00Z") = date and time("2020-01-01T07:00:00+07:00")', true],
  ['duration("P1D") < duration("P2D")', true],
  ['day of week(date("2019-09-17"))', 'Tuesday'],
  ['day of year(date("2019-09-17"))', 260],
  ['week of year(date("2019-09-17"))', 38],
  ['month of year(date("2019-09-17"))', 'September'],
  ['last day of month(date("2022-10-01"))', '2022-10-31'],
  ['last day of month(date("2024-02-01"))', '2024-02-29'],
  ['date("2019-09-17").weekday', 2],
  ['time("08:10:30").hour', 8],
  ['5 in [1..10]', true],
  ['5 in (5..10)', false],
  ['5 between 1 and 10', true],
  ['before(1, 10)', true],
  ['overlaps([1..5], [3..8])', true],
])('the same as in Camunda: %s', (text, value) => {
  expect(run(text)).toEqual(value);
});

test('an assertion that fails says why', () => {
  expect(() => run('assert(a, a > 1, "too small")')).toThrow('too small');
  expect(() => run('assert(a, a > 1)')).toThrow('The condition is not fulfilled');
});

/** Expression, ours (undefined: refused at deployment), Camunda's as it is documented. */
const differs: [text: string, ours: unknown, theirs: unknown][] = [
  ['0.1 + 0.2', 0.30000000000000004, 0.3],
  ['9007199254740993 + 0', 9007199254740992, 'exact'],
  ['1 < "a"', false, null],
  ['if 1 then "yes" else "no"', 'yes', 'no'],
  ['is defined({a: null}.a)', false, true],
  ['and([true, null])', undefined, null],
  ['`odd name`', undefined, null],
  ['duration("P1D") * 5', null, 'P5D'],
  ['duration("P1D") / 2', null, 'PT12H'],
  ['date and time(date and time("2020-07-31T14:27:30Z"), "America/Los_Angeles")', null, 'date and time in that zone'],
  ['years and months duration(date("2011-12-22"), date("2013-08-24"))', 'P1Y8M2D', 'P1Y8M'],
  ['starts(1, [1..5])', null, true],
  ['during(5, [1..10])', null, true],
];

test.each(differs)('differs, and docs/feel.md says so: %s', async (text, ours, theirs) => {
  expect(ours).not.toEqual(theirs);
  if (ours === undefined) expect(() => run(text)).toThrow();
  else expect(run(text)).toEqual(ours);
  const page = await readFile(new URL('../../docs/feel.md', import.meta.url), 'utf8');
  expect(page).toContain(`\`${text.replaceAll('`', '')}\``);
});
