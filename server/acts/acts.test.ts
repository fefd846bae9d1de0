/** Ending, moving and migrating one running instance by hand: what the engine is asked, what is kept, what follows. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { EngineRefusal } from '../zeebe.ts';

const xml = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const renamedXml = xml.replaceAll('"handling"', '"repair"').replaceAll('>handling<', '>repair<');
const second = '2251799813685350';
const third = '2251799813685351';

let house: TestHouse;
let duty: Record<string, string>;
let seed = 0;
beforeAll(async () => {
  house = await openTestHouse();
  duty = await house.as('ioc.duty', 'ioc-duty');
  const stream = new Stream(monday, 1);
  stream.process(xml, 'field-report', 'field-report.bpmn');
  for (const [key, version, text] of [
    [second, 2, xml.replace('name="Xử lý, nhập kết quả"', 'name="Xử lý"')],
    [third, 3, renamedXml],
  ] as const)
    stream.add(
      'PROCESS',
      'CREATED',
      {
        bpmnProcessId: 'field-report',
        version,
        processDefinitionKey: key,
        resource: Buffer.from(text).toString('base64'),
        resourceName: 'field-report.bpmn',
      },
      key,
    );
  await house.records(stream.take());
  seed = 1;
});
afterAll(() => house?.close());
beforeEach(() => {
  house.engine.answer = () => {};
  house.engine.down = false;
  house.engine.asked.length = 0;
});

/** A report whose handling waits, inside the stages. */
async function handled() {
  seed += 1;
  const payload = {
    sender: { name: 'An', phone: '0905123456', email: 'an@example.vn' },
    content: 'Rác',
    place: { text: 'Tam Kỳ' },
  };
  const { body } = await house.ask('POST', '/api/reports', { payload, headers: { 'idempotency-key': randomUUID() } });
  const stream = new Stream(monday, seed);
  stream.start(body.code);
  const stages = stream.key();
  stream.add('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', { elementId: 'stages', bpmnElementType: 'SUB_PROCESS' }, stages);
  const task = stream.task('handling', ['agency:sgtvt:officer'], monday + 3_600_000);
  await house.records(stream.take());
  return { code: body.code as string, stream, task, stages, key: stream.instance };
}
type Handled = Awaited<ReturnType<typeof handled>>;

const act = (key: string, what: string, payload: object, headers = duty) =>
  house.ask('POST', `/api/instances/${key}/${what}`, { payload, headers });
const acts = async (key: string) =>
  (await house.ask('GET', `/api/instances/${key}/acts`, { headers: duty })).body.items;
const instance = (key: string) => house.store.instances.find(key);

/** What the engine writes when it has migrated. */
function migrated({ stream, task, stages, key }: Handled, to: string, version: number, elementId = 'handling') {
  const value = { processDefinitionKey: to, version };
  stream.add(
    'PROCESS_INSTANCE',
    'ELEMENT_MIGRATED',
    { ...value, elementId: 'field-report', bpmnElementType: 'PROCESS' },
    key,
  );
  stream.add(
    'PROCESS_INSTANCE',
    'ELEMENT_MIGRATED',
    { ...value, elementId: 'stages', bpmnElementType: 'SUB_PROCESS' },
    stages,
  );
  stream.add(
    'PROCESS_INSTANCE',
    'ELEMENT_MIGRATED',
    { ...value, elementId, bpmnElementType: 'USER_TASK' },
    task.element,
  );
  stream.add(
    'USER_TASK',
    'MIGRATED',
    { ...stream.taskValue(elementId, task.element, task.key, ['agency:sgtvt:officer']), ...value },
    task.key,
  );
  return house.records(stream.take());
}

describe('an instance that is ended', () => {
  test('ends its report as closed, with the reason for staff and a letter to the sender', async () => {
    const { code, stream, task, key } = await handled();
    house.engine.answer = async () => {
      stream.add('USER_TASK', 'CANCELED', stream.taskValue('handling', task.element, task.key, []), task.key);
      stream.end('ELEMENT_TERMINATED');
      await house.records(stream.take());
    };
    expect((await act(key, 'cancellation', { reason: 'Gửi nhầm hai lần' })).status).toBe(204);
    expect(house.engine.asked).toMatchObject([{ what: 'cancel', key }]);
    const report = await house.store.reports.find(code);
    expect(report).toMatchObject({ status: 'closed', stage: null, dueAt: null });
    expect(report?.history.at(-1)).toMatchObject({ what: 'canceled', by: 'ioc' });
    expect(JSON.stringify(report?.history)).not.toContain('Gửi nhầm');
    expect(await acts(key)).toMatchObject([
      {
        what: 'canceled',
        by: 'ioc.duty',
        byName: 'Cán bộ ioc.duty',
        reason: 'Gửi nhầm hai lần',
        data: { stood: ['handling'] },
      },
    ]);
    expect(await house.store.audit.model.findOne({ reportCode: code }).lean()).toMatchObject({
      who: 'ioc.duty',
      what: 'instance-canceled',
      data: { reason: 'Gửi nhầm hai lần' },
    });
    const told = (await house.store.outbox.ofReport(code)).filter(({ mail }) => mail?.template === 'ended');
    expect(told.map(({ mail }) => mail?.to)).toEqual([{ sender: code }]);
    expect((await act(key, 'cancellation', { reason: 'x' })).status).toBe(409);
  });

  test('needs a reason that says something, and an engine that is there', async () => {
    const { key } = await handled();
    expect((await act(key, 'cancellation', {})).status).toBe(400);
    expect((await act(key, 'cancellation', { reason: '  ' })).status).toBe(422);
    house.engine.down = true;
    expect((await act(key, 'cancellation', { reason: 'x' })).status).toBe(503);
    expect(await acts(key)).toEqual([]);
  });
});

describe('an instance that is moved', () => {
  test('begins and ends what was asked for, at once', async () => {
    const { code, stream, task, key } = await handled();
    house.engine.answer = async () => {
      stream.task('intake', ['ioc-intake']);
      stream.add('USER_TASK', 'CANCELED', stream.taskValue('handling', task.element, task.key, []), task.key);
      const of = { elementId: 'handling', bpmnElementType: 'USER_TASK' };
      stream.add('PROCESS_INSTANCE', 'ELEMENT_TERMINATED', of, task.element);
      await house.records(stream.take());
    };
    const wish = { activate: ['intake'], terminate: [task.element], reason: 'Tiếp nhận lại' };
    expect((await act(key, 'modification', wish)).status).toBe(204);
    expect(house.engine.asked).toMatchObject([{ what: 'modify', activate: ['intake'], terminate: [task.element] }]);
    expect((await instance(key))?.standing).toEqual({ intake: 1 });
    expect(await house.store.reports.find(code)).toMatchObject({ status: 'received', stage: 'intake' });
    expect(await acts(key)).toMatchObject([
      { what: 'moved', reason: 'Tiếp nhận lại', data: { activated: ['intake'], terminated: ['handling'] } },
    ]);
  });

  test('is refused where it makes no sense, and with the engine’s words where the engine says no', async () => {
    const { task, key } = await handled();
    const wrong = { activate: ['nowhere', 'intake'], terminate: ['4503599627370999'], reason: 'x' };
    expect((await act(key, 'modification', wrong)).body.errors).toMatchObject([
      { pointer: '/activate/0' },
      { pointer: '/terminate/0' },
    ]);
    expect((await act(key, 'modification', { activate: [], terminate: [], reason: 'x' })).status).toBe(422);
    house.engine.answer = () => {
      throw new EngineRefusal(400, 'INVALID_ARGUMENT', 'activating a boundary event is unsupported');
    };
    const refused = await act(key, 'modification', { activate: ['intake'], terminate: [task.element], reason: 'x' });
    expect(refused).toMatchObject({ status: 409, body: { engine: 'activating a boundary event is unsupported' } });
    expect(await acts(key)).toEqual([]);
  });
});

describe('an instance that is migrated', () => {
  test('goes on by the other version, its task still there', async () => {
    const one = await handled();
    house.engine.answer = () => migrated(one, second, 2);
    expect((await act(one.key, 'migration', { to: second, reason: 'Theo bản mới' })).status).toBe(204);
    const [asked] = house.engine.asked as unknown as { what: string; to: string; mapping: object[] }[];
    expect(asked).toMatchObject({ what: 'migrate', key: one.key, to: second });
    expect(asked!.mapping).toContainEqual({ sourceElementId: 'handling', targetElementId: 'handling' });
    expect(await instance(one.key)).toMatchObject({ definitionKey: second, version: 2, standing: { handling: 1 } });
    expect(await house.store.tasks.find(one.task.key)).toMatchObject({
      open: true,
      definitionKey: second,
      name: 'Xử lý',
    });
    const counts = Object.fromEntries(
      (await house.store.definitions.countsOf(second)).map(({ elementId, active }) => [elementId, active]),
    );
    expect(counts).toEqual({ handling: 1 });
    expect(await acts(one.key)).toMatchObject([{ what: 'migrated', data: { fromVersion: 1, toVersion: 2 } }]);
    expect((await act(one.key, 'migration', { to: second, reason: 'x' })).status).toBe(409);
  });

  test('cannot leave an element that is gone, unless it is told where to go', async () => {
    const one = await handled();
    const stuck = await act(one.key, 'migration', { to: third, reason: 'x' });
    expect(stuck).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/mapping/handling', code: 'cannot-gone' }] },
    });
    expect(house.engine.asked).toEqual([]);
    house.engine.answer = () => migrated(one, third, 3, 'repair');
    const wish = { to: third, mapping: { handling: 'repair' }, reason: 'Đổi tên bước' };
    expect((await act(one.key, 'migration', wish)).status).toBe(204);
    expect(await instance(one.key)).toMatchObject({ definitionKey: third, standing: { repair: 1 } });
    expect(await house.store.tasks.find(one.task.key)).toMatchObject({ elementId: 'repair', stage: 'repair' });
  });

  test('takes its incidents along', async () => {
    const one = await handled();
    const of = { elementId: 'handling', errorType: 'JOB_NO_RETRIES', errorMessage: 'x', jobKey: -1 };
    const incident = one.stream.add('INCIDENT', 'CREATED', of);
    await house.records(one.stream.take());
    one.stream.add('INCIDENT', 'MIGRATED', { ...of, processDefinitionKey: second }, incident);
    await migrated(one, second, 2);
    expect(await house.store.incidents.find(incident)).toMatchObject({ definitionKey: second, state: 'open' });
    const [count] = await house.store.definitions.counts.find({ definitionKey: second, elementId: 'handling' }).lean();
    expect(count?.incidents).toBe(1);
    const [before] = await house.store.definitions.counts
      .find({ definitionKey: '2251799813685249', elementId: 'handling' })
      .lean();
    expect(before?.incidents).toBe(0);
  });

  test('goes to versions of its own process only; the engine’s refusal is told in its words', async () => {
    const { key } = await handled();
    expect((await act(key, 'migration', { to: '2251799813685999', reason: 'x' })).status).toBe(422);
    house.engine.answer = () => {
      throw new EngineRefusal(409, 'INVALID_STATE', 'a command of it is still being processed');
    };
    const refused = await act(key, 'migration', { to: second, reason: 'x' });
    expect(refused).toMatchObject({ status: 409, body: { engine: 'a command of it is still being processed' } });
  });
});

test('the task of a report that was migrated says so to staff, with the person and the reason', async () => {
  const one = await handled();
  house.engine.answer = () => migrated(one, second, 2);
  await act(one.key, 'migration', { to: second, reason: 'Theo bản mới' });
  const { body } = await house.ask('GET', `/api/tasks/${one.task.key}`, { headers: duty });
  const told = body.history.filter(({ what }: { what: string }) => /migrated/.test(what));
  expect(told).toMatchObject([{ what: 'by-hand.migrated', by: 'ioc.duty', reason: 'Theo bản mới' }]);
});
