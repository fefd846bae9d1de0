import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { extendDeadline } from './extend-deadline.ts';
import { NeedsMending } from './runtime/job.ts';
import { setDeadline } from './set-deadline.ts';
import { aJob, at, type Desk, openDesk } from './testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const handlingFrom = '2026-03-02T08:00:00+07:00';
const clock = {
  handlingFrom,
  handlingDueAt: '2026-03-10T08:00:00+07:00',
  handlingRemindAt: '2026-03-06T13:00:00+07:00',
};

beforeEach(async () => {
  await desk.store.deadlines.model.deleteMany({});
  await desk.store.outbox.model.deleteMany({});
  await setDeadline(
    aJob('set-deadline', {
      elementId: 'handling-open',
      elementInstanceKey: '70',
      headers: { budget: '6d' },
      variables: { clockStart: handlingFrom },
    }),
    desk,
  );
});

describe('an extension', () => {
  const granted = (days: number) => aJob('extend-deadline', { elementId: 'extend', variables: { ...clock, days } });

  it('adds working days to the date, and both dates stay on the record', async () => {
    desk.clock.set(at('2026-03-04T08:00'));
    expect(await extendDeadline(granted(3), desk)).toEqual({
      dueAt: '2026-03-13T08:00:00+07:00',
      remindAt: '2026-03-10T15:30:00+07:00',
    });
    expect(await desk.store.deadlines.find('70')).toMatchObject({
      originalDueAt: at('2026-03-10T08:00'),
      dueAt: at('2026-03-13T08:00'),
      moves: [{ from: at('2026-03-10T08:00'), to: at('2026-03-13T08:00'), reason: 'extension' }],
    });
  });

  it('done twice moves once and tells the sender once', async () => {
    const job = granted(2);
    const first = await extendDeadline(job, desk);
    desk.clock.forward(86_400_000);
    expect(await extendDeadline(job, desk)).toEqual(first);
    const mails = await desk.store.outbox.ofReport('QN-26-7K3M9XQ2');
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      state: 'held',
      holdUntilJob: job.key,
      mail: { to: { sender: 'QN-26-7K3M9XQ2' }, template: 'extended', data: { dueAt: '2026-03-12T08:00:00+07:00' } },
    });
  });

  it('reminds at three quarters of what is left when three quarters of all are used', async () => {
    desk.clock.set(at('2026-03-10T08:00'));
    expect(await extendDeadline(granted(1), desk)).toMatchObject({ remindAt: '2026-03-10T15:30:00+07:00' });
  });
});

describe('a returned result', () => {
  const returned = () =>
    aJob('extend-deadline', { elementId: 'keep', headers: { minimum: '1d' }, variables: { ...clock, days: null } });

  it('keeps the clock where a day or more is left', async () => {
    desk.clock.set(at('2026-03-04T08:00'));
    expect(await extendDeadline(returned(), desk)).toEqual({
      dueAt: '2026-03-10T08:00:00+07:00',
      remindAt: '2026-03-06T13:00:00+07:00',
    });
    expect(await desk.store.outbox.ofReport('QN-26-7K3M9XQ2')).toEqual([]);
  });

  it('gives at least one working day', async () => {
    desk.clock.set(at('2026-03-09T15:00'));
    expect(await extendDeadline(returned(), desk)).toMatchObject({ dueAt: '2026-03-10T15:00:00+07:00' });
    expect((await desk.store.deadlines.find('70'))?.moves).toMatchObject([{ reason: 'returned' }]);
  });

  it('after the date has passed gives a day from now', async () => {
    desk.clock.set(at('2026-03-13T16:00'));
    expect(await extendDeadline(returned(), desk)).toMatchObject({ dueAt: '2026-03-16T16:00:00+07:00' });
  });
});

it('an extension of nothing is an incident', async () => {
  const job = aJob('extend-deadline', { variables: { days: null, handlingDueAt: clock.handlingDueAt } });
  await expect(extendDeadline(job, desk)).rejects.toThrow(NeedsMending);
  await expect(extendDeadline(aJob('extend-deadline', { variables: { days: 2 } }), desk)).rejects.toThrow(
    'handlingDueAt',
  );
});
