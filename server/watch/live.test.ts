/** The live watch: the board and its stream, passages, needs, timers, the map. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Board, CountsEvent } from '../../domain/api/watch.ts';
import { createBoard } from '../stream/board.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

const xml = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const hour = 3_600_000;
type Headers = { cookie: string; origin: string };

let house: TestHouse;
let duty: Headers;
let wall: Headers;
let leader: Headers;
let seed = 0;
const get = async (url: string, headers: Headers = duty) => (await house.ask('GET', url, { headers })).body;

beforeAll(async () => {
  house = await openTestHouse();
  duty = await house.as('ioc.duty', 'ioc-duty');
  wall = await house.as('ioc.watch', 'watch');
  leader = await house.as('sgtvt.leader', 'agency:sgtvt:leader');
});
afterAll(() => house?.close());
beforeEach(async () => {
  house.clock.set(monday);
  for (const model of ['instances', 'tasks', 'incidents', 'timers', 'passages', 'definitions'] as const)
    await house.store[model].model.collection.deleteMany({});
  await house.store.instances.elements.deleteMany({});
  await house.store.definitions.counts.deleteMany({});
});

/** A report that has come in and stands at its intake. */
async function comesIn(at = monday, fields: object = {}): Promise<Stream & { code: string }> {
  const payload = {
    sender: { name: 'An', phone: '0905123456' },
    content: 'Rác',
    place: { text: 'Tam Kỳ', district: 'tamky', lat: 15.57, lng: 108.47 },
    ...fields,
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = Object.assign(new Stream(at, 20 + seed), { code: code as string });
  stream.process(xml, 'field-report');
  stream.start(code);
  return stream;
}
const of = (board: Board, stream: Stream) => board.counts[stream.definition];

describe('the board', () => {
  test('counts what stands where, with what is overdue by now, and how many run on which version', async () => {
    const stream = await comesIn();
    stream.task('intake', ['ioc-intake'], monday + hour);
    await house.records(stream.take());
    const board: Board = await get('/api/watch/board');
    expect(of(board, stream)).toEqual({ intake: { tokens: 1, incidents: 0, overdue: 0 } });
    expect(board.versions).toMatchObject([{ version: 1, running: 1, inForce: true, name: expect.any(String) }]);
    expect(board.upTo).toBe(await house.store.events.last());
    house.clock.forward(2 * hour);
    expect(of(await get('/api/watch/board'), stream)?.intake).toMatchObject({ tokens: 1, overdue: 1 });
  });

  test('tells what changed, whole per element, once for what came together, and nothing while nothing changes', async () => {
    const board = createBoard(house.house, 'field-report');
    const before = await board.read();
    const told: CountsEvent[] = [];
    let heard = Promise.withResolvers<void>();
    const stop = board.listen((event) => {
      told.push(event);
      heard.resolve();
    });
    const stream = await comesIn();
    const task = stream.task('intake', ['ioc-intake'], monday + hour);
    await house.records(stream.take());
    await heard.promise;
    expect(told.at(-1)?.changed[stream.definition]).toEqual({ intake: { tokens: 1, incidents: 0, overdue: 0 } });
    heard = Promise.withResolvers<void>();
    stream.complete(task, 'intake', { outcome: 'accepted' });
    stream.task('routing', ['ioc-duty'], monday + hour);
    await house.records(stream.take());
    await heard.promise;
    expect(told.at(-1)?.changed[stream.definition]).toEqual({
      intake: { tokens: 0, incidents: 0, overdue: 0 },
      routing: { tokens: 1, incidents: 0, overdue: 0 },
    });
    // Whoever applies all that was told has what a fresh look shows.
    const sum = structuredClone(before.counts);
    for (const { changed } of told)
      for (const [key, elements] of Object.entries(changed)) sum[key] = { ...sum[key], ...elements };
    const shown = Object.entries(sum[stream.definition]!).filter(([, one]) => one.tokens + one.incidents > 0);
    expect(Object.fromEntries(shown)).toEqual(of(await board.read(), stream));
    stop();
    board.stop();
  });

  test('shows two versions apart', async () => {
    const old = await comesIn();
    old.task('intake', ['ioc-intake']);
    await house.records(old.take());
    const fresh = Object.assign(await comesIn(), { definition: '2251799813685999' });
    fresh.take();
    fresh.add('PROCESS', 'CREATED', { bpmnProcessId: 'field-report', version: 2, resource: btoa('<x/>') }, '');
    fresh.add(
      'PROCESS_INSTANCE',
      'ELEMENT_ACTIVATING',
      { elementId: 'field-report', bpmnElementType: 'PROCESS', version: 2 },
      fresh.instance,
    );
    fresh.task('routing', ['ioc-duty']);
    await house.records(fresh.take());
    const board: Board = await get('/api/watch/board');
    expect(board.versions.map(({ version, running, inForce }) => [version, running, inForce])).toEqual([
      [2, 1, true],
      [1, 1, false],
    ]);
    expect(Object.keys(of(board, fresh) ?? {})).toEqual(['routing']);
  });
});

describe('passages', () => {
  test('say how many went through a step, how long they stayed, and its target with the article', async () => {
    const stream = await comesIn();
    const first = stream.task('intake', ['ioc-intake'], monday + 2 * hour);
    stream.at = monday + hour;
    stream.complete(first, 'intake', { outcome: 'accepted' });
    stream.task('routing', ['ioc-duty']);
    await house.records(stream.take());
    house.clock.set(monday + 3 * hour);
    const day = await get('/api/watch/passages?window=day');
    expect(day.workingMinutes).toBe(240);
    expect(day.elements.intake).toMatchObject({
      entered: 1,
      left: 1,
      standing: 0,
      target: { minutes: 120, article: '6.2' },
    });
    expect(day.elements.intake.median / 60).toBeGreaterThan(7 / 8);
    expect(day.elements.intake.median / 60).toBeLessThan(8 / 7);
    expect(day.elements.routing).toMatchObject({
      entered: 1,
      left: 0,
      standing: 1,
      waitingLongest: 120,
      waitingMedian: 120,
    });
    // The last working hour began after all of this.
    expect((await get('/api/watch/passages?window=hour')).elements.routing).toMatchObject({ entered: 0, standing: 1 });
    expect((await house.ask('GET', '/api/watch/passages?definitionKey=1', { headers: duty })).status).toBe(404);
  });

  test('give a step that runs on another’s clock that clock’s budget', async () => {
    const stream = await comesIn();
    stream.task('handling', ['agency:sgtvt:officer']);
    await house.records(stream.take());
    const { elements } = await get('/api/watch/passages');
    expect(elements.handling.target).toMatchObject({ budget: '6d', minutes: 3_600, shared: true });
  });
});

describe('what needs somebody', () => {
  const counted = async (headers: Headers = duty) =>
    Object.fromEntries(
      (await get('/api/watch/needs', headers)).lists.map((one: { kind: string; count: number }) => [
        one.kind,
        one.count,
      ]),
    );

  test('is counted by the clock: soon, then unclaimed, then overdue', async () => {
    await house.as('ioc.intake', 'ioc-intake');
    const stream = await comesIn();
    const { key } = stream.task('intake', ['ioc-intake'], monday + 8 * hour);
    await house.records(stream.take());
    const none = { overdue: 0, soon: 0, unclaimed: 0, unclaimable: 0, incidents: 0, roster: 0 };
    expect(await counted()).toEqual(none);
    house.clock.set(monday + 4 * hour);
    expect(await counted()).toEqual({ ...none, unclaimed: 1 });
    house.clock.set(monday + 6 * hour);
    expect(await counted()).toEqual({ ...none, unclaimed: 1, soon: 1 });
    house.clock.set(monday + 8 * hour + 1);
    expect(await counted()).toEqual({ ...none, unclaimed: 1, overdue: 1 });
    const { lists } = await get('/api/watch/needs');
    expect(lists[0].items).toMatchObject([
      { taskKey: key, reportCode: stream.code, name: 'Kiểm tra, tiếp nhận', contacts: [{ username: 'ioc.intake' }] },
    ]);
    stream.assign({ key, element: '' }, 'ioc.intake');
    await house.records(stream.take());
    expect(await counted()).toEqual({ ...none, overdue: 1 });
    expect((await get('/api/watch/needs')).lists[0].items[0].holder).toEqual({
      username: 'ioc.intake',
      name: 'Cán bộ ioc.intake',
    });
  });

  test('finds the tasks that nobody may claim, and a duty that nobody has', async () => {
    const stream = await comesIn();
    stream.root('leadAgency', 'syt');
    stream.task('handling', ['agency:syt:officer']);
    await house.records(stream.take());
    expect(await counted()).toMatchObject({ unclaimable: 1, roster: 0 });
    await house.as('syt.officer', 'agency:syt:officer');
    expect(await counted()).toMatchObject({ unclaimable: 0 });
    const away = { startsAt: monday - 1, endsAt: monday + hour, reason: 'x', createdAt: monday, endedBy: null };
    await house.store.delegations.add({ _id: 'e'.repeat(32), absent: 'syt.officer', standIn: 'nobody', ...away });
    await house.store.delegations.add({ _id: 'f'.repeat(32), absent: 'ioc.duty', standIn: 'nobody', ...away });
    expect(await counted()).toMatchObject({ unclaimable: 1, roster: 1 });
    await house.store.delegations.model.deleteMany({});
  });

  test('is for a leader what is the own agency’s', async () => {
    const [own, other] = [await comesIn(), await comesIn()];
    own.task('handling', ['agency:sgtvt:officer'], monday - 1);
    other.task('handling', ['agency:syt:officer'], monday - 1);
    other.add('INCIDENT', 'CREATED', { elementId: 'handling', errorType: 'X', errorMessage: 'hỏng', jobKey: -1 });
    await house.records(own.take());
    await house.records(other.take());
    expect(await counted(leader)).toEqual({ overdue: 1, soon: 0, unclaimed: 0, unclaimable: 1 });
    expect(await counted()).toMatchObject({ overdue: 2, incidents: 1 });
    const incidents = (await get('/api/watch/needs')).lists.find((one: { kind: string }) => one.kind === 'incidents');
    expect(incidents.items).toMatchObject([
      { name: 'Xử lý, nhập kết quả', message: 'hỏng', contacts: [{ username: 'ioc.duty' }] },
    ]);
  });
});

describe('timers', () => {
  const watched = (stream: Stream, element: string, dueAt: number, remindAt: number) => {
    const watch = stream.key();
    const put = (name: string, value: unknown) =>
      stream.add('VARIABLE', 'CREATED', { name, value: JSON.stringify(value), scopeKey: watch });
    stream.add(
      'PROCESS_INSTANCE',
      'ELEMENT_ACTIVATING',
      { elementId: 'deadline-watch', bpmnElementType: 'EVENT_SUB_PROCESS' },
      watch,
    );
    put('task', 'intake');
    put('taskInstance', element);
    return (['watch-remind', 'watch-overdue'] as const).map((targetElementId) => {
      const at = stream.key();
      const way = { elementId: targetElementId, bpmnElementType: 'INTERMEDIATE_CATCH_EVENT', flowScopeKey: watch };
      stream.add('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', way, at);
      const dueDate = targetElementId === 'watch-remind' ? remindAt : dueAt;
      return stream.add('TIMER', 'CREATED', { targetElementId, elementInstanceKey: at, dueDate });
    });
  };

  test('say what fires next, for whom, and moved by whom; one whose date has moved no longer matters', async () => {
    const stream = await comesIn();
    const task = stream.task('intake', ['ioc-intake'], monday + 8 * hour);
    const [remind, overdue] = watched(stream, task.element, monday + 8 * hour, monday + 6 * hour);
    stream.assign(task, 'ioc.duty');
    await house.records(stream.take());
    await house.store.deadlines.keep({
      _id: task.element,
      reportCode: stream.code,
      instanceKey: stream.instance,
      elementId: 'intake',
      article: '6.2',
      budget: '2h',
      calendarVersion: 1,
      startEvent: 'receivedAt',
      startAt: monday,
      workingMinutes: 480,
      dueAt: monday + 8 * hour,
      originalDueAt: monday + 8 * hour,
      remindAt: monday + 6 * hour,
      moves: [],
    });
    const { items } = await get('/api/timers');
    expect(items).toMatchObject([
      {
        key: remind,
        kind: 'reminder',
        matters: true,
        task: { elementId: 'intake', assigneeName: 'Cán bộ ioc.duty', open: true },
      },
      { key: overdue, kind: 'overdue', matters: true, reportCode: stream.code, name: 'Quá hạn' },
    ]);
    const move = {
      at: monday,
      from: monday + 8 * hour,
      to: monday + 20 * hour,
      reason: 'extension' as const,
      by: 'ioc.duty',
    };
    await house.store.deadlines.move(task.element, move, monday + 15 * hour);
    const moved = (await get('/api/timers?kind=overdue')).items;
    expect(moved).toMatchObject([{ matters: false, moved: { reason: 'extension', byName: 'Cán bộ ioc.duty' } }]);
    stream.add('TIMER', 'TRIGGERED', {}, remind);
    stream.add('TIMER', 'CANCELED', {}, overdue);
    await house.records(stream.take());
    expect((await get('/api/timers')).items).toEqual([]);
    expect((await get('/api/timers?state=fired')).items).toMatchObject([{ key: remind, endedAt: expect.any(String) }]);
    expect((await get('/api/timers?state=canceled&task=intake')).items).toMatchObject([{ key: overdue }]);
  });

  test('page by page give each once, in the order in which they fire', async () => {
    const stream = await comesIn();
    const task = stream.task('intake', ['ioc-intake']);
    for (let n = 0; n < 5; n += 1) watched(stream, task.element, monday + (9 - n) * hour, monday + hour);
    await house.records(stream.take());
    const seen: { key: string; dueAt: string }[] = [];
    for (let after = ''; ; ) {
      const page = await get(`/api/timers?limit=3${after && `&after=${encodeURIComponent(after)}`}`);
      seen.push(...page.items);
      if (!page.next) break;
      after = page.next;
    }
    expect(new Set(seen.map(({ key }) => key)).size).toBe(10);
    expect(seen.map(({ dueAt }) => dueAt)).toEqual(seen.map(({ dueAt }) => dueAt).toSorted());
    expect((await get('/api/timers', leader)).items).toEqual([]);
  });
});

describe('the map', () => {
  test('has open reports where they are, and no point of a confidential one for who may not read it', async () => {
    const [open, hidden] = [await comesIn(), await comesIn(monday, { confidential: true })];
    for (const stream of [open, hidden]) {
      stream.task('intake', ['ioc-intake'], monday + hour);
      await house.records(stream.take());
    }
    const all = await get('/api/watch/map');
    expect(all.total).toBe(2);
    expect(all.items.every((one: { lat?: number }) => one.lat === 15.57)).toBe(true);
    const onWall = await get('/api/watch/map', wall);
    const found = (code: string) => onWall.items.find((one: { code: string }) => one.code === code);
    expect(found(open.code)).toMatchObject({ lat: 15.57, elements: ['intake'], district: 'tamky' });
    expect(found(hidden.code)).toMatchObject({ elements: ['intake'], district: 'tamky' });
    expect(found(hidden.code).lat).toBeUndefined();
    expect((await get('/api/watch/map', leader)).total).toBe(0);
  });
});

describe('instances', () => {
  test('are found by agency, district and field, sorted, and by the beginning of a code', async () => {
    const [one, two] = [await comesIn(), await comesIn(monday + hour)];
    one.root('leadAgency', 'sgtvt');
    one.root('field', 'transport');
    one.task('handling', ['agency:sgtvt:officer'], monday + 9 * hour);
    two.root('district', 'hoian');
    two.task('intake', ['ioc-intake'], monday + hour);
    for (const stream of [one, two]) await house.records(stream.take());
    const codes = async (query: string) =>
      (await get(`/api/instances?${query}`)).items.map((item: { reportCode: string }) => item.reportCode);
    expect(await codes('agency=sgtvt')).toEqual([one.code]);
    expect(await codes('district=tamky')).toEqual([one.code]);
    expect(await codes('district=hoian')).toEqual([two.code]);
    expect(await codes('field=transport')).toEqual([one.code]);
    expect(await codes('sort=dueAt')).toEqual([two.code, one.code]);
    expect(await codes('sort=startedAt')).toEqual([one.code, two.code]);
    expect(await codes(`q=${one.code.slice(0, -2).toLowerCase()}`)).toEqual([one.code]);
    const first = await get('/api/instances?sort=dueAt&limit=1');
    expect((await get(`/api/instances?sort=dueAt&limit=1&after=${first.next}`)).items[0].reportCode).toBe(one.code);
  });
});
