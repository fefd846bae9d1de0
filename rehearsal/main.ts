/**
 * `npm run rehearse -- [--reports 300] [--days 30] [--seed 1] [--diagram draft.bpmn]`: plays a made-up surge through the
 * diagram of `bpmn/`, and beside it through a draft, and prints what would be in time. For analysts at a command line.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { agencies } from '../domain/agencies.ts';
import { shippedCalendar } from '../domain/calendar.ts';
import { play } from './play.ts';
import { type Resource, shippedResources } from './resources.ts';
import { type StageFigures, type Summary, summarise } from './summary.ts';
import { assumed, surge } from './surge.ts';

/** The Monday of an ordinary month: no holiday falls into it. */
const firstDay = Date.parse('2026-03-02T00:00:00+07:00');

function whole(text: string | undefined, name: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    console.error(`--${name} is a whole number from 1 to ${most}.`);
    process.exit(2);
  }
  return value;
}

const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`);
const hours = (minutes: number | null): string => (minutes === null ? '–' : `${(minutes / 60).toFixed(1)} h`);

function row(name: string, one: StageFigures | undefined): Record<string, string | number> {
  if (!one) return { [name]: 'not reached' };
  return {
    [`${name}done`]: one.done,
    [`${name}first date`]: percent(one.inTimeFirst, one.dated),
    [`${name}extended`]: percent(one.inTime, one.dated),
    [`${name}median`]: hours(one.median),
    [`${name}90 %`]: hours(one.ninetieth),
    [`${name}assumed`]: one.assumed,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      reports: { type: 'string', default: '300' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      diagram: { type: 'string' },
    },
  });
  const reports = whole(values.reports, 'reports', 100_000);
  const days = whole(values.days, 'days', 366);
  const seed = whole(values.seed, 'seed', 2 ** 31);
  const histories = surge({ reports, from: firstDay, days, seed });
  const directory = agencies.map(({ id }) => ({ id }));
  const files = await shippedResources();
  const rehearse = async (name: string, resources: Resource[]): Promise<Summary> => {
    const began = performance.now();
    const played = await play({ resources, histories, calendar: shippedCalendar, agencies: directory, seed });
    const seconds = (performance.now() - began) / 1_000;
    const summary = summarise(played, shippedCalendar);
    console.log(
      `${name}: ${summary.received} reports in ${days} days, ${summary.ended} ended, half of them done within ` +
        `${summary.medianDays?.toFixed(1) ?? '–'} working days; played in ${seconds.toFixed(1)} s`,
    );
    for (const { elementId, message, count } of played.incidents)
      console.log(`  incident × ${count} at ${elementId}: ${message}`);
    for (const [stage, count] of played.unplayed) console.log(`  nobody is known to do ${stage}: ${count} open`);
    return summary;
  };

  console.log('Made-up reports. Assumed:', JSON.stringify(assumed));
  const before = await rehearse('bpmn/', files);
  const draft = values.diagram ? await readFile(resolve(values.diagram), 'utf8') : undefined;
  const after =
    draft === undefined
      ? undefined
      : await rehearse(
          values.diagram!,
          files.map((one) => (one.name.endsWith('.bpmn') ? { ...one, content: draft } : one)),
        );
  const stages = new Set([before, after].flatMap((one) => one?.stages.map(({ stage }) => stage) ?? []));
  const of = (summary: Summary, stage: string) => summary.stages.find((one) => one.stage === stage);
  console.table(
    Object.fromEntries(
      [...stages].map((stage) => [
        stage,
        { ...row('', of(before, stage)), ...(after ? row('draft: ', of(after, stage)) : {}) },
      ]),
    ),
  );
}

await main();
