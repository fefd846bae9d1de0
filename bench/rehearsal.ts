/** P10: a quarter's 10,000 made-up reports through the procedure in virtual time; how the cost grows from 1,000 on. */
import { agencies } from '../domain/agencies.ts';
import { shippedCalendar } from '../domain/calendar.ts';
import { play } from '../rehearsal/play.ts';
import { shippedResources } from '../rehearsal/resources.ts';
import { surge } from '../rehearsal/surge.ts';
import { judged, type Row } from './rounds.ts';
import { keep, printed } from './table.ts';

const resources = await shippedResources();
const from = Date.parse('2026-03-02T00:00:00+07:00');
const quarter = 91;

/** Seconds; every report must have come to its end. */
async function seconds(reports: number): Promise<number> {
  const histories = surge({ reports, from, days: quarter, seed: reports });
  const began = performance.now();
  const input = {
    resources,
    histories,
    calendar: shippedCalendar,
    agencies: agencies.map(({ id }) => ({ id })),
    seed: 1,
  };
  const played = await play(input);
  const left = played.reports.filter(({ endedAt }) => endedAt === null).length;
  if (left > 0 || played.incidents.length > 0)
    throw new Error(`${left} reports are left, ${played.incidents.length} incidents`);
  return (performance.now() - began) / 1_000;
}

await seconds(200);
const small: number[] = [];
const large: number[] = [];
for (let round = 0; round < 3; round++) {
  small.push(await seconds(1_000));
  large.push(await seconds(10_000));
}
const rows: Row[] = [
  judged({
    name: '10,000 reports',
    what: 'a quarter through the shipped procedure, start to end, one process',
    unit: 's',
    product: large,
    goal: { kind: 'at most', value: 60, of: 'figure' },
    note: `${Math.round((quarter * 24 * 3_600) / Math.min(...large)).toLocaleString('en')} virtual seconds a second`,
  }),
  judged({
    name: 'growth',
    what: 'milliseconds a report at 10,000 beside at 1,000 in the same quarter',
    unit: 'ms',
    product: large.map((one) => one / 10),
    limit: { what: 'at 1,000', figures: small },
    goal: { kind: 'at most', value: 2, of: 'ratio' },
  }),
];
console.log(printed('rehearsal', rows));
await keep('rehearsal', rows);
