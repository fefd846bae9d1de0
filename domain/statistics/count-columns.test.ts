/** Counted by column, every figure is what the rows themselves say, whatever is asked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divisions } from '../api/statistics.ts';
import { compileCalendar, shippedCalendar, startOfDay } from '../calendar.ts';
import { tablesOf } from './columns.ts';
import { divided, valuesOf } from './count.ts';
import { countTables } from './count-columns.ts';
import type { Dossier } from './dossier.ts';
import { figures } from './figures.ts';
import { addRows, noRows } from './rows.ts';

const calendar = compileCalendar(shippedCalendar, 1);
const firstDay = 20_454;
const begin = startOfDay(firstDay);
const time = fc.integer({ min: 0, max: 200 * 24 * 60 }).map((minutes) => begin + minutes * 60_000);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const agency = fc.constantFrom('sgtvt', 'sct', 'ioc', 'tamky');
const step = fc.record({
  key: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  stage: fc.constantFrom('intake', 'scope', 'handling', 'extension', 'approval'),
  agency,
  openedAt: time,
  doneAt: maybe(time),
  goneAt: maybe(time),
  first: maybe(time),
  due: maybe(time),
  moves: fc.array(fc.record({ at: time, from: maybe(time), to: maybe(time) }), { maxLength: 1 }),
  calendar: maybe(fc.constant(1)),
  outcome: maybe(fc.constantFrom('extension-requested', 'out-of-scope', 'granted', 'refused', 'done')),
  by: maybe(fc.constantFrom('an', 'em')),
  days: maybe(fc.integer({ min: 1, max: 9 })),
  completion: fc.constant(null),
});
const dossier: fc.Arbitrary<Dossier> = fc.record({
  _id: fc.uuid(),
  receivedAt: time,
  district: maybe(fc.constantFrom('tamky', 'hoian')),
  turns: fc.array(
    fc.oneof(
      fc.record({ at: time, name: fc.constant('field' as const), value: maybe(fc.constantFrom('water', 'transport')) }),
      fc.record({ at: time, name: fc.constant('leadAgency' as const), value: maybe(agency) }),
    ),
    { maxLength: 3 },
  ),
  steps: fc.array(step, { maxLength: 6 }),
  answers: fc.array(fc.record({ at: time, resolution: maybe(fc.constantFrom('fixed', 'answered', 'cannot-fix')) }), {
    maxLength: 2,
  }),
  ratings: fc.array(fc.record({ at: time, rating: fc.constantFrom('satisfied', 'acceptable', 'unsatisfied') }), {
    maxLength: 1,
  }),
  ends: fc.array(
    fc.record({ at: time, how: fc.constantFrom('rejected', 'lapsed', 'withdrawn', 'canceled', 'closed' as const) }),
    { maxLength: 1 },
  ),
  until: maybe(time),
}) as fc.Arbitrary<Dossier>;

const question = fc.record({
  from: fc.integer({ min: 0, max: 150 }),
  days: fc.integer({ min: 1, max: 100 }),
  division: maybe(fc.constantFrom(...divisions)),
  filter: fc.record(
    {
      field: fc.constantFrom('water', ''),
      agency: fc.constantFrom('sgtvt', 'sct', ''),
      district: fc.constantFrom('tamky', ''),
      stage: fc.constantFrom('handling', 'intake'),
    },
    { requiredKeys: [] },
  ),
  agencies: maybe(fc.subarray(['sgtvt', 'sct', 'tamky'])),
});

test('by column and by row every figure is the same, divided and filtered in every way, however the rows are parted', () => {
  fc.assert(
    fc.property(fc.array(dossier, { maxLength: 25 }), question, fc.nat(25), (dossiers, asked, parted) => {
      const span = { from: startOfDay(firstDay + asked.from), to: startOfDay(firstDay + asked.from + asked.days) };
      const { division, filter, agencies } = asked;
      const rowsOf = (some: readonly Dossier[]) => {
        const rows = noRows();
        for (const one of some) addRows(rows, one, span.to - 1, () => calendar);
        return rows;
      };
      const rows = rowsOf(dossiers);
      for (const kind of ['reports', 'steps', 'extensions', 'returns'] as const)
        if (agencies)
          rows[kind] = (rows[kind] as { agency: string | null }[]).filter(
            (row) => row.agency !== null && agencies.includes(row.agency),
          ) as never;
      const parts = [dossiers.slice(0, parted), dossiers.slice(parted)].map((some) => tablesOf(rowsOf(some)));
      const counted = countTables(figures, parts, { span, division, filter, agencies });
      expect(counted.total).toEqual(valuesOf(figures, rows, span, filter));
      const cells = division ? divided(figures, rows, span, division, filter) : new Map();
      expect(new Map([...counted.cells].sort())).toEqual(new Map([...cells].sort()));
    }),
    { numRuns: 300 },
  );
});

test('a span that begins within a day is refused: tables know days only', () => {
  const asked = { span: { from: begin + 1, to: begin + 86_400_000 }, division: null, filter: {}, agencies: null };
  expect(() => countTables(figures, [], asked)).toThrow(RangeError);
});
