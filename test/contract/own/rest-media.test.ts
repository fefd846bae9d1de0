/** What `/v2` makes of headers, numbers and nonsense in searches (contract 2.1, 2.2). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rest } from '../clients.ts';
import { taskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { rawGateway } from '../raw-grpc.ts';

let engine: EngineProcess;
beforeAll(async () => {
  engine = await startEngineProcess();
  const gateway = rawGateway(engine.address);
  await gateway.call('DeployResource', {
    resources: [{ name: 'k.bpmn', content: Buffer.from(taskProcess('k', 'k')) }],
  });
  for (let i = 0; i < 3; i++)
    await gateway.call('CreateProcessInstance', {
      bpmnProcessId: 'k',
      version: -1,
      variables: `{"orderKey":"${i}","exact":9007199254740993,"price":0.10000000000000000001}`,
    });
  gateway.close();
});
afterAll(() => engine.dispose());

const post = async (path: string, body: object, accept: string) => {
  const answer = await fetch(`${engine.restUrl}/v2${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
  return { type: answer.headers.get('content-type'), text: await answer.text() };
};
const activation = { type: 'k', timeout: 1000, maxJobsToActivate: 1, requestTimeout: -1 };

test('keys are strings, and numbers where they are asked for, but never in what users wrote', async () => {
  const numbers = 'application/vnd.camunda.api.keys.number+json';
  const asNumbers = await post('/jobs/activation', activation, numbers);
  expect(asNumbers.type).toBe(numbers);
  expect(asNumbers.text).toMatch(/"jobKey":\d+[,}]/);
  expect(asNumbers.text).toContain('"orderKey":"0"');
  const strings = 'application/vnd.camunda.api.keys.string+json';
  const asStrings = await post('/jobs/activation', activation, strings);
  expect(asStrings.type).toBe(strings);
  expect(asStrings.text).toMatch(/"jobKey":"\d+"/);
  const plain = await post('/jobs/activation', activation, '*/*');
  expect(plain.type).toContain('application/json');
  expect(plain.text).toMatch(/"jobKey":"\d+"/);
  for (const { text } of [asNumbers, asStrings, plain]) {
    expect(text).toContain('"exact":9007199254740993');
    expect(text).toContain('"price":0.10000000000000000001');
  }
});

test('a key in a filter may be a number', async () => {
  const { json } = await rest(engine, 'POST', '/process-instances/search', {});
  const key = String(json.items[0]!.processInstanceKey);
  for (const wanted of [key, `"${key}"`, `{"$in":[${key}]}`, `{"$eq":"${key}"}`]) {
    const found = await rest(
      engine,
      'POST',
      '/process-instances/search',
      `{"filter":{"processInstanceKey":${wanted}}}`,
    );
    expect([wanted, found.json.items.length]).toEqual([wanted, 1]);
  }
});

test('pages go forth and back by cursor, and by number', async () => {
  const search = async (page: object) =>
    (await rest(engine, 'POST', '/process-instances/search', { sort: [{ field: 'startDate', order: 'desc' }], page }))
      .json as unknown as {
      items: { processInstanceKey: string }[];
      page: { startCursor: string; endCursor: string; totalItems: number };
    };
  const all = await search({});
  const first = await search({ limit: 2 });
  const second = await search({ limit: 2, after: first.page.endCursor });
  const back = await search({ limit: 2, before: second.page.startCursor });
  const skipped = await search({ from: 1, limit: 1 });
  expect(all.items).toHaveLength(3);
  expect([...first.items, ...second.items]).toEqual(all.items);
  expect(back.items).toEqual(first.items);
  expect(skipped.items).toEqual([all.items[1]]);
  expect((await search({ after: all.page.endCursor })).page).toEqual({ totalItems: 3, hasMoreTotalItems: false });
});

test.each<[string, object, RegExp]>([
  ['a filter that there is not', { filter: { colour: 'red' } }, /\[filter\.colour\] cannot be parsed/],
  ['an operator that there is not', { filter: { state: { $near: 1 } } }, /\[filter\.state\.\$near\] cannot be parsed/],
  ['a list that is none', { filter: { state: { $in: 'x' } } }, /\[filter\.state\.\$in\] cannot be parsed/],
  ['a sort by what there is not', { sort: [{ field: 'colour' }] }, /Unexpected value 'colour' for enum field 'field'/],
  ['a cursor that is none', { page: { after: '%' } }, /Invalid pagination cursor/],
  ['two cursors', { page: { after: 'W10=', before: 'W10=' } }, /after and before/],
  ['a negative start', { page: { from: -1 } }, /must not be negative/],
  ['variables without a value', { filter: { variables: [{ name: 'x' }] } }, /needs a name and a value/],
])('%s is refused with what is wrong', async (_what, body, detail) => {
  const answer = await rest(engine, 'POST', '/process-instances/search', body);
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ title: 'INVALID_ARGUMENT', detail: expect.stringMatching(detail) });
});
