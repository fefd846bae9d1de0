/** The record endpoint and what no engine sends: refused or passed over, and the next right bulk is projected. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { recordsListener } from './listener.ts';

let house: TestHouse;
let app: ReturnType<typeof recordsListener>['app'];
const statuses: Record<number, number> = {};
const errors = new Set<string>();
beforeAll(async () => {
  house = await openTestHouse();
  const onError = (error: unknown) => errors.add(String((error as Error).stack).slice(0, 300));
  ({ app } = recordsListener({ projector: house.projector, onProjected: () => {}, onError }));
});
afterAll(async () => {
  console.log(`fuzzed bulks: ${JSON.stringify(statuses)}`);
  await house?.close();
});

async function send(payload: string | Buffer, headers: Record<string, string> = {}): Promise<number> {
  const answer = await app.inject({
    method: 'POST',
    url: '/_bulk',
    payload,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
  statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
  expect(answer.body).not.toMatch(/node_modules|\bat \S+ \(/);
  return answer.statusCode;
}
const line = (record: unknown): string => `{"index":{"_id":"x"}}\n${JSON.stringify(record)}\n`;

test.each<[string, string | Buffer, number]>([
  ['a line without its pair', '{"index":{}}\n', 400],
  ['a line that is cut off', '{"index":{}}\n{"partitionId":1,"posi', 400],
  ['null for an action', 'null\n{}\n', 400],
  ['a number for an action', '7\n{}\n', 200],
  ['a list for a document', '{"index":{}}\n[]\n', 200],
  ['bytes of no text', Buffer.from([0xff, 0xfe, 0x0a, 0x00]), 400],
  ['a packed bulk, which nobody asked for', gzipSync(Buffer.alloc(50_000_000)), 400],
  ['one line of thirty megabytes', `{"index":{}}\n{"a":"${'x'.repeat(30_000_000)}"}\n`, 200],
  ['more than it takes', Buffer.alloc(65 * 1024 * 1024, 0x20), 413],
  ['levels without end', `{"index":{}}\n${'['.repeat(500_000)}${']'.repeat(500_000)}\n`, 200],
  ['digits without end', `{"index":{}}\n{"position":${'9'.repeat(1_000_000)}}\n`, 200],
])('%s is refused or passed over', async (_what, body, status) => {
  expect(await send(body)).toBe(status);
});

test('records whose time or value is none are passed over, and the next right bulk is projected', async () => {
  const base = { partitionId: 3, valueType: 'USER_TASK', intent: 'CREATED', recordType: 'EVENT', key: 1, value: {} };
  const wrong = [{ timestamp: {} }, { timestamp: 'soon' }, { value: null }, { value: 7 }, { valueType: 'NEW' }];
  for (const [n, one] of wrong.entries())
    expect([await send(line({ ...base, timestamp: 1, ...one, position: n + 1 })), [...errors]]).toEqual([200, []]);
  const stream = new Stream(monday, 7_000);
  stream.start('QN-26-BULK-BULK-A');
  const task = stream.task('intake', ['ioc-intake']);
  expect(await send(stream.take().map(line).join(''))).toBe(200);
  expect(await house.store.tasks.find(task.key)).not.toBeNull();
});
