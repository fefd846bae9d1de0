import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

const shipped = (name: string) => readFile(join(import.meta.dirname, '../../bpmn', name), 'utf8');
let house: TestHouse;
let analyst: Record<string, string>;
let other: Record<string, string>;
let files: { name: string; content: string }[];
beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  other = await house.as('analyst2', 'analyst');
  const names = ['field-report.bpmn', 'routing.dmn', 'forms/intake.form'];
  files = await Promise.all(names.map(async (name) => ({ name, content: await shipped(name) })));
});
afterAll(() => house?.close());

let id: string;
const post = (path: string, payload: object, headers = analyst) => house.ask('POST', path, { payload, headers });
const read = async (path: string, headers = analyst) => (await house.ask('GET', path, { headers })).body;
const save = (content: string, headers = analyst) =>
  house.ask('PUT', `/api/models/${id}/files`, {
    payload: { files: [{ name: 'forms/intake.form', content }] },
    headers,
  });
const log = async (): Promise<string[]> =>
  (await read(`/api/models/${id}/log`)).items.map(({ what, by }: { what: string; by: string }) => `${by} ${what}`);

beforeEach(async () => {
  const made = await post('/api/models', { name: 'Từ tệp', from: 'files', files });
  expect(made.status).toBe(201);
  id = made.body.id;
});

describe('files that are brought along', () => {
  test('are kept byte for byte', async () => {
    expect((await read(`/api/models/${id}`)).files).toEqual(files);
  });

  test('are refused with the line where one is no good, and nothing of them is kept', async () => {
    const broken = files[0]!.content.replace('</bpmn:process>', '');
    const line = broken.split('\n').length;
    const payload = { files: [files[2]!, { name: 'field-report.bpmn', content: broken }] };
    const refused = await post(`/api/models/${id}/import`, payload);
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/files/1/content', code: 'file-not-well-formed', line: expect.any(Number) }] },
    });
    expect(refused.body.errors[0].line).toBeLessThanOrEqual(line);
    expect((await read(`/api/models/${id}`)).version).toBe(1);
    expect((await post('/api/models', { name: 'x', from: 'files', ...payload })).status).toBe(422);
  });

  test('cannot swell: entities are refused before they are read', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>';
    const refused = await post(`/api/models/${id}/import`, { files: [{ name: 'a.bpmn', content: bomb }] });
    expect(refused.body.errors).toMatchObject([{ code: 'file-doctype', line: 1 }]);
  });

  test('take the places of those with their names', async () => {
    const content = files[2]!.content.replace('"Kiểm tra', '"Xem');
    const saved = await post(`/api/models/${id}/import`, { files: [{ name: 'forms/intake.form', content }] });
    expect(saved).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await read(`/api/models/${id}`)).files[2].content).toBe(content);
  });
});

describe('a version', () => {
  test('is a copy with a note that later changes leave as it is', async () => {
    expect((await post(`/api/models/${id}/versions`, { note: 'Bản gửi xem' })).body).toMatchObject({ n: 1 });
    await save('{"a":1}');
    expect((await post(`/api/models/${id}/versions`, { note: 'Bản hai' })).body).toMatchObject({ n: 2 });
    const kept = await read(`/api/models/${id}/versions/1`);
    expect(kept).toMatchObject({ note: 'Bản gửi xem', by: 'analyst', files });
    const { items } = await read(`/api/models/${id}/versions`);
    expect(items.map(({ n }: { n: number }) => n)).toEqual([2, 1]);
  });

  test('is gone back to as a change like any other: nothing is erased', async () => {
    await post(`/api/models/${id}/versions`, { note: 'Trước' });
    await save('{"a":1}');
    const back = await post(`/api/models/${id}/versions/1/restoration`, {}, other);
    expect(back).toMatchObject({ status: 200, body: { version: 3, changedBy: 'analyst2' } });
    expect((await read(`/api/models/${id}`)).files).toEqual(files);
    expect(await log()).toEqual(['analyst2 restored', 'analyst saved', 'analyst versioned', 'analyst begun']);
  });

  test('is not gone back to over a change that one has not seen', async () => {
    await post(`/api/models/${id}/versions`, { note: 'Trước' });
    await save('{"a":1}');
    const headers = { ...other, 'if-match': '"1"' };
    expect((await house.ask('POST', `/api/models/${id}/versions/1/restoration`, { headers })).status).toBe(412);
  });

  test('can begin another draft', async () => {
    await post(`/api/models/${id}/versions`, { note: 'Trước' });
    await save('{"a":1}');
    const made = await post('/api/models', { name: 'Nhánh', from: id, version: 1 });
    expect(made.body.files).toEqual(files);
    expect((await post('/api/models', { name: 'Nhánh', from: id, version: 9 })).status).toBe(404);
  });

  test('needs a note, and two kept at once have two numbers', async () => {
    expect((await post(`/api/models/${id}/versions`, { note: '  ' })).status).toBe(422);
    const both = await Promise.all(['a', 'b', 'c'].map((note) => post(`/api/models/${id}/versions`, { note })));
    expect(both.map(({ body }) => body.n).toSorted()).toEqual([1, 2, 3]);
  });
});

describe('the log', () => {
  test('tells several saves of one person in a row as one line', async () => {
    await save('{"a":1}');
    await save('{"a":2}');
    await save('{"a":3}', other);
    expect(await log()).toEqual(['analyst2 saved', 'analyst saved', 'analyst begun']);
  });

  test('tells a new name with the old one, and that it was put away and brought back', async () => {
    const change = (payload: object) => house.ask('PUT', `/api/models/${id}`, { payload, headers: analyst });
    await change({ name: 'Tên mới' });
    await change({ archived: true });
    const listed = async (query: string) =>
      (await read(`/api/models${query}`)).items.map((one: { id: string }) => one.id);
    expect(await listed('')).not.toContain(id);
    expect(await listed('?archived=true')).toContain(id);
    await change({ archived: false });
    expect(await listed('')).toContain(id);
    expect(await log()).toEqual(['analyst brought-back', 'analyst archived', 'analyst renamed', 'analyst begun']);
    expect((await read(`/api/models/${id}/log`)).items[2].note).toBe('Từ tệp');
  });
});

describe('presence', () => {
  test('tells each who else has the draft open, and the list too, until they leave', async () => {
    const say = async (headers: Record<string, string>) =>
      (await house.ask('PUT', `/api/models/${id}/presence`, { headers })).body.others;
    expect(await say(analyst)).toEqual([]);
    expect(await say(other)).toEqual([{ username: 'analyst', name: 'Cán bộ analyst' }]);
    const mine = (await read('/api/models', other)).items.find((one: { id: string }) => one.id === id);
    expect(mine.present).toEqual(['Cán bộ analyst']);
    await house.ask('DELETE', `/api/models/${id}/presence`, { headers: analyst });
    expect(await say(other)).toEqual([]);
  });
});
