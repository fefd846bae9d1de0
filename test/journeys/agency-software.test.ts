/**
 * An agency that handles reports in a system of its own: the programs of docs/examples/agency run as they stand against a
 * whole house. They post, fetch, claim, complete and are told, while the receiver fails and the server is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePort } from '../../local/ports.ts';
import { root } from '../../local/settings.ts';
import { House } from '../house/house.ts';
import type { Officer } from '../house/people.ts';
import { until } from '../house/until.ts';
import { WebhookReceiver } from '../house/webhook-receiver.ts';

let house: House;
let receiver: WebhookReceiver;
let listener: ChildProcess | undefined;
let key: string;
let admin: Officer;
beforeAll(async () => {
  [house, receiver] = await Promise.all([House.open({ env: { WEBHOOK_LOOPBACK: '1' } }), WebhookReceiver.open()]);
  admin = await house.as('ioc.admin');
  const scopes = ['open311:post', 'open311:read', 'tasks:read', 'tasks:write', 'reports:read'];
  const made = await admin.ask('POST', '/api/connections/keys', { agency: 'sgtvt', name: 'Điều hành', scopes });
  expect(made.status).toBe(201);
  key = made.body.key;
});
afterAll(async () => {
  listener?.kill();
  await receiver?.close();
  await house?.close();
});

/** Runs an example to its end; what it printed, line by line. @throws when it fails */
function runs(command: string, file: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, API_URL: house.url, API_KEY: key };
    const child = spawn(command, [join(root, 'docs/examples/agency', file)], { env });
    let out = '';
    let error = '';
    child.stdout.on('data', (data: Buffer) => (out += data));
    child.stderr.on('data', (data: Buffer) => (error += data));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(out.trim().split('\n')) : reject(new Error(`${file}: ${error || out}`)),
    );
  });
}

/** Runs the program until it has done this step: the task may not be there yet when it looks. */
const handles = (line: string): Promise<true> =>
  until(async () => ((await runs(process.execPath, 'handle.mjs')).includes(line) ? true : undefined), line, 60_000);

async function webhook(url: string): Promise<string> {
  const events = ['report.routed', 'task.created', 'task.completed', 'report.published'];
  const made = await admin.ask('POST', '/api/connections/webhooks', { agency: 'sgtvt', url, events });
  expect(made.status).toBe(201);
  return made.body.secret;
}

test('an agency’s programs post a report, are told of it, and handle it to its publication', async () => {
  // One receiver that fails half of the time, and the example's.
  receiver.secrets.push(await webhook(receiver.url));
  let turn = 0;
  receiver.behaves = () => (turn++ % 2 === 0 ? 500 : 'takes');
  const port = await choosePort('a test', 0);
  const env = { ...process.env, PORT: String(port), WEBHOOK_SECRET: await webhook(`http://127.0.0.1:${port}/`) };
  listener = spawn('python3', [join(root, 'docs/examples/agency/receive.py')], { env });
  let printed = '';
  listener.stdout!.on('data', (data: Buffer) => {
    printed += data;
  });
  /** Whole lines. */
  const heard = (): string[] => printed.split('\n').slice(0, -1);
  await until(async () => heard().length > 0 || undefined, 'the example to listen');

  const [posted, state] = await runs('python3', 'report.py');
  const code = posted!.replace('posted ', '');
  expect(state).toBe('state open');
  const report = { code };
  await (await house.as('ioc.intake')).does(report, 'intake', {
    outcome: 'accepted',
    field: 'transport',
    district: 'tamky',
  });
  await (await house.as('ioc.duty')).does(report, 'routing', { outcome: 'routed', leadAgency: 'sgtvt' });
  await handles(`${code} scope in-scope`);

  // Killed with messages on their way; the next server brings them.
  await house.kill('server');
  await house.start('server');
  const leader = await house.as('sgtvt.leader');
  await leader.does(report, 'instruction', { outcome: 'instructed', instruction: 'Kiểm tra trong ngày.' });
  await handles(`${code} handling done`);
  await leader.does(report, 'approval', { outcome: 'approved' });
  await (await house.as('sgtvt.officer')).does(report, 'publication', { outcome: 'public' });

  const shown = await until(async () => {
    const { status, body } = await house.anyone.get(`/open311/v2/requests/${code}.json`);
    return status === 200 && body[0].status === 'closed' ? body[0] : undefined;
  }, 'the report to be published');
  expect(shown).toMatchObject({ service_code: 'transport', agency_responsible: 'Sở Giao thông vận tải' });
  expect(JSON.stringify(shown)).not.toContain('0905');

  const stages = ['scope', 'instruction', 'handling', 'approval', 'publication'];
  const told = [
    'report.routed',
    ...stages.flatMap(() => ['task.created', 'task.completed']),
    'report.published',
  ].sort();
  const once = () => [...new Map(receiver.kept.map((one) => [one.id, one])).values()];
  await until(async () => once().length >= told.length || undefined, 'the failing receiver to have all', 60_000);
  expect(
    once()
      .map(({ payload }) => payload.type)
      .sort(),
  ).toEqual(told);
  expect(once()[0]!.payload.type).toBe('report.routed');
  expect(once().at(-1)!.payload.data.reportCode).toBe(code);
  expect(receiver.forged).toEqual([]);
  await until(async () => heard().length > told.length || undefined, 'the example to have all', 60_000);
  expect(
    heard()
      .slice(1)
      .map((line) => line.split(' ')[0])
      .sort(),
  ).toEqual(told);
  // By whom each step was done is on record: the agency's software, under its own name.
  const watch = await house.as('ioc.duty');
  const done = (await watch.get(`/api/tasks?state=completed&report=${code}&stage=handling`)).body.items[0];
  expect(done.assignee).toBe('software:sgtvt');
}, 150_000);
