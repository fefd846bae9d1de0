/**
 * A part is away, or tells half: what people can do meanwhile, and that all of it goes through afterwards, once and in
 * order. The parts run in a zone whose clocks change on the way: no date may follow them. The tests are one story.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';
import { type Between, standBetween, troubles } from './chaos/between.ts';
import { keepRecords, type RecordFile } from './truth/record-file.ts';
import { replayDiffers } from './truth/replay.ts';

let house: House;
let records: RecordFile;
let between: Between;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'away-'));
  records = await keepRecords(join(folder, 'records.ndjson'));
  house = await House.open({
    folder,
    // A Friday; clocks in New York go forward on the Sunday.
    at: '2026-03-06T16:30:00+07:00',
    ownDatabase: true,
    recordsBy: async (port) => {
      between = await standBetween(port);
      return between.port;
    },
    env: { ...records.env, TZ: 'America/New_York' },
  });
});
afterAll(async () => {
  await house?.close();
  await between?.close();
  await records?.close();
});

const instancesOf = async (report: Sender): Promise<unknown[]> =>
  (await (await house.as('ioc.watch')).get(`/api/instances?report=${report.code}`)).body.items;

it('where clocks change in another zone, two working hours over that weekend are two working hours of Vietnam', async () => {
  const report = await house.anyone.sends();
  const received = Date.parse((await report.follows()).history[0].at);
  const intake = await (await house.as('ioc.intake')).task(report.code, 'intake');
  const late = received - Date.parse('2026-03-06T16:30:00+07:00');
  expect(Date.parse(intake.dueAt)).toBe(Date.parse('2026-03-09T08:30:00+07:00') + late);
});

describe('the engine away for an hour', () => {
  let before: Sender;
  let sent: Sender[];
  let takenBack: Sender;

  it('reports are accepted, and one may even be taken back', async () => {
    before = await house.anyone.sends();
    await (await house.as('ioc.intake')).task(before.code, 'intake');
    await house.kill('engine');
    sent = [await house.anyone.sends(), await house.anyone.sends()];
    takenBack = await house.anyone.sends();
    expect((await takenBack.withdraws('Tôi đã tự xử lý.')).status).toBe(202);
    expect((await sent[0]!.follows()).status).toBe('received');
  });

  it('tasks are read and drafts kept; a claim is refused with when to try again and what to do', async () => {
    const officer = await house.as('ioc.intake');
    const task = await officer.task(before.code, 'intake');
    expect((await officer.get(`/api/tasks/${task.key}`)).status).toBe(200);
    const claimed = await officer.claims(task.key);
    expect(claimed.status).toBe(503);
    expect(Number(claimed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(claimed.body).toMatchObject({ status: 503, type: expect.stringMatching(/engine-down$/) });
    expect(claimed.body.detail.length).toBeGreaterThan(20);
  });

  it('on its return an hour later everything goes through in order, once', async () => {
    await house.start('engine');
    await house.clock.forward('1h');
    await house.ready();
    await takenBack.sees('withdrawn');
    for (const report of [before, ...sent]) {
      await walk(house, report, 'intake');
      await report.sees('in-progress');
    }
    for (const report of [before, ...sent, takenBack]) expect(await instancesOf(report)).toHaveLength(1);
  }, 120_000);
});

describe('the database away', () => {
  it('a report is refused with 503 and nothing of it is kept; one that is sent again afterwards goes its way', async () => {
    const watch = await house.as('ioc.watch');
    await house.killDatabase();
    await expect(house.anyone.sends()).rejects.toThrow(/503/);
    expect((await watch.get('/api/tasks')).status).toBe(503);
    await house.startDatabase();
    await house.ready();
    const client = await house.database();
    const reports = await client.db().collection('reports').countDocuments();
    const started = await client
      .db()
      .collection('outbox')
      .countDocuments({ _id: /^start:/ as never });
    await client.close();
    expect([reports, started]).toEqual([5, 5]);
    const report = await house.anyone.sends();
    await walk(house, report, 'intake');
    await report.sees('in-progress');
  }, 120_000);
});

describe('the disk under the database full', () => {
  it('what was accepted is kept, what comes is refused, and with room again each report goes its way once', async () => {
    const accepted: Sender[] = [await house.anyone.sends()];
    const reasons: string[] = [];
    const send = () =>
      house.anyone.sends().then(
        (report) => void accepted.push(report),
        (error: Error) => void reasons.push(error.message),
      );
    // Some are on their way when there is no room any more.
    await Promise.all([send(), send(), house.fillDatabaseDisk(), send()]);
    await send();
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).toMatch(/^Not accepted: 503/);
    await house.startDatabase();
    await house.ready();
    for (const report of accepted) {
      const there = async () => (await instancesOf(report)).length > 0;
      await until(there, `the instance of ${report.code}`);
      expect(await instancesOf(report)).toHaveLength(1);
    }
    await walk(house, accepted.at(-1)!, 'intake');
    await accepted.at(-1)!.sees('in-progress');
  }, 120_000);
});

describe('a record endpoint in trouble', () => {
  it.each(troubles)(
    '%s: what happened meanwhile is projected once',
    async (trouble) => {
      between.trouble = trouble;
      const report = await house.anyone.sends();
      await until(async () => (between.met.get(trouble) ?? 0) >= 2, 'two requests that met it');
      between.trouble = undefined;
      await walk(house, report, 'intake');
      await report.sees('in-progress');
      expect(await instancesOf(report)).toHaveLength(1);
    },
    60_000,
  );
});

it('a clock that is set back by two hours stops nothing: dates follow it, and each report goes its way once', async () => {
  const [officer, early] = [await house.as('ioc.intake'), await house.anyone.sends()];
  const before = await officer.task(early.code, 'intake');
  await house.clock.back('2h');
  const late = await house.anyone.sends();
  const after = await officer.task(late.code, 'intake');
  expect(Date.parse(after.createdAt)).toBeLessThan(Date.parse(before.createdAt));
  expect(after.dueAt).toBe((await late.follows()).dueAt);
  for (const report of [early, late]) {
    await walk(house, report, 'intake');
    await report.sees('in-progress');
  }
  await house.clock.forward('2h');
  for (const report of [early, late]) expect(await instancesOf(report)).toHaveLength(1);
});

it('a diagram with a mistake is refused with the place of it, and what runs goes on', async () => {
  const broken = house.deploys((xml) => xml.replace('targetRef="routing"', 'targetRef="nirgendwo"'));
  await expect(broken).rejects.toThrow(/Not deployed: 400 .*nirgendwo/s);
  const report = await house.anyone.sends();
  await walk(house, report, 'intake');
  await report.sees('in-progress');
});

it('after all of that the projection is what a fresh replay of every record gives', async () => {
  const client = await house.database();
  const projected = async () => {
    const position = await client
      .db()
      .collection('positions')
      .findOne({ _id: 1 as never });
    return position?.position === records.position();
  };
  await until(projected, 'every record to be projected');
  await client.close();
  expect(records.gaps.size).toBe(0);
  const database = new URL(house.databaseUri).pathname.slice(1);
  expect(await replayDiffers(house.ownerUri, database, records.read())).toEqual([]);
}, 120_000);
