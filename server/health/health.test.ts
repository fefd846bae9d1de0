/** What `/readyz` and the operator's page say when a part is ill. The parts are real but for the engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HealthPart, healthLimits, type Trouble, troubles } from '../../domain/health.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { sentence } from './words.ts';

let house: TestHouse;
let folder: string;
let admin: { cookie: string; origin: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'health-'));
  const mails = { SMTP_URL: 'smtp://127.0.0.1:1', IMAP_URL: 'imap://a%40b.vn:geheim@127.0.0.1:1' };
  house = await openTestHouse({ DATA_DIR: folder, KEYS_DIR: folder, ...mails });
  admin = await house.as('quan.tri', 'admin');
});
afterAll(async () => {
  await house?.close();
  await rm(folder, { recursive: true, force: true });
});

const now = () => house.house.machineNow();
const deployed = () =>
  house.store.definitions.model.collection.insertOne({
    _id: '1',
    processId: 'field-report',
    version: 1,
    deleted: false,
  } as never);
async function found(): Promise<Partial<Record<HealthPart, { trouble: string; state: string; values: object }>>> {
  const { body } = await house.ask('GET', '/api/health', { headers: admin });
  const troubled = body.findings.filter((one: { trouble: unknown }) => one.trouble);
  return Object.fromEntries(troubled.map((one: { part: string }) => [one.part, one]));
}

test('a server is ready when database, engine, procedure and records are; what is merely amiss does not close it', async () => {
  const before = await house.ask('GET', '/readyz');
  expect([before.status, before.body.parts.procedure]).toEqual([
    503,
    { ready: false, detail: 'field-report is not deployed (npm run deploy)' },
  ]);
  await deployed();
  const { status, body } = await house.ask('GET', '/readyz');
  expect([status, body.ready]).toEqual([200, true]);
  expect(body.parts.database).toEqual({ ready: true });
  expect(body.parts.workers).toMatchObject({ ready: true, degraded: true });
});

test('an engine that is away closes the server, in plain words and without an address', async () => {
  house.engine.down = true;
  const { status, body, headers } = await house.ask('GET', '/readyz');
  house.engine.down = false;
  expect([status, headers['retry-after']]).toEqual([503, '5']);
  expect(body.parts.engine.detail).toContain('The engine does not answer');
  expect(JSON.stringify(body)).not.toMatch(/mongodb:|127\.0\.0\.1|geheim/);
  expect((await house.ask('GET', '/readyz')).status).toBe(200);
});

test('what is amiss is found, and is gone when it is mended', async () => {
  const { store } = house;
  const beat = { _id: 'w', kind: 'workers', where: 'a:1', product: '0', databaseVersion: 9, node: 'v26' } as const;
  await store.parts.beat({ ...beat, startedAt: now(), leaving: false }, now());
  await store.positions.poison.collection.insertOne({ _id: '1-2' } as never);
  const long = now() - healthLimits.messagesWaitMs - 5_000;
  const waiting = (kind: string, at: number) => ({
    _id: kind,
    kind,
    reportCode: '',
    order: 1,
    state: 'pending',
    createdAt: at,
    nextAt: at,
    attempts: 1,
  });
  await store.outbox.model.collection.insertMany([
    waiting('message', long),
    waiting('mail', now() - healthLimits.mailsWaitMs - 5_000),
  ] as never[]);
  const sealed = { k: 'f'.repeat(32), iv: Buffer.alloc(12), data: Buffer.alloc(8) };
  await store.reports.model.collection.insertOne({ _id: 'QN-9', sender: sealed } as never);
  const ill = await found();
  const words = Object.fromEntries(
    Object.entries(ill).map(([part, { trouble, state }]) => [part, `${trouble} ${state}`]),
  );
  expect(words).toMatchObject({
    projection: 'records-poisoned degraded',
    outbox: 'messages-wait degraded',
    mail: 'mails-wait degraded',
    mailbox: 'mailbox-unread degraded',
    keys: 'other-keys degraded',
    version: 'upgrade-waits degraded',
    backup: 'backup-none degraded',
  });
  expect(words).not.toHaveProperty('workers');
  expect(ill.projection?.values).toEqual({ count: '1' });

  await store.positions.poison.deleteMany({});
  await store.outbox.model.deleteMany({});
  await store.reports.model.deleteMany({});
  await store.leases.take('mailbox', 'one', now(), 60_000);
  await store.versions.reach(99, now());
  await store.backupNotes.made(now() - healthLimits.backupMs - 3_600_000);
  expect(
    Object.values(await found())
      .map((one) => one?.trouble)
      .filter((one) => one !== 'disk-low'),
  ).toEqual(['backup-old']);
  await store.backupNotes.made(now());
  expect(await found()).not.toHaveProperty('backup');
});

test('the page tells who lives, which versions there are and how far the records are', async () => {
  const said = { _id: 's', kind: 'server', where: 'b:2', product: '1', databaseVersion: 3, node: 'v26' } as const;
  await house.store.parts.beat({ ...said, startedAt: now(), leaving: true }, now());
  await house.store.parts.beat({ ...said, _id: 'old', kind: 'workers', startedAt: 0, leaving: false }, now() - 60_000);
  await house.store.positions.model.create({ _id: 1, position: 77, at: now(), recordAt: now() });
  const { body } = await house.ask('GET', '/api/health', { headers: admin });
  const states = body.processes.map((one: { kind: string; state: string }) => `${one.kind} ${one.state}`);
  expect(states.sort()).toEqual(['server leaving', 'workers gone', 'workers lives']);
  expect(body.versions).toMatchObject({ engine: '8.8.0', mongod: expect.stringMatching(/^\d+\.\d+/), database: 99 });
  expect(body.positions).toMatchObject([{ partition: 1, position: 77 }]);
});

test('only administrators and the duty see it', async () => {
  for (const [group, status] of [
    ['admin', 200],
    ['ioc-duty', 200],
    ['ioc-intake', 403],
    ['agency:sgtvt:leader', 403],
  ] as const)
    expect((await house.ask('GET', '/api/health', { headers: await house.as(`a.${group}`, group) })).status).toBe(
      status,
    );
  expect((await house.ask('GET', '/api/health')).status).toBe(401);
});

test('each sentence is filled', () => {
  const values = { process: 'p', seconds: '1', count: '2', free: '3', hours: '4', version: '5', newest: '6' };
  for (const trouble of Object.keys(troubles) as Trouble[]) expect(sentence(trouble, values)).not.toMatch(/[?{}]/);
});
