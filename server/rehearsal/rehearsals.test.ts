/** Rehearsals over HTTP: run in a process of their own, followed, called off, kept. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../test/house/until.ts';
import { filesOf } from '../deploy.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

const folder = join(import.meta.dirname, '../../bpmn');
let house: TestHouse;
let analyst: Record<string, string>;
let other: Record<string, string>;
let id: string;
beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  other = await house.as('analyst2', 'analyst');
  await house.as('in.one', 'ioc-intake');
  await house.as('in.two', 'ioc-intake', 'watch');
  const stream = new Stream(monday, 1);
  let key = 100;
  for (const { name, content } of await filesOf(folder)) {
    key += 1;
    const resource = content.toString('base64');
    if (name.endsWith('.form')) {
      const { id: formId } = JSON.parse(content.toString('utf8'));
      stream.add('FORM', 'CREATED', { formKey: key, formId, version: 1, resourceName: name, resource });
    }
    if (name.endsWith('.dmn')) {
      const value = { decisionRequirementsKey: key, decisionRequirementsVersion: 1, resourceName: name, resource };
      stream.add('DECISION_REQUIREMENTS', 'CREATED', value);
    }
  }
  stream.process(await readFile(join(folder, 'field-report.bpmn'), 'utf8'), 'field-report', 'field-report.bpmn');
  await house.records(stream.take());
});
afterAll(() => house?.close());

beforeEach(async () => {
  await house.store.rehearsals.model.deleteMany({});
  const payload = { name: 'Rút ngắn', from: 'in-force' };
  id = (await house.ask('POST', '/api/models', { payload, headers: analyst })).body.id;
});

const surge = (reports: number) => ({ source: { kind: 'surge', reports, days: 5 }, runs: 1, seed: 7 });
const begin = (payload: object, headers = analyst) =>
  house.ask('POST', `/api/models/${id}/rehearsals`, { payload, headers });
const read = async (rehearsal: string) =>
  (await house.ask('GET', `/api/rehearsals/${rehearsal}`, { headers: other })).body;
const ended = (rehearsal: string) =>
  until(
    async () => {
      const found = await read(rehearsal);
      return ['waiting', 'running'].includes(found.state) ? undefined : found;
    },
    'the rehearsal to end',
    50_000,
  );

describe('a rehearsal', () => {
  test('is asked for, runs, and is kept with what it found; the same again finds the same', async () => {
    const resources = { groups: [{ group: 'ioc-intake', people: 2, from: '08:00', to: '16:00' }], elsewhere: 1 };
    const begun = await begin({ ...surge(12), resources });
    expect(begun.status).toBe(202);
    const found = await ended(begun.body.id);
    expect(found).toMatchObject({
      state: 'done',
      progress: 1,
      reports: 12,
      by: 'analyst',
      modelVersion: 1,
      inForce: 1,
    });
    expect(found.result).toMatchObject({ received: 12, runs: 1, same: true, draft: { ended: { median: 12 } } });
    expect(found.result.draft.queues.find(({ group }: { group: string }) => group === 'ioc-intake').people).toBe(2);
    expect(found.headline.draft).toEqual({
      first: found.result.draft.reports.first,
      extended: found.result.draft.reports.extended,
    });
    expect(found.speed.virtualHours).toBeGreaterThan(24);

    const again = await ended((await begin(found.input)).body.id);
    expect(again.result).toEqual(found.result);
    const { body } = await house.ask('GET', `/api/models/${id}/rehearsals`, { headers: other });
    expect(body.items.map((one: { id: string }) => one.id)).toEqual([again.id, found.id]);
    expect(body.items[0].result).toBeUndefined();
  });

  test('of a draft that the engine refuses says so in its words', async () => {
    const { body: model } = await house.ask('GET', `/api/models/${id}`, { headers: analyst });
    const diagram = model.files.find(({ name }: { name: string }) => name.endsWith('.bpmn'));
    const files = [{ ...diagram, content: diagram.content.replace('formId="intake"', 'formId="nirgends"') }];
    await house.ask('PUT', `/api/models/${id}/files`, {
      payload: { files },
      headers: { ...analyst, 'if-match': '"1"' },
    });
    const found = await ended((await begin(surge(3))).body.id);
    expect(found).toMatchObject({ state: 'refused', refusal: { code: 'draft-refused' }, result: null });
    expect(found.refusal.engine).toContain('nirgends');
  });

  test('is one at a time per person, and can be called off', async () => {
    const begun = await begin(surge(5_000));
    expect((await begin(surge(1))).status).toBe(409);
    const waits = await begin(surge(1), other);
    expect(waits.status).toBe(202);
    expect(await read(waits.body.id)).toMatchObject({ state: 'waiting', ahead: 1 });
    const off = await house.ask('DELETE', `/api/rehearsals/${begun.body.id}`, { headers: analyst });
    expect(off.status).toBe(204);
    expect((await read(begun.body.id)).state).toBe('canceled');
    expect((await ended(waits.body.id)).state).toBe('done');
    const { items } = { items: await house.store.audit.model.find({ who: 'analyst' }).lean().exec() };
    expect(items.map(({ what }) => what)).toEqual(expect.arrayContaining(['rehearse', 'cancel-rehearsal']));
  });

  test('that no server speaks for any more is broken off', async () => {
    const found = await ended((await begin(surge(1))).body.id);
    const gone = { state: 'running', progress: 0.4, seenAt: house.house.machineNow() - 60_000 };
    await house.store.rehearsals.model.updateOne({ _id: found.id }, { $set: gone });
    expect(await read(found.id)).toMatchObject({ state: 'broken-off', progress: 0.4 });
    expect((await begin(surge(1))).status).toBe(202);
  });

  test.each([
    [
      'a period without reports',
      { kind: 'period', from: '2020-01-01T00:00:00+07:00', to: '2020-02-01T00:00:00+07:00' },
      '/source/from',
    ],
    [
      'a period upside down',
      { kind: 'period', from: '2020-02-01T00:00:00+07:00', to: '2020-01-01T00:00:00+07:00' },
      '/source/to',
    ],
    ['more than anybody waits for', { kind: 'surge', reports: 20_000, days: 5 }, '/runs'],
  ])('of %s is refused at its place', async (_what, source, pointer) => {
    const answer = await begin({ source, runs: 10, seed: 1 });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test('takes hours that are an interval', async () => {
    const resources = { groups: [{ group: 'ioc-intake', people: 2, from: '17:00', to: '07:00' }], elsewhere: 1 };
    expect((await begin({ ...surge(1), resources })).body.errors[0].pointer).toBe('/resources/groups/0/to');
  });

  test('offers last month, the people of the directory, and what it assumes', async () => {
    const { body } = await house.ask('GET', `/api/models/${id}/rehearsals/options`, { headers: analyst });
    expect(body).toMatchObject({ lastMonth: { reports: 0 }, hours: { from: '07:00', to: '17:00' } });
    expect(body.staff.slice(0, 2)).toEqual([
      { group: 'ioc-intake', people: 2 },
      { group: 'ioc-duty', people: 0 },
    ]);
    expect(body.staff.length).toBe(3 + 26 * 2);
    expect(body.work.handsOn.intake).toBe(1);
  });
});
