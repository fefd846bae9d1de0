import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shippedCalendar } from '../domain/calendar.ts';
import { shippedDirectory } from '../domain/directory/shipped.ts';
import { extendDeadline } from './extend-deadline.ts';
import { NeedsMending } from './runtime/job.ts';
import { setDeadline } from './set-deadline.ts';
import { aJob, at, type Desk, openDesk } from './testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.published.length = 0;
  await desk.store.deadlines.model.deleteMany({});
});

const intake = (variables: Record<string, unknown>) =>
  aJob('set-deadline', { elementId: 'intake', elementInstanceKey: '77', variables: { budget: '2h', ...variables } });

describe('a deadline', () => {
  it('is set from budget and start, and the watch is told before the job completes', async () => {
    const result = await setDeadline(intake({ clockStart: '2026-03-02T08:00:00+07:00' }), desk);
    expect(result).toEqual({ dueAt: '2026-03-02T10:00:00+07:00', remindAt: '2026-03-02T09:30:00+07:00' });
    expect(desk.published).toEqual([
      {
        name: 'deadline-set',
        correlationKey: 'QN-26-7K3M9XQ2',
        messageId: '77 2026-03-02T10:00:00+07:00',
        timeToLive: 60_000,
        variables: {
          task: 'intake',
          taskInstance: '77',
          dueAt: '2026-03-02T10:00:00+07:00',
          remindAt: '2026-03-02T09:30:00+07:00',
        },
      },
    ]);
  });

  it('is kept as a record that can answer "says who?"', async () => {
    await desk.store.definitions.model.collection.insertOne({
      _id: '2',
      processId: 'field-report',
      version: 1,
      xml: '',
      deployedAt: 0,
      deleted: false,
      elements: { intake: { article: '6.2', clockStart: '=receivedAt' } },
    } as never);
    await setDeadline(intake({ clockStart: '2026-03-02T08:00:00+07:00[Asia/Ho_Chi_Minh]' }), desk);
    expect(await desk.store.deadlines.find('77')).toMatchObject({
      reportCode: 'QN-26-7K3M9XQ2',
      elementId: 'intake',
      article: '6.2',
      budget: '2h',
      startEvent: '=receivedAt',
      startAt: at('2026-03-02T08:00'),
      workingMinutes: 120,
      calendarVersion: 1,
      dueAt: at('2026-03-02T10:00'),
      originalDueAt: at('2026-03-02T10:00'),
    });
  });

  it('set twice is set once, even when the calendar was edited between', async () => {
    const job = intake({ clockStart: '2026-03-06T16:00:00+07:00' });
    const first = await setDeadline(job, desk);
    const holidays = [...shippedCalendar.holidays, { day: '2026-03-09', vi: 'x', en: 'x' }];
    await desk.store.calendars.add({ _id: 2, calendar: { ...shippedCalendar, holidays }, at: 0, by: 'test' });
    expect(await setDeadline(job, desk)).toEqual(first);
    const other = aJob('set-deadline', { elementInstanceKey: '78', variables: job.variables });
    expect(await setDeadline(other, desk)).toMatchObject({ dueAt: '2026-03-10T08:00:00+07:00' });
    await desk.store.calendars.model.deleteOne({ _id: 2 });
  });

  it('never lies past its limit', async () => {
    const job = aJob('set-deadline', {
      variables: { budget: '2d', clockStart: '2026-03-02T08:00:00+07:00', clockLimit: '2026-03-02T12:00:00+07:00' },
    });
    expect(await setDeadline(job, desk)).toEqual({
      dueAt: '2026-03-02T12:00:00+07:00',
      remindAt: '2026-03-02T11:00:00+07:00',
    });
  });
});

describe('the handling clock', () => {
  const open = (leadAgency: string) =>
    aJob('set-deadline', {
      elementId: 'handling-open',
      headers: { budget: '6d', agencyLimit: 'true' },
      variables: { clockStart: '2026-03-02T08:00:00+07:00', leadAgency },
    });

  it('runs for six working days and starts no watch of its own', async () => {
    expect(await setDeadline(open('sgtvt'), desk)).toMatchObject({ dueAt: '2026-03-10T08:00:00+07:00' });
    expect(desk.published).toEqual([]);
  });

  it("is as long as the agency's own limit where that is shorter", async () => {
    await desk.store.directory.seed(shippedDirectory);
    const { model } = desk.store.agencies;
    await model.updateOne({ _id: 'syt' }, { $set: { handlingLimit: '4d' } });
    await model.updateOne({ _id: 'sct' }, { $set: { handlingLimit: '9d' } });
    expect(await setDeadline(open('syt'), desk)).toMatchObject({ dueAt: '2026-03-06T08:00:00+07:00' });
    expect(await setDeadline(open('sct'), desk)).toMatchObject({ dueAt: '2026-03-10T08:00:00+07:00' });
  });

  it('is kept by the tasks on it, with the first date that was promised', async () => {
    await setDeadline(open('sgtvt'), desk);
    const clock = (await desk.store.deadlines.ofReport('QN-26-7K3M9XQ2'))[0]!;
    const later = at('2026-03-12T08:00');
    await desk.store.deadlines.move(clock._id, { at: 0, from: clock.dueAt, to: later, reason: 'extension' }, later);
    const handling = aJob('set-deadline', {
      elementId: 'handling',
      elementInstanceKey: '79',
      variables: {
        clockDue: '2026-03-12T08:00:00+07:00',
        clockRemind: '2026-03-10T13:00:00+07:00',
        handlingFrom: '2026-03-02T08:00:00+07:00',
      },
    });
    expect(await setDeadline(handling, desk)).toEqual({
      dueAt: '2026-03-12T08:00:00+07:00',
      remindAt: '2026-03-10T13:00:00+07:00',
    });
    expect(await desk.store.deadlines.find('79')).toMatchObject({
      budget: null,
      startAt: at('2026-03-02T08:00'),
      originalDueAt: at('2026-03-10T08:00'),
    });
    expect(desk.published).toHaveLength(1);
  });
});

it('a limited opinion that starts with the clock is not taken for it', async () => {
  const clockStart = '2026-03-02T08:00:00+07:00';
  await setDeadline(
    aJob('set-deadline', { elementInstanceKey: '100', headers: { budget: '1d' }, variables: { clockStart } }),
    desk,
  );
  const due = '2026-03-03T08:00:00+07:00';
  const opinion = { budget: '2d', clockStart, clockLimit: due };
  await setDeadline(aJob('set-deadline', { elementInstanceKey: '101', variables: opinion }), desk);
  await setDeadline(
    aJob('set-deadline', { elementInstanceKey: '102', variables: { clockDue: due, handlingFrom: clockStart } }),
    desk,
  );
  expect(await desk.store.deadlines.find('102')).toMatchObject({ workingMinutes: 600, originalDueAt: at(due) });
  const extended = aJob('extend-deadline', { variables: { days: 1, handlingFrom: clockStart, handlingDueAt: due } });
  await extendDeadline(extended, desk);
  expect((await desk.store.deadlines.find('100'))?.moves).toHaveLength(1);
  expect((await desk.store.deadlines.find('101'))?.moves).toHaveLength(0);
});

describe('a mistake in the diagram', () => {
  it.each([
    ['no budget', { budget: null, clockStart: '2026-03-02T08:00:00+07:00' }, 'budget is missing'],
    ['no start', { clockStart: null }, 'clockStart is missing'],
    ['a budget that is none', { budget: 'soon', clockStart: '2026-03-02T08:00:00+07:00' }, '"soon" is no budget'],
    ['a start that is no time', { clockStart: 'Monday' }, 'clockStart is no ISO 8601 time'],
    ['no report', { reportCode: null }, 'reportCode is missing'],
  ])('is an incident that says how to mend it: %s', async (_name, variables, what) => {
    const failed = setDeadline(intake(variables), desk);
    await expect(failed).rejects.toThrow(NeedsMending);
    await expect(failed).rejects.toThrow(what);
    expect(desk.published).toEqual([]);
  });
});
