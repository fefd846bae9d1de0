/** An installation that was there before dossiers were: its figures are those that it would have had. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReportWay } from '../testing/report-way.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { fillDossiers } from './fill-dossiers.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+07:00`);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.close());

test('dossiers are made from what was kept, once', async () => {
  const variables = { field: 'transport', district: 'tamky', leadAgency: 'sgtvt' };
  const answered = await ReportWay.begin(house, at('05-04T08:00'));
  await answered.step('intake', {
    groups: ['ioc-intake'],
    opened: at('05-04T08:00'),
    first: at('05-04T10:00'),
    done: at('05-04T11:00'),
    outcome: 'accepted',
    variables,
  });
  await (await answered.answered(at('05-06T10:00'), 'fixed')).ended(at('05-21T10:00')).told();
  const refused = await ReportWay.begin(house, at('05-05T08:00'));
  await refused.step('intake', {
    groups: ['ioc-intake'],
    opened: at('05-05T08:00'),
    first: at('05-05T10:00'),
    done: at('05-05T09:00'),
    outcome: 'rejected',
  });
  await refused.ended(at('05-05T09:00')).told();
  const open = await ReportWay.begin(house, at('05-06T08:00'));
  await (
    await open.step('intake', { groups: ['ioc-intake'], opened: at('05-06T08:00'), first: at('05-06T10:00') })
  ).told();
  house.clock.set(at('06-01T08:00'));
  const headers = await house.as('duty', 'ioc-duty');
  const figures = async () => (await house.ask('GET', '/api/statistics?period=2026-05&by=agency', { headers })).body;
  const before = await figures();
  expect(before.total).toMatchObject({
    received: { value: 3 },
    onTimeByFirst: { value: 0, of: 1 },
    openOverdue: { value: 1, of: 1 },
  });
  await house.store.dossiers.model.deleteMany({});
  expect((await figures()).total.received.value).toBe(0);
  expect(await fillDossiers(house.store)).toBe(3);
  expect(await figures()).toEqual(before);
  expect(await fillDossiers(house.store)).toBe(0);
});
