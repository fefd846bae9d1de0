/**
 * Load and faults side by side, then calm: what is on its way ends, what is owed is given out, and the truth check says
 * whether anything was lost or doubled. The short form is a test, the long one `npm run soak`.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store/store.ts';
import { House } from '../house/house.ts';
import { MailServer } from '../house/mail-server.ts';
import { randomFrom } from '../house/random.ts';
import { until } from '../house/until.ts';
import { type Between, standBetween } from './chaos/between.ts';
import { chaos } from './chaos/chaos.ts';
import type { Ledger } from './load/ledger.ts';
import { startLoad } from './load/load.ts';
import { checkTruth, type Truth } from './truth/check.ts';
import { keepRecords, type RecordFile } from './truth/record-file.ts';

export interface RunOptions {
  seed: number;
  servers: number;
  workers: number;
  /** Reports at a time. */
  lanes: number;
  /**
   * Asked before each fault: how long until it (ms); null when there is to be none any more. `elapsed`: ms since the load
   * began.
   */
  untilNextFault: (faults: number, elapsed: number, random: () => number) => number | null;
  /** Nothing but kills: no pauses, no lying record endpoints. */
  killsOnly?: boolean;
  say: (line: string) => void;
}

export interface RunResult extends Truth {
  ledger: Ledger;
  faults: number;
  /** Stays where the truth check found something. */
  folder: string;
}

/** How long what is on its way may take once nothing fails any more. */
const calmMs = 240_000;

export async function run(options: RunOptions): Promise<RunResult> {
  const { seed, servers, workers, lanes, say } = options;
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const mails = await MailServer.open();
  const records = await keepRecords(join(folder, 'records.ndjson'));
  const between: Between[] = [];
  let house: House | undefined;
  let whole = false;
  let progress: NodeJS.Timeout | undefined;
  try {
    house = await House.open({
      folder,
      at: '2026-03-02T08:00:00+07:00',
      servers,
      workers,
      ownDatabase: true,
      logs: true,
      recordsBy: async (port) => {
        between.push(await standBetween(port));
        return between.at(-1)!.port;
      },
      env: { ...records.env, SMTP_URL: mails.url, REPORTS_PER_10MIN: '1000000', ENGINE_SNAPSHOT_EVERY: '2000000' },
    });
    const load = await startLoad(house, lanes, randomFrom(seed));
    const { ledger } = load;
    progress = setInterval(() => say(`  ${ledger.accepted.size} reports, ${ledger.ended.size} at their end`), 15_000);
    const faults = await Promise.race([fail(options, house, between), load.failed]);
    say(`Calm: ${ledger}`);
    await within(calmMs, load.finish(), () => `reports on their way: ${onTheWay(ledger)}`);
    await drained(house, records);
    say('Drained; now the truth check.');
    const truth = await checkTruth(house, ledger, records, mails);
    whole = truth.lost.length + truth.doubled.length + truth.wrong.length === 0;
    return { ...truth, ledger, faults, folder };
  } catch (error) {
    throw new Error(`${(error as Error).message} (seed ${seed}; all of it is in ${folder})`, { cause: error });
  } finally {
    clearInterval(progress);
    await (whole ? house?.close() : house?.stop());
    for (const one of between) await one.close();
    await records.close();
    await mails.close();
  }
}

async function fail(options: RunOptions, house: House, between: Between[]): Promise<number> {
  const random = randomFrom(options.seed + 1);
  const { killsOnly = false, say } = options;
  const next = chaos({ house, between, random, killsOnly, onTrouble: say });
  const began = Date.now();
  for (let faults = 0; ; faults++) {
    const wait = options.untilNextFault(faults, Date.now() - began, random);
    if (wait === null) {
      await house.ready();
      return faults;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
    const fault = next();
    options.say(`${((Date.now() - began) / 1000).toFixed(1)} s: ${fault.what}`);
    await fault.happen();
  }
}

const onTheWay = ({ accepted, ended }: Ledger): string =>
  [...accepted.values()]
    .filter(({ code }) => !ended.has(code))
    .map(({ code, plan }) => `${code} (${plan.name})`)
    .join(', ');

async function within(ms: number, work: Promise<void>, what: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not over ${ms} ms after the last fault: ${what()}`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Nothing is owed any more, and the projection has seen the newest record. */
async function drained(house: House, records: RecordFile): Promise<void> {
  const store = await openStore({ uri: house.databaseUri });
  const unfinished = { state: { $in: ['pending', 'sent', 'held'] } };
  let left = '';
  try {
    let before = -1;
    const calm = async () => {
      const owed = await store.outbox.model.collection
        .find(unfinished as never)
        .project({ state: 1, lastError: 1 })
        .toArray();
      const newest = records.position();
      const projected = await store.positions.of(1);
      left = `${JSON.stringify(owed.slice(0, 10))}, projected ${projected} of ${newest}`;
      const still = newest === before;
      before = newest;
      return still && owed.length === 0 && projected === newest;
    };
    await until(calm, 'nothing to be owed, and every record to be projected', calmMs).catch((error: Error) => {
      throw new Error(`${error.message}: ${left}`);
    });
  } finally {
    await store.close();
  }
}
