/** The history of an instance, and open incidents in groups, over HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InstanceHistory } from '../../domain/api/history.ts';
import type { IncidentGroups } from '../../domain/api/incidents.ts';
import { stateAt } from '../../domain/playback.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

const xml = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const hour = 3_600_000;

let house: TestHouse;
let duty: Record<string, string>;
let board: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  duty = await house.as('ioc.duty', 'ioc-duty');
  board = await house.as('ioc.admin', 'admin');
});
afterAll(() => house?.close());

test('tells steps, holders, flows, variables and incidents; people as far as the right over tasks reaches', async () => {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  const stream = new Stream(monday, 2);
  stream.process(xml, 'field-report');
  stream.start(code);
  const intake = stream.task('intake', ['ioc-intake'], monday + 2 * hour);
  stream.at = monday + hour;
  stream.assign(intake, 'ioc.duty');
  stream.at += hour;
  stream.complete(intake, 'intake', { outcome: 'accepted' });
  stream.root('outcome', 'accepted');
  const gateway = stream.key();
  for (const intent of ['ELEMENT_ACTIVATED', 'ELEMENT_COMPLETED'])
    stream.add(
      'PROCESS_INSTANCE',
      intent,
      { elementId: 'after-intake', bpmnElementType: 'EXCLUSIVE_GATEWAY' },
      gateway,
    );
  stream.add('PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', { elementId: 'flow-1', bpmnElementType: 'SEQUENCE_FLOW' });
  const task = stream.task('routing', ['ioc-duty'], monday + 5 * hour);
  const incident = stream.add('INCIDENT', 'CREATED', {
    elementId: 'routing',
    elementInstanceKey: task.element,
    errorType: 'IO_MAPPING_ERROR',
    errorMessage: `no table for ${code}`,
    jobKey: -1,
  });
  await house.records(stream.take());
  house.clock.set(monday + 3 * hour);

  const url = `/api/instances/${stream.instance}/history`;
  const history: InstanceHistory = (await house.ask('GET', url, { headers: duty })).body;
  expect(history.knownSince).toBe(history.startedAt);
  expect(history.flows.map(({ id }) => id)).toEqual(['flow-1']);
  expect(history.variables.map(({ name, value, scope }) => [name, value, scope])).toEqual([
    ['reportCode', code, null],
    ['outcome', 'accepted', null],
  ]);
  const [first] = history.steps;
  expect(first).toMatchObject({
    elementId: 'intake',
    name: 'Kiểm tra, tiếp nhận',
    spentMinutes: 120,
    state: 'completed',
  });
  expect(first!.task!.history.map(({ what, held, assignee }) => [what, held, assignee])).toEqual([
    ['created', false, undefined],
    ['assigned', true, 'ioc.duty'],
    ['completed', true, 'ioc.duty'],
  ]);
  expect(history.incidents).toMatchObject([{ key: incident, elementInstanceKey: task.element }]);
  // The end of a playback is the present; its middle what was there then.
  const shown = (await house.ask('GET', `/api/instances/${stream.instance}`, { headers: duty })).body;
  expect(Object.keys(stateAt(history, Date.parse(history.asOf)).tokens)).toEqual(shown.elements);
  expect(stateAt(history, monday + hour)).toMatchObject({ tokens: { intake: 1 }, variables: { reportCode: code } });

  // An administrator keeps the installation, and reads no tasks.
  const { body } = await house.ask('GET', url, { headers: board });
  expect(body.steps[0].task.history[1]).toEqual({ at: expect.any(String), what: 'assigned', held: true });
  expect(JSON.stringify(body)).not.toContain('ioc.duty"');

  const groups: IncidentGroups = (await house.ask('GET', '/api/incidents/groups', { headers: duty })).body;
  expect(groups).toMatchObject({
    total: 1,
    grouped: 1,
    groups: [{ name: expect.any(String), count: 1, keys: [incident] }],
  });
  expect(groups.groups[0]!.items[0]).toMatchObject({ reportCode: code, errorType: 'IO_MAPPING_ERROR' });
});

test('says from when on flows and variables are known', async () => {
  const stream = new Stream(monday, 3);
  stream.start('QN-UNKNOWN');
  await house.records(stream.take());
  await house.store.trails.model.deleteMany({ _id: stream.instance });
  const url = `/api/instances/${stream.instance}/history`;
  expect((await house.ask('GET', url, { headers: duty })).body).toMatchObject({ knownSince: null, flows: [] });
});
