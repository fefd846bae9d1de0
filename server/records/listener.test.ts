/** The record endpoint as the engine's exporter speaks to it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { recordsListener } from './listener.ts';
import type { EngineRecord } from './record.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.close());

const listener = (rest: object = {}) =>
  recordsListener({ projector: house.projector, onProjected: () => {}, onError: () => {}, ...rest });
const bulk = (records: EngineRecord[]) =>
  records
    .map(
      (record) =>
        `{"index":{"_index":"zeebe-record_x","_id":"1-${record.position}","routing":"1"}}\n${JSON.stringify(record)}\n`,
    )
    .join('');
const headers = { 'content-type': 'application/x-ndjson' };

describe('the record endpoint', () => {
  test('acknowledges the templates and says what it stands for', async () => {
    const { app } = listener();
    for (const url of [
      '/_component_template/zeebe-record',
      '/_index_template/zeebe-record_job_8.8.0',
      '/_ilm/policy/x',
    ])
      expect((await app.inject({ method: 'PUT', url, payload: '{}', headers })).json()).toEqual({ acknowledged: true });
    const hello = await app.inject({ method: 'GET', url: '/' });
    expect(hello.headers['x-elastic-product']).toBe('Elasticsearch');
    expect(hello.json().version.number).toBe('8.9.0');
  });

  test('answers for each record, in order, when all are durable; twice is no harm', async () => {
    const { app, state } = listener();
    const stream = new Stream(monday, 5_000);
    stream.start('QN-26-BULK-BULK-A');
    const task = stream.task('intake', ['ioc-intake']);
    const body = bulk(stream.take());
    for (let n = 0; n < 2; n += 1) {
      const answer = await app.inject({ method: 'POST', url: '/_bulk', payload: body, headers });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ errors: false });
      expect(answer.json().items.every((item: { index: { status: number } }) => item.index.status === 201)).toBe(true);
      expect(answer.json().items[0].index._id).toBe('1-50000001');
    }
    expect((await house.store.tasks.find(task.key))?.version).toBe(1);
    expect(state.error).toBeNull();
  });

  test('acknowledges what it does not understand, and refuses what is no bulk', async () => {
    const { app } = listener();
    const strange =
      '{"index":{"_id":"9-1"}}\n{"partitionId":9,"position":1,"valueType":"NEW_THING","intent":"DONE","value":{}}\n';
    expect((await app.inject({ method: 'POST', url: '/_bulk', payload: strange, headers })).json().errors).toBe(false);
    expect((await app.inject({ method: 'POST', url: '/_bulk', payload: '{"cut":', headers })).statusCode).toBe(400);
  });

  test('does not acknowledge what could not be stored: the engine sends it again', async () => {
    const broken = {
      project: async () => Promise.reject(Object.assign(new Error('away'), { name: 'MongoNetworkError' })),
    };
    const { app, state } = listener({ projector: broken });
    const stream = new Stream(monday, 5_001);
    stream.root('a', 1);
    const answer = await app.inject({ method: 'POST', url: '/_bulk', payload: bulk(stream.take()), headers });
    expect(answer.statusCode).toBe(503);
    expect(state.error).toBe('away');
  });

  test('says no longer that it could not store them once they went to another server', async () => {
    let now = 0;
    const broken = { project: async () => Promise.reject(new Error('away')) };
    const { app, state } = listener({ projector: broken, machineNow: () => now });
    const stream = new Stream(monday, 5_002);
    stream.root('a', 1);
    const payload = bulk(stream.take());
    const send = () => app.inject({ method: 'POST', url: '/_bulk', payload, headers });
    await send();
    // As often as it comes again it is still so.
    for (now = 0; now < 120_000; now += 10_000) {
      await send();
      expect(state.error).toBe('away');
    }
    now += 30_000;
    expect(state.error).toBeNull();
  });

  test('with a password takes records from nobody else', async () => {
    const { app } = listener({ user: 'zeebe', password: 'geheim' });
    const authorization = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const ask = (value?: string) =>
      app.inject({ method: 'GET', url: '/', headers: value ? { authorization: value } : {} });
    expect((await ask()).statusCode).toBe(401);
    expect((await ask(authorization('zeebe:falsch'))).statusCode).toBe(401);
    expect((await ask(authorization('zeebe:geheim'))).statusCode).toBe(200);
  });
});
