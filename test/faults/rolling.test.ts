/**
 * Two servers and two workers on one engine and one database: who comes to either sees the same; and all four are
 * restarted one after the other while people send, work, listen and upload: no request fails, no event is missed, and no
 * job is done twice.
 */
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, type PartName, password } from '../house/house.ts';
import { Listener } from '../house/listener.ts';
import { Officer, type Sender, Visitor } from '../house/people.ts';
import { until } from '../house/until.ts';

let house: House;
let duty: Officer;
beforeAll(async () => {
  // The balancer asks ten times a second; a machine with much to do is asked less often.
  const env = { STOP_DELAY_SECONDS: '2', STOP_GRACE_SECONDS: '3', LOGIN_FAILURES_PER_15MIN: '4' };
  house = await House.open({ servers: 2, workers: 2, watchfulBalancer: true, env });
  duty = await house.as('ioc.duty');
});
afterAll(() => house?.close());

const servers: PartName[] = ['server', 'server-2'];
const accepted = { outcome: 'accepted', field: 'transport', district: 'tamky' };

/** A picture that does not get smaller. */
const picture = () =>
  sharp(randomBytes(400 * 400 * 3), { raw: { width: 400, height: 400, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();

/** Piece by piece (tus), each to the next address; `between` is done before each piece. Resolves with the file's id. */
async function uploads(bytes: Buffer, urls: readonly string[], between: () => Promise<unknown>): Promise<string> {
  const piece = Math.ceil(bytes.length / 12);
  const common = { 'tus-resumable': '1.0.0' };
  const made = await fetch(`${urls[0]}/api/files`, {
    method: 'POST',
    headers: { ...common, 'upload-length': String(bytes.length) },
  });
  expect(made.status).toBe(201);
  const path = made.headers.get('location') as string;
  for (let offset = 0, turn = 0; offset < bytes.length; offset += piece, turn++) {
    await between();
    const answer = await fetch(urls[turn % urls.length] + path, {
      method: 'PATCH',
      headers: { ...common, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes.subarray(offset, offset + piece)),
    });
    expect([answer.status, answer.headers.get('upload-offset')]).toEqual([
      204,
      String(Math.min(bytes.length, offset + piece)),
    ]);
  }
  return path.split('/').at(-1) as string;
}

describe('two servers', () => {
  it('know one session, and its end', async () => {
    const [one, other] = servers.map((name) => house.urlOf(name));
    const officer = await Officer.logIn(house.url, 'sgtvt.officer', password);
    expect((await officer.at(one!).get('/api/session')).body.username).toBe('sgtvt.officer');
    expect((await officer.at(one!).ask('DELETE', '/api/session')).status).toBe(204);
    expect((await officer.at(other!).get('/api/session')).status).toBe(401);
  });

  it('count wrong passwords together', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) {
      const visitor = new Visitor(house.urlOf(servers[n % 2]!), { origin: house.url });
      const answer = await visitor.ask('POST', '/api/session', { username: 'syt.officer', password: 'falsch' });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  });

  it('tell who listens at one what is done at the other, and who looks', async () => {
    const [one, other] = servers.map((name) => house.urlOf(name));
    const listener = await Listener.open(duty, one);
    const report = await new Visitor(other!).sends();
    const { data } = await until(
      async () => listener.heard.find(({ type, data }) => type === 'task' && data.reportCode === report.code),
      'the task of a report that was sent at the other server',
    );
    const intake = (await house.as('ioc.intake')).at(other!);
    expect((await intake.ask('PUT', `/api/tasks/${data.key}/presence`, { state: 'viewing' })).status).toBe(204);
    await until(
      async () => listener.said.find((one) => one.type === 'presence' && one.data.username === 'ioc.intake'),
      'who looks at the other server',
    );
    await listener.close();
  });

  it('take pieces of one upload in turn, and open what the other has sealed', async () => {
    const urls = servers.map((name) => house.urlOf(name));
    const id = await uploads(await picture(), urls, async () => {});
    const report = await new Visitor(urls[0]!).sends({ attachments: [id] });
    for (const url of urls) {
      const sender = await fetch(`${url}/api/files/${id}`, { headers: { authorization: `Bearer ${report.token}` } });
      expect([sender.status, sender.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      const officer = (await house.as('ioc.intake')).at(url);
      const { key } = await officer.task(report.code, 'intake');
      expect((await officer.get(`/api/tasks/${key}`)).body.report.sender.name).toBe('Nguyễn Văn An');
    }
  });

  it('are both ready while one of them takes the records, and the page tells of all four', async () => {
    for (const name of servers) expect((await fetch(`${house.urlOf(name)}/readyz`)).status).toBe(200);
    const { body } = await duty.get('/api/health');
    const living = body.processes.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`);
    expect(living.sort()).toEqual(['server lives', 'server lives', 'workers lives', 'workers lives']);
  });
});

it('each of four is restarted while people send, work, listen and upload, and nobody notices', async () => {
  const listener = await Listener.open(duty);
  const since = Number(listener.last);
  const intake = await house.as('ioc.intake');
  const sent: Sender[] = [];
  const failed: string[] = [];
  let restarting = true;
  let asked = 0;
  const lane = async (work: () => Promise<unknown>): Promise<void> => {
    while (restarting) {
      await work().catch((error: Error) => failed.push(`${error.message} ${String(error.cause ?? '')}`));
      asked++;
    }
  };
  const reads = async () => {
    const answer = await duty.get('/api/tasks?state=open&limit=5');
    if (answer.status !== 200) throw new Error(`The list answered ${answer.status}`);
  };
  const sends = async () => void sent.push(await house.anyone.sends());
  let handled = 0;
  const works = async () => {
    const report = sent[handled];
    if (!report) return reads();
    handled++;
    await intake.does(report, 'intake', accepted);
  };
  let pieces = 0;
  const piece = Promise.withResolvers<void>();
  const upload = picture().then((bytes) =>
    uploads(bytes, [house.url], async () => {
      // Spread over the whole time: each next piece waits for some more reports.
      const enough = sent.length + 2;
      if (++pieces > 1) piece.resolve();
      await until(async () => !restarting || sent.length >= enough, 'more reports', 60_000);
    }),
  );
  const lanes = [lane(reads), lane(sends), lane(works)];
  await piece.promise;
  // As one machine after the other is.
  for (const machine of [['server', 'workers'] as const, ['server-2', 'workers-2'] as const]) {
    await Promise.all(machine.map((name) => house.restart(name)));
    await house.ready();
  }
  restarting = false;
  await Promise.all(lanes);
  const file = await upload;
  expect(failed).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect((await house.anyone.sends({ attachments: [file] })).code).toBeTruthy();

  for (const report of sent.slice(handled)) await intake.does(report, 'intake', accepted);
  for (const report of sent) await (await house.as('ioc.duty')).task(report.code, 'routing');
  const client = await house.database();
  const events = client.db().collection<{ _id: number; type: string }>('events');
  const newest = async () => (await events.find().sort({ _id: -1 }).limit(1).toArray())[0]!._id;
  await until(async () => Number(listener.last) >= (await newest()), 'the last event', 30_000);
  await listener.close();
  const written = await events
    .find({ _id: { $gt: since, $lte: Number(listener.last) }, type: { $ne: 'notice' } })
    .sort({ _id: 1 })
    .toArray();
  const heard = listener.heard.filter(({ type }) => type !== 'notice').map(({ id }) => id);
  expect(heard).toEqual(written.map(({ _id }) => _id));
  expect(listener.opened).toBeGreaterThan(1);

  const codes = sent.map(({ code }) => code);
  expect(
    await client
      .db()
      .collection('instances')
      .countDocuments({ reportCode: { $in: codes } }),
  ).toBe(codes.length);
  expect(await client.db().collection('incidents').countDocuments()).toBe(0);
  await client.close();
  const metrics = await (await fetch(`http://127.0.0.1:${house.env.ENGINE_MANAGEMENT_PORT}/metrics`)).text();
  const jobs = (action: string): number =>
    [...metrics.matchAll(new RegExp(`^zeebe_job_events_total\\{[^}]*action="${action}"[^}]*\\} (\\d+)`, 'gm'))].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  expect(jobs('completed')).toBeGreaterThan(codes.length);
  // A job that two workers have is one that has timed out.
  expect(jobs('timed out')).toBe(0);
}, 240_000);
