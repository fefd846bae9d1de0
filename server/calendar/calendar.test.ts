import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedCalendar } from '../../domain/calendar.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.close());

test('anyone reads the calendar in force, and after an edit the edited one', async () => {
  const read = async () => (await house.ask('GET', '/api/calendar', {})).body;
  expect(await read()).toEqual({ version: 1, ...shippedCalendar });
  const calendar = { ...shippedCalendar, intervals: [{ from: '07:30', to: '16:30' }] };
  await house.store.calendars.add({ _id: 2, calendar, at: 1, by: 'ioc.duty' });
  expect(await read()).toEqual({ version: 2, ...calendar });
});
