/** What an agency's software may do with its key, and what it may not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyScope } from '../../domain/software.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { EngineRefusal } from '../zeebe.ts';

let house: TestHouse;
let admin: { cookie: string; origin: string };
let seed = 300;
beforeAll(async () => {
  house = await openTestHouse({ API_CALLS_PER_MINUTE: '50' });
  admin = await house.as('ioc.admin', 'admin');
});
afterAll(() => house?.close());

async function make(scopes: KeyScope[], more: { agency?: string; expiresAt?: string } = {}) {
  const payload = { agency: 'sgtvt', name: 'Phần mềm điều hành', scopes, ...more };
  const { status, body } = await house.ask('POST', '/api/connections/keys', { headers: admin, payload });
  expect(status).toBe(201);
  return { ...body, headers: { 'x-api-key': body.key as string } };
}
const tasks = (headers: object) => house.ask('GET', '/api/agency/tasks', { headers: headers as never });

async function standing(options: { agency?: string; confidential?: boolean; stage?: string } = {}) {
  const { agency = 'sgtvt', confidential = false, stage = 'handling' } = options;
  const payload = {
    sender: { name: 'Nguyễn Văn An', phone: '0905123456', email: 'an@example.vn' },
    content: 'Đèn tín hiệu hỏng',
    place: { text: 'Tam Kỳ' },
    confidential,
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  stream.root('leadAgency', agency);
  const task = stream.task(stage, [`agency:${agency}:officer`], monday + 3_600_000);
  await house.records(stream.take());
  /** The engine does as it is asked, and its records follow; a task that is held stays held. */
  let holder: string | null = null;
  house.engine.answer = async (what, { assignee, variables }) => {
    if (what === 'assign' && holder !== null && assignee !== holder)
      throw new EngineRefusal(409, 'INVALID_STATE', 'no');
    if (what === 'assign') {
      holder = String(assignee);
      stream.assign(task, holder);
    }
    if (what === 'complete') stream.complete(task, stage, variables as object);
    await house.records(stream.take());
  };
  return { code, task, stream };
}

describe('a key', () => {
  test('is told once, kept as a hash, and listed without it', async () => {
    const made = await make(['tasks:read']);
    expect(made.key).toMatch(/^qn_[0-9a-f]{32}_[\w-]{43}$/);
    const kept = await house.store.apiKeys.find(made.id);
    expect(JSON.stringify(kept)).not.toContain(made.key.slice(36));
    const { body } = await house.ask('GET', '/api/connections/keys', { headers: admin });
    const item = body.items.find(({ id }: { id: string }) => id === made.id);
    expect(item).toMatchObject({ agency: 'sgtvt', state: 'active', createdBy: 'ioc.admin', lastUsedAt: null });
    expect(item.key).toBeUndefined();
  });

  test('stands on the audit log when it is made and when it is revoked, and then opens nothing', async () => {
    const { id, headers } = await make(['tasks:read']);
    expect((await tasks(headers)).status).toBe(200);
    for (let times = 0; times < 2; times += 1)
      expect((await house.ask('DELETE', `/api/connections/keys/${id}`, { headers: admin })).status).toBe(204);
    expect(await tasks(headers)).toMatchObject({ status: 401, body: { type: expect.stringContaining('wrong-key') } });
    const log = await house.store.audit.model.find({ 'data.key': id } as never).sort({ _id: 1 });
    expect(log.map(({ what, who }) => [what, who])).toEqual([
      ['make-key', 'ioc.admin'],
      ['revoke-key', 'ioc.admin'],
    ]);
    expect((await house.store.audit.verify()).fault).toBeNull();
  });

  test('ends when it says, and is refused when it would have ended before it began', async () => {
    const inAnHour = new Date(house.house.machineNow() + 3_600_000).toISOString();
    const { headers, id } = await make(['tasks:read'], { expiresAt: inAnHour });
    expect((await tasks(headers)).status).toBe(200);
    expect((await house.store.apiKeys.find(id))?.lastUsedAt).toBeGreaterThan(0);
    await house.store.apiKeys.model.updateOne({ _id: id }, { $set: { expiresAt: house.house.machineNow() - 1 } });
    expect((await tasks(headers)).status).toBe(401);
    const payload = { agency: 'sgtvt', name: 'x', scopes: ['tasks:read'], expiresAt: '2020-01-01T00:00:00Z' };
    expect((await house.ask('POST', '/api/connections/keys', { headers: admin, payload })).status).toBe(422);
  });

  test('of an agency that is closed opens nothing, and none is made for one that there is not', async () => {
    const { headers } = await make(['tasks:read'], { agency: 'syt' });
    const ends = async (validTo: string | null) => {
      await house.store.agencies.model.updateOne({ _id: 'syt' }, { $set: { validTo } });
      await house.store.directory.touch();
      house.store.directory.forget();
    };
    await ends('2026-03-02');
    expect((await tasks(headers)).status).toBe(401);
    await ends(null);
    expect((await tasks(headers)).status).toBe(200);
    const payload = { agency: 'nowhere', name: 'x', scopes: ['tasks:read'] };
    const { status, body } = await house.ask('POST', '/api/connections/keys', { headers: admin, payload });
    expect([status, body.errors[0].pointer]).toEqual([422, '/agency']);
  });

  test.each(['', 'x', `qn_${'0'.repeat(32)}_${'A'.repeat(43)}`])('that is none ("%s") is 401', async (key) => {
    expect((await tasks({ 'x-api-key': key })).status).toBe(401);
  });

  test('with one letter changed is 401', async () => {
    const { key } = await make(['tasks:read']);
    const wrong = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    expect((await tasks({ 'x-api-key': wrong })).status).toBe(401);
  });

  test('has a limit of its own, with when to come again', async () => {
    const { headers } = await make(['tasks:read']);
    const other = await make(['tasks:read']);
    for (let n = 0; n < 50; n += 1) expect((await tasks(headers)).status).toBe(200);
    const late = await tasks(headers);
    expect(late.status).toBe(429);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    expect((await tasks(other.headers)).status).toBe(200);
  });
});

describe('the software of an agency', () => {
  test('fetches its own open tasks with report, form, deadline and article, page by page', async () => {
    const mine = await standing();
    const others = await standing({ agency: 'stnmt' });
    const { headers } = await make(['tasks:read', 'tasks:write']);
    const found: { key: string; dueAt: string; report: Record<string, unknown> }[] = [];
    let next: string | null = '';
    for (let pages = 0; next !== null && pages < 50; pages += 1) {
      const after = next ? `&after=${encodeURIComponent(next)}` : '';
      const { body } = await house.ask('GET', `/api/agency/tasks?limit=1${after}`, { headers });
      found.push(...body.items);
      next = body.next;
    }
    expect(found.map(({ key }) => key)).toContain(mine.task.key);
    expect(found.map(({ key }) => key)).not.toContain(others.task.key);
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
    const task = found.find(({ key }) => key === mine.task.key)!;
    expect(task.dueAt).toBe('2026-03-02T09:00:00+07:00');
    // As its officers see it: name and phone, to ask back; no address, no email.
    expect(task.report).toMatchObject({ content: 'Đèn tín hiệu hỏng', sender: { name: 'Nguyễn Văn An' } });
    expect(JSON.stringify(task)).not.toContain('an@example.vn');
    expect((await house.ask('GET', `/api/tasks/${others.task.key}`, { headers })).status).toBe(404);
  });

  test('reads a confidential report by its key alone, which is audited, and never its sender', async () => {
    const { task, code } = await standing({ confidential: true });
    const { headers } = await make(['tasks:read']);
    const { body } = await tasks(headers);
    const listed = body.items.find(({ key }: { key: string }) => key === task.key);
    expect(listed).toMatchObject({ confidential: true, summary: '', report: { content: '' } });
    const looks = () => house.store.audit.model.countDocuments({ what: 'look-confidential', reportCode: code });
    expect(await looks()).toBe(0);
    const read = (await house.ask('GET', `/api/tasks/${task.key}`, { headers })).body;
    expect(read.report.content).toBe('Đèn tín hiệu hỏng');
    expect(JSON.stringify(read)).not.toMatch(/Nguyễn Văn An|0905123456/);
    expect(await looks()).toBe(1);
  });

  test('claims and completes under the name of its agency, and a new key goes on where the old one was', async () => {
    const { task, code } = await standing();
    const old = await make(['tasks:read', 'tasks:write']);
    const url = `/api/tasks/${task.key}`;
    expect((await house.ask('PUT', `${url}/assignee`, { headers: old.headers, payload: {} })).status).toBe(204);
    const officer = await house.as('sgtvt.officer', 'agency:sgtvt:officer');
    const refused = await house.ask('PUT', `${url}/assignee`, { headers: officer, payload: {} });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ holder: 'software:sgtvt', holderName: 'Phần mềm của Sở Giao thông vận tải' });
    await house.ask('DELETE', `/api/connections/keys/${old.id}`, { headers: admin });
    const { headers } = await make(['tasks:write']);
    const payload = { outcome: 'done', result: 'Đã thay bóng đèn', resolution: 'fixed' };
    expect((await house.ask('POST', `${url}/completion`, { headers, payload })).status).toBe(204);
    expect(await house.store.tasks.find(task.key)).toMatchObject({ state: 'completed', completedBy: 'software:sgtvt' });
    const people = await house.ask('GET', '/api/tasks/people', { headers: officer });
    expect(people.body.items).toContainEqual({
      username: 'software:sgtvt',
      name: 'Phần mềm của Sở Giao thông vận tải',
    });
    expect((await house.store.completions.ofReport(code))[0]).toMatchObject({ by: 'software:sgtvt', agency: 'sgtvt' });
  });

  test('may send a completion again that had no answer: it counts once', async () => {
    const { task, code } = await standing();
    const key = await make(['tasks:write']);
    const headers = { ...key.headers, 'idempotency-key': 'ho-so-2026-0001' };
    const url = `/api/tasks/${task.key}`;
    await house.ask('PUT', `${url}/assignee`, { headers, payload: {} });
    const payload = { outcome: 'done', result: 'Đã thay bóng đèn' };
    const complete = (body: object, with_: object = headers) =>
      house.ask('POST', `${url}/completion`, { headers: with_ as never, payload: body });
    expect((await complete(payload)).status).toBe(204);
    expect((await complete({ result: 'Đã thay bóng đèn', outcome: 'done' })).status).toBe(204);
    expect((await complete({ ...payload, result: 'Khác' })).status).toBe(422);
    expect((await complete(payload, key.headers)).status).toBe(409);
    expect((await complete(payload, { ...headers, 'idempotency-key': 'ho-so-2026-0002' })).status).toBe(409);
    expect(house.engine.asked.filter(({ what, key: of }) => what === 'complete' && of === task.key)).toHaveLength(1);
    expect(await house.store.completions.ofReport(code)).toHaveLength(1);
  });

  test('whose first call is still on its way through the records is answered as the first', async () => {
    const { task, stream } = await standing();
    const key = await make(['tasks:write']);
    const headers = { ...key.headers, 'idempotency-key': 'ho-so-2026-0003' };
    const url = `/api/tasks/${task.key}`;
    await house.ask('PUT', `${url}/assignee`, { headers, payload: {} });
    const payload = { outcome: 'done', result: 'Đã thay bóng đèn' };
    // The engine takes the first and its answer is lost; the records come while the second is being answered.
    let taken: object | undefined;
    house.engine.answer = async (what, { variables }) => {
      if (what !== 'complete') return;
      if (!taken) {
        taken = variables as object;
        throw new Error('the answer is lost');
      }
      stream.complete(task, 'handling', taken);
      void house.records(stream.take());
      throw new EngineRefusal(404, 'NOT_FOUND', 'no');
    };
    expect((await house.ask('POST', `${url}/completion`, { headers, payload })).status).toBe(500);
    expect((await house.ask('POST', `${url}/completion`, { headers, payload })).status).toBe(204);
  });

  test('never acts for its leader: approvals, extensions and instructions are a person’s', async () => {
    const { code } = await standing();
    seed += 1;
    const stream = new Stream(monday, seed);
    stream.start(code);
    const { headers } = await make(['tasks:read', 'tasks:write']);
    const approval = stream.task('approval', ['agency:sgtvt:leader'], monday + 3_600_000);
    await house.records(stream.take());
    const claimed = await house.ask('PUT', `/api/tasks/${approval.key}/assignee`, { headers, payload: {} });
    expect(claimed.status).toBe(403);
  });

  test('reads reports of its agency with its scope, and others not at all', async () => {
    const mine = await standing();
    const others = await standing({ agency: 'stnmt' });
    const { headers } = await make(['reports:read']);
    expect((await house.ask('GET', `/api/reports/${mine.code}`, { headers })).status).toBe(200);
    expect((await house.ask('GET', `/api/reports/${others.code}`, { headers })).status).toBe(404);
    expect((await tasks(headers)).status).toBe(403);
  });
});
