import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import { diagram, flows, script, start, userTask } from '../testing/diagram.ts';
import { compileFeel } from './feel.ts';
import { checkSize } from './guard.ts';
import { toPlain } from './json.ts';

const around = { now: 0, zone: 'Z', random: () => 0.5 };
const run = (text: string, known: Record<string, unknown> = {}) =>
  toPlain(compileFeel(text).run((name) => known[name], around));

test.each([
  'count(for i in 1..1000000000 return i)',
  'for i in 1..100000, j in 1..100000 return i * j',
  'some i in 1..1000000000 satisfies i < 0',
  'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$")',
  'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$", "x")',
  'split("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+$")',
  'extract("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$")',
  '{f: function(n) f(n + 1) + f(n + 1), r: f(1)}.r',
  '[1..1000000000][item > 5]',
])('no evaluation holds the engine up: %s', (text) => {
  const began = performance.now();
  try {
    run(text);
  } catch (error) {
    expect(String(error)).toMatch(/took longer than 500 ms|call stack|larger than/);
  }
  expect(performance.now() - began).toBeLessThan(5000);
});

test('a result that could not be kept is refused', () => {
  const doubled = (times: number) =>
    `{${Array.from({ length: times }, (_, at) => `a${at + 1}: [a${at}, a${at}]`).join(', ')}}.a${times}`;
  expect(() => run(doubled(40), { a0: 1 })).toThrow(/larger than|longer than/);
  expect(() => run('a + a', { a: 'x'.repeat(3_000_000) })).toThrow('larger than');
  expect(() => checkSize(['x'.repeat(100), { y: 1 }])).not.toThrow();
  expect(() => compileFeel(`"${'x'.repeat(70_000)}"`)).toThrow('characters');
});

test.each([
  'constructor',
  '__proto__',
  'process',
  'globalThis',
  'a.constructor',
  'a.__proto__',
  'a["constructor"]',
  '"x".constructor',
  '[1].constructor.constructor',
  'get value(a, "__proto__")',
  'get value(a, ["constructor", "constructor"])',
  'context put(a, "__proto__", {polluted: true}).polluted',
  'toString()',
])('an expression does not reach the host: %s', (text) => {
  let value: unknown = null;
  try {
    value = run(text, { a: { n: 1 } });
  } catch {}
  expect(value === null || value === true || Array.isArray(value)).toBe(true);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('what takes too long is an incident, and other instances go on', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        script('think', '=count(for i in 1..n return i)', 'r') +
        userTask('t') +
        flows('s -> think', 'think -> t'),
    ),
  );
  await b.create('p', { n: 1_000_000_000 });
  expect(b.engine.searchIncidents().items).toMatchObject([
    { elementId: 'think', errorMessage: expect.stringContaining('The evaluation took longer than 500 ms') },
  ]);
  const key = await b.create('p', { n: 10 });
  expect(b.variables(key)).toEqual({ n: 10, r: 10 });
});
