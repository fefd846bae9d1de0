import { defineConfig } from 'vitest/config';

const rooms = '{bpmn,domain,store,engine,workers,server,web,local,rehearsal,telemetry,tools,bench}';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a page will show is waited for as long as on the slowest machine; the default is one second.
    expect: { poll: { timeout: 20_000 } },
    globalSetup: ['test/house/database.ts'],
    reporters: ['default', './test/house/reporter.ts'],
    projects: [
      { extends: true, test: { name: 'rooms', include: [`${rooms}/**/*.test.ts`] } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'] } },
    ],
  },
});
