import { defineConfig } from 'vitest/config';

const rooms = '{bpmn,domain,store,engine,workers,server,web,local,rehearsal,telemetry,tools,bench}';
/** A page in Chromium over the double. */
const pages = 'web/**/*browser.test.ts';
/** What searches by chance: a fault that shows once in a hundred times is what it is for. */
const chance = ['test/{faults,fuzz}/**/*.test.ts', 'test/contract/own/{kill,fuzz,frames}.test.ts'];

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
    // What walks through other processes gets a second try, and is named when it needed it (docs/decisions/0040).
    projects: [
      { extends: true, test: { name: 'rooms', include: [`${rooms}/**/*.test.ts`], exclude: [pages] } },
      { extends: true, test: { name: 'pages', include: [pages], retry: 1 } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: chance, retry: 1 } },
      { extends: true, test: { name: 'chance', include: chance } },
    ],
  },
});
