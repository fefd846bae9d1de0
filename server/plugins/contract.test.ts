/** The published contract says what is answered, and what never reaches a route is answered in the same form. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
let port: number;
beforeAll(async () => {
  house = await openTestHouse();
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  port = (house.app.server.address() as { port: number }).port;
});
afterAll(() => house?.close());

// biome-ignore lint/suspicious/noExplicitAny: a document of OpenAPI
const contract = async (): Promise<any> => (await house.ask('GET', '/api/openapi.json')).body;

test('every operation says its problems, and an act that answers nothing says 204', async () => {
  const { paths, components } = await contract();
  for (const [path, operations] of Object.entries<Record<string, { responses: object }>>(paths))
    for (const [method, { responses }] of Object.entries(operations)) {
      const problems = path.startsWith('/open311/') ? ['4XX'] : ['4XX', '503'];
      expect([path, method, Object.keys(responses)]).toContainEqual(expect.arrayContaining(problems));
      expect([path, method, Object.keys(responses)[0]?.startsWith('2')]).toEqual([path, method, true]);
    }
  expect(components.responses.refused.content['application/problem+json'].schema.required).toEqual([
    'type',
    'title',
    'status',
  ]);
  expect(paths['/api/tasks/{key}/assignee'].delete.responses['204']).toEqual({ description: 'Done' });
  expect(paths['/api/tasks/{key}/assignee'].put.requestBody.required).toBe(false);
  expect(paths['/api/reports'].post.requestBody.required).toBe(true);
  expect(Object.keys(paths['/open311/v2/services'].get.responses['200'].content)).toEqual([
    'text/xml',
    'application/json',
  ]);
});

test.each([
  ['DELETE', '/api/reports', 'POST'],
  ['GET', '/api/tasks/1/completion', 'POST'],
  ['PATCH', '/api/session', 'DELETE, GET, HEAD, POST'],
  ['POST', '/open311/v2/services.json', 'GET, HEAD'],
  ['TRACE', '/api/tasks', 'GET, HEAD'],
] as const)('%s %s is told what may be done there: %s', async (method, url, allow) => {
  const { status, headers, body } = await house.ask(method as 'GET', url);
  expect([status, headers.allow, body.type]).toEqual([
    405,
    allow,
    expect.stringMatching(/\/problems\/method-not-allowed$/),
  ]);
});

test('a path that is not there is not found, whatever it is asked', async () => {
  for (const method of ['GET', 'POST', 'DELETE'] as const)
    expect((await house.ask(method, '/api/nothing')).status).toBe(404);
});

test.each(['true', '', ' 5', '0x10', '1e1', '5.'])('%j is no number in a query', async (limit) => {
  const { status, body } = await house.ask('GET', `/api/published?limit=${encodeURIComponent(limit)}`);
  expect([status, body.errors[0].pointer]).toEqual([400, '/limit']);
});

test('an address that can’t be read is a problem like any other', async () => {
  for (const url of ['/api/tasks/%zz', `/api/outbox/${'0'.repeat(201)}/retry`]) {
    const { status, headers, body } = await house.ask('POST', url);
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([
      expect.toSatisfy((one: number) => one === 400 || one === 404),
      'application/problem+json; charset=utf-8',
      'nosniff',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/FST|valid url/);
  }
});

test.each([
  ['no HTTP at all', '\x16\x03\x01 nonsense\r\n\r\n', 400],
  ['headers beyond measure', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  [
    'two lengths',
    'POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
] as const)('%s is answered in the form of all problems', async (_what, sent, status) => {
  const answer = await new Promise<string>((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('error', reject).on('close', () => resolve(heard));
  });
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toMatch(/content-type: application\/problem\+json/i);
  expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ type: 'about:blank', status });
});

test('a body that no database could keep is refused before any use case', async () => {
  const { cookie, origin } = await house.as('an.admin', 'admin');
  const names = [{ vi: 'x', en: 'x', from: '2020-11-01' }];
  const wish = { names, validFrom: '2020-11-01', kind: 'department' };
  const put = (payload: string) =>
    house.ask('PUT', '/api/directory/agencies/syt', {
      payload,
      headers: { cookie, origin, 'content-type': 'application/json' },
    });
  const zero = JSON.stringify({ ...wish, contact: { 'a\0b': 1 } });
  const deep = JSON.stringify(wish).replace('{', `{"more":${'['.repeat(60)}${']'.repeat(60)},`);
  const deeper = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  for (const payload of [zero, deep, deeper]) {
    const { status, body } = await put(payload);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '', code: 'format' })]]);
  }
  // What has no place in the shape is passed over, not kept.
  expect((await put(JSON.stringify({ ...wish, $where: '1', contact: { phone: '1', fax: '2' } }))).status).toBe(200);
  const kept = await house.store.agencies.find('syt');
  expect(Object.keys(kept as object)).not.toContain('$where');
  expect((kept as { contact?: object }).contact).toEqual({ phone: '1' });
});

test('a list of unlike members is said in the words of OpenAPI 3.1', async () => {
  const { properties } = (await contract()).paths['/api/published/points'].get.responses['200'].content[
    'application/json'
  ].schema;
  expect(properties.points.items.prefixItems).toHaveLength(5);
});
