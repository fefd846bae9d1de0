/**
 * A backup taken while people send and officers decide, restored into an empty folder: every report that was accepted
 * before it began is there and goes on to its end once, its sender can be read, and the audit log is whole.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../local/settings.ts';
import { House } from '../house/house.ts';
import { Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { type Stage, walk } from '../house/walk.ts';

let folder: string;
let house: House | undefined;
/** Accepted before the backup began, wherever they then stood. */
const accepted: Sender[] = [];
let secret: Sender;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterAll(async () => {
  await house?.close();
  await rm(folder, { recursive: true, force: true });
});

const place = (name: string) => join(folder, name);

/** A command of this project as a person runs it. @throws Error with its output when it fails */
async function command(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, file), ...args], { env, cwd: root });
  return stdout;
}

/** Until it is told to stop: sends reports and takes each some stages further. */
function work(): { stop(): Promise<void> } {
  const at = house as House;
  const stages: Stage[] = ['intake', 'routing', 'scope', 'instruction', 'handling', 'approval', 'publication'];
  let going = true;
  let n = 0;
  const lane = async () => {
    while (going) {
      const report = await at.anyone.sends();
      accepted.push(report);
      n += 1;
      await walk(at, report, stages[n % stages.length]!);
    }
  };
  const lanes = Promise.all([lane(), lane(), lane()]);
  return {
    async stop() {
      going = false;
      await lanes;
    },
  };
}

it('is taken while everything goes on', async () => {
  house = await House.open();
  secret = await house.anyone.sends({ confidential: true });
  const officer = await house.as('ioc.intake');
  await officer.get(`/api/tasks/${(await officer.task(secret.code, 'intake')).key}`);
  const working = work();
  await until(async () => accepted.length >= 6, 'some reports on their way', 60_000);
  const before = accepted.length;
  const said = await command(
    'local/backup/backup-main.ts',
    ['--to', place('data'), '--keys-to', place('keys')],
    house.env,
  );
  await until(async () => accepted.length > before + 2, 'work to go on after the backup', 60_000);
  await working.stop();
  accepted.length = before;
  expect(said).toMatch(/Audit log: entry 1, [0-9a-f]{64}/);
  expect((await readdir(place('keys'))).sort()).toEqual(['keys.db', 'server-secret']);
  await house.close();
  house = undefined;
}, 120_000);

const env = () => ({ ...process.env, MONGODB_URI: '', DATA_DIR: place('new'), KEYS_DIR: '' });
const restoring = (from: string, to: string) =>
  command('local/backup/restore-main.ts', ['--from', from, '--keys-from', place('keys'), '--to', to], env());

it('is refused when a byte of it has changed, or the folder is not empty', async () => {
  const file = join(place('data'), 'database', 'audit.bson');
  const bytes = await readFile(file);
  await writeFile(file, bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1));
  await expect(restoring(place('data'), place('new'))).rejects.toThrow('audit.bson');
  expect(await readdir(place('new')).catch(() => [])).toEqual([]);
  await writeFile(file, bytes);
  await expect(restoring(place('data'), place('keys'))).rejects.toThrow('must be empty');
});

it('is restored, and every report goes on to its end once', async () => {
  expect(await restoring(place('data'), place('new'))).toContain('Audit log whole up to entry 1,');
  house = await House.open({ folder: place('new'), ownDatabase: true });
  const client = await house.database();
  const db = client.db();
  // Their private links of before hold: the secret that makes them is among the keys.
  for (const { code, token } of accepted) await finish(house, new Sender(house.url, code, token));
  for (const { code } of accepted) {
    expect(await db.collection('instances').countDocuments({ reportCode: code })).toBe(1);
    const done = await db.collection('completions').find({ reportCode: code, state: 'adopted' }).toArray();
    expect([code, done.map(({ stage }) => stage).sort()]).toEqual([
      code,
      ['approval', 'handling', 'instruction', 'intake', 'publication', 'routing', 'scope'],
    ]);
  }
  expect(await db.collection('incidents').countDocuments()).toBe(0);
  expect(await db.collection('poison').countDocuments()).toBe(0);
  await until(async () => {
    const listed = await db.collection('tasks').find({ open: true }).toArray();
    const open = await openInEngine(house as House);
    return (
      open.length > 0 &&
      open.join() ===
        listed
          .map(({ _id }) => String(_id))
          .sort()
          .join()
    );
  }, 'the list to show what the engine has open');
  await client.close();
  const intake = await house.as('ioc.intake');
  const { report } = (await intake.get(`/api/tasks/${(await intake.task(secret.code, 'intake')).key}`)).body;
  expect(report.sender).toMatchObject({ name: 'Nguyễn Văn An', phone: '0905123456' });
}, 120_000);

it('has an audit log that goes on whole, and a command that says when it is not', async () => {
  const { databaseUri, env: own } = house as House;
  const verify = () => command('local/audit-verify.ts', [], { ...own, MONGODB_URI: databaseUri });
  expect(await verify()).toMatch(/^2 entries whole/);
  const client = await (house as House).database();
  await client
    .db()
    .collection('audit')
    .updateOne({ _id: 1 as never }, { $set: { who: 'somebody' } });
  await client.close();
  await expect(verify()).rejects.toThrow('BROKEN at entry 1');
}, 60_000);

/** From wherever it stands to its answer. */
async function finish(at: House, report: Sender): Promise<void> {
  const client = await at.database();
  try {
    const open = await until(async () => {
      if ((await report.follows()).status === 'answered') return 'answered';
      const task = await client.db().collection('tasks').findOne({ reportCode: report.code, open: true });
      return task?.stage as Stage | undefined;
    }, `${report.code} to stand somewhere`);
    if (open !== 'answered') await walk(at, report, 'publication', { from: open });
    expect((await report.sees('answered')).reply.text).toContain('Đã thay bo mạch');
  } finally {
    await client.close();
  }
}

async function openInEngine({ env: { ENGINE_REST_PORT: port } }: House): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/v2/user-tasks/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { state: 'CREATED' }, page: { limit: 1_000 } }),
  });
  const { items } = (await answer.json()) as { items: { userTaskKey: string }[] };
  return items.map((one) => one.userTaskKey).sort();
}
