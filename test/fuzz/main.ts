/**
 * `npm run fuzz [-- --seed n --examples n --as name]`: every operation of the published OpenAPI, as each kind of caller,
 * against a house of its own with real parts. Prints counts; exits with 1 where anything was found.
 */
import { parseArgs } from 'node:util';
import { House } from '../house/house.ts';
import { type Caller, furnished, software, staff } from './callers.ts';
import { fuzz } from './schemathesis.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, examples: { type: 'string', default: '10' }, as: { type: 'string' } },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const limits = { REPORTS_PER_10MIN: '1000000', LOGIN_FAILURES_PER_15MIN: '1000000', API_CALLS_PER_MINUTE: '1000000' };

console.log(`seed ${seed}, ${values.examples} random cases an operation beside those at the bounds of its shape`);
const house = await House.open({ ownDatabase: true, env: limits });
let found = 0;
try {
  const ids = await furnished(house);
  const callers: Record<string, Caller> = {
    nobody: {},
    duty: staff('ioc.duty'),
    officer: staff('sgtvt.officer'),
    analyst: staff('analyst'),
    admin: staff('ioc.admin'),
    software: await software(house),
  };
  for (const [name, caller] of Object.entries(callers)) {
    if (values.as !== undefined && values.as !== name) continue;
    const began = performance.now();
    const phases = ['coverage', 'fuzzing', 'stateful'];
    const counts = await fuzz({ url: house.url, caller, ids, seed, examples: Number(values.examples), phases });
    const seconds = Math.round((performance.now() - began) / 1000);
    const statuses = Object.entries(counts.statuses).map(([status, n]) => `${status}: ${n}`);
    console.log(
      `${name}: ${counts.operations} operations, ${counts.cases} cases, ${counts.failures.length} failures, ${seconds} s (${statuses.join(', ')})`,
    );
    for (const { operation, check, status, said } of counts.failures.slice(0, 40))
      console.log(`  ${operation} ${status ?? ''} ${check}: ${said}`);
    found += counts.failures.length;
  }
  // What the fuzzing did to it, it is still there.
  if (!(await fetch(`${house.url}/readyz`)).ok) throw new Error('The house is no longer ready');
} finally {
  await house.close();
}
process.exit(found > 0 ? 1 : 0);
