/** A backup taken while the engine works is a data directory, with the state of one moment, whatever is going on. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Backups, openBackups } from './backups.ts';
import { ManualClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { type FileJournal, openJournal } from './journal/journal.ts';
import { freshDirectory } from './journal/testing.ts';
import { machineClock } from './management/clock.ts';
import { startManagement } from './management/server.ts';
import { Replay } from './recover.ts';
import { snapshotThread } from './snapshot-maker.ts';
import { Models } from './state/models.ts';
import { dump } from './state/snapshot.ts';
import { diagram, end, flows, service, start } from './testing/diagram.ts';
import type { Batch } from './types.ts';

const work = diagram('p', start('s') + service('t') + end('e') + flows('s -> t', 't -> e'));

async function house(dataDir: string): Promise<{ journal: FileJournal; backups: Backups; warnings: string[] }> {
  const warnings: string[] = [];
  const warn = (line: string) => warnings.push(line);
  const journal = await openJournal({
    dir: join(dataDir, 'journal'),
    segmentBytes: 20_000,
    snapshotBytes: 60_000,
    makeSnapshot: snapshotThread,
    warn,
  });
  onTestFinished(() => journal.close());
  const backups = openBackups({ dir: join(dataDir, 'backups'), dataDir, journal, brokerVersion: '8.8.0', warn });
  return { journal, backups, warnings };
}

const plain = (state: unknown) => JSON.parse(JSON.stringify(state));

test('taken under load and opened elsewhere, it has the very state of its position', async () => {
  const dataDir = await freshDirectory();
  const { journal, backups, warnings } = await house(dataDir);
  await mkdir(join(dataDir, 'records', 'other'), { recursive: true });
  await writeFile(join(dataDir, 'records', 'other', 'acknowledged.json'), '{"position":3,"sequences":{}}');
  await writeFile(join(dataDir, 'clock.json'), '{"epochMilli":7}');
  const log: Batch[] = [];
  journal.onDurable((batches) => log.push(...batches));
  const engine = await createEngine({ clock: new ManualClock(0), journal });
  journal.exported(Number.MAX_SAFE_INTEGER);
  await engine.deploy([{ name: 'p.bpmn', content: work }]);
  let working = true;
  const load = (async () => {
    while (working) {
      await Promise.all(Array.from({ length: 20 }, () => engine.createInstance({ bpmnProcessId: 'p' })));
      const some = { type: 't', worker: 'w', timeout: 1000, maxJobsToActivate: 15 };
      for (const job of await engine.activateJobs(some)) await engine.completeJob({ jobKey: job.key });
    }
  })();
  for (let backupId = 1; backupId <= 5; backupId++) {
    expect(await backups.take(backupId)).toBe('taken');
    await backups.close();
  }
  working = false;
  await load;
  const taken = await backups.list();
  expect(taken.map((one) => [one.backupId, one.state])).toEqual([5, 4, 3, 2, 1].map((id) => [id, 'COMPLETED']));
  await engine.close();
  await journal.close();
  for (const { backupId, position } of taken) {
    const dir = join(dataDir, 'backups', String(backupId));
    const restored = await house(dir);
    const again = await createEngine({ clock: new ManualClock(0), journal: restored.journal });
    expect(again.position()).toBe(position);
    const replay = new Replay(new Models());
    for (const batch of log) if (batch.records.at(-1)!.position <= position!) replay.batch(batch);
    expect(plain(again.dump())).toEqual(plain(dump(await replay.finish())));
    await again.createInstance({ bpmnProcessId: 'p' });
    await again.close();
    expect(restored.warnings).toEqual([]);
    expect(await readFile(join(dir, 'records', 'other', 'acknowledged.json'), 'utf8')).toContain('"position":3');
    expect(await readFile(join(dir, 'clock.json'), 'utf8')).toBe('{"epochMilli":7}');
  }
  expect(warnings).toEqual([]);
});

describe('over HTTP', () => {
  async function served() {
    const dataDir = await freshDirectory();
    const { journal, backups } = await house(dataDir);
    const engine = await createEngine({ clock: new ManualClock(0), journal });
    await engine.deploy([{ name: 'p.bpmn', content: work }]);
    const management = await startManagement({
      host: '127.0.0.1',
      port: 0,
      clock: machineClock(),
      trouble: () => undefined,
      metrics: () => '',
      backups,
    });
    onTestFinished(() => management.close());
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`http://127.0.0.1:${management.port}/actuator/${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, json: text ? JSON.parse(text) : undefined };
    };
    return { call, backups, dataDir, journal };
  }

  test('it is begun, looked at, listed and removed', async () => {
    const { call, backups, dataDir, journal } = await served();
    expect((await call('GET', 'backups')).json).toEqual([]);
    expect(await call('POST', 'backups', { backupId: 7 })).toEqual({
      status: 202,
      json: {
        message: 'A backup with id 7 has been scheduled. Use GET actuator/backups/7 to monitor the status.',
      },
    });
    await backups.close();
    const detail = { partitionId: 1, state: 'COMPLETED', createdAt: expect.any(String), brokerVersion: '8.8.0' };
    const status = {
      backupId: 7,
      state: 'COMPLETED',
      details: [{ ...detail, checkpointPosition: journal.durablePosition() }],
    };
    expect((await call('GET', 'backups/7')).json).toEqual(status);
    expect((await call('GET', 'backupRuntime')).json).toEqual([status]);
    expect((await call('POST', 'backupRuntime', { backupId: 7 })).status).toBe(409);
    expect((await call('DELETE', 'backups/7')).status).toBe(204);
    expect((await call('GET', 'backups/7')).status).toBe(404);
    expect((await call('DELETE', 'backups/7')).status).toBe(404);
    expect(await readdir(join(dataDir, 'backups'))).toEqual([]);
  });

  test('what is no number, or no way to ask, is refused', async () => {
    const { call } = await served();
    expect((await call('POST', 'backups', { backupId: '../x' })).status).toBe(400);
    expect((await call('POST', 'backups', { backupId: 0 })).status).toBe(400);
    expect((await call('GET', 'backups/..%2Fjournal')).status).toBe(400);
    expect((await call('PUT', 'backups/1')).status).toBe(405);
  });

  test('one that cannot be made says why, and its number may be used after it is removed', async () => {
    const { call, backups, dataDir } = await served();
    await writeFile(join(dataDir, 'backups'), 'in the way');
    await call('POST', 'backups', { backupId: 1 });
    await backups.close();
    const { json } = await call('GET', 'backups/1');
    expect(json).toMatchObject({ state: 'FAILED', failureReason: expect.stringMatching(/ENOTDIR|EEXIST/) });
    await rm(join(dataDir, 'backups'));
    expect((await call('DELETE', 'backups/1')).status).toBe(204);
    expect((await call('POST', 'backups', { backupId: 1 })).status).toBe(202);
    await backups.close();
    expect((await call('GET', 'backups/1')).json.state).toBe('COMPLETED');
  });
});
