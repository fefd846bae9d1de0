/** Every call and field of GeoReport v2, in JSON and in XML; what anyone sees, and what the agency that sent it sees. */
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldIds } from '../../domain/fields.ts';
import type { KeyScope } from '../../domain/software.ts';
import { newKey } from '../plugins/api-key.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, origin, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
let post: string;
let read: string;
let seed = 500;
beforeAll(async () => {
  house = await openTestHouse();
  post = await keyOf(['open311:post']);
  read = await keyOf(['open311:read']);
});
afterAll(() => house?.close());

async function keyOf(scopes: KeyScope[], agency = 'sgtvt'): Promise<string> {
  seed += 1;
  const id = String(seed).padStart(32, '0');
  const { key, hash } = newKey(house.house, id);
  const dates = { createdAt: 0, createdBy: 'x', expiresAt: null, lastUsedAt: null, revokedAt: null, revokedBy: null };
  await house.store.apiKeys.model.collection.insertOne({ _id: id, agency, name: 'x', scopes, hash, ...dates } as never);
  return key;
}

const get = (path: string, headers: Record<string, string> = {}) =>
  house.ask('GET', `/open311/v2/${path}`, { headers });

/** The same answer in both formats, as plain values: XML read by a parser, by the specification's conversion. */
async function both(path: string, root: string) {
  const [resource, query = ''] = path.split('?');
  const json = await get(`${resource}.json?${query}`);
  const xml = await get(`${resource}.xml?${query}`);
  expect(json.status).toBe(200);
  expect([xml.status, xml.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
  expect(json.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(String(xml.body)).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/);
  const document = XmlDocument.fromString(String(xml.body));
  const top = document.root;
  expect(top.name).toBe(root);
  expect(plain(top)).toEqual(asText(json.body));
  document.dispose();
  return json.body;
}

const lists = /^(services|attributes|values|service_requests|errors|endpoints|formats|media_urls|tasks)$/;
function plain(element: XmlElement): unknown {
  const children: XmlElement[] = [];
  for (let child = element.firstChild; child; child = child.next)
    if (child.constructor.name === 'XmlElement') children.push(child as XmlElement);
  if (lists.test(element.name)) return children.map(plain);
  if (children.length > 0) return Object.fromEntries(children.map((child) => [child.name, plain(child)]));
  return element.content === '' ? null : element.content;
}

/** XML knows texts only. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (value === null || value === '') return null;
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
  return String(value);
}

const form = {
  service_code: 'transport',
  address_string: 'Ngã tư Phan Châu Trinh <&> "Trưng Nữ Vương"',
  lat: '15.56789',
  long: '108.48123',
  last_name: 'Nguyễn',
  first_name: 'Văn An',
  phone: '0905123456',
  email: 'an@example.vn',
  description: 'Đèn tín hiệu hỏng\nđã ba ngày',
};
function send(fields: Record<string, string | string[]>, headers: Record<string, string> = {}, format = 'json') {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return house.ask('POST', `/open311/v2/requests.${format}`, {
    payload: body.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
  });
}
async function posted(fields: Record<string, string> = {}, key = post): Promise<string> {
  const { status, body } = await send({ api_key: key, ...form, ...fields });
  expect([status, body]).toEqual([201, expect.any(Array)]);
  return body[0].service_request_id;
}

/** Brings a report on its way, as the engine's records would. */
async function goesOn(code: string, to: 'accepted' | 'handling' | 'published', agency = 'sgtvt') {
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  const intake = stream.task('intake', ['ioc-intake'], monday + 7_200_000);
  stream.complete(intake, 'intake', { outcome: 'accepted' });
  stream.root('field', 'transport');
  stream.root('district', 'tamky');
  if (to !== 'accepted') {
    stream.root('leadAgency', agency);
    stream.task('handling', [`agency:${agency}:officer`], monday + 86_400_000);
  } else stream.task('routing', ['ioc-duty'], monday + 86_400_000);
  if (to === 'published') {
    const job = stream.key();
    const text = 'Đã thay bóng đèn.';
    const reply = { reportCode: code, agency, text, attachments: [], at: monday, kind: 'public', resolution: 'fixed' };
    await house.store.replies.model.collection.insertOne({ _id: job, ...reply } as never);
    stream.job('publish-reply', 'COMPLETED', job);
  }
  await house.records(stream.take());
}

describe('discovery', () => {
  test('tells where it is, in which formats, and whom to ask', async () => {
    const found = await both('discovery', 'discovery');
    expect(Object.keys(found)).toEqual(['changeset', 'contact', 'key_service', 'endpoints']);
    expect(found.endpoints).toEqual([
      {
        specification: 'http://wiki.open311.org/GeoReport_v2',
        url: `${origin}/open311/v2`,
        changeset: found.changeset,
        type: 'test',
        formats: ['text/xml', 'application/json'],
      },
    ]);
  });
});

describe('services', () => {
  test('are the fields of the regulation, each field of a service said', async () => {
    const found = await both('services?jurisdiction_id=quangnam.gov.vn', 'services');
    expect(found.map((one: { service_code: string }) => one.service_code)).toEqual(fieldIds);
    for (const one of found) {
      expect(Object.keys(one)).toEqual('service_code service_name description metadata type keywords group'.split(' '));
      expect(one).toMatchObject({ metadata: true, type: 'realtime' });
    }
    const english = await get('services.json', { 'accept-language': 'en' });
    expect(english.body[5].service_name).toBe('Roads and transport');
    expect(found[5].service_name).toBe('Giao thông – vận tải');
  });

  test('ask for name and phone, which article 5.3 makes compulsory, and offer what else the portal does', async () => {
    const found = await both('services/transport', 'service_definition');
    expect(found.service_code).toBe('transport');
    expect(found.attributes.map(({ code, required, order }: never) => [code, required, order])).toEqual([
      ['name', true, 1],
      ['phone', true, 2],
      ['address', false, 3],
      ['occurredAt', false, 4],
      ['district', false, 5],
      ['hideIdentity', false, 6],
      ['confidential', false, 7],
    ]);
    for (const { variable, datatype, datatype_description, description, values } of found.attributes) {
      expect(variable).toBe(true);
      expect(['string', 'datetime', 'singlevaluelist']).toContain(datatype);
      expect(description && datatype_description).toBeTruthy();
      expect(values !== undefined).toBe(datatype === 'singlevaluelist');
    }
    expect(found.attributes[6].values).toEqual([
      { key: 'false', name: 'Không' },
      { key: 'true', name: 'Có' },
    ]);
  });

  test('that there are not, and another jurisdiction, are 404 with what was not found', async () => {
    const service = await get('services/nothing.json');
    expect(service).toMatchObject({ status: 404, body: [{ code: 404, description: /service_code/ }] });
    const place = await get('services.xml?jurisdiction_id=hue.gov.vn');
    expect(place.status).toBe(404);
    expect(String(place.body)).toMatch(/<errors><error><code>404<\/code><description>jurisdiction_id/);
    expect((await get('services.json?jurisdiction_id=')).status).toBe(200);
    expect((await get('services.yaml')).status).toBe(404);
  });
});

test.each([
  ['application/json', 'application/json; charset=utf-8'],
  ['text/xml', 'text/xml; charset=utf-8'],
  ['application/xml;q=0.9, application/json;q=0.1', 'text/xml; charset=utf-8'],
  ['*/*', 'text/xml; charset=utf-8'],
])('without an ending the format is what %s asks for', async (accept, type) => {
  const { headers } = await get('services', { accept });
  expect(headers['content-type']).toBe(type);
});

test('pages of other sites may read, and may not post', async () => {
  expect((await get('services.json')).headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
  const asked = await house.ask('OPTIONS', '/open311/v2/requests.json', { headers: { origin: 'https://x.example' } });
  expect(asked).toMatchObject({ status: 204, headers: { 'access-control-allow-methods': 'GET, HEAD, OPTIONS' } });
  expect((await send({ ...form, api_key: 'x' })).headers['access-control-allow-origin']).toBeUndefined();
});

describe('a post', () => {
  test('becomes a report as the portal sends one, with the field that its sender chose', async () => {
    const { status, body, headers } = await send({
      api_key: post,
      ...form,
      'attribute[hideIdentity]': 'true',
      'attribute[district]': 'tamky',
      'attribute[occurredAt]': '2026-03-01T20:00:00+07:00',
      'attribute[address]': 'Tam Kỳ',
      device_id: 'x',
      account_id: 'y',
    });
    expect(status).toBe(201);
    expect(Object.keys(body[0])).toEqual(['service_request_id', 'service_notice', 'account_id']);
    const code = body[0].service_request_id;
    expect(headers.location).toBe(`/open311/v2/requests/${code}.json`);
    const report = await house.store.reports.find(code);
    expect(report).toMatchObject({
      sender: { name: 'Nguyễn Văn An', phone: '0905123456', email: 'an@example.vn', address: 'Tam Kỳ' },
      content: form.description,
      place: { text: form.address_string, lat: 15.56789, lng: 108.48123, district: 'tamky' },
      hideIdentity: true,
      confidential: false,
      suggestedField: 'transport',
      via: { channel: 'open311', agency: 'sgtvt' },
    });
    expect(await house.store.outbox.find(`start:${code}`)).toMatchObject({ state: 'pending' });
    expect(JSON.stringify(report)).not.toContain('device');
  });

  test('is answered in XML too', async () => {
    const { status, body } = await send({ api_key: post, ...form, description: 'XML' }, {}, 'xml');
    expect(status).toBe(201);
    const document = XmlDocument.fromString(String(body));
    const [request] = plain(document.root) as Record<string, string>[];
    expect(request).toEqual({
      service_request_id: expect.stringMatching(/^QN-/),
      service_notice: expect.any(String),
      account_id: null,
    });
    document.dispose();
  });

  test('that comes twice is one report, with a key of its own or by what it says', async () => {
    const said = await posted({ description: 'Hai lần' });
    expect(await posted({ description: 'Hai lần' })).toBe(said);
    expect(await posted({ description: 'Hai lần khác' })).not.toBe(said);
    const other = await keyOf(['open311:post'], 'syt');
    expect(await posted({ description: 'Hai lần' }, other)).not.toBe(said);
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const fields = { api_key: post, ...form, description: 'Theo khóa' };
    const first = await send(fields, headers);
    expect((await send(fields, headers)).body).toEqual(first.body);
    const [token] = Object.values(headers);
    expect(await both(`tokens/${token}`, 'service_requests')).toEqual([
      { service_request_id: first.body[0].service_request_id, token },
    ]);
    expect((await send({ ...fields, description: 'Khác' }, headers)).status).toBe(400);
  });

  const wrong: [string, Record<string, string | string[]>, number, RegExp][] = [
    ['without a key', { api_key: '' }, 403, /api_key/],
    ['with a wrong key', { api_key: 'qn_x' }, 403, /Khóa/],
    ['without a service', { service_code: '' }, 400, /service_code/],
    ['of an unknown service', { service_code: '033' }, 404, /service_code/],
    ['of another jurisdiction', { jurisdiction_id: 'hue.gov.vn' }, 404, /jurisdiction_id/],
    ['without a place', { address_string: '', lat: '', long: '' }, 400, /address_string/],
    ['with half a point', { long: '' }, 400, /lat, long/],
    ['with a point that is none', { lat: '95.1' }, 400, /lat/],
    ['with words for a point', { lat: 'fifteen' }, 400, /lat, long/],
    ['without a name', { first_name: '', last_name: '' }, 400, /first_name, last_name/],
    ['without a phone', { phone: '' }, 400, /phone/],
    ['with a phone that is none', { phone: '11' }, 400, /phone/],
    ['without a description', { description: '' }, 400, /description/],
    ['with an email that is none', { email: 'x' }, 400, /email/],
    ['with an unknown district', { 'attribute[district]': 'hue' }, 400, /attribute\[district\]/],
    ['of tomorrow', { 'attribute[occurredAt]': '2030-01-01T00:00:00Z' }, 400, /attribute\[occurredAt\]/],
    ['with a picture from elsewhere', { media_url: 'http://169.254.169.254/latest' }, 400, /media_url/],
    ['with a file that is not there', { media_url: 'A'.repeat(32) }, 400, /media_url/],
  ];
  test.each(wrong)('%s is refused with what is wrong', async (_, fields, status, said) => {
    const { status: answered, body } = await send({ api_key: post, ...form, ...fields });
    expect([answered, body]).toEqual([status, [{ code: status, description: expect.stringMatching(said) }]]);
  });

  test('with a key for something else, and as anything but a form, is refused', async () => {
    expect((await send({ api_key: read, ...form })).status).toBe(403);
    const json = await house.ask('POST', '/open311/v2/requests.json', { payload: { api_key: post, ...form } });
    expect([json.status, json.body[0].code]).toEqual([400, 400]);
    const broken = await house.ask('POST', '/open311/v2/requests.json', {
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect([broken.status, broken.body[0].code]).toEqual([400, 400]);
  });

  test('takes pictures that were uploaded before, by id or by address', async () => {
    const file = async (type: string) => {
      seed += 1;
      const id = String(seed).padStart(32, 'f');
      const row = { _id: id, type, size: 1, by: null, createdAt: 0, reportCode: null, usedAs: null, expiresAt: null };
      await house.store.files.model.collection.insertOne({ ...row, blob: null } as never);
      return id;
    };
    const [one, two, document] = [await file('image/jpeg'), await file('video/mp4'), await file('application/pdf')];
    const media_url = [one, `${origin}/api/files/${two}`];
    const { status, body } = await send({ api_key: post, ...form, description: 'Ảnh', media_url });
    expect(status).toBe(201);
    expect((await house.store.reports.find(body[0].service_request_id))?.attachments).toEqual([one, two]);
    expect((await send({ api_key: post, ...form, media_url: document })).status).toBe(400);
    expect((await send({ api_key: post, ...form, description: 'Lại', media_url: one })).status).toBe(400);
  });

  test('with a coordinate alone stands at that coordinate', async () => {
    const code = await posted({ address_string: '', description: 'Chỉ tọa độ' });
    expect((await house.store.reports.find(code))?.place.text).toBe('15.56789, 108.48123');
  });
});

const fields =
  'service_request_id status status_notes service_name service_code description agency_responsible service_notice requested_datetime updated_datetime expected_datetime address address_id zipcode lat long media_url'.split(
    ' ',
  );

describe('a request', () => {
  test('that was only received is there for who sent it alone', async () => {
    const code = await posted({ description: 'Mới gửi' });
    expect((await get(`requests/${code}.json`)).status).toBe(404);
    const other = await keyOf(['open311:read'], 'syt');
    expect((await get(`requests/${code}.json?api_key=${other}`)).status).toBe(404);
    const [own] = (await get(`requests/${code}.json?api_key=${read}`)).body;
    expect(own).toMatchObject({ status: 'open', service_code: 'transport', description: 'Mới gửi' });
  });

  test('that was accepted is open, on a grid of 50 m and without a word of it', async () => {
    const code = await posted({ description: 'Bí ẩn' });
    await goesOn(code, 'handling');
    const [bare] = await both(`requests/${code}`, 'service_requests');
    expect(Object.keys(bare)).toEqual(fields);
    expect(bare).toMatchObject({ status: 'open', description: null, address: null, agency_responsible: null });
    expect(bare.lat).not.toBe(15.56789);
    expect(Math.abs(bare.lat - 15.56789)).toBeLessThan(0.0005);
    expect(bare.requested_datetime).toBe('2026-03-02T08:00:00+07:00');
    const whole = (await get(`requests/${code}.json?api_key=${read}&extensions=true`)).body[0];
    expect(whole).toMatchObject({
      description: 'Bí ẩn',
      lat: 15.56789,
      agency_responsible: 'Sở Giao thông vận tải',
      expected_datetime: '2026-03-03T08:00:00+07:00',
      extended_attributes: {
        agency: 'sgtvt',
        district: 'tamky',
        tasks: [{ stage: 'handling', due_datetime: '2026-03-03T08:00:00+07:00' }],
      },
    });
    expect(JSON.stringify(whole)).not.toMatch(/Nguyễn|0905123456|an@example/);
  });

  test('that was published is closed, with all that the portal shows, and never a sender', async () => {
    const code = await posted({ description: 'Công khai' });
    await goesOn(code, 'published');
    const [found] = await both(`requests/${code}?extensions=true`, 'service_requests');
    expect(found).toMatchObject({
      service_request_id: code,
      status: 'closed',
      status_notes: 'Đã thay bóng đèn.',
      service_name: 'Giao thông – vận tải',
      service_code: 'transport',
      description: 'Công khai',
      agency_responsible: 'Sở Giao thông vận tải',
      address: form.address_string,
      lat: 15.56789,
      long: 108.48123,
      extended_attributes: { resolution: 'fixed', on_time_by_first_date: true, on_time_by_date_in_force: true },
    });
    expect(JSON.stringify(found)).not.toMatch(/Nguyễn|0905123456|an@example/);
    const plainAnswer = (await get(`requests/${code}.json`)).body[0];
    expect(plainAnswer.extended_attributes).toBeUndefined();
    await house.store.reports.model.updateOne({ _id: code }, { $set: { takenDown: { at: 0, by: 'x', reason: 'x' } } });
    expect((await get(`requests/${code}.json`)).status).toBe(404);
  });

  test('that is confidential is nobody’s but its sending software’s, and says nothing', async () => {
    const code = await posted({ description: 'Kín', 'attribute[confidential]': 'true' });
    await goesOn(code, 'handling', 'stnmt');
    expect((await get(`requests/${code}.json`)).status).toBe(404);
    const handling = await keyOf(['open311:read'], 'stnmt');
    expect((await get(`requests/${code}.json?api_key=${handling}`)).status).toBe(404);
    const [own] = (await get(`requests/${code}.json?api_key=${read}&extensions=true`)).body;
    expect(own).toMatchObject({ status: 'open', description: null, address: null, lat: null, long: null });
    expect(own.extended_attributes).toBeUndefined();
  });

  test('with a wrong key is 403, not what anyone sees', async () => {
    expect((await get('requests.json?api_key=qn_wrong')).status).toBe(403);
  });
});

describe('the list of requests', () => {
  let open: string;
  let closed: string;
  beforeAll(async () => {
    open = await posted({ description: 'Danh sách một' });
    closed = await posted({ description: 'Danh sách hai' });
    await goesOn(open, 'accepted');
    await goesOn(closed, 'published');
  });
  const ids = async (query: string): Promise<string[]> =>
    (await get(`requests.json?${query}`)).body.map((one: { service_request_id: string }) => one.service_request_id);

  test('is found by ids, which override all else', async () => {
    const found = await ids(`service_request_id=${open},${closed}&status=closed&service_code=water`);
    expect(found.sort()).toEqual([open, closed].sort());
    await both(`requests?service_request_id=${open},${closed}`, 'service_requests');
  });

  test('is found by status, service and dates', async () => {
    expect(await ids('status=open')).toContain(open);
    expect(await ids('status=open')).not.toContain(closed);
    expect(await ids('status=closed')).toContain(closed);
    expect(await ids('status=open,closed')).toEqual(expect.arrayContaining([open, closed]));
    expect(await ids('service_code=transport,water')).toContain(open);
    expect(await ids('service_code=water')).toEqual([]);
    const day = (text: string) => encodeURIComponent(`${text}T00:00:00+07:00`);
    expect(await ids(`start_date=${day('2026-03-02')}`)).toContain(open);
    expect(await ids(`start_date=${day('2026-03-03')}`)).toEqual([]);
    expect(await ids(`end_date=${day('2026-03-01')}`)).toEqual([]);
    expect(await ids(`end_date=${day('2026-03-04')}&start_date=${day('2026-01-01')}`)).toContain(open);
  });

  test('goes by pages', async () => {
    const all = await ids('');
    const pages = [await ids('page_size=1'), await ids('page_size=1&page=2')].flat();
    expect(pages).toEqual(all.slice(0, 2));
    expect(await ids('page=900')).toEqual([]);
  });

  test.each([
    ['start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:01Z', /90/],
    ['start_date=01-01-2026', /W3C/],
    ['end_date=2026-03-02', /W3C/],
    ['status=resolved', /status/],
    ['page_size=1001', /page_size/],
    ['page=0', /page/],
    ['page=-1', /page/],
  ])('%s is refused', async (query, said) => {
    const { status, body } = await get(`requests.json?${query}`);
    expect([status, body]).toEqual([400, [{ code: 400, description: expect.stringMatching(said) }]]);
  });

  test('tells in the reader’s language', async () => {
    const { body } = await get(`requests/${closed}.json`, { 'accept-language': 'en' });
    expect(body[0]).toMatchObject({
      service_name: 'Roads and transport',
      agency_responsible: 'Department of Transport',
    });
    const { body: refused } = await get('requests.json?status=x', { 'accept-language': 'en' });
    expect(refused[0].description).toBe('status: only open, closed');
  });
});
