/** Four eyes: a release is asked for by one analyst and decided by another; the engine has the last word. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deployed, shippedFiles } from '../../testing/procedure.ts';
import { Stream } from '../../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { EngineDown, EngineRefusal } from '../../zeebe.ts';
import { finishOpen } from './finish.ts';

const first = '2251799813685249';
let house: TestHouse;
let analyst: Record<string, string>;
let other: Record<string, string>;
let stream: Stream;
let version = 1;
beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  other = await house.as('analyst2', 'analyst');
  stream = new Stream(monday, 1);
  deployed(stream, first, 1);
  await house.records(stream.take());
});
afterAll(() => house?.close());
beforeEach(() => {
  house.engine.answer = () => {};
  house.engine.asked.length = 0;
});

const shorter = (xml: string) => xml.replace('source="6d"', 'source="4d"').replace('="6d"', '="4d"');
let drafts = 0;
/** A draft that differs from all others. */
async function draft(change: (xml: string) => string = (xml) => xml): Promise<string> {
  drafts += 1;
  const payload = { name: `Bản ${drafts}`, from: 'in-force' };
  const { body } = await house.ask('POST', '/api/models', { payload, headers: analyst });
  const name = (xml: string) =>
    change(xml.replace(/name="Xử lý, nhập kết quả[^"]*"/, `name="Xử lý, nhập kết quả ${drafts}"`));
  const file = body.files.find((one: { name: string }) => one.name === 'field-report.bpmn');
  await save(body.id, name(file.content));
  return body.id;
}
const save = (id: string, content: string) =>
  house.ask('PUT', `/api/models/${id}/files`, {
    payload: { files: [{ name: 'field-report.bpmn', content }] },
    headers: analyst,
  });
const stay = { choice: 'stay' };
const ask = (id: string, wish: object = {}, headers = analyst) =>
  house.ask('POST', `/api/models/${id}/releases`, {
    headers,
    payload: { note: 'Rút ngắn thời hạn', running: stay, ...wish },
  });
const decide = (id: string, headers = other) => house.ask('POST', `/api/releases/${id}/approval`, { headers });
const read = async (id: string, headers = other) => (await house.ask('GET', `/api/releases/${id}`, { headers })).body;

/** The engine takes the next deployment, and its records come. */
function takes(files: { name: string; content: string }[]) {
  version += 1;
  const key = String(Number(first) + version);
  house.engine.deployed = { processes: [{ id: 'field-report', key, version }] };
  house.engine.answer = async (what) => {
    if (what !== 'deploy') return;
    stream.at += 60_000;
    deployed(stream, key, version, files);
    await house.records(stream.take());
  };
  return key;
}

describe('a release', () => {
  test('is asked for by one, told to the others, approved by another and in force', async () => {
    const id = await draft(shorter);
    const asked = await ask(id);
    expect(asked).toMatchObject({
      status: 201,
      body: { state: 'asked', mine: true, mayDecide: false, before: { version: 1 }, askedBy: { username: 'analyst' } },
    });
    const release = asked.body.id;
    const told = await house.store.outbox.model.find({ 'mail.template': 'release-asked' }).lean();
    expect(told.map(({ mail }) => mail?.to)).toEqual([{ username: 'analyst2' }]);

    const files = (await house.store.models.find(id))!.files;
    const key = takes(files);
    const approved = await decide(release);
    expect(approved).toMatchObject({
      status: 200,
      body: { state: 'released', deployed: { definitionKey: key, version }, decidedBy: { username: 'analyst2' } },
    });
    const deployment = house.engine.asked.find(({ what }) => what === 'deploy');
    expect((deployment!.files as string[]).toSorted()).toEqual(shippedFiles.map(({ name }) => name).toSorted());
    const audited = await house.store.audit.model.find({ 'data.release': release }).sort({ _id: 1 }).lean();
    expect(audited.map(({ who, what }) => [who, what])).toEqual([
      ['analyst', 'ask-release'],
      ['analyst2', 'release'],
    ]);
    expect(await house.store.outbox.model.countDocuments({ 'mail.template': 'release-done' })).toBe(1);
    const lines = (await house.store.models.linesOf(id, 10)).filter(({ what }) => what.startsWith('release'));
    expect(lines.map(({ by, what, note }) => [by, what, note]).toSorted()).toEqual([
      ['analyst', 'release-asked', 'Rút ngắn thời hạn'],
      ['analyst2', 'released', String(version)],
    ]);
    const { body } = await house.ask('GET', '/api/releases/versions', { headers: other });
    expect(body.items[0]).toMatchObject({
      definitionKey: key,
      inForce: true,
      release: { id: release, note: 'Rút ngắn thời hạn' },
    });
    expect(body.items.at(-1)).toMatchObject({ version: 1, inForce: false, release: null });
  });

  test('is never decided by who asked, whatever they send', async () => {
    const { id } = (await ask(await draft())).body;
    expect((await decide(id, analyst)).status).toBe(403);
    const returned = await house.ask('POST', `/api/releases/${id}/return`, {
      headers: analyst,
      payload: { reason: 'x' },
    });
    expect(returned.status).toBe(403);
    expect(house.engine.asked).toEqual([]);
    expect((await read(id)).state).toBe('asked');
    expect((await house.ask('DELETE', `/api/releases/${id}`, { headers: other })).status).toBe(403);
    expect((await house.ask('DELETE', `/api/releases/${id}`, { headers: analyst })).status).toBe(204);
    expect((await read(id)).state).toBe('withdrawn');
    expect((await decide(id)).status).toBe(409);
  });

  test('needs a note, a change, and files that the engine takes', async () => {
    const id = await draft();
    expect((await ask(id, { note: ' ' })).status).toBe(422);
    const same = (
      await house.ask('POST', '/api/models', { payload: { name: 'x', from: 'in-force' }, headers: analyst })
    ).body.id;
    expect((await ask(same)).body.errors).toMatchObject([{ code: 'unchanged' }]);
    await save(
      id,
      shippedFiles.find(({ name }) => name.endsWith('.bpmn'))!.content.replace('targetRef="', 'targetRef="no-'),
    );
    const broken = await ask(id);
    expect([broken.status, typeof broken.body.engine]).toEqual([422, 'string']);
    const diagram = shippedFiles.find(({ name }) => name.endsWith('.bpmn'))!.content;
    await save(id, diagram.replace('value="6d"', 'value="8d"'));
    expect((await ask(id)).body.errors).toMatchObject([{ pointer: '/files', code: 'check-errors' }]);
    await save(id, diagram.replace('1 ngày · Điều 8.2', '3 ngày · Điều 8.2'));
    expect((await ask(id)).body.errors).toMatchObject([{ pointer: '/warningReason', code: 'required' }]);
    expect((await house.store.releases.list({ modelId: id }, { limit: 5 })).length).toBe(0);
  });

  test('is asked for once a draft, until the draft is another: then the old request is stale', async () => {
    const id = await draft();
    const before = (await ask(id)).body.id;
    expect((await ask(id)).status).toBe(409);
    const { files } = (await house.store.models.find(id))!;
    await save(id, files.find(({ name }) => name.endsWith('.bpmn'))!.content.replace('name="', 'name="Mới: '));
    expect(await read(before)).toMatchObject({ state: 'stale', mayDecide: false });
    expect((await decide(before)).status).toBe(409);
    expect((await read(before)).state).toBe('stale');
    const now = await ask(id);
    expect(now.status).toBe(201);
    await house.ask('DELETE', `/api/releases/${now.body.id}`, { headers: analyst });
  });

  test('is sent back with a reason, and its asker is told', async () => {
    const { id } = (await ask(await draft())).body;
    const back = (reason: string) =>
      house.ask('POST', `/api/releases/${id}/return`, { headers: other, payload: { reason } });
    expect((await back(' ')).status).toBe(422);
    expect(await back('Thiếu căn cứ')).toMatchObject({
      status: 200,
      body: { state: 'returned', remark: 'Thiếu căn cứ' },
    });
    expect(await house.store.outbox.model.countDocuments({ 'mail.template': 'release-returned' })).toBe(1);
  });

  test('stays open with the engine’s words when the engine refuses it, and when the engine is away', async () => {
    const id = await draft();
    const release = (await ask(id)).body.id;
    house.engine.answer = () => {
      throw new EngineRefusal(400, 'INVALID_ARGUMENT', "'field-report.bpmn': - Element: handling");
    };
    expect(await decide(release)).toMatchObject({
      status: 409,
      body: { engine: "'field-report.bpmn': - Element: handling" },
    });
    expect(await read(release)).toMatchObject({
      state: 'asked',
      mayDecide: true,
      refusal: { words: "'field-report.bpmn': - Element: handling", by: { username: 'analyst2' } },
    });
    house.engine.answer = () => {
      throw new EngineDown('away');
    };
    expect((await decide(release)).status).toBe(503);
    takes((await house.store.models.find(id))!.files);
    expect((await decide(release)).body.state).toBe('released');
  });

  test('that a server left in the middle is finished where the engine had answered, and open again otherwise', async () => {
    const id = await draft();
    const release = (await ask(id)).body.id;
    await house.store.releases.change(release, 'asked', {
      state: 'deploying',
      deployingSince: 1,
      decidedBy: 'analyst2',
    });
    await finishOpen(house.house);
    expect((await read(release)).state).toBe('asked');
    const key = takes((await house.store.models.find(id))!.files);
    const mark = { definitionKey: key, version };
    const left = { state: 'deploying', deployingSince: 1, decidedBy: 'analyst2', deployed: mark } as const;
    await house.store.releases.change(release, 'asked', left);
    await finishOpen(house.house);
    expect((await read(release)).state).toBe('deploying');
    await house.engine.answer('deploy', {});
    await finishOpen(house.house);
    expect((await read(release)).state).toBe('released');
  });

  test('asked for while another comes into force is stale: what was compared is no longer in force', async () => {
    const [one, two] = [await draft(), await draft()];
    const late = (await ask(one)).body.id;
    const early = (await ask(two)).body.id;
    takes((await house.store.models.find(two))!.files);
    await decide(early);
    expect(await read(late)).toMatchObject({ state: 'stale' });
  });

  test('whose answer got lost is settled by a second approval', async () => {
    const id = await draft();
    const release = (await ask(id)).body.id;
    takes((await house.store.models.find(id))!.files);
    const { answer } = house.engine;
    house.engine.answer = async (what, details) => {
      await answer(what, details);
      throw new EngineDown('the connection broke');
    };
    expect((await decide(release)).status).toBe(503);
    house.engine.answer = () => {};
    expect((await decide(release)).body).toMatchObject({ state: 'released', deployed: { version } });
  });
});

describe('a roll back', () => {
  test('is a request for a former version’s files, with four eyes like any other', async () => {
    const wish = { rollBackTo: first, note: 'Quay lại phiên bản 1', running: stay };
    const asked = await house.ask('POST', '/api/releases', { headers: analyst, payload: wish });
    expect(asked).toMatchObject({ status: 201, body: { modelId: null, rollBackTo: { version: 1 }, state: 'asked' } });
    expect((await decide(asked.body.id, analyst)).status).toBe(403);
    const key = takes(shippedFiles);
    expect((await decide(asked.body.id)).body).toMatchObject({ state: 'released', deployed: { definitionKey: key } });
    const { body } = await house.ask('GET', '/api/releases', { headers: other });
    const kept = body.items.find((one: { id: string }) => one.id === asked.body.id);
    expect(kept).toMatchObject({ rollBackTo: { version: 1 }, note: 'Quay lại phiên bản 1' });
    expect((await house.ask('GET', '/api/releases?open=true', { headers: other })).body.items).not.toContainEqual(
      expect.objectContaining({ state: 'released' }),
    );
  });

  test('to a version in which errors are found by now is asked for with a reason', async () => {
    const longer = shippedFiles.map((file) => ({ ...file, content: file.content.replace('value="6d"', 'value="8d"') }));
    stream.at += 60_000;
    version += 1;
    const former = String(Number(first) + version);
    deployed(stream, former, version, longer);
    stream.at += 60_000;
    version += 1;
    deployed(stream, String(Number(first) + version), version, shippedFiles);
    await house.records(stream.take());
    const wish = { rollBackTo: former, note: 'Quay lại', running: stay };
    const back = (more: object = {}) =>
      house.ask('POST', '/api/releases', { headers: analyst, payload: { ...wish, ...more } });
    expect((await back()).body.errors).toMatchObject([{ pointer: '/warningReason', code: 'required' }]);
    const asked = await back({ warningReason: 'Bản mới làm kẹt phản ánh' });
    expect(asked).toMatchObject({ status: 201, body: { warnings: { count: 1, reason: 'Bản mới làm kẹt phản ánh' } } });
    const payload = { reason: 'Chưa cần' };
    const returned = await house.ask('POST', `/api/releases/${asked.body.id}/return`, { headers: other, payload });
    expect(returned.status).toBe(200);
  });

  test('to what is in force, or to what nobody knows, is none', async () => {
    const back = (rollBackTo: string) =>
      house.ask('POST', '/api/releases', { headers: analyst, payload: { rollBackTo, note: 'x', running: stay } });
    expect((await back(first)).status).toBe(422);
    expect((await back('1')).status).toBe(404);
  });
});

test('a mapping of elements that are nowhere is refused, and one of a version that runs is kept', async () => {
  const id = await draft((xml) =>
    xml.replace(/(\b(?:id|sourceRef|targetRef|bpmnElement))="compose"/g, '$1="write-reply"'),
  );
  const running = (mapping: object) => ask(id, { running: { choice: 'migrate', mapping } });
  const report = await house.ask('POST', '/api/reports', {
    payload: { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  const own = new Stream(monday, 50);
  own.start(report.body.code);
  await house.records(own.take());
  expect((await running({ nowhere: 'write-reply' })).body.errors).toMatchObject([{ pointer: '/mapping/nowhere' }]);
  expect(await running({ compose: 'write-reply' })).toMatchObject({
    status: 201,
    body: { running: { choice: 'migrate', mapping: { compose: 'write-reply' } } },
  });
});
