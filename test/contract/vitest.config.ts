/** `npm run contract`: the contract's tests alone, against an engine of their own or the cluster that `ZEEBE_ADDRESS` names. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const foreign = process.env.ZEEBE_ADDRESS;
if (foreign) {
  console.log(
    `Against ${foreign}. Left out: test/contract/own, whose tests need a process of ours to kill or to read.`,
  );
}

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: [foreign ? 'test/contract/*.test.ts' : 'test/contract/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/house/reporter.ts'],
  },
});
