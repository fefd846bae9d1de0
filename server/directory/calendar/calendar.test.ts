/** The calendar's editor: what an edit would move is told, what it moves is moved once, over a stop, and in the engine. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shippedCalendar } from '../../../domain/calendar.ts';
import { formatTime } from '../../../domain/iso-time.ts';
import { deployed } from '../../testing/procedure.ts';
import { Stream } from '../../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { EngineDown } from '../../zeebe.ts';
import { calendarWork } from './work.ts';

let house: TestHouse;
let duty: Record<string, string>;
interface Made {
  code: string;
  stream: Stream;
  task: { key: string; element: string };
  at: string;
}
let handling: Made;
let intake: Made;
const at = (text: string): number => Date.parse(`${text}+07:00`);
/** Tuesday of the next week: six working days from Monday. */
const due = at('2026-03-10T08:00:00');

async function report(where: string, seed: number, dueAt: number): Promise<Made> {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  const stream = new Stream(monday, seed);
  stream.start(code);
  if (where === 'handling') {
    stream.root('handlingFrom', formatTime(monday));
    stream.root('leadAgency', 'sgtvt');
  }
  const task = stream.task(where, where === 'handling' ? ['agency:sgtvt:officer'] : ['ioc-intake'], dueAt);
  await house.records(stream.take());
  return { code, stream, task, at: where };
}

async function keep(made: Made, id: string, elementId: string, budget: string | null, dueAt: number): Promise<void> {
  const dates = { dueAt, originalDueAt: dueAt, remindAt: dueAt, startAt: monday, workingMinutes: 0, moves: [] };
  const common = { reportCode: made.code, instanceKey: made.stream.instance, startEvent: '=now()', article: '8.3' };
  await house.store.deadlines.keep({ _id: id, elementId, budget, calendarVersion: 1, ...dates, ...common });
}

beforeAll(async () => {
  house = await openTestHouse();
  duty = await house.as('ioc.duty', 'ioc-duty');
  const stream = new Stream(monday, 1);
  deployed(stream, '2251799813685249', 1);
  await house.records(stream.take());
  handling = await report('handling', 2, due);
  await keep(handling, '1', 'handling-open', '6d', due);
  await keep(handling, handling.task.element, 'handling', null, due);
  intake = await report('intake', 3, at('2026-03-02T10:00:00'));
  await keep(intake, intake.task.element, 'intake', '2h', at('2026-03-02T10:00:00'));
});
afterAll(() => house?.close());
beforeEach(() => {
  house.clock.set(monday);
  house.engine.asked.length = 0;
  house.engine.answer = (what, details) => project(what, details);
});

/** Records in the order of the engine, after those that made the reports. */
const later = new Stream(monday, 9);
/** The record that the engine writes of a date that it was given. */
async function project(what: string, details: Record<string, unknown>): Promise<void> {
  if (what !== 'update') return;
  const { stream, task, at: element } = [handling, intake].find((one) => one.task.key === details.key)!;
  const groups = (await house.store.tasks.find(task.key))!.groups;
  const value = stream.taskValue(element, task.element, task.key, groups, Date.parse(String(details.dueDate)));
  later.add('USER_TASK', 'UPDATED', { ...value, processInstanceKey: stream.instance }, task.key);
  await house.records(later.take());
}

const off = (...days: string[]) => ({
  ...shippedCalendar,
  holidays: [...shippedCalendar.holidays, ...days.map((day) => ({ day, vi: 'Nghỉ bù', en: '' }))],
});
const preview = async (payload: object, query = '') =>
  (await house.ask('POST', `/api/directory/calendar/preview${query}`, { payload, headers: duty })).body;
const state = async () => (await house.ask('GET', '/api/directory/calendar', { headers: duty })).body;
const save = (calendar: object, seen: string | undefined, rest: object = {}) =>
  house.ask('PUT', '/api/directory/calendar', {
    payload: { ...calendar, note: 'Nghỉ bù', source: '12/QĐ-UBND', ...rest },
    headers: { ...duty, ...(seen && { 'if-match': seen }) },
  });
const dateOf = async (id: string) => formatTime((await house.store.deadlines.find(id))!.dueAt);

describe('a preview', () => {
  test('says which dates move, from when to when, and keeps nothing', async () => {
    const body = await preview(off('2026-03-04', '2026-03-05'));
    expect(body).toMatchObject({
      version: 1,
      counts: { reports: 2, moved: 1, later: 1, earlier: 0, becomeOverdue: 0, noLongerOverdue: 0 },
      items: [
        {
          reportCode: handling.code,
          elementId: 'handling',
          agency: 'sgtvt',
          name: 'Xử lý, nhập kết quả',
          overdue: 'none',
        },
      ],
      next: null,
    });
    expect(Date.parse(body.items[0].from)).toBe(due);
    expect(Date.parse(body.items[0].to)).toBe(at('2026-03-12T08:00:00'));
    expect((await state()).calendar.version).toBe(1);
    expect(house.engine.asked).toEqual([]);
  });

  test('says what becomes overdue and what is so no longer, those first, in pages', async () => {
    house.clock.set(at('2026-03-02T11:00:00'));
    const calendar = off('2026-03-02');
    const first = await preview(calendar, '?limit=1');
    expect(first.counts).toMatchObject({ moved: 2, noLongerOverdue: 1 });
    expect(first.items).toMatchObject([{ reportCode: intake.code, overdue: 'no-longer' }]);
    const second = await preview(calendar, `?limit=1&after=${encodeURIComponent(first.next)}`);
    expect(second.items).toMatchObject([{ reportCode: handling.code, overdue: 'none' }]);
    expect(second.next).toBeNull();
    house.clock.set(at('2026-03-09T11:00:00'));
    const shorter = { ...shippedCalendar, workingDays: [{ day: '2026-03-07', vi: 'Làm bù', en: '' }] };
    expect((await preview(shorter)).counts).toMatchObject({ earlier: 1, becomeOverdue: 1 });
  });

  test.each([
    ['a day twice', off('2026-03-04', '2026-03-04'), /holidays/],
    ['a day that does not exist', off('2026-02-30'), /holidays/],
    [
      'hours that end before they begin',
      { ...shippedCalendar, intervals: [{ from: '17:00', to: '07:00' }] },
      /intervals/,
    ],
    [
      'a day both off and worked',
      { ...off('2026-03-07'), workingDays: [{ day: '2026-03-07', vi: 'x' }] },
      /workingDays/,
    ],
  ])('refuses %s at its place', async (_what, payload, pointer) => {
    const answer = await house.ask('POST', '/api/directory/calendar/preview', { payload, headers: duty });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, expect.stringMatching(pointer)]);
  });
});

describe('an edit', () => {
  test('is refused without the version that was seen, and after another', async () => {
    expect((await save(off('2026-03-04'), undefined)).status).toBe(400);
    expect((await save(off('2026-03-04'), '"7"')).status).toBe(412);
    expect((await save(off('2026-03-04'), '"1"', { note: '  ' })).status).toBe(422);
  });

  test('moves the open dates once, over an engine that is away and a server that stops in the middle', async () => {
    const heard: unknown[] = [];
    const stop = house.house.hub.listen((events) => heard.push(...events.filter(({ type }) => type === 'calendar')));
    const answer = await save(off('2026-03-04', '2026-03-05'), '"1"');
    expect([answer.status, answer.headers.etag]).toEqual([204, '"2"']);
    expect(heard).toMatchObject([{ data: { version: 2 } }]);
    stop();
    expect((await state()).progress).toMatchObject({ version: 2, state: 'listing' });

    const work = calendarWork(house.house);
    house.engine.answer = (what, details) => {
      if (what === 'publish') throw new EngineDown('away');
      return project(what, details);
    };
    expect(await work.work()).toBe('waits');
    expect((await house.store.deadlines.find(handling.task.element))!.moves).toEqual([]);
    expect((await state()).progress).toMatchObject({ state: 'running', waits: true, counts: { all: 2 } });
    work.stop();

    // Another server goes on.
    house.engine.answer = (what, details) => project(what, details);
    house.engine.asked.length = 0;
    expect(await calendarWork(house.house).work()).toBe('idle');
    const to = '2026-03-12T08:00:00+07:00';
    expect(house.engine.asked).toMatchObject([
      { what: 'update', key: handling.task.key, dueDate: to },
      { what: 'variables', key: handling.task.element, variables: { dueAt: to }, local: true },
      { what: 'publish', name: 'deadline-set', messageId: `${handling.task.element} ${to}` },
      { what: 'variables', key: handling.stream.instance, variables: { handlingDueAt: to }, local: false },
    ]);
    expect((await state()).progress).toMatchObject({
      state: 'done',
      waits: false,
      counts: { all: 2, moved: 1, same: 1, waiting: 0, refused: 0 },
    });
    const record = (await house.store.deadlines.find(handling.task.element))!;
    expect(record).toMatchObject({ calendarVersion: 2, originalDueAt: due, article: '8.3' });
    expect(record.moves).toMatchObject([{ reason: 'calendar', by: 'ioc.duty', from: due, calendar: { before: 1 } }]);
    const { history } = (await house.store.reports.find(handling.code))!;
    expect(history).toContainEqual(expect.objectContaining({ what: 'deadline-moved' }));
    const { body } = await house.ask('GET', '/api/directory/calendar/2/moves', { headers: duty });
    expect(body.items).toMatchObject([{ elementId: 'handling-open' }, { elementId: 'handling', agency: 'sgtvt' }]);

    house.engine.asked.length = 0;
    await calendarWork(house.house).work();
    expect(house.engine.asked).toEqual([]);
  });

  test('is told to the sender once, because the date comes two days later', async () => {
    const mails = await house.store.outbox.model.find({ 'mail.template': 'calendar-moved' }).lean();
    expect(mails).toMatchObject([
      { _id: `sender:calendar:2:${handling.code}`, mail: { to: { sender: handling.code } }, kind: 'notice' },
    ]);
  });

  test('stands among the versions with its note and source, and on the audit log', async () => {
    expect((await state()).versions[0]).toMatchObject({
      version: 2,
      byName: 'Cán bộ ioc.duty',
      note: 'Nghỉ bù',
      source: '12/QĐ-UBND',
    });
    const audit = await house.store.audit.model.find({ what: 'edit-calendar' }).lean().exec();
    expect(audit).toMatchObject([{ who: 'ioc.duty', data: { version: 2 } }]);
  });

  test('that moves a date by a day or earlier tells the sender nothing', async () => {
    expect((await save(off('2026-03-04'), '"2"')).status).toBe(204);
    await calendarWork(house.house).work();
    expect(await dateOf(handling.task.element)).toBe('2026-03-11T08:00:00+07:00');
    expect((await save(off('2026-03-04', '2026-03-05'), '"3"')).status).toBe(204);
    await calendarWork(house.house).work();
    expect(await dateOf(handling.task.element)).toBe('2026-03-12T08:00:00+07:00');
    expect(await house.store.outbox.model.countDocuments({ 'mail.template': 'calendar-moved' })).toBe(1);
  });

  test('finds a date that an old calendar gave while it was saved', async () => {
    await house.store.deadlines.model.updateOne(
      { _id: intake.task.element },
      { $set: { calendarVersion: 1, dueAt: at('2026-03-02T09:00:00') } },
    );
    await calendarWork(house.house).work();
    const found = await house.store.deadlines.find(intake.task.element);
    expect(found).toMatchObject({ dueAt: at('2026-03-02T10:00:00'), calendarVersion: 4 });
  });

  test('that comes while another is carried out takes over what is left', async () => {
    await save(off('2026-03-04'), '"4"');
    await save(shippedCalendar, '"5"');
    await calendarWork(house.house).work();
    expect((await house.store.calendarEdits.find(5))?.state).toBe('superseded');
    expect((await house.store.calendarEdits.find(6))?.state).toBe('done');
    expect(await dateOf(handling.task.element)).toBe('2026-03-10T08:00:00+07:00');
  });
});
