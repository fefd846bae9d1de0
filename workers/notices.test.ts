import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../store/outbox.ts';
import { notifySender } from './notify-sender.ts';
import { notifyWithdrawn } from './notify-withdrawn.ts';
import { remind } from './remind.ts';
import { reportOverdue } from './report-overdue.ts';
import { requestSupplement } from './request-supplement.ts';
import { NeedsMending, NotYet } from './runtime/job.ts';
import { aJob, at, type Desk, decide, keepTask, openDesk } from './testing.ts';

const code = 'QN-26-7K3M9XQ2';
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  const { tasks, outbox, completions } = desk.store;
  await Promise.all([tasks, outbox, completions].map((one) => one.model.collection.deleteMany({})));
});

const outbox = (): Promise<OutboxEntry[]> => desk.store.outbox.ofReport(code);
const watch = (dueAt = '2026-03-03T08:00:00+07:00') =>
  aJob('remind', { variables: { taskInstance: '600', dueAt, task: 'scope' } });

describe('a reminder', () => {
  it('goes to the groups that may claim the task while nobody has it', async () => {
    await keepTask(desk.store);
    await remind(watch(), desk);
    expect(await outbox()).toMatchObject([
      {
        kind: 'notice',
        state: 'pending',
        mail: {
          to: { group: 'agency:sgtvt:officer' },
          template: 'remind',
          data: { code, stage: 'scope', dueAt: '2026-03-03T08:00:00+07:00' },
        },
      },
    ]);
  });

  it('goes to the assignee of a claimed task', async () => {
    await keepTask(desk.store, { assignee: 'sgtvt.officer', state: 'assigned' });
    await remind(watch(), desk);
    expect((await outbox()).map((one) => one.mail?.to)).toEqual([{ username: 'sgtvt.officer' }]);
  });

  it('goes out once for a task and a date, however often the job runs', async () => {
    await keepTask(desk.store);
    const job = watch();
    await Promise.all([remind(job, desk), remind(job, desk), remind(watch(), desk)]);
    expect(await outbox()).toHaveLength(1);
  });

  it.each([
    ['completed', { state: 'completed' as const, open: false }],
    ['canceled', { state: 'canceled' as const, open: false }],
    ['due later', { dueAt: at('2026-03-04T08:00') }],
  ])('is dropped when the task is %s', async (_name, fields) => {
    await keepTask(desk.store, fields);
    await remind(watch(), desk);
    await reportOverdue(watch(), desk);
    expect(await outbox()).toEqual([]);
  });

  it('is not dropped when the task has the same or an earlier date', async () => {
    await keepTask(desk.store, { dueAt: at('2026-03-02T08:00') });
    await remind(watch(), desk);
    expect(await outbox()).toHaveLength(1);
  });

  it('waits for a task that is not there yet, then comes back with all its tries', async () => {
    await expect(remind(watch(), desk)).rejects.toThrow(NotYet);
    const waiting = remind(watch(), desk);
    await keepTask(desk.store);
    await waiting;
    expect(await outbox()).toHaveLength(1);
  });
});

describe('an overdue task', () => {
  const told = async () => (await outbox()).map((one) => (one.mail as { to: { group: string } }).to.group).sort();

  it("is reported to the unit's leader and the duty officer", async () => {
    await keepTask(desk.store, { assignee: 'sgtvt.officer', state: 'assigned' });
    await reportOverdue(watch(), desk);
    expect(await told()).toEqual(['agency:sgtvt:leader', 'ioc-duty']);
  });

  it('of the IOC is reported to the duty officer, of the province to both', async () => {
    await keepTask(desk.store, { groups: ['ioc-intake'], agency: null });
    await reportOverdue(watch(), desk);
    expect(await told()).toEqual(['ioc-duty']);
    await desk.store.tasks.model.updateOne({}, { $set: { groups: ['province'] } });
    await reportOverdue(watch(), desk);
    expect(await told()).toEqual(['ioc-duty', 'province']);
  });
});

describe('a request for a supplement', () => {
  const request = () =>
    aJob('request-supplement', { headers: { budget: '5d' }, variables: { clockStart: '2026-03-02T08:00:00+07:00' } });

  it('tells the sender what is missing and until when, and opens the window', async () => {
    await decide(desk.store, 'intake', 'incomplete', { missing: 'Cần thêm ảnh và vị trí' });
    const job = request();
    expect(await requestSupplement(job, desk)).toEqual({ supplementDueAt: '2026-03-09T08:00:00+07:00' });
    await requestSupplement(job, desk);
    expect(await outbox()).toMatchObject([
      {
        state: 'held',
        mail: {
          template: 'supplement-requested',
          data: { text: 'Cần thêm ảnh và vị trí', dueAt: '2026-03-09T08:00:00+07:00' },
        },
      },
    ]);
  });

  it('waits until the decision is confirmed by the record stream', async () => {
    await decide(desk.store, 'intake', 'incomplete', { missing: 'Cần thêm ảnh' }, { _id: 'a', state: 'offered' });
    const waiting = requestSupplement(request(), desk);
    await desk.store.completions.model.updateOne({ _id: 'a' }, { $set: { state: 'adopted' } });
    await waiting;
    expect((await outbox())[0]?.mail?.data.text).toBe('Cần thêm ảnh');
  });
});

describe('the sender', () => {
  it('is always told the ground of a refusal', async () => {
    await decide(desk.store, 'intake', 'rejected', { ground: 'Không thuộc lĩnh vực tiếp nhận' });
    await notifySender(aJob('notify-sender', { headers: { kind: 'rejected' } }), desk);
    expect((await outbox())[0]?.mail).toEqual({
      to: { sender: code },
      template: 'rejected',
      data: { code, text: 'Không thuộc lĩnh vực tiếp nhận' },
    });
  });

  it('is told of a closed window and of a withdrawal, once each', async () => {
    const incomplete = aJob('notify-sender', { headers: { kind: 'incomplete' } });
    const withdrawn = aJob('notify-withdrawn');
    await Promise.all([notifySender(incomplete, desk), notifySender(incomplete, desk)]);
    await Promise.all([notifyWithdrawn(withdrawn, desk), notifyWithdrawn(withdrawn, desk)]);
    expect((await outbox()).map((one) => one.mail?.template).sort()).toEqual(['incomplete', 'withdrawn']);
  });

  it('is told nothing that there is no mail for', async () => {
    const job = aJob('notify-sender', { headers: { kind: 'congratulation' } });
    await expect(notifySender(job, desk)).rejects.toThrow(NeedsMending);
  });
});
