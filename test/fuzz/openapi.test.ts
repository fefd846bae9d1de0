/** The published OpenAPI, read by a fuzzer of others: short here, at length by `npm run fuzz`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { House } from '../house/house.ts';
import { type Caller, furnished, type Ids, staff } from './callers.ts';
import { fuzz } from './schemathesis.ts';

let house: House;
let ids: Ids;
beforeAll(async () => {
  house = await House.open({ env: { REPORTS_PER_10MIN: '100000', LOGIN_FAILURES_PER_15MIN: '100000' } });
  ids = await furnished(house);
});
afterAll(() => house?.close());

/** The same each time here: what chance finds is for `npm run fuzz`, which says how to see it again. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_130);

test.each<[string, Caller]>([
  ['nobody', {}],
  ['an administrator', staff('ioc.admin')],
])(
  'every operation answers %s as the contract says, whatever it is sent',
  { timeout: 500_000 },
  async (who, caller) => {
    const counts = await fuzz({ url: house.url, caller, ids, seed, examples: 1, phases: ['fuzzing'] });
    const { operations, cases, statuses, failures } = counts;
    console.log(
      `fuzzed as ${who}, seed ${seed}: ${operations} operations, ${cases} cases, ${JSON.stringify(statuses)}`,
    );
    expect(failures).toEqual([]);
    expect(operations).toBeGreaterThan(200);
  },
);
