/** The forecast over the whole product: running reports are copied as they stand, with their dates, and played on. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ForecastAnswer } from '../../domain/api/forecast.ts';
import { House } from '../house/house.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
beforeAll(async () => {
  house = await House.open({ env: { FORECAST_SECONDS: '1' } });
}, 60_000);
afterAll(() => house?.close());

/** The forecast for this moment, once it is reckoned. */
async function forecast() {
  const watch = await house.as('ioc.watch');
  const before = ((await watch.get('/api/watch/forecast')).body as ForecastAnswer).forecast?.asOf;
  await watch.ask('POST', '/api/watch/forecast', {});
  return until(
    async () => {
      const { forecast: told, failed } = (await watch.get('/api/watch/forecast')).body as ForecastAnswer;
      expect(failed).toBe(false);
      return told && told.asOf !== before ? told : undefined;
    },
    'the forecast',
    60_000,
  );
}

it('says which reports will be late and follows what is done about them', async () => {
  const officer = await house.as('sgtvt.officer');
  const atScope = await house.anyone.sends();
  const atHandling = await house.anyone.sends();
  const answered = await house.anyone.sends();
  await walk(house, atScope, 'routing');
  await walk(house, atHandling, 'instruction');
  await walk(house, answered, 'publication');
  await answered.sees('answered');

  const first = await forecast();
  expect(first.runs).toBeGreaterThanOrEqual(20);
  expect(first).toMatchObject({ lateNow: 0, unsure: [], assumed: true });
  const [evening, week] = first.horizons;
  expect(evening!.median).toBeLessThanOrEqual(week!.median);
  const codes = first.reports.map(({ code }) => code);
  expect(codes).not.toContain(answered.code);

  // A working day passes: the scope check is late, and counted apart from what may become late.
  await house.clock.forward('30h');
  const overdue = async (): Promise<number> =>
    (await officer.get('/api/tasks?state=open&overdue=true')).body.items.length;
  await until(async () => (await overdue()) > 0, 'an overdue task');
  const second = await forecast();
  expect(second).toMatchObject({ lateNow: 1, unsure: [] });
  expect(second.reports.map(({ code }) => code)).not.toContain(atScope.code);

  await walk(house, atScope, 'scope', { from: 'scope' });
  await until(async () => (await overdue()) === 0, 'the list to have heard of it');
  const third = await forecast();
  expect(third).toMatchObject({ lateNow: 0, unsure: [] });
});
