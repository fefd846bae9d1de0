/**
 * Deadlines, reminders and notices of lateness, to the minute, across nights, weekends and Tết. The clock only moves
 * forward, so the tests of this file are one story told in order, from the last office hour before Tết 2026.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
beforeAll(async () => {
  house = await House.open({ at: '2026-02-13T16:00:00+07:00' });
});
afterAll(() => house?.close());

const minute = 60_000;
const at = (moment: string) => Date.parse(`${moment}:00+07:00`);

interface Passed {
  elementId: string;
  enteredAt: string;
}

/** The moments at which the report's instance came to this element. */
async function passages(report: Sender, elementId: string): Promise<number[]> {
  const watch = await house.as('ioc.watch');
  const { body } = await watch.get(`/api/instances?report=${report.code}`);
  const { body: detail } = await watch.get(`/api/instances/${body.items[0].key}`);
  return (detail.path as Passed[])
    .filter((step) => step.elementId === elementId)
    .map((step) => Date.parse(step.enteredAt));
}

/** Moves to two seconds before `moment` and waits until the instance comes to `elementId`: then it was at its minute. */
async function happensAt(report: Sender, elementId: string, moment: number): Promise<void> {
  await house.clock.set(new Date(moment - 2_000).toISOString());
  expect(await passages(report, elementId)).toEqual([]);
  const [passed] = await until(async () => {
    const times = await passages(report, elementId);
    return times.length > 0 ? times : undefined;
  }, `${report.code} to come to ${elementId}`);
  expect(passed).toBeGreaterThanOrEqual(moment);
  expect(passed).toBeLessThan(moment + minute);
}

it('a report of the last hour before Tết is due in the first hour after it', async () => {
  const report = await house.anyone.sends();
  const received = Date.parse((await report.follows()).history[0].at);
  const intake = await (await house.as('ioc.intake')).task(report.code, 'intake');
  // One hour on Friday the 13th, one on Monday the 23rd: the weekend, the five days of Tết and another weekend between.
  const late = received - at('2026-02-13T16:00');
  expect(late).toBeLessThan(5 * minute);
  expect(Date.parse(intake.dueAt)).toBe(at('2026-02-23T08:00') + late);
  expect(intake).toMatchObject({ article: '6.2', overdue: false });
  // Three quarters of two hours: half an hour into that Monday.
  expect(Date.parse(intake.remindAt)).toBe(at('2026-02-23T07:30') + late);

  await happensAt(report, 'watch-remind-end', Date.parse(intake.remindAt));
  await happensAt(report, 'watch-overdue-end', Date.parse(intake.dueAt));
  const officer = await house.as('ioc.intake');
  await until(async () => (await officer.task(report.code, 'intake')).overdue, 'the task to be shown as overdue');
});

it('two hours that begin at 16:30 end at 08:30 of the next morning', async () => {
  await house.clock.set('2026-02-23T16:30:00+07:00');
  const report = await house.anyone.sends();
  const received = Date.parse((await report.follows()).history[0].at);
  const intake = await (await house.as('ioc.intake')).task(report.code, 'intake');
  expect(Date.parse(intake.dueAt)).toBe(at('2026-02-24T08:30') + received - at('2026-02-23T16:30'));
});

it('a report of Saturday night is received at once and due at nine on Monday', async () => {
  await house.clock.set('2026-02-28T23:10:00+07:00');
  const report = await house.anyone.sends();
  const intake = await (await house.as('ioc.intake')).task(report.code, 'intake');
  expect(Date.parse(intake.dueAt)).toBe(at('2026-03-02T09:00'));
});

it('six working days of handling that begin on a Wednesday morning end on the Thursday of the next week', async () => {
  await house.clock.set('2026-03-04T09:00:00+07:00');
  const report = await house.anyone.sends();
  await walk(house, report, 'scope');
  const task = await (await house.as('sgtvt.leader')).task(report.code, 'instruction');
  const due = Date.parse(task.dueAt);
  expect(due).toBeGreaterThanOrEqual(at('2026-03-12T09:00'));
  expect(due).toBeLessThan(at('2026-03-12T09:05'));
  expect(task.article).toMatch(/^8/);
});

it('a notice is not given for a task that was done in time', async () => {
  await house.clock.set('2026-03-16T08:00:00+07:00');
  const report = await house.anyone.sends();
  await walk(house, report, 'intake');
  const routing = await (await house.as('ioc.duty')).task(report.code, 'routing');
  await house.clock.set(new Date(Date.parse(routing.dueAt) + minute).toISOString());
  await until(async () => (await passages(report, 'watch-overdue-end')).length >= 2, 'both watches to end');
  const client = await house.database();
  try {
    // Whether a watch whose date has come gives a notice is the worker's to say, a moment after the watch.
    const overdue = await until(async () => {
      const found = await client.db().collection('outbox').find({ reportCode: report.code, kind: 'notice' }).toArray();
      // The reminder, whose time has come as well, may be there first.
      const late = found.filter((notice) => notice.mail.template === 'overdue');
      return late.length > 0 ? late : undefined;
    }, 'the notice of the routing');
    expect(overdue.map((notice) => [notice.mail.to.group, notice.mail.data.stage])).toEqual([['ioc-duty', 'routing']]);
  } finally {
    await client.close();
  }
});

it('a report that nobody completes is closed when the time for the supplement is over', async () => {
  await house.clock.set('2026-03-23T08:00:00+07:00');
  const report = await house.anyone.sends();
  await (await house.as('ioc.intake')).does(report, 'intake', { outcome: 'incomplete', missing: 'Số nhà.' });
  const { dueAt } = await report.sees('needs-supplement');
  expect(Date.parse(dueAt)).toBeGreaterThanOrEqual(at('2026-03-30T08:00'));
  expect(Date.parse(dueAt)).toBeLessThan(at('2026-03-30T08:05'));
  await house.clock.set(new Date(Date.parse(dueAt) + minute).toISOString());
  await report.sees('closed');
});

it('fifteen days after the answer the report closes by itself', async () => {
  await house.clock.set('2026-04-06T08:00:00+07:00');
  const report = await house.anyone.sends();
  await walk(house, report, 'publication');
  await report.sees('answered');
  await house.clock.set('2026-04-21T07:00:00+07:00');
  expect((await report.follows()).status).toBe('answered');
  await house.clock.set('2026-04-21T09:00:00+07:00');
  await report.sees('closed');
});

it('an edited calendar moves what runs on the engine, says which before, and the old date passes without a word', async () => {
  await house.clock.set('2026-05-11T09:00:00+07:00');
  const report = await house.anyone.sends();
  await walk(house, report, 'scope');
  const leader = await house.as('sgtvt.leader');
  const due = Date.parse((await leader.task(report.code, 'instruction')).dueAt);
  expect(due).toBeGreaterThanOrEqual(at('2026-05-19T09:00'));

  const admin = await house.as('ioc.admin');
  const { body: state } = await admin.get('/api/calendar');
  const { version, ...calendar } = state;
  const off = { day: '2026-05-14', vi: 'Nghỉ bão' };
  const draft = { ...calendar, holidays: [...calendar.holidays, off] };
  const preview = await admin.ask('POST', '/api/directory/calendar/preview', draft);
  const moved = preview.body.items.find((one: { reportCode: string }) => one.reportCode === report.code);
  expect(Date.parse(moved.to) - Date.parse(moved.from)).toBe(24 * 60 * minute);
  const change = { ...draft, note: 'Bão số 3', source: 'Công văn 12/UBND-VP' };
  const saved = await admin.ask('PUT', '/api/directory/calendar', change, { 'if-match': `"${version}"` });
  expect(saved.status).toBeLessThan(300);

  const task = await until(async () => {
    const shown = await leader.task(report.code, 'instruction');
    return Date.parse(shown.dueAt) === due + 24 * 60 * minute ? shown : undefined;
  }, 'the date to be moved by the day off');
  expect(Date.parse(task.originalDueAt)).toBe(due);
  await house.clock.set(new Date(due + minute).toISOString());
  expect((await leader.task(report.code, 'instruction')).overdue).toBe(false);
  await house.clock.set(new Date(due + 24 * 60 * minute + minute).toISOString());
  await until(
    async () => (await leader.task(report.code, 'instruction')).overdue,
    'the task to be overdue by the new date',
  );
});
