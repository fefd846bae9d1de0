/** `npm run open311:client`: a published Open311 client that we did not write, unmodified, against the server. */
import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cached } from '../../local/cache.ts';
import { Stream } from '../../server/testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../server/testing/test-house.ts';

const here = import.meta.dirname;
let house: TestHouse;
let packages: string;
beforeAll(async () => {
  [house, packages] = await Promise.all([openTestHouse(), cached('georeport-0.3.1', fetchClient)]);
  await house.app.listen({ host: '127.0.0.1', port: 0 });
}, 180_000);
afterAll(() => house?.close());

/** @throws with what it printed when it ends with an error */
function python(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', args, { env: { ...process.env, ...env } });
    let out = '';
    const hear = (data: Buffer): void => {
      out += data;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(out))));
  });
}

async function fetchClient(folder: string): Promise<void> {
  const only = ['--require-hashes', '--only-binary', ':all:', '--disable-pip-version-check', '-q'];
  await python(['-m', 'pip', 'install', ...only, '--target', folder, '-r', join(here, 'requirements.txt')]);
}

async function report(seed: number, published: boolean): Promise<string> {
  const payload = {
    sender: { name: 'Nguyễn Văn An', phone: '0905123456' },
    content: 'Đèn tín hiệu hỏng',
    place: { text: 'Tam Kỳ', lat: 15.5638, lng: 108.4822 },
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  const stream = new Stream(monday, seed);
  stream.start(code);
  stream.root('field', 'transport');
  stream.root('leadAgency', 'sgtvt');
  stream.task('handling', ['agency:sgtvt:officer'], monday + 3_600_000);
  if (published) {
    const job = stream.key();
    const reply = { reportCode: code, agency: 'sgtvt', text: 'Đã sửa.', attachments: [], at: monday, kind: 'public' };
    await house.store.replies.model.collection.insertOne({ _id: job, ...reply } as never);
    stream.job('publish-reply', 'COMPLETED', job);
  }
  await house.records(stream.take());
  return code;
}

test('georeport 0.3.1 reads services, definitions and requests in JSON and XML, and is refused as it expects', async () => {
  const [open, closed] = [await report(900, false), await report(901, true)];
  const { port } = house.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/open311/v2`;
  const said = await python([join(here, 'calls.py'), url, open, closed], { PYTHONPATH: packages });
  const lines = said.trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
  expect(lines).toHaveLength(20);
});
