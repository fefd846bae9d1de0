/** The token that commands are sent with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from './main.ts';

/** Gives a token to one client, and answers searches only to who has it. */
async function secured(): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const asked = new URLSearchParams(body);
    const known = asked.get('client_id') === 'ops' && asked.get('client_secret') === 's3';
    const may = request.url === '/token' ? known : request.headers.authorization === 'Bearer t0';
    const json = request.url === '/token' ? { access_token: 't0' } : { items: [{ userTaskKey: '1' }] };
    response.writeHead(may ? 200 : 401).end(JSON.stringify(may ? json : { detail: 'Who are you?' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function tasks(env: Record<string, string>): Promise<[number, string[]]> {
  const said: string[] = [];
  const code = await runCommand(
    ['tasks'],
    env,
    (line) => said.push(line),
    (line) => said.push(line),
  );
  return [code, said];
}

test('is given, or fetched with the client’s secret, or missing', async () => {
  const url = await secured();
  const rest = { ZEEBE_REST_ADDRESS: url };
  expect(await tasks({ ...rest, ZEEBE_TOKEN: 't0' })).toEqual([0, ['{"userTaskKey":"1"}']]);
  const client = { ZEEBE_CLIENT_ID: 'ops', ZEEBE_CLIENT_SECRET: 's3', ZEEBE_OAUTH_URL: `${url}/token` };
  expect(await tasks({ ...rest, ...client })).toEqual([0, ['{"userTaskKey":"1"}']]);
  expect(await tasks(rest)).toEqual([1, ['401: Who are you?']]);
  const [code, [why]] = await tasks({ ...rest, ...client, ZEEBE_CLIENT_SECRET: 'wrong' });
  expect([code, why]).toEqual([1, expect.stringMatching(/gives no token \(401\)/)]);
  const [, [nobody]] = await tasks({ ...rest, ...client, ZEEBE_OAUTH_URL: 'http://127.0.0.1:1/token' });
  expect(nobody).toMatch(/Nobody answers at http:\/\/127\.0\.0\.1:1/);
});
