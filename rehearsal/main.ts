/**
 * `npm run rehearse`: plays a made-up surge through the diagram of `bpmn/`, and beside it through a draft, and prints
 * what would be in time. For analysts at a command line; `npm run rehearse -- --help` says what can be asked for.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { agencies } from '../domain/agencies.ts';
import { shippedCalendar } from '../domain/calendar.ts';
import type { SideResult, Spread, StageResult } from '../domain/rehearsal/result.ts';
import { assumedWork, type Staff, type Staffing } from '../domain/rehearsal/staffing.ts';
import { assumedSurge } from '../domain/rehearsal/surge.ts';
import { rehearse } from './rehearse.ts';
import { shippedResources } from './resources.ts';

/** The Monday of an ordinary month: no holiday falls into it. */
const firstDay = Date.parse('2026-03-02T00:00:00+07:00');

const help = `npm run rehearse -- [options]
  --reports 300        reports of the surge
  --days 30            days that they come in
  --diagram draft.bpmn a draft to be played beside bpmn/
  --people 2           officers in every group; without it and --staff as many as there are tasks
  --staff group=3@07:00-17:00   officers of one group, and their hours; may be given again
  --runs 1             runs with other durations; figures are medians, with the 10th and the 90th percentile
  --seed 1             the same seed gives the same figures`;

function wrong(text: string): never {
  console.error(`${text}\n\n${help}`);
  process.exit(2);
}

function whole(text: string | undefined, name: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) wrong(`--${name} is a whole number from 1 to ${most}.`);
  return value;
}

function staffOf(text: string): Staff {
  const found = /^([a-z0-9:-]+)=(\d{1,3})(?:@(\d{2}:\d{2})-(\d{2}:\d{2}))?$/.exec(text);
  if (!found) wrong('--staff is a group and its people, and perhaps their hours: agency:sgtvt:officer=3@07:00-17:00');
  const [, group, people, from, to] = found;
  return { group: group!, people: Number(people), ...(from && to ? { from, to } : {}) };
}

const between = (one: Spread, text: (value: number) => string): string =>
  one.low === one.high ? text(one.median) : `${text(one.median)} (${text(one.low)}–${text(one.high)})`;
const percent = (one: Spread | null): string => (one ? between(one, (value) => `${(value * 100).toFixed(1)} %`) : '–');
const hours = (one: Spread | null): string => (one ? between(one, (value) => `${(value / 60).toFixed(1)} h`) : '–');

function row(name: string, one: StageResult | undefined): Record<string, string | number> {
  if (!one) return { [name]: 'not reached' };
  return {
    [`${name}done`]: one.done.median,
    [`${name}first date`]: percent(one.first),
    [`${name}extended`]: percent(one.extended),
    [`${name}median`]: hours(one.took),
    [`${name}90 %`]: hours(one.took90),
    ...(one.waiting ? { [`${name}waiting`]: hours(one.waiting) } : {}),
    [`${name}assumed`]: percent(one.assumed),
  };
}

function tell(name: string, side: SideResult, received: number): void {
  const days = side.days ? between(side.days, (value) => value.toFixed(1)) : '–';
  console.log(
    `${name}: ${received} reports, ${between(side.ended, String)} ended, half of them done within ${days} working days; ` +
      `all in time: ${percent(side.reports.first)} by the first dates, ${percent(side.reports.extended)} by the extended`,
  );
  for (const { elementId, message, count } of side.incidents)
    console.log(`  incident × ${between(count, String)} at ${elementId}: ${message}`);
  for (const { stage, count } of side.unplayed)
    console.log(`  nobody is known to do ${stage}: ${between(count, String)} open`);
  for (const { group, people, mean, max, busy } of side.queues.toSorted((a, b) => b.mean - a.mean).slice(0, 8))
    console.log(
      `  ${group}: ${people} people, ${(busy * 100).toFixed(0)} % busy, queue ${mean.toFixed(1)}, at most ${max}`,
    );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      reports: { type: 'string', default: '300' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1' },
      people: { type: 'string' },
      staff: { type: 'string', multiple: true },
      diagram: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const runs = whole(values.runs, 'runs', 50);
  const groups = (values.staff ?? []).map(staffOf);
  const elsewhere = values.people === undefined ? 1 : whole(values.people, 'people', 999);
  const limited = values.people !== undefined || groups.length > 0;
  const staffing: Staffing | null = limited ? { groups, elsewhere, work: assumedWork } : null;
  const inForce = await shippedResources();
  const diagram = values.diagram === undefined ? undefined : await readFile(resolve(values.diagram), 'utf8');
  const draft = inForce.map((one) =>
    diagram !== undefined && one.name.endsWith('.bpmn') ? { ...one, content: diagram } : one,
  );

  const began = performance.now();
  let virtual = 0;
  const found = await rehearse(
    {
      draft,
      inForce,
      source: {
        kind: 'surge',
        reports: whole(values.reports, 'reports', 100_000),
        from: firstDay,
        days: whole(values.days, 'days', 366),
        assumptions: assumedSurge,
      },
      calendar: shippedCalendar,
      agencies: agencies.map(({ id }) => ({ id })),
      directory: [],
      staffing,
      runs,
      vary: runs > 1,
      unknownMinutes: 120,
      seed: whole(values.seed, 'seed', 2 ** 31),
    },
    {
      played: (virtualHours) => {
        virtual = virtualHours;
      },
    },
  );
  const seconds = (performance.now() - began) / 1_000;

  console.log('Made-up reports. Assumed:', JSON.stringify(found.assumed));
  const { draft: now, inForce: then } = found;
  if (then) tell('bpmn/', then, found.received);
  if (!found.same) tell(values.diagram!, now, found.received);
  if (!found.same) console.log(`${found.changed.count} reports went another way`);
  console.log(
    `played in ${seconds.toFixed(1)} s, ${Math.round(virtual / seconds).toLocaleString('en')} virtual hours a second`,
  );
  const stages = [...new Set([...(then?.stages ?? []), ...now.stages].map(({ stage }) => stage))];
  const of = (side: SideResult | null, stage: string) => side?.stages.find((one) => one.stage === stage);
  console.table(
    Object.fromEntries(
      stages.map((stage) => [
        stage,
        { ...row('', of(then, stage)), ...(found.same ? {} : row('draft: ', of(now, stage))) },
      ]),
    ),
  );
}

await main();
