/** What the watch reads: instances, the diagram with its counts, incidents; and what operators read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from './testing/records.ts';
import { monday, openTestHouse, type TestHouse } from './testing/test-house.ts';

const xml = readFileSync(join(import.meta.dirname, '../bpmn/field-report.bpmn'), 'utf8');
let house: TestHouse;
let watch: Record<string, string>;
let stream: Stream;
let late: { key: string; element: string };
let incident: string;
beforeAll(async () => {
  house = await openTestHouse();
  watch = await house.as('ioc.watch', 'watch');
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  expect((await house.ask('GET', '/readyz')).status).toBe(503);
  const before = await house.ask('POST', '/api/reports', { payload, headers });
  expect(before.body.dueAt).toBeUndefined();
  stream = new Stream(monday, 7);
  stream.process(xml, 'field-report');
  stream.start(before.body.code);
  late = stream.task('intake', ['ioc-intake'], monday - 1_000);
  stream.task('scope', ['agency:sgtvt:officer'], monday + 3_600_000);
  // A watch on a deadline is no token of the procedure.
  stream.add('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', {
    elementId: 'watch-remind',
    bpmnElementType: 'INTERMEDIATE_CATCH_EVENT',
  });
  incident = stream.add('INCIDENT', 'CREATED', {
    elementId: 'scope',
    errorType: 'JOB_NO_RETRIES',
    errorMessage: 'hỏng',
    jobKey: 77,
  });
  await house.records(stream.take());
  await house.store.deadlines.keep({
    _id: late.element,
    reportCode: before.body.code,
    instanceKey: stream.instance,
    elementId: 'intake',
    article: '6.2',
    budget: '2h',
    calendarVersion: 1,
    startEvent: 'receivedAt',
    startAt: monday,
    workingMinutes: 120,
    dueAt: monday - 1_000,
    originalDueAt: monday - 1_000,
    remindAt: monday - 2_000,
    moves: [],
  });
});
afterAll(() => house?.close());
const get = (url: string) => house.ask('GET', url, { headers: watch });

describe('the watch', () => {
  test('sees where an instance stands, its way, its deadlines and what stopped it', async () => {
    const { body } = await get('/api/instances');
    expect(body.items).toMatchObject([
      { key: stream.instance, state: 'active', overdue: true, incidents: 1, elements: ['intake', 'scope'] },
    ]);
    const one = (await get(`/api/instances/${stream.instance}`)).body;
    expect(one.path.find((element: { elementId: string }) => element.elementId === 'intake')).toMatchObject({
      name: 'Kiểm tra, tiếp nhận',
      state: 'active',
    });
    expect(one.deadlines).toMatchObject([{ task: 'intake', article: '6.2', budget: '2h', workingMinutes: 120 }]);
    expect(one.incidentList).toMatchObject([{ key: incident, message: 'hỏng' }]);
  });

  test.each([
    ['state=active', 1],
    ['state=completed', 0],
    ['element=scope', 1],
    ['element=handling', 0],
    ['incident=true', 1],
    ['incident=false', 0],
    ['overdue=true', 1],
    ['overdue=false', 0],
  ])('finds instances by %s', async (query, count) => {
    expect((await get(`/api/instances?${query}`)).body.items).toHaveLength(count);
  });

  test('gets the diagram as it was deployed, with tokens, incidents and overdue per element', async () => {
    const diagram = await get(`/api/diagrams/${stream.definition}`);
    expect(diagram.headers['content-type']).toContain('xml');
    expect(diagram.body).toBe(xml);
    const { body } = await get(`/api/diagrams/${stream.definition}/counts`);
    expect(body.elements).toEqual({
      intake: { tokens: 1, incidents: 0, overdue: 1 },
      scope: { tokens: 1, incidents: 1, overdue: 0 },
    });
    expect((await get('/api/diagrams/1')).status).toBe(404);
  });

  test('tries an incident again: a job’s retries first; on the audit log', async () => {
    house.engine.asked.length = 0;
    house.engine.answer = async (what) => {
      if (what !== 'resolve') return;
      stream.add('INCIDENT', 'RESOLVED', { elementId: 'scope' }, incident);
      await house.records(stream.take());
    };
    const retry = () => house.ask('POST', `/api/incidents/${incident}/resolution`, { headers: watch });
    expect((await retry()).status).toBe(204);
    expect(house.engine.asked.map(({ what }) => what)).toEqual(['retries', 'resolve']);
    expect((await retry()).status).toBe(409);
    expect((await get(`/api/instances?incident=true`)).body.items).toEqual([]);
    expect((await get('/api/incidents?open=false')).body.items).toHaveLength(1);
    expect(await house.store.audit.model.countDocuments({ what: 'resolve-incident' })).toBe(1);
  });
});

describe('what is deployed', () => {
  test('gives a report its promise: two working hours from reception', async () => {
    const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'x' } };
    const fresh = await openTestHouse();
    try {
      const again = new Stream(monday, 8);
      again.process(xml, 'field-report');
      await fresh.records(again.take());
      fresh.clock.set(Date.parse('2026-03-02T16:00:00+07:00'));
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const { body } = await fresh.ask('POST', '/api/reports', { payload, headers });
      expect(body.dueAt).toBe('2026-03-03T08:00:00+07:00');
    } finally {
      await fresh.close();
    }
  });

  test('makes the server ready; the engine away makes it not', async () => {
    expect((await house.ask('GET', '/readyz')).body).toMatchObject({ ready: true });
    house.engine.down = true;
    const away = await house.ask('GET', '/readyz');
    house.engine.down = false;
    expect([away.status, away.headers['retry-after'], away.body.parts.engine.ready]).toEqual([503, '5', false]);
    expect((await house.ask('GET', '/healthz')).body).toEqual({ status: 'ok' });
  });
});

describe('for operators and programs', () => {
  test('figures are for this machine, or with the token', async () => {
    const here = await house.app.inject({ method: 'GET', url: '/metrics' });
    expect(here.body).toContain('records_position{partition="1"}');
    const elsewhere = await house.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.7' });
    expect(elsewhere.statusCode).toBe(404);
  });

  test('the contract is published as OpenAPI 3.1, with each of its calls', async () => {
    const { body } = await house.ask('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const calls = Object.entries(body.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs as object).map((verb) => `${verb} ${path}`),
    );
    for (const call of [
      'post /api/reports',
      'get /api/reports/{code}',
      'post /api/reports/{code}/supplement',
      'post /api/reports/{code}/withdrawal',
      'post /api/reports/{code}/feedback',
      'post /api/files',
      'get /api/files/{id}',
      'get /api/nearby',
      'post /api/nearby/{code}/followers',
      'get /api/published',
      'get /api/published/{code}',
      'delete /api/published/{code}',
      'post /api/session',
      'get /api/session',
      'delete /api/session',
      'get /api/tasks',
      'get /api/tasks/{key}',
      'put /api/tasks/{key}/assignee',
      'delete /api/tasks/{key}/assignee',
      'put /api/tasks/{key}/draft',
      'post /api/tasks/{key}/completion',
      'get /api/instances',
      'get /api/instances/{key}',
      'get /api/diagrams/{definitionKey}',
      'get /api/diagrams/{definitionKey}/counts',
      'post /api/incidents/{key}/resolution',
      'get /api/stream',
      'get /healthz',
      'get /readyz',
    ])
      expect(calls).toContain(call);
    expect((await house.ask('GET', '/api/docs/')).status).toBe(200);
  });

  test('every answer says the business time, and none lets a page of others in', async () => {
    const { headers } = await house.ask('GET', '/api/published');
    expect(headers['business-time']).toBe('2026-03-02T08:00:00+07:00');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(String(headers['content-security-policy'])).toContain("script-src 'self'");
    expect(String(headers['content-security-policy'])).not.toContain('unsafe-inline');
    expect((await house.ask('GET', '/nowhere')).body).toMatchObject({ status: 404, title: 'Không tìm thấy' });
    const english = await house.ask('GET', '/nowhere', { headers: { 'accept-language': 'en-GB' } });
    expect(english.body.title).toBe('Not found');
  });
});
