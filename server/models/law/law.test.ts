/** Contradictions, touched reports and recomputed dates over HTTP and records: what is told is what is then done. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TouchedItem } from '../../../domain/api/law.ts';
import { formatTime } from '../../../domain/iso-time.ts';
import { deployed, shippedDiagram, withDiagram } from '../../testing/procedure.ts';
import { Stream } from '../../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { EngineDown, EngineRefusal } from '../../zeebe.ts';
import { recomputeDeadlines } from '../recompute.ts';

const first = '2251799813685249';
const second = '2251799813685250';
const shorter = (xml: string) => xml.replace('key="budget" value="6d"', 'key="budget" value="4d"');
/** Tuesday of the next week, 08:00; and Friday of this. */
const [dueNow, dueThen] = ['2026-03-10T08:00:00+07:00', '2026-03-06T08:00:00+07:00'];

let house: TestHouse;
let analyst: Record<string, string>;
let draft: string;
interface Made {
  code: string;
  stream: Stream;
  task: { key: string; element: string };
}
const made: Made[] = [];

async function report(at: string, seed: number, dueAt: number): Promise<Made> {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  const stream = new Stream(monday, seed);
  stream.start(code);
  if (at === 'handling') stream.root('handlingFrom', formatTime(monday));
  const task = stream.task(at, ['agency:sgtvt:officer'], dueAt);
  await house.records(stream.take());
  return { code, stream, task };
}

beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  const stream = new Stream(monday, 1);
  deployed(stream, first, 1);
  await house.records(stream.take());
  const due = Date.parse(dueNow);
  const handling = await report('handling', 2, due);
  const intake = await report('intake', 3, monday + 7_200_000);
  made.push(handling, intake);
  const common = {
    reportCode: handling.code,
    instanceKey: handling.stream.instance,
    article: '8.3',
    calendarVersion: 1,
    startEvent: '=now()',
    startAt: monday,
    workingMinutes: 3600,
    dueAt: due,
    originalDueAt: due,
    remindAt: due,
    moves: [],
  };
  await house.store.deadlines.keep({ ...common, _id: '1', elementId: 'handling-open', budget: '6d' });
  await house.store.deadlines.keep({ ...common, _id: handling.task.element, elementId: 'handling', budget: null });
  draft = (await house.ask('POST', '/api/models', { payload: { name: 'Nháp', from: 'in-force' }, headers: analyst }))
    .body.id;
  const files = [{ name: 'field-report.bpmn', content: shorter(shippedDiagram) }];
  await house.ask('PUT', `/api/models/${draft}/files`, { payload: { files }, headers: analyst });
});
afterAll(() => house?.close());
beforeEach(() => {
  house.engine.answer = () => {};
  house.engine.asked.length = 0;
});

const get = (url: string) => house.ask('GET', url, { headers: analyst });

describe('contradictions', () => {
  test('of what is in force, decided ones with their page', async () => {
    const { status, body } = await get('/api/models/in-force/contradictions');
    expect(status).toBe(200);
    const rules = (body.items as { rule: string }[]).map(({ rule }) => rule);
    expect(rules).toContain('overlap-text');
    expect(rules).not.toContain('sum-over-clock');
    expect(body.items.at(0).decided).toBeNull();
    expect(body.items).toContainEqual(
      expect.objectContaining({ rule: 'same-start', articles: ['6.2', '7.2'], decided: '0002-two-hours-twice' }),
    );
    // Nobody is in the directory but the analyst.
    expect(body.items.find(({ rule }: { rule: string }) => rule === 'one-holder').data).toMatchObject({ alone: 0 });
  });
  test('of a draft, with the place in its file', async () => {
    const content = shippedDiagram.replace('key="budget" value="6d"', 'key="budget" value="1d"');
    const { id } = (
      await house.ask('POST', '/api/models', { payload: { name: 'Một ngày', from: 'in-force' }, headers: analyst })
    ).body;
    const payload = { files: [{ name: 'field-report.bpmn', content }] };
    await house.ask('PUT', `/api/models/${id}/files`, { payload, headers: analyst });
    const { body } = await get(`/api/models/${id}/contradictions`);
    const [sum] = body.items.filter(({ rule }: { rule: string }) => rule === 'sum-over-clock');
    expect(sum.places[0]).toEqual({ file: 'field-report.bpmn', id: 'handling-open', name: 'Mở hạn xử lý' });
  });
  test('are not looked for in what is no diagram', async () => {
    const { id } = (
      await house.ask('POST', '/api/models', { payload: { name: 'Hỏng', from: 'in-force' }, headers: analyst })
    ).body;
    const payload = { files: [{ name: 'field-report.bpmn', content: 'x' }] };
    await house.ask('PUT', `/api/models/${id}/files`, { payload, headers: analyst });
    expect((await get(`/api/models/${id}/contradictions`)).status).toBe(422);
    expect((await get(`/api/models/${id}/touched`)).status).toBe(422);
  });
});

describe('touched reports', () => {
  test('are told with the date that they would get', async () => {
    const { status, body } = await get(`/api/models/${draft}/touched`);
    expect(status).toBe(200);
    expect(body.reports).toEqual({ running: 2, stands: 0, ahead: 1, again: 1, earlier: 1, later: 0, overdue: 0 });
    expect(body.items).toMatchObject([
      { reportCode: made[0]!.code, elementId: 'handling', change: 'earlier', dueAt: dueNow, newDueAt: dueThen },
      { reportCode: made[1]!.code, elementId: 'intake', change: 'same', touch: 'ahead' },
    ]);
    expect(body.items[0].name).toBe('Xử lý, nhập kết quả');
  });
  test('come in pages of one look', async () => {
    const one = await get(`/api/models/${draft}/touched?limit=1`);
    const two = await get(`/api/models/${draft}/touched?limit=1&after=${encodeURIComponent(one.body.next)}`);
    const codes = [...one.body.items, ...two.body.items].map(({ reportCode }: TouchedItem) => reportCode);
    expect(codes).toEqual(made.map(({ code }) => code));
    expect(two.body.next).toBeNull();
  });
});

describe('recomputing', () => {
  const wish = () => ({ instanceKey: made[0]!.stream.instance, by: 'analyst', reason: 'Rút ngắn' });
  test('changes nothing while the report runs on the old version', async () => {
    expect(await recomputeDeadlines(house.house, wish())).toEqual({ is: 'same' });
    expect(house.engine.asked).toEqual([]);
  });

  test('moves task, clock and watch once the report runs on the new one; goes on after a stop, and does it once', async () => {
    const [{ stream, task, code }] = made as [Made];
    const deploy = new Stream(monday + 60_000, 8);
    deployed(deploy, second, 2, withDiagram(shorter));
    await house.records(deploy.take());
    const later = new Stream(monday + 60_000, 9);
    const value = { processInstanceKey: stream.instance, processDefinitionKey: second, version: 2 };
    const migrated = { ...value, elementId: 'field-report', bpmnElementType: 'PROCESS' };
    later.add('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', migrated, stream.instance);
    await house.records(later.take());

    house.engine.answer = (what) => {
      if (what === 'publish') throw new EngineDown('away');
      return project(what);
    };
    async function project(what: string): Promise<void> {
      if (what !== 'update') return;
      const moved = stream.taskValue('handling', task.element, task.key, ['agency:sgtvt:officer'], Date.parse(dueThen));
      later.add('USER_TASK', 'UPDATED', { ...value, ...moved }, task.key);
      await house.records(later.take());
    }
    await expect(recomputeDeadlines(house.house, wish())).rejects.toThrow(EngineDown);
    expect((await house.store.deadlines.find(task.element))!.moves).toEqual([]);

    house.engine.answer = (what) => project(what);
    house.engine.asked.length = 0;
    const done = await recomputeDeadlines(house.house, wish());
    expect(done).toMatchObject({
      is: 'moved',
      dates: [{ elementId: 'handling', to: Date.parse(dueThen) }, { elementId: 'handling-open' }],
    });
    expect(house.engine.asked).toMatchObject([
      { what: 'update', key: task.key, dueDate: dueThen },
      { what: 'variables', key: task.element, variables: { dueAt: dueThen }, local: true },
      { what: 'publish', name: 'deadline-set', messageId: `${task.element} ${dueThen}`, correlationKey: code },
      { what: 'variables', key: stream.instance, variables: { handlingDueAt: dueThen }, local: false },
    ]);
    const record = (await house.store.deadlines.find(task.element))!;
    expect(record.moves).toMatchObject([{ reason: 'release', by: 'analyst', to: Date.parse(dueThen) }]);
    expect(record.originalDueAt).toBe(Date.parse(dueNow));
    const audit = await house.store.audit.model.find({ what: 'recompute-deadlines' }).lean().exec();
    expect(audit).toMatchObject([{ who: 'analyst', reportCode: code }]);
    const { history } = (await house.store.reports.find(code))!;
    expect(history).toContainEqual(expect.objectContaining({ what: 'deadline-moved' }));

    house.engine.asked.length = 0;
    expect(await recomputeDeadlines(house.house, wish())).toEqual({ is: 'same' });
    expect(house.engine.asked).toEqual([]);
  });

  test('leaves a task that has ended meanwhile', async () => {
    const [{ task }] = made as [Made];
    const dueAt = Date.parse(dueNow);
    await house.store.deadlines.model.updateMany({}, { $set: { dueAt, moves: [] } });
    house.engine.answer = (what) => {
      if (what === 'update') throw new EngineRefusal(404, 'NOT_FOUND', 'gone');
    };
    const done = await recomputeDeadlines(house.house, wish());
    expect(done).toMatchObject({ is: 'moved', dates: [{ elementId: 'handling-open' }] });
    expect((await house.store.deadlines.find(task.element))!.moves).toEqual([]);
  });

  test('has nothing to do for a report that is over', async () => {
    expect(await recomputeDeadlines(house.house, { ...wish(), instanceKey: '1' })).toEqual({ is: 'ended' });
  });
});
