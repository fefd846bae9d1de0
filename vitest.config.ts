import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{bpmn,domain,store,engine,workers,server,web,local,rehearsal,test,tools}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
