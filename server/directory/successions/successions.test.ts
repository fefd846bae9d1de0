/** An agency ends, and its work goes on elsewhere: planned, previewed, carried out over stops, told and kept. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stream } from '../../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { EngineDown } from '../../zeebe.ts';
import { successionWork } from './work.ts';

const dayMs = 86_400_000;
let house: TestHouse;
let admin: Record<string, string>;
let seed = 1;
let position = 10_000_000;
const path = '/api/directory/successions';
beforeAll(async () => {
  house = await openTestHouse();
  admin = await house.as('ioc.admin', 'admin');
});
afterAll(() => house?.close());
beforeEach(() => {
  house.clock.set(monday);
  house.engine.asked.length = 0;
});

/** Its next records come after everything that was sent. */
function next(stream: Stream): Stream {
  position += 1_000;
  stream.skipTo(position);
  return stream;
}

interface Handled {
  code: string;
  stream: Stream;
  task: { key: string; element: string };
}

/** A report that an agency handles, due in two days; with a deadline's watch. */
async function handled(agency: string, field = 'environment', coordinating: string[] = []): Promise<Handled> {
  seed += 1;
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Chợ' } };
  const { body } = await house.ask('POST', '/api/reports', { payload, headers: { 'idempotency-key': randomUUID() } });
  const stream = next(new Stream(monday, seed));
  stream.start(body.code);
  stream.root('field', field);
  stream.root('leadAgency', agency);
  stream.root('coordinatingAgencies', coordinating);
  const task = stream.task('handling', [`agency:${agency}:officer`], monday + 2 * dayMs);
  stream.add('TIMER', 'CREATED', {
    targetElementId: 'watch',
    elementInstanceKey: task.element,
    dueDate: monday + dayMs,
  });
  await house.records(stream.take());
  return { code: body.code, stream, task };
}

/** Answers as the engine does: with records of what it was told. */
function engineOf(...reports: Handled[]): void {
  house.engine.answer = async (what, told) => {
    const one = reports.find(({ stream, task }) => [stream.instance, task.key].includes(String(told.key)));
    if (!one) return;
    const { stream, task } = one;
    next(stream);
    if (what === 'variables')
      for (const [name, value] of Object.entries(told.variables as object))
        stream.add('VARIABLE', 'UPDATED', { name, value: JSON.stringify(value), scopeKey: stream.instance });
    const value = stream.taskValue(
      'handling',
      task.element,
      task.key,
      (told.candidateGroups as string[]) ?? [],
      monday + 2 * dayMs,
    );
    if (what === 'update') stream.add('USER_TASK', 'UPDATED', value, task.key);
    if (what === 'unassign') stream.add('USER_TASK', 'ASSIGNED', { ...value, assignee: '' }, task.key);
    await house.records(stream.take());
  };
}

const newAgency = (id: string, validFrom = '2020-11-01') =>
  house.ask('PUT', `/api/directory/agencies/${id}`, {
    headers: admin,
    payload: { names: [{ vi: `UBND ${id}`, en: id, from: validFrom }], validFrom, kind: 'district' },
  });
const plan = (agency: string, to: string, rest: object = {}) =>
  house.ask('POST', path, {
    headers: admin,
    payload: { agency, to, on: '2026-03-03', except: [], movePeople: false, reason: 'Nghị quyết sáp nhập', ...rest },
  });
const see = async (id: string) => (await house.ask('GET', `${path}/${id}`, { headers: admin })).body;

describe('a succession', () => {
  test('is shown beforehand: which reports go to whom, who holds them, whose groups end', async () => {
    await newAgency('cu');
    const [one, two] = [await handled('cu'), await handled('cu', 'water')];
    next(one.stream).assign(one.task, 'cu.officer');
    await house.records(one.stream.take());
    await house.as('cu.officer', 'agency:cu:officer');
    await house.as('cu.both', 'agency:cu:leader', 'watch');
    const question = { agency: 'cu', on: '2026-03-03', to: 'queson', except: [{ field: 'water', to: 'stnmt' }] };
    const { status, body } = await house.ask('POST', `${path}/preview`, { headers: admin, payload: question });
    expect(status).toBe(200);
    expect(body).toMatchObject({ reports: 2, tasks: 2, left: 0, areas: [], fields: [] });
    expect(body.byHeir).toEqual(
      expect.arrayContaining([
        { agency: 'queson', reports: 1 },
        { agency: 'stnmt', reports: 1 },
      ]),
    );
    expect(body.items.map(({ reportCode, to }: { reportCode: string; to: string }) => [reportCode, to])).toEqual([
      [one.code, 'queson'],
      [two.code, 'stnmt'],
    ]);
    expect(body.holders).toEqual([{ username: 'cu.officer', name: 'Cán bộ cu.officer', tasks: 1 }]);
    expect(body.people.map(({ username, otherGroups }: never) => [username, otherGroups]).sort()).toEqual([
      ['cu.both', true],
      ['cu.officer', false],
    ]);
  });

  test('waits for its day, and until then can be taken back', async () => {
    await newAgency('cho');
    const report = await handled('cho');
    engineOf(report);
    const { body } = await plan('cho', 'queson');
    const agencyOn = async (day: string) =>
      (await house.ask('GET', `/api/directory/agencies?at=${day}`, {})).body.items.some(
        ({ id }: { id: string }) => id === 'cho',
      );
    expect([await agencyOn('2026-03-02'), await agencyOn('2026-03-03')]).toEqual([true, false]);
    expect((await plan('cho', 'tamky')).status).toBe(409);
    await successionWork(house.house).work();
    expect(house.engine.asked).toEqual([]);
    expect((await house.ask('DELETE', `${path}/${body.id}`, { headers: admin })).status).toBe(204);
    expect(await agencyOn('2026-03-03')).toBe(true);
    house.clock.set(monday + dayMs);
    await successionWork(house.house).work();
    expect(house.engine.asked).toEqual([]);
    expect((await see(body.id)).state).toBe('withdrawn');
  });

  test('moves reports, tasks and timers under their dates, releases who is not of the successor, tells its people', async () => {
    await newAgency('xa');
    const [lead, asked] = [await handled('xa'), await handled('sgtvt', 'transport', ['xa', 'tamky'])];
    await house.as('xa.officer', 'agency:xa:officer');
    next(lead.stream).assign(lead.task, 'xa.officer');
    await house.records(lead.stream.take());
    engineOf(lead, asked);
    const { body } = await plan('xa', 'tamky');
    house.clock.set(monday + dayMs);
    await successionWork(house.house).work();

    expect(await see(body.id)).toMatchObject({ state: 'done', counts: { waiting: 0, moved: 2, refused: 0 } });
    const report = (await house.store.reports.find(lead.code))!;
    expect(report).toMatchObject({ leadAgency: 'tamky', dueAt: monday + 2 * dayMs });
    expect(report.history.at(-1)).toMatchObject({ what: 'succeeded', by: 'tamky', data: { from: 'xa' } });
    const task = (await house.store.tasks.find(lead.task.key))!;
    expect(task).toMatchObject({ agency: 'tamky', groups: ['agency:tamky:officer'], assignee: null, open: true });
    expect(await house.store.timers.ofInstance(lead.stream.instance)).toMatchObject([{ agency: 'tamky' }]);
    // Who was asked for an opinion already is not asked twice.
    expect((await house.store.reports.find(asked.code))?.coordinatingAgencies).toEqual(['tamky']);
    expect((await house.store.reports.find(asked.code))?.history.at(-1)?.what).not.toBe('succeeded');
    expect(await house.store.acts.ofInstance(lead.stream.instance)).toMatchObject([
      { what: 'succeeded', by: 'ioc.admin', reason: 'Nghị quyết sáp nhập', data: { from: 'xa', to: 'tamky' } },
    ]);
    const told = await house.store.outbox.model.findById(`notice:succession:${body.id}:tamky`).lean();
    expect(told?.mail).toMatchObject({
      to: { groups: ['agency:tamky:officer', 'agency:tamky:leader'] },
      template: 'inherited',
    });
    const items = (await house.ask('GET', `${path}/${body.id}/items`, { headers: admin })).body.items;
    expect(items.map(({ tasks }: { tasks: number }) => tasks).sort()).toEqual([0, 1]);
  });

  test('takes the people along where that is wished, and they keep what they hold', async () => {
    await newAgency('phuong');
    const report = await handled('phuong');
    await house.as('phuong.officer', 'agency:phuong:officer', 'watch');
    next(report.stream).assign(report.task, 'phuong.officer');
    await house.records(report.stream.take());
    engineOf(report);
    await plan('phuong', 'tamky', { movePeople: true });
    house.clock.set(monday + dayMs);
    await successionWork(house.house).work();
    expect((await house.store.people.find('phuong.officer'))?.groups).toEqual(['agency:tamky:officer', 'watch']);
    expect(await house.store.tasks.find(report.task.key)).toMatchObject({
      agency: 'tamky',
      assignee: 'phuong.officer',
    });
    expect(house.engine.asked.map(({ what }) => what)).not.toContain('unassign');
  });

  test('goes on where it was when the engine was away or the server was killed in between, each report once', async () => {
    await newAgency('dut');
    const reports = [await handled('dut'), await handled('dut'), await handled('dut')];
    engineOf(...reports);
    const answer = house.engine.answer;
    let calls = 0;
    house.engine.answer = async (what, told) => {
      calls += 1;
      // The engine took it, and the answer is lost.
      await answer(what, told);
      if (calls === 2 || calls === 4) throw new EngineDown('away');
    };
    const { body } = await plan('dut', 'hoian');
    house.clock.set(monday + dayMs);
    expect(await successionWork(house.house).work()).toBe('waits');
    expect((await see(body.id)).waits).toBe(true);
    expect(await successionWork(house.house).work()).toBe('waits');
    expect(await successionWork(house.house).work()).toBe('idle');
    expect(await see(body.id)).toMatchObject({ state: 'done', waits: false, counts: { moved: 3 } });
    for (const { code, stream, task } of reports) {
      const report = (await house.store.reports.find(code))!;
      expect(report.leadAgency).toBe('hoian');
      expect(report.history.filter(({ what }) => what === 'succeeded')).toHaveLength(1);
      expect((await house.store.tasks.find(task.key))?.groups).toEqual(['agency:hoian:officer']);
      expect(await house.store.acts.ofInstance(stream.instance)).toHaveLength(1);
    }
  });

  test('of what nobody knows, of the agency itself, or without a reason is refused', async () => {
    expect((await plan('nowhere', 'tamky')).status).toBe(404);
    for (const wrong of [
      { to: 'hiepduc' },
      { to: 'nowhere' },
      { on: '2026-02-30' },
      { on: '2019-01-01' },
      { reason: '  ' },
      { except: [{ to: 'tamky' }] },
    ])
      expect((await plan('hiepduc', 'tamky', wrong)).status).toBe(422);
  });
});

test('what the table proposes of an agency that has ended is the successor’s when it is routed', async () => {
  await newAgency('tan');
  await plan('tan', 'tamky');
  house.clock.set(monday + dayMs);
  const directory = await house.store.directory.at(monday + dayMs);
  expect(directory.successorOf('tan')).toBe('tamky');
  expect(directory.isAgency('tan')).toBe(false);
});
