/**
 * `npm run soak`: the load and the random faults of the fault test for as long as is wanted, with everything counted in
 * the end. Exit code 1 when anything is lost, doubled or wrong; then the folder with data and logs stays.
 */
import { parseArgs } from 'node:util';
import { run } from './run.ts';

const usage = `npm run soak -- [--minutes 20] [--kill-every 10] [--servers 2] [--workers 2] [--lanes 8] [--seed n]
  minutes, and seconds between the beginnings of two faults; lanes: reports on their way at a time`;

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new Error(`--${name} is a number, at least ${least}.\n${usage}`);
  return value;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '20' },
      'kill-every': { type: 'string', default: '10' },
      servers: { type: 'string', default: '2' },
      workers: { type: 'string', default: '2' },
      lanes: { type: 'string', default: '8' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return true;
  }
  const minutes = number('minutes', values.minutes, 0.1);
  const every = number('kill-every', values['kill-every'], 1) * 1_000;
  const seed = number('seed', values.seed, 0);
  console.log(`soak: ${minutes} min, a fault every ${every / 1_000} s, --seed ${seed}`);
  const began = Date.now();
  const result = await run({
    seed,
    servers: number('servers', values.servers, 1),
    workers: number('workers', values.workers, 1),
    lanes: number('lanes', values.lanes, 1),
    say: (line) => console.log(line),
    untilNextFault(faults, elapsed) {
      const at = Math.max((faults + 1) * every, elapsed);
      return at <= minutes * 60_000 ? at - elapsed : null;
    },
  });
  const { ledger, faults, lost, doubled, wrong, folder } = result;
  for (const line of lost) console.error(`LOST: ${line}`);
  for (const line of doubled) console.error(`DOUBLED: ${line}`);
  for (const line of wrong) console.error(`WRONG: ${line}`);
  const whole = lost.length + doubled.length + wrong.length === 0;
  if (!whole) console.error(`Data and logs are kept in ${folder}.`);
  console.log(`${ledger}`);
  console.log(
    `accepted ${ledger.accepted.size}, answered ${ledger.answered}, faults ${faults}, lost ${lost.length}, doubled ${doubled.length}, wrong ${wrong.length} (seed ${seed}, ${Math.round((Date.now() - began) / 1_000)} s)`,
  );
  return whole;
}

main().then(
  (whole) => process.exit(whole ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
