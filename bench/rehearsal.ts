/** P10: a quarter's 10,000 made-up reports with officers as resources, in virtual time; what the queues cost, and how the cost grows. */
import { agencies } from '../domain/agencies.ts';
import { shippedCalendar } from '../domain/calendar.ts';
import { assumedWork, type Staffing } from '../domain/rehearsal/staffing.ts';
import { play } from '../rehearsal/play.ts';
import { shippedResources } from '../rehearsal/resources.ts';
import { surge } from '../rehearsal/surge.ts';
import { judged, type Row, rounds } from './rounds.ts';
import { keep, printed } from './table.ts';

const resources = await shippedResources();
const from = Date.parse('2026-03-02T00:00:00+07:00');
const quarter = 91;

/** So many that the queues grow and empty again: a quarter's reports are some 110 a day. */
const staffing: Staffing = {
  groups: [
    { group: 'ioc-intake', people: 8 },
    { group: 'ioc-duty', people: 6 },
  ],
  elsewhere: 5,
  work: assumedWork,
};

/** Seconds; every report must have come to its end. */
async function seconds(reports: number, people?: Staffing): Promise<number> {
  const histories = surge({ reports, from, days: quarter, seed: reports });
  const began = performance.now();
  const input = {
    resources,
    histories,
    calendar: shippedCalendar,
    agencies: agencies.map(({ id }) => ({ id })),
    seed: 1,
    ...(people ? { staffing: people } : {}),
  };
  const played = await play(input);
  const left = played.reports.filter(({ endedAt }) => endedAt === null).length;
  if (left > 0 || played.incidents.length > 0)
    throw new Error(`${left} reports are left, ${played.incidents.length} incidents`);
  return (performance.now() - began) / 1_000;
}

await seconds(200, staffing);
const small: number[] = [];
const large: number[] = [];
const unlimited: number[] = [];
for (let round = 0; round < rounds(2, 3); round++) {
  small.push(await seconds(1_000, staffing));
  large.push(await seconds(10_000, staffing));
  unlimited.push(await seconds(10_000));
}
const rows: Row[] = [
  judged({
    p: 'P10',
    name: '10,000 reports',
    what: 'a quarter through the shipped procedure with officers, start to end, one process',
    unit: 's',
    product: large,
    goal: { kind: 'at most', value: 60, of: 'figure' },
    note: `${Math.round((quarter * 24 * 3_600) / Math.min(...large)).toLocaleString('en')} virtual seconds a second`,
  }),
  judged({
    p: 'P10',
    name: 'officers',
    what: 'the same with queues and working hours beside without',
    unit: 's',
    product: large,
    limit: { what: 'without', figures: unlimited },
    goal: { kind: 'at most', value: 1.5, of: 'ratio' },
  }),
  judged({
    p: 'P10',
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
