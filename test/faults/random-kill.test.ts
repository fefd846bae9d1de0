/**
 * `kill -9` of every part of two servers, two workers, engine and database, in an order and at moments that a seed
 * decides (printed; `KILL_SEED` repeats a run), while reports are sent and handled: whatever was answered stands, and
 * nothing is there twice. The long form, with more kinds of faults: `npm run soak`.
 */
import { expect, it } from 'vitest';
import { run } from './run.ts';

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const kills = 6;

it(`${kills} kills under load lose nothing and double nothing (KILL_SEED=${seed})`, async () => {
  const { ledger, faults, lost, doubled, wrong } = await run({
    seed,
    servers: 2,
    workers: 2,
    lanes: 4,
    killsOnly: true,
    say: (line) => console.log(line),
    untilNextFault: (before, _elapsed, random) => (before < kills ? 500 + random() * 1_500 : null),
  });
  console.log(
    `accepted ${ledger.accepted.size}, answered ${ledger.answered}, lost ${lost.length}, doubled ${doubled.length} (KILL_SEED=${seed})`,
  );
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(faults).toBe(kills);
  expect(ledger.accepted.size).toBeGreaterThanOrEqual(4);
  expect(ledger.completions.length).toBeGreaterThan(4);
}, 400_000);
