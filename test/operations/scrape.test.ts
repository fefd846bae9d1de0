/** What a scrape costs: the database is asked once in ten seconds, however often and by how many figures are asked for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profiled } from '../../bench/data/plans.ts';
import { openTestHouse, type TestHouse } from '../../server/testing/test-house.ts';
import { told } from './figures-named.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.close());

it('asks the database once for many scrapes, and tells what is gone as gone', async () => {
  let scraped: string[] = [];
  const scrape = async (): Promise<string> => (await house.ask('GET', '/metrics')).body;
  const operations = await profiled(house.store.connection.db!, async () => {
    scraped = await Promise.all([scrape(), scrape(), scrape()]);
    scraped.push(await scrape());
  });
  const counted = operations.filter(({ ns, op }) => op === 'command' && ns.endsWith('.outbox'));
  expect(counted.length).toBeGreaterThan(0);
  expect(counted.length).toBeLessThanOrEqual(2);
  for (const text of scraped) expect(told(text).value('database_up')).toBe(1);
  expect(told(scraped[0]!).value('outbox_waiting', { kind: 'message' })).toBe(0);
});
