import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { filesOf } from '../deploy.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { filesInForce } from './in-force.ts';

const folder = join(import.meta.dirname, '../../bpmn');
let house: TestHouse;
let analyst: Record<string, string>;
let other: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  other = await house.as('analyst2', 'analyst');
  const stream = new Stream(monday, 1);
  const encoded = (text: Buffer): string => text.toString('base64');
  let key = 100;
  for (const { name, content } of await filesOf(folder)) {
    key += 1;
    if (name.endsWith('.form')) {
      const { id } = JSON.parse(content.toString('utf8'));
      stream.add('FORM', 'CREATED', {
        formKey: key,
        formId: id,
        version: 1,
        resourceName: name,
        resource: encoded(content),
      });
    }
    if (name.endsWith('.dmn'))
      stream.add('DECISION_REQUIREMENTS', 'CREATED', {
        decisionRequirementsKey: key,
        decisionRequirementsVersion: 1,
        resourceName: name,
        resource: encoded(content),
      });
  }
  stream.process(await readFile(join(folder, 'field-report.bpmn'), 'utf8'), 'field-report', 'field-report.bpmn');
  await house.records(stream.take());
});
afterAll(() => house?.close());

let id: string;
beforeEach(async () => {
  const payload = { name: 'Rút ngắn thời hạn', from: 'in-force' };
  id = (await house.ask('POST', '/api/models', { payload, headers: analyst })).body.id;
});

describe('what is in force', () => {
  test('comes as the files that it was deployed from, byte for byte', async () => {
    const inForce = await filesInForce(house.store);
    const shipped = (await filesOf(folder)).map(({ name, content }) => ({ name, content: content.toString('utf8') }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(inForce!.files.toSorted(byName)).toEqual(shipped.toSorted(byName));
  });
});

describe('deployed versions', () => {
  test('are listed with the one in force, and read with their files', async () => {
    const list = await house.ask('GET', '/api/models/definitions', { headers: analyst });
    expect(list.body.items).toEqual([
      expect.objectContaining({ version: 1, inForce: true, definitionKey: expect.any(String) }),
    ]);
    const key = list.body.items[0].definitionKey;
    const one = await house.ask('GET', `/api/models/definitions/${key}`, { headers: other });
    expect(one.body).toMatchObject({ version: 1, inForce: true });
    expect(one.body.files).toEqual((await filesInForce(house.store))!.files);
  });

  test('that nobody knows are not found', async () => {
    expect((await house.ask('GET', '/api/models/definitions/1', { headers: analyst })).status).toBe(404);
  });
});

describe('a draft', () => {
  test('begun from what is in force has its files and says from which version it comes', async () => {
    const { body } = await house.ask('GET', `/api/models/${id}`, { headers: analyst });
    expect(body.files.length).toBe(14);
    expect(body).toMatchObject({
      name: 'Rút ngắn thời hạn',
      version: 1,
      createdBy: 'analyst',
      basedOn: { version: 1 },
    });
  });

  test('takes the files that changed and leaves the others', async () => {
    const payload = { files: [{ name: 'field-report.bpmn', content: '<a/>' }], removed: ['forms/intake.form'] };
    const headers = { ...analyst, 'if-match': '"1"' };
    const saved = await house.ask('PUT', `/api/models/${id}/files`, { payload, headers });
    expect(saved).toMatchObject({ status: 200, body: { version: 2, changedBy: 'analyst' } });
    const { body } = await house.ask('GET', `/api/models/${id}`, { headers: other });
    expect(body.files.length).toBe(13);
    expect(body.files.find(({ name }: { name: string }) => name === 'field-report.bpmn').content).toBe('<a/>');
  });

  test('is not written over by who has not seen the last change', async () => {
    const payload = { files: [{ name: 'field-report.bpmn', content: '<a/>' }] };
    await house.ask('PUT', `/api/models/${id}/files`, { payload, headers: { ...analyst, 'if-match': '"1"' } });
    const late = await house.ask('PUT', `/api/models/${id}/files`, {
      payload,
      headers: { ...other, 'if-match': '"1"' },
    });
    expect(late.status).toBe(412);
  });

  test.each(['../x.bpmn', 'a/b/c.form', 'x.exe', ''])('has no file named %j', async (name) => {
    const payload = { files: [{ name, content: '' }] };
    expect((await house.ask('PUT', `/api/models/${id}/files`, { payload, headers: analyst })).status).toBe(400);
  });

  test('can be begun from another', async () => {
    const made = await house.ask('POST', '/api/models', { payload: { name: 'Bản hai', from: id }, headers: other });
    expect(made).toMatchObject({ status: 201, body: { name: 'Bản hai', createdBy: 'analyst2', version: 1 } });
    const { body } = await house.ask('GET', '/api/models', { headers: analyst });
    expect(body.items[0]).toMatchObject({ name: 'Bản hai' });
  });
});
