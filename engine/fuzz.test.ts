/** Nonsense as resources and expressions: deployed or refused in words, never a crash, never a hang. */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { compileFeel, compileUnaryTest } from './expressions/feel.ts';
import { type Bench, bench } from './testing/bench.ts';
import { shippedProcedure } from './testing/shipped.ts';
import { Rejection } from './types.ts';

const counts: Record<string, { deployed: number; refused: number }> = {};
afterAll(() => {
  for (const [what, { deployed, refused }] of Object.entries(counts)) {
    console.log(`fuzzed ${what}: ${deployed + refused} tried, ${deployed} taken, ${refused} refused in words`);
  }
});
const around = { now: 0, zone: 'Z', random: () => 0.5 };

/** A text with some of its pieces cut, doubled, swapped or replaced by what does not belong there. */
const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        at: fc.nat(text.length),
        length: fc.nat(60),
        put: fc.oneof(
          fc.constantFrom(
            '',
            '"',
            '<',
            '>',
            '&',
            '=',
            '</bpmn:process>',
            '<bpmn:task id="x"/>',
            ' id="intake"',
            '\u0000',
          ),
          fc.constantFrom('=for i in 1..1000000000 return i', '=1 +', '1..', '{', '}', '-', 'null', 'R/PT0S', 'P-1D'),
          fc.string({ maxLength: 12, unit: 'grapheme' }),
          fc.nat(text.length - 200).map((from) => text.slice(from, from + 200)),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((cuts) => cuts.reduce((now, { at, length, put }) => now.slice(0, at) + put + now.slice(at + length), text));

/** One attribute's value becomes another's, or nonsense: what an editor might leave behind. */
function attributesChanged(text: string): fc.Arbitrary<string> {
  // In a form, what stands behind a name.
  const [values, equals] = text.startsWith('{')
    ? [[...text.matchAll(/: "([^"]*)"/g)], ': ']
    : [[...text.matchAll(/="([^"]*)"/g)], '='];
  const nonsense = [
    '',
    '=',
    '=a +',
    '=for i in 1..1000000000 return i',
    '=[1',
    '&quot;',
    'true',
    '-1',
    'R/PT0S',
    'no such id',
  ];
  const change = fc.record({
    at: fc.nat(values.length - 1),
    value: fc.oneof(
      fc.constantFrom(...nonsense),
      fc.nat(values.length - 1).map((at) => values[at]![1]!),
    ),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let now = text;
    // From the end, so that places stay right.
    for (const { at, value } of changes.sort((a, b) => b.at - a.at)) {
      const { index, 0: whole } = values[at]!;
      now = `${now.slice(0, index)}${equals}"${value}"${now.slice(index + whole.length)}`;
    }
    return now;
  });
}

async function deploys(b: Bench, what: string, name: string, content: string): Promise<void> {
  counts[what] ??= { deployed: 0, refused: 0 };
  try {
    await b.engine.deploy([{ name, content }]);
    counts[what].deployed++;
  } catch (error) {
    expect(error).toBeInstanceOf(Rejection);
    expect((error as Rejection).type).toBe('INVALID_ARGUMENT');
    expect((error as Rejection).reason).toMatch(
      /^Expected to deploy new resources, but encountered the following errors:\n'/,
    );
    counts[what].refused++;
  }
}

const resources = new Map(await shippedProcedure());
test.each(['field-report.bpmn', 'routing.dmn', 'intake.form'])('mutations of %s', { timeout: 60_000 }, async (name) => {
  const b = await bench();
  const text = resources.get(name)!.replaceAll('bindingType="deployment"', '');
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated(text), attributesChanged(text)), (content) => deploys(b, name, name, content)),
    { numRuns: name.endsWith('bpmn') ? 200 : 400, endOnFailure: true },
  );
});

const words = fc.constantFrom(
  ...[
    'a',
    'x',
    '1',
    '0',
    '-',
    '+',
    '*',
    '/',
    '**',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    '.',
    '..',
    '=',
    '<',
    '>=',
    '"s"',
  ],
  ...[
    'for',
    'in',
    'return',
    'some',
    'every',
    'satisfies',
    'if',
    'then',
    'else',
    'and',
    'or',
    'not',
    'null',
    'true',
    'item',
  ],
  ...[
    'function',
    'instance of',
    'between',
    'count',
    'date',
    'duration',
    'matches',
    '@"P1D"',
    '1..1000000',
    '?',
    '\n',
    'é',
  ],
);
test('random FEEL', { timeout: 60_000 }, async () => {
  counts.FEEL = { deployed: 0, refused: 0 };
  const text = fc.oneof(
    fc.array(words, { minLength: 1, maxLength: 14 }).map((list) => list.join(' ')),
    fc.string({ maxLength: 40, unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(text, (source) => {
      for (const compile of [compileFeel, compileUnaryTest]) {
        let run: (() => unknown) | undefined;
        try {
          const compiled = compile(source);
          run = () =>
            'names' in compiled ? compiled.run(() => [1, 2], around) : compiled.run('s', () => [1, 2], around);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          counts.FEEL!.refused++;
          continue;
        }
        counts.FEEL!.deployed++;
        const began = performance.now();
        try {
          run();
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(performance.now() - began).toBeLessThan(5000);
      }
    }),
    { numRuns: 3000, endOnFailure: true },
  );
});
