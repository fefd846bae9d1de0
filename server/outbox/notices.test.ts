/** Who is told what, where and when: notices of staff by page, push and mail, through a real mail server and push service. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type NoticeSettings, standardSettings } from '../../domain/notices.ts';
import { openPostRoom, type PostRoom } from '../../test/house/post-room.ts';
import type { Device } from '../../test/house/push-service.ts';
import { oweDigests } from '../notices/digests.ts';
import { Stream } from '../testing/records.ts';
import { monday } from '../testing/test-house.ts';

const minute = 60_000;
const hour = 60 * minute;
const group = 'agency:sgtvt:officer';
/** Of those whose tests are not about new tasks. */
const noNewTasks = { what: { ...standardSettings.what, newTask: false } };
const address = (name: string) => `${name}@example.com`;

let room: PostRoom;
let seed = 100;
beforeAll(async () => {
  room = await openPostRoom();
});
afterAll(() => room?.close());
beforeEach(async () => {
  room.clock.set(monday);
  const { outbox, notices, noticeSettings, pushSubscriptions, people, tasks } = room.store;
  for (const { model } of [outbox, notices, noticeSettings, pushSubscriptions, people, tasks])
    await model.collection.deleteMany({});
  room.mails.received.length = 0;
  room.pushes.pushed.length = 0;
});
afterEach(() => expect(room.complaints.splice(0)).toEqual([]));

/** A member of staff with an address, and a device that takes pushes. */
async function someone(name: string, settings: Partial<NoticeSettings> = {}, groups = [group]) {
  const headers = await room.as(name, ...groups);
  await room.store.people.model.updateOne({ _id: name }, { $set: { email: address(name) } });
  await room.ask('PUT', '/api/notices/settings', { headers, payload: { ...standardSettings, ...settings } });
  const device = room.pushes.device();
  await room.ask('PUT', '/api/push/subscription', { headers, payload: device.subscription });
  const list = async () => (await room.ask('GET', '/api/notices', { headers })).body;
  return { name, headers, device, list };
}

async function report(): Promise<string> {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Đèn hỏng', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  return (await room.ask('POST', '/api/reports', { payload, headers })).body.code;
}

/** A report with a task that waits for this group. */
async function task(
  stage = 'scope',
  groups = [group],
): Promise<{ code: string; key: string; assign(to: string): Promise<void> }> {
  const code = await report();
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  stream.root('leadAgency', 'sgtvt');
  const made = stream.task(stage, groups, monday + hour);
  await room.records(stream.take());
  return {
    code,
    key: made.key,
    async assign(to) {
      stream.assign(made, to);
      await room.records(stream.take());
    },
  };
}

/** A reminder of a task, as the worker owes it. */
async function reminder(name: string, of: { code: string; key: string }, id = crypto.randomUUID()): Promise<void> {
  const data = { code: of.code, stage: 'scope', task: of.key, dueAt: '2026-03-02T09:00:00+07:00' };
  const mail = { to: { username: name }, template: 'remind', data };
  await room.store.outbox.add({ _id: id, kind: 'notice', reportCode: of.code, mail }, room.house.machineNow());
}
const told = (device: Device) => room.pushes.pushed.filter(({ path }) => device.subscription.endpoint.endsWith(path));
const mailed = (name: string) => room.mails.received.filter(({ to }) => to.includes(address(name)));

describe('new tasks', () => {
  test('are told to who stands in for somebody of the group, while that lasts', async () => {
    const leader = 'agency:sgtvt:leader';
    const [absent, standIn] = [await someone('absent', {}, [leader]), await someone('standIn', {}, [group])];
    const payload = {
      standIn: 'standIn',
      startsAt: new Date(monday).toISOString(),
      endsAt: new Date(monday + hour).toISOString(),
      reason: 'Đi họp',
    };
    const made = await room.ask('POST', '/api/delegations', { headers: absent.headers, payload });
    expect(made.status).toBe(201);
    await task('approval', [leader]);
    await room.deliver();
    await room.forward(6_000);
    for (const person of [absent, standIn]) expect(await person.list()).toMatchObject({ unread: 1 });
    await room.ask('DELETE', `/api/delegations/${made.body.id}`, { headers: absent.headers });
    await task('approval', [leader]);
    await room.deliver();
    await room.forward(6_000);
    expect((await absent.list()).unread).toBe(2);
    expect((await standIn.list()).unread).toBe(1);
  });

  test('are told once, however many come together, to everyone of the group', async () => {
    const [one, two] = [await someone('one'), await someone('two')];
    const other = await someone('other', {}, ['agency:syt:officer']);
    for (let n = 0; n < 5; n += 1) await task();
    await room.deliver();
    expect(room.pushes.pushed).toEqual([]);
    await room.forward(6_000);
    for (const person of [one, two]) {
      expect(told(person.device).map(({ payload }) => payload)).toEqual([
        {
          title: '5 việc mới chờ nhận',
          body: 'Nhóm của bạn có 5 việc mới, chưa ai nhận.',
          path: '/tasks?view=unclaimed',
          tag: 'new-task',
          lang: 'vi',
        },
      ]);
      expect(await person.list()).toMatchObject({ unread: 1, items: [{ kind: 'newTask', count: 5, read: false }] });
    }
    expect(await other.list()).toMatchObject({ unread: 0, items: [] });
    // They stand in the list and in the digest; nobody gets a mail for each.
    expect(room.mails.received).toEqual([]);
  });

  test('that come later are added to the unread notice, and pushed again only after a while', async () => {
    const person = await someone('one');
    const first = await task();
    await room.deliver();
    await room.forward(6_000);
    expect(told(person.device).at(-1)?.payload).toMatchObject({
      title: 'Việc mới: Kiểm tra phạm vi',
      body: `Việc "Kiểm tra phạm vi" của phản ánh ${first.code} đang chờ người nhận.`,
      path: `/tasks/${first.key}`,
    });
    await task();
    await room.deliver();
    await room.forward(6_000);
    expect(told(person.device)).toHaveLength(1);
    await task();
    await room.deliver();
    await room.forward(20 * minute);
    expect(
      told(person.device)
        .map(({ payload }) => payload.title)
        .at(-1),
    ).toBe('3 việc mới chờ nhận');
    expect(await person.list()).toMatchObject({ unread: 1, items: [{ count: 3 }] });
  });

  test('that somebody has taken count no more, and a notice whose tasks are all taken is as good as read', async () => {
    const person = await someone('one');
    const [first, second] = [await task(), await task()];
    await room.deliver();
    await room.forward(6_000);
    expect(await person.list()).toMatchObject({ unread: 1, items: [{ count: 2 }] });
    await second.assign('two');
    const { key, code } = first;
    expect(await person.list()).toMatchObject({ unread: 1, items: [{ count: 1, code, path: `/tasks/${key}` }] });
    await task();
    await room.deliver();
    await room.forward(20 * minute);
    expect(told(person.device).at(-1)?.payload.title).toBe('2 việc mới chờ nhận');
    await room.store.tasks.model.updateMany({}, { $set: { state: 'canceled', open: false } });
    expect(await person.list()).toMatchObject({ unread: 0, items: [{ read: true }] });
  });

  test('that somebody has taken meanwhile are told to nobody', async () => {
    const person = await someone('one');
    const made = await task();
    await made.assign('two');
    await room.deliver();
    await room.forward(6_000);
    expect(await person.list()).toMatchObject({ unread: 0 });
    expect(room.pushes.pushed).toEqual([]);
  });

  test('are told once by two servers', async () => {
    const person = await someone('one');
    await task();
    await task();
    await room.deliver(2);
    await room.forward(0);
    room.clock.forward(6_000);
    await room.forward(6_000);
    await room.deliver(2);
    expect(told(person.device)).toHaveLength(1);
    expect(await person.list()).toMatchObject({ items: [{ count: 2 }] });
  });

  test('of an approval are told to the leader as such, by mail too', async () => {
    const leader = await someone('leader', {}, ['agency:sgtvt:leader']);
    const made = await task('approval', ['agency:sgtvt:leader']);
    await room.deliver();
    expect(await leader.list()).toMatchObject({
      items: [{ kind: 'approval', code: made.code, path: `/tasks/${made.key}` }],
    });
    expect(mailed('leader').map(({ headers }) => headers.subject)).toEqual([
      `[${made.code}] Chờ phê duyệt: Phê duyệt kết quả`,
    ]);
  });
});

describe('a hand-over', () => {
  const handOver = async (to: string, made: { code: string; key: string }) => {
    const mail = {
      to: { username: to },
      template: 'handed-over',
      data: { code: made.code, stage: 'scope', task: made.key },
    };
    await room.store.outbox.add(
      { _id: `notice:handed:${made.key}:${to}`, kind: 'notice', reportCode: made.code, mail },
      room.house.machineNow(),
    );
  };

  test('is told when the records show it', async () => {
    const person = await someone('one', noNewTasks);
    const made = await task();
    await handOver('one', made);
    await room.deliver();
    expect(await person.list()).toMatchObject({ unread: 0 });
    await made.assign('one');
    await room.forward(2_000);
    expect(await person.list()).toMatchObject({ items: [{ kind: 'handedOver', code: made.code }] });
    expect(told(person.device)).toHaveLength(1);
    expect(told(person.device)[0]!.headers.urgency).toBe('high');
  });

  test('of many tasks to one person is told once', async () => {
    const person = await someone('one', noNewTasks);
    for (let n = 0; n < 4; n += 1) {
      const made = await task();
      await handOver('one', made);
      if (n < 3) await made.assign('one');
    }
    await room.deliver();
    await room.forward(2_000);
    expect(await person.list()).toMatchObject({
      unread: 1,
      items: [{ kind: 'handedOver', count: 3, path: '/tasks?view=mine' }],
    });
    expect(mailed('one').map(({ headers }) => headers.subject)).toEqual(['3 việc được chuyển cho bạn']);
    expect(mailed('one')[0]!.text).toContain('/tasks?view=mine');
    expect(told(person.device).map(({ payload }) => payload.title)).toEqual(['3 việc được chuyển cho bạn']);
  });

  test('that did not come about is told to nobody', async () => {
    const person = await someone('one', noNewTasks);
    await handOver('one', await task());
    await room.deliver();
    await room.forward(61_000);
    expect(await person.list()).toMatchObject({ unread: 0 });
    expect(room.mails.received).toEqual([]);
  });
});

describe('how a person wants to be told', () => {
  test('by page alone, by push alone, by mail alone', async () => {
    const made = await task();
    const page = await someone('page', { push: false, mail: 'none' });
    const push = await someone('push', { inPage: false, mail: 'none' });
    const mail = await someone('mail', { inPage: false, push: false });
    for (const { name } of [page, push, mail]) await reminder(name, made);
    await room.deliver();
    expect([page, push, mail].map(({ device }) => told(device).length)).toEqual([0, 1, 0]);
    expect(['page', 'push', 'mail'].map((name) => mailed(name).length)).toEqual([0, 0, 1]);
    expect([(await page.list()).unread, (await push.list()).unread, (await mail.list()).unread]).toEqual([1, 0, 0]);
  });

  test('what is overdue stands in the page of who switched it off: the regulation asks for the report', async () => {
    const none = { newTask: false, approval: false, handedOver: false, reminder: false, overdue: false };
    const person = await someone('one', { inPage: false, push: false, mail: 'none', what: none });
    const made = await task();
    const data = { code: made.code, stage: 'scope', task: made.key };
    const mail = { to: { group }, template: 'overdue', data };
    await room.store.outbox.add({ _id: 'o', kind: 'notice', reportCode: made.code, mail }, room.house.machineNow());
    await room.deliver();
    expect(await person.list()).toMatchObject({ unread: 1, items: [{ kind: 'overdue' }] });
    expect([room.pushes.pushed, room.mails.received]).toEqual([[], []]);
  });

  test('quiet hours hold pushes and mails until they end, then what waited is one push', async () => {
    const person = await someone('one', { ...noNewTasks, quietHours: { from: '21:00', to: '06:30' } });
    const [first, second] = [await task(), await task()];
    room.clock.set(monday + 14 * hour);
    for (const made of [first, second]) await reminder('one', made);
    await room.deliver();
    await room.forward(8 * hour + 29 * minute);
    expect([room.pushes.pushed, room.mails.received]).toEqual([[], []]);
    expect((await person.list()).unread).toBe(2);
    await room.forward(15 * minute);
    expect(told(person.device).map(({ payload }) => [payload.title, payload.path])).toEqual([
      ['2 thông báo mới', '/notices'],
    ]);
    expect(mailed('one')).toHaveLength(2);
  });

  test('what was read in the page meanwhile is told no more', async () => {
    const person = await someone('one', { ...noNewTasks, quietHours: { from: '07:30', to: '09:00' } });
    await reminder('one', await task());
    await room.deliver();
    await room.ask('PUT', '/api/notices/read', { headers: person.headers, payload: {} });
    await room.forward(2 * hour);
    expect([room.pushes.pushed, room.mails.received]).toEqual([[], []]);
  });

  test('who is away finds it in the page; the stand-in is told', async () => {
    const [away, standIn] = [await someone('away', noNewTasks), await someone('standIn', noNewTasks, ['ioc-duty'])];
    const dates = { startsAt: monday - hour, endsAt: monday + 2 * hour };
    const rest = { reason: 'nghỉ phép', createdAt: 0, endedBy: null };
    await room.store.delegations.add({ _id: 'd', absent: 'away', standIn: 'standIn', ...dates, ...rest });
    const made = await task();
    await reminder('away', made);
    await room.deliver();
    expect([told(away.device).length, told(standIn.device).length]).toEqual([0, 1]);
    expect([mailed('away').length, mailed('standIn').length]).toEqual([0, 1]);
    expect([(await away.list()).unread, (await standIn.list()).unread]).toEqual([1, 1]);
    // Back again: told as before, and nobody else.
    await room.forward(3 * hour);
    await reminder('away', made);
    await room.deliver();
    expect([told(away.device).length, told(standIn.device).length]).toEqual([1, 1]);
  });

  test('who has left is told nothing', async () => {
    await someone('one');
    await room.store.people.model.updateOne({ _id: 'one' }, { $set: { active: false } });
    await reminder('one', await task());
    await room.deliver();
    expect([room.pushes.pushed, room.mails.received]).toEqual([[], []]);
  });

  test('a mail that could not go for a day is no news any more', async () => {
    const person = await someone('one', noNewTasks);
    await reminder('one', await task());
    room.mails.refusals.push({ code: 451, text: 'later' });
    await room.deliver();
    await room.forward(25 * hour);
    expect(room.mails.received).toEqual([]);
    expect((await person.list()).unread).toBe(1);
  });

  test('a shared desk rings for the one who switched it on last', async () => {
    const [one, two] = [await someone('one', noNewTasks), await someone('two', noNewTasks)];
    await room.ask('PUT', '/api/push/subscription', { headers: two.headers, payload: one.device.subscription });
    const made = await task();
    for (const name of ['one', 'two']) await reminder(name, made);
    await room.deliver();
    expect(told(one.device)).toHaveLength(1);
    const { body } = await room.ask('GET', '/api/push/subscription', { headers: one.headers });
    expect(body.items).toEqual([]);
  });

  test('a reminder of a task that is done by then is no news', async () => {
    const person = await someone('one');
    const made = await task();
    await room.store.tasks.model.updateOne({ _id: made.key }, { $set: { open: false, state: 'completed' } });
    await reminder('one', made);
    await room.deliver();
    expect((await person.list()).unread).toBe(0);
  });
});

describe('the list of notices', () => {
  test('comes in pages, newest first, and is one’s own', async () => {
    const [person, other] = [await someone('one'), await someone('two')];
    const made = await task();
    for (let n = 0; n < 5; n += 1) {
      await reminder('one', made);
      await room.forward(1_000);
    }
    const ask = (query: string, headers = person.headers) => room.ask('GET', `/api/notices?${query}`, { headers });
    const ids: string[] = [];
    let after = '';
    do {
      const { body } = await ask(`limit=2${after}`);
      expect(body.unread).toBe(5);
      ids.push(...body.items.map(({ id }: { id: string }) => id));
      after = body.next ? `&after=${encodeURIComponent(body.next)}` : '';
    } while (after);
    expect(new Set(ids).size).toBe(5);
    // Nobody marks another's.
    await room.ask('PUT', '/api/notices/read', { headers: other.headers, payload: { ids } });
    expect((await ask('')).body.unread).toBe(5);
    await room.ask('PUT', '/api/notices/read', { headers: person.headers, payload: { ids: ids.slice(0, 2) } });
    expect((await ask('unread=true')).body).toMatchObject({ unread: 3 });
    expect((await ask('unread=true')).body.items).toHaveLength(3);
    expect((await ask('after=made-up')).status).toBe(400);
  });

  test('is told of on the stream, to its person only', async () => {
    await someone('one');
    const last = await room.store.events.last();
    await reminder('one', await task());
    await room.deliver();
    const events = (await room.store.events.after(last, 100)).filter(({ type }) => type === 'notice');
    expect(events.map(({ scope, data }) => [scope.username, data.kind])).toEqual([['one', 'reminder']]);
  });
});

describe('the morning’s digest', () => {
  const seven = monday - hour;

  test('goes out once a person and day, also with two servers, to those who want it', async () => {
    await someone('one', { mail: 'digest' });
    await someone('two');
    const { code } = await task();
    room.clock.set(seven - 1);
    expect(await oweDigests(room.house)).toBe(0);
    room.clock.set(seven);
    expect(await Promise.all([oweDigests(room.house), oweDigests(room.house)])).toSatisfy(
      ([a, b]: number[]) => a! + b! === 1,
    );
    await room.deliver(2);
    await oweDigests(room.house);
    await room.deliver(2);
    const [mail, ...more] = mailed('one');
    expect(more).toEqual([]);
    expect(mailed('two')).toEqual([]);
    expect(mail!.headers.subject).toBe('Công việc ngày 02/03/2026: 0 quá hạn, 1 đến hạn, 1 chưa ai nhận');
    expect(mail!.text).toContain(`Đến hạn hôm nay (1):\n- ${code} · Kiểm tra phạm vi · hạn 09:00 ngày 02/03/2026`);
  });

  test('is none where there is nothing to say, on a day off, and when the morning is over', async () => {
    await someone('one', { mail: 'digest' });
    room.clock.set(seven);
    await oweDigests(room.house);
    await room.deliver();
    expect(room.mails.received).toEqual([]);
    await task();
    room.clock.set(seven - 24 * hour);
    expect(await oweDigests(room.house)).toBe(0);
    room.clock.set(seven + 24 * hour + 4 * hour);
    expect(await oweDigests(room.house)).toBe(0);
    room.clock.set(seven + 24 * hour + 2 * hour);
    expect(await oweDigests(room.house)).toBe(1);
  });

  test('of a unit’s leader names what is overdue in the unit', async () => {
    await someone('leader', { mail: 'digest' }, ['agency:sgtvt:leader']);
    const { code } = await task();
    room.clock.set(seven + 24 * hour);
    await oweDigests(room.house);
    await room.deliver();
    expect(mailed('leader')[0]?.text).toContain(`Quá hạn (1):\n- ${code}`);
  });
});
