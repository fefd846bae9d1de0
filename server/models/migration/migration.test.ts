/** Many running reports and another version: what would move is told beforehand, and what came of each is kept. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deployed, shippedDiagram, withDiagram } from '../../testing/procedure.ts';
import { Stream } from '../../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { EngineDown, EngineRefusal } from '../../zeebe.ts';
import { migrationWork } from './work.ts';

const first = '2251799813685249';
const second = '2251799813685250';
const renamed = (xml: string) => xml.replace(/(\b(?:id|sourceRef|targetRef|bpmnElement))="handling"/g, '$1="repair"');

let house: TestHouse;
let analyst: Record<string, string>;
const reports: { key: string; element: string; code: string; at: string }[] = [];
beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  const stream = new Stream(monday, 1);
  deployed(stream, first, 1);
  stream.at += 60_000;
  deployed(stream, second, 2, withDiagram(renamed));
  await house.records(stream.take());
  for (const [n, at] of ['handling', 'handling', 'intake'].entries()) {
    const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } };
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
    const own = new Stream(monday, 2 + n);
    own.start(code);
    own.add('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', { elementId: 'stages', bpmnElementType: 'SUB_PROCESS' });
    const { element } = own.task(at, ['ioc-intake']);
    await house.records(own.take());
    reports.push({ key: own.instance, element, code, at });
  }
});
afterAll(() => house?.close());
beforeEach(() => {
  house.engine.answer = () => {};
  house.engine.asked.length = 0;
});

const post = (url: string, payload: object) => house.ask('POST', url, { payload, headers: analyst });
const get = async (url: string) => (await house.ask('GET', url, { headers: analyst })).body;
let position = 100;
/** The engine's records of an instance that has moved. */
async function moved(key: string, elementId: string): Promise<void> {
  position += 1;
  const stream = new Stream(monday, position);
  const { element } = reports.find((one) => one.key === key)!;
  const value = { processInstanceKey: key, processDefinitionKey: second, version: 2 };
  const of = (id: string, type: string) => ({ ...value, elementId: id, bpmnElementType: type });
  stream.add('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', of('field-report', 'PROCESS'), key);
  stream.add('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', of(elementId, 'USER_TASK'), element);
  await house.records(stream.take());
}

describe('a preview', () => {
  test('says per element how many reports stand there, and which cannot move', async () => {
    const { body } = await post('/api/migrations/preview', { to: second });
    expect(body).toMatchObject({ reports: { all: 3, can: 1, cannot: 2 }, versions: [{ version: 1, reports: 3 }] });
    const [handling, intake] = body.versions[0].elements;
    expect(handling).toMatchObject({ id: 'handling', reports: 2, to: null, why: 'gone' });
    expect(handling.choices).toContainEqual(expect.objectContaining({ id: 'repair' }));
    expect(intake).toMatchObject({ id: 'intake', reports: 1, to: { id: 'intake' }, why: null });
    expect(body.versions[0].elements).toHaveLength(2);
    expect(body.stuck.map(({ reportCode }: { reportCode: string }) => reportCode).toSorted()).toEqual(
      [reports[0]!.code, reports[1]!.code].toSorted(),
    );
  });

  test('follows the mapping that is chosen, and knows one that makes no sense', async () => {
    const { body } = await post('/api/migrations/preview', { to: second, mapping: { handling: 'repair' } });
    expect(body).toMatchObject({ reports: { all: 3, can: 3, cannot: 0 }, stuck: [] });
    expect((await post('/api/migrations/preview', { to: second, mapping: { x: 'repair' } })).status).toBe(422);
    expect((await post('/api/migrations/preview', { to: '1' })).status).toBe(422);
  });

  test('of a draft reads its diagram apart from the server', async () => {
    const { id } = (await post('/api/models', { name: 'Nháp', from: 'in-force' })).body;
    const content = shippedDiagram.replace('id="intake"', 'id="first-look"').replaceAll('"intake"', '"first-look"');
    const payload = { files: [{ name: 'field-report.bpmn', content }] };
    await house.ask('PUT', `/api/models/${id}/files`, { payload, headers: analyst });
    const { body } = await post(`/api/models/${id}/migration-preview`, {});
    expect(body.reports).toEqual({ all: 3, can: 2, cannot: 1 });
    await house.ask('PUT', `/api/models/${id}/files`, {
      payload: { files: [{ name: 'field-report.bpmn', content: 'not a diagram' }] },
      headers: analyst,
    });
    expect((await post(`/api/models/${id}/migration-preview`, {})).status).toBe(422);
  });
});

describe('a migration of all that run', () => {
  test('goes on after the engine was away, one result a report, and tells what did not move', async () => {
    const begun = await post('/api/migrations', { to: second, reason: 'Theo bản 2' });
    expect(begun).toMatchObject({
      status: 202,
      body: { state: 'listing', reason: 'Theo bản 2', byName: 'Cán bộ analyst' },
    });
    const { id } = begun.body;
    const work = migrationWork(house.house);
    house.engine.answer = () => {
      throw new EngineDown('away');
    };
    expect(await work.work()).toBe('waits');
    expect(await get(`/api/migrations/${id}`)).toMatchObject({ state: 'running', waits: true, counts: { all: 3 } });
    work.stop();

    // Another server goes on.
    house.engine.answer = (what, { key }) => {
      if (what === 'migrate') return moved(String(key), 'intake');
    };
    expect(await migrationWork(house.house).work()).toBe('idle');
    expect(await get(`/api/migrations/${id}`)).toMatchObject({
      state: 'done',
      waits: false,
      counts: { all: 3, waiting: 0, moved: 1, hindered: 2 },
    });
    const { items } = await get(`/api/migrations/${id}/items?stuck=true`);
    expect(items).toMatchObject([
      { state: 'hindered', why: [{ element: 'handling', why: 'gone' }], fromVersion: 1 },
      { state: 'hindered' },
    ]);
    const moving = reports.find(({ at }) => at === 'intake')!;
    expect(await house.store.acts.ofInstance(moving.key)).toMatchObject([
      { what: 'migrated', by: 'analyst', reason: 'Theo bản 2', data: { migration: id } },
    ]);
    expect(await house.store.events.model.countDocuments({ type: 'release' })).toBeGreaterThan(0);
  });

  test('with a mapping moves the rest; what the engine refuses is told in its words', async () => {
    const { id } = (await post('/api/migrations', { to: second, mapping: { handling: 'repair' }, reason: 'Đổi tên' }))
      .body;
    house.engine.answer = (what, { key }) => {
      if (key === reports[0]!.key) throw new EngineRefusal(409, 'INVALID_STATE', 'still being processed');
      if (what === 'migrate') return moved(String(key), 'repair');
    };
    expect(await migrationWork(house.house).work()).toBe('idle');
    expect((await get(`/api/migrations/${id}`)).counts).toMatchObject({ all: 2, moved: 1, refused: 1 });
    expect((await get(`/api/migrations/${id}/items?stuck=true`)).items).toMatchObject([
      { words: 'still being processed' },
    ]);
    expect((await get('/api/migrations')).items.map((one: { id: string }) => one.id)).toContain(id);
  });

  test('can be stopped; what has moved stays moved', async () => {
    const { id } = (await post('/api/migrations', { to: second, mapping: { handling: 'repair' }, reason: 'x' })).body;
    expect((await post(`/api/migrations/${id}/stop`, {})).status).toBe(204);
    expect(await migrationWork(house.house).work()).toBe('idle');
    expect((await get(`/api/migrations/${id}`)).state).toBe('stopped');
    expect((await post(`/api/migrations/${id}/stop`, {})).status).toBe(409);
    expect(house.engine.asked).toEqual([]);
  });
});
