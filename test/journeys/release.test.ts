/**
 * A new version of the procedure: asked for by one analyst, approved by another, running beside the old one; running
 * reports that finish on the old version, move to the new one, are moved by hand, and are ended.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import type { Officer, Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
let analyst: Officer;
let second: Officer;
let duty: Officer;
beforeAll(async () => {
  house = await House.open();
  [analyst, second, duty] = await Promise.all([house.as('analyst'), house.as('analyst2'), house.as('ioc.duty')]);
});
afterAll(() => house?.close());

const diagram = 'field-report.bpmn';

/** A draft of what is in force with its diagram changed. */
async function draft(change: (xml: string) => string): Promise<string> {
  const { body } = await analyst.ask('POST', '/api/models', { name: 'Rút ngắn thời hạn', from: 'in-force' });
  const { content } = body.files.find(({ name }: { name: string }) => name === diagram);
  const files = [{ name: diagram, content: change(content) }];
  expect((await analyst.ask('PUT', `/api/models/${body.id}/files`, { files })).status).toBe(200);
  return body.id;
}

const named = (name: string) => (xml: string) => xml.replace(/(<bpmn:userTask id="handling" name=")[^"]*/, `$1${name}`);

/** Asked by one, approved by the other. */
async function release(change: (xml: string) => string, running: object = { choice: 'stay' }) {
  const id = await draft(change);
  const asked = await analyst.ask('POST', `/api/models/${id}/releases`, { note: 'Theo kế hoạch', running });
  expect([asked.status, asked.body.engine]).toEqual([201, undefined]);
  const approved = await second.ask('POST', `/api/releases/${asked.body.id}/approval`);
  expect(approved).toMatchObject({ status: 200, body: { state: 'released' } });
  return { id: asked.body.id as string, ...(approved.body.deployed as { definitionKey: string; version: number }) };
}

async function instanceOf({ code }: Sender) {
  return until(async () => {
    const { body } = await duty.get(`/api/instances?report=${code}`);
    return body.items[0];
  }, `the instance of ${code}`);
}
const act = (key: string, what: string, payload: object) => duty.ask('POST', `/api/instances/${key}/${what}`, payload);
const detail = async (key: string) => (await duty.get(`/api/instances/${key}`)).body;

async function atHandling(): Promise<Sender> {
  const report = await house.anyone.sends();
  await walk(house, report, 'instruction');
  await (await house.as('sgtvt.officer')).task(report.code, 'handling');
  return report;
}

describe('a new version', () => {
  it('needs two people, and then runs beside the old one; an old report finishes where it began', async () => {
    const old = await atHandling();
    const id = await draft(named('Xử lý và nhập kết quả'));
    const asked = await analyst.ask('POST', `/api/models/${id}/releases`, {
      note: 'Gọn tên bước',
      running: { choice: 'stay' },
    });
    expect(asked.status).toBe(201);
    expect((await analyst.ask('POST', `/api/releases/${asked.body.id}/approval`)).status).toBe(403);
    const waiting = await second.get('/api/releases?open=true');
    expect(waiting.body.items).toMatchObject([{ id: asked.body.id, mayDecide: true }]);
    const noticed = await until(
      async () => (await second.get('/api/notices')).body.items.find((one: { kind: string }) => one.kind === 'release'),
      'the notice to the other analyst',
    );
    expect(noticed.path).toBe('/studio/releases');

    const approved = await second.ask('POST', `/api/releases/${asked.body.id}/approval`);
    expect(approved).toMatchObject({ status: 200, body: { state: 'released', deployed: { version: 2 } } });

    const fresh = await house.anyone.sends();
    expect((await instanceOf(fresh)).version).toBe(2);
    expect((await instanceOf(old)).version).toBe(1);
    await walk(house, old, 'publication', { from: 'handling' });
    await old.sees('answered');
    expect((await instanceOf(old)).version).toBe(1);
    const { body } = await second.get('/api/releases/versions');
    expect(body.items).toMatchObject([
      {
        version: 2,
        inForce: true,
        release: { askedBy: { username: 'analyst' }, approvedBy: { username: 'analyst2' } },
      },
      { version: 1, inForce: false, running: 1, release: null },
    ]);
  });

  it('takes a running report over, with its task still there to be done', async () => {
    const report = await atHandling();
    const officer = await house.as('sgtvt.officer');
    const task = await officer.task(report.code, 'handling');
    await officer.claims(task.key);
    const next = await release(named('Xử lý phản ánh'));
    const { key } = await instanceOf(report);
    expect((await act(key, 'migration', { to: next.definitionKey, reason: 'Theo quy trình mới' })).status).toBe(204);
    expect(await detail(key)).toMatchObject({ version: next.version, elements: ['handling'] });
    const same = await officer.task(report.code, 'handling');
    expect(same).toMatchObject({ key: task.key, name: 'Xử lý phản ánh', assignee: 'sgtvt.officer', dueAt: task.dueAt });
    const done = { outcome: 'done', result: 'Đã thay bo mạch.', resolution: 'fixed' };
    expect((await officer.completes(task.key, done)).status).toBe(204);
    await walk(house, report, 'publication', { from: 'approval' });
    await report.sees('answered');
    expect((await duty.get(`/api/instances/${key}/acts`)).body.items).toMatchObject([
      { what: 'migrated', by: 'ioc.duty', reason: 'Theo quy trình mới' },
    ]);
  });

  it('cannot take over what has no place in it, unless it is told where to go', async () => {
    // A stage of the regulation keeps its id, or the check refuses the draft: what is renamed is where answers wait.
    const report = await atHandling();
    await walk(house, report, 'publication', { from: 'handling' });
    await report.sees('answered');
    const to = (xml: string) =>
      xml.replace(/(\b(?:id|sourceRef|targetRef|bpmnElement))="feedback-wait"/g, '$1="window"');
    const next = await release(to);
    const { key } = await instanceOf(report);
    const stuck = await act(key, 'migration', { to: next.definitionKey, reason: 'x' });
    expect([stuck.status, stuck.body.errors[0].pointer]).toEqual([422, '/mapping/feedback-wait']);
    const moved = await act(key, 'migration', {
      to: next.definitionKey,
      mapping: { 'feedback-wait': 'window' },
      reason: 'Đổi mã bước',
    });
    expect([moved.status, moved.body.engine]).toEqual([204, undefined]);
    expect((await detail(key)).elements).toEqual(['window']);
    // Back to what was before: the former version's files, with four eyes like any other.
    const wish = {
      rollBackTo: (await versions())[1].definitionKey,
      note: 'Quay lại',
      running: { choice: 'migrate', mapping: { window: 'feedback-wait' } },
    };
    const asked = await second.ask('POST', '/api/releases', wish);
    expect((await second.ask('POST', `/api/releases/${asked.body.id}/approval`)).status).toBe(403);
    expect((await analyst.ask('POST', `/api/releases/${asked.body.id}/approval`)).body.state).toBe('released');
    await until(
      async () => (await analyst.get(`/api/migrations/${asked.body.id}`)).body.state === 'done',
      'the migration',
    );
    expect(await detail(key)).toMatchObject({ elements: ['feedback-wait'], version: (await versions())[0].version });
  });
});

const versions = async () => (await second.get('/api/releases/versions')).body.items;

describe('by hand', () => {
  it('a report is moved to another step, and goes on from there', async () => {
    const report = await atHandling();
    const { key } = await instanceOf(report);
    const standing = (await detail(key)).path.find(
      (one: { elementId: string; state: string }) => one.elementId === 'handling' && one.state === 'active',
    );
    const wish = { activate: ['intake'], terminate: [standing.key], reason: 'Tiếp nhận nhầm lĩnh vực' };
    const moved = await act(key, 'modification', wish);
    expect([moved.status, moved.body.engine]).toEqual([204, undefined]);
    expect((await detail(key)).elements).toEqual(['intake']);
    await report.sees('received');
    await walk(house, report, 'publication');
    await report.sees('answered');
  });

  it('a report is ended: its sender sees so, its tasks are gone', async () => {
    const report = await atHandling();
    const { key } = await instanceOf(report);
    expect((await act(key, 'cancellation', { reason: 'Gửi trùng, người gửi đồng ý' })).status).toBe(204);
    const seen = await report.sees('closed');
    expect(seen.history.at(-1).what).toBe('canceled');
    expect(JSON.stringify(seen)).not.toContain('Gửi trùng');
    expect((await detail(key)).state).toBe('canceled');
    const officer = await house.as('sgtvt.officer');
    expect((await officer.get(`/api/tasks?state=open&report=${report.code}`)).body.items).toEqual([]);
    expect((await act(key, 'cancellation', { reason: 'x' })).status).toBe(409);
  });
});

it('a migration goes on after the engine was away and the server was killed in the middle', async () => {
  const reports = [await atHandling(), await atHandling()];
  const next = await release(named('Xử lý'));
  await house.kill('engine');
  const begun = await analyst.ask('POST', '/api/migrations', {
    to: next.definitionKey,
    reason: 'Cả các phản ánh đang chạy',
  });
  expect(begun.status).toBe(202);
  const of = async () => (await analyst.get(`/api/migrations/${begun.body.id}`)).body;
  await until(async () => (await of()).waits, 'the migration to wait for the engine');
  await house.kill('server');
  await house.start('server');
  await house.start('engine');
  await house.ready();
  await until(async () => (await of()).state === 'done', 'the migration to be done', 60_000);
  for (const report of reports) expect((await instanceOf(report)).version).toBe(next.version);
  expect((await of()).counts).toMatchObject({ waiting: 0, hindered: 0, refused: 0 });
  await walk(house, reports[0]!, 'publication', { from: 'handling' });
  await reports[0]!.sees('answered');
});
