/** The people of the rights' tables, and what is there for them to ask about: one open report and one confidential. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type KeyScope, scopes } from '../../../domain/software.ts';
import { Stream } from '../records.ts';
import { monday, openTestHouse, type TestHouse } from '../test-house.ts';
import type { Things } from './examples.ts';

export type Headers = Record<string, string>;

/** Groups of those who log in, by the name of their column. */
const groups: Readonly<Record<string, string>> = {
  intake: 'ioc-intake',
  duty: 'ioc-duty',
  province: 'province',
  officer: 'agency:sgtvt:officer',
  leader: 'agency:sgtvt:leader',
  officer2: 'agency:syt:officer',
  leader2: 'agency:syt:leader',
  admin: 'admin',
  watch: 'watch',
  analyst: 'analyst',
  board: 'leader-province',
  // Whose group needs a second factor that this log-in had not: has the groups of an officer, and may do nothing.
  factor: 'agency:sct:officer',
};

/** Words of the two reports that are nowhere else, so that an answer that has one of them has it from there. */
export const secrets: Readonly<Record<'open' | 'confidential', Secrets>> = {
  open: {
    name: 'Nguyễn Thị Mở',
    phone: '0905111222',
    email: 'mo@example.vn',
    address: '12 Hùng Vương',
    content: 'Rác thải ở góc chợ',
  },
  confidential: {
    name: 'Trần Văn Kín',
    phone: '0905333444',
    email: 'kin@example.vn',
    address: '34 Phan Châu Trinh',
    content: 'Cán bộ nhận hối lộ',
  },
};

export interface RightsHouse {
  house: TestHouse;
  things: Things;
  /** By the name of the column. */
  callers: Record<string, Headers>;
  /** A key of the department of transport with these scopes. */
  keyFor(scopes: readonly KeyScope[]): Promise<Headers>;
  /** Somebody whose account was closed after the log-in. */
  left: Headers;
}

/** `device`: a push subscription as a browser makes one. */
export async function openRightsHouse(device: object): Promise<RightsHouse> {
  const webDist = mkdtempSync(join(tmpdir(), 'pages-'));
  writeFileSync(
    join(webDist, 'index.html'),
    '<html lang="vi"><head><title>x</title></head><body><qn-shell></qn-shell></body></html>',
  );
  const house = await openTestHouse({
    WEB_DIST: webDist,
    SECOND_FACTOR_FOR: groups.factor!,
    API_CALLS_PER_MINUTE: '1000000',
    LOGIN_FAILURES_PER_15MIN: '1000000',
    // One that never answers: what is tried is who may go there.
    OIDC_ISSUER: 'http://127.0.0.1:9',
    OIDC_CLIENT_ID: 'rights',
  });
  const callers: Record<string, Headers> = { nobody: {}, forged: { authorization: 'Bearer wrong' } };
  for (const [name, group] of Object.entries(groups)) callers[name] = await house.as(name, group);

  const file = await upload(house);
  const open = await send(house, secrets.open, { attachments: [file] });
  const confidential = await send(house, secrets.confidential, { confidential: true });
  callers.sender = { authorization: `Bearer ${open.token}` };
  callers.sender2 = { authorization: `Bearer ${confidential.token}` };
  const handled = await handling(house, open.code, 1);
  const hidden = await handling(house, confidential.code, 2);

  const keyOf = async (agency: string, held: readonly KeyScope[]): Promise<Headers> => {
    const payload = { agency, name: 'x', scopes: held };
    const { body } = await house.ask('POST', '/api/connections/keys', { headers: callers.admin!, payload });
    return { 'x-api-key': body.key };
  };
  callers.key = await keyOf('sgtvt', scopes);
  callers.key2 = await keyOf('syt', scopes);
  const left = await house.as('left', 'ioc-duty', 'admin');
  await house.store.people.model.updateOne({ _id: 'left' }, { $set: { active: false } });

  const template = { name: 'Mẫu chung', text: 'Đã tiếp nhận {code}.', shared: true };
  const made = await house.ask('POST', '/api/templates', { payload: template, headers: callers.leader! });
  const things: Things = {
    code: open.code,
    confidentialCode: confidential.code,
    task: handled.task,
    confidentialTask: hidden.task,
    instance: handled.instance,
    confidentialInstance: hidden.instance,
    incident: handled.incident,
    definition: handled.definition,
    file,
    template: made.body.id,
    view: 'a'.repeat(32),
    delegation: 'b'.repeat(32),
    device,
  };
  await house.store.views.add({
    _id: things.view,
    owner: 'agency:sgtvt',
    name: 'x',
    filter: { state: 'open' },
    order: 0,
    createdBy: 'leader',
    createdAt: 0,
  });
  await house.store.delegations.add({
    _id: things.delegation,
    absent: 'officer',
    standIn: 'leader',
    startsAt: monday + 86_400_000,
    endsAt: monday + 2 * 86_400_000,
    reason: 'x',
    createdAt: monday,
    endedBy: null,
  });
  // Who has the right reaches the engine, which is away: 503.
  house.engine.down = true;
  return { house, things, callers, left, keyFor: (held) => keyOf('sgtvt', held) };
}

type Secrets = Readonly<Record<'name' | 'phone' | 'email' | 'address' | 'content', string>>;

async function send(
  house: TestHouse,
  { content, ...sender }: Secrets,
  more: object,
): Promise<{ code: string; token: string }> {
  const payload = { sender, content, place: { text: 'Tam Kỳ' }, ...more };
  const { body } = await house.ask('POST', '/api/reports', { payload, headers: { 'idempotency-key': randomUUID() } });
  return { code: body.code, token: body.accessToken };
}

async function upload(house: TestHouse): Promise<string> {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const head =
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n';
  const payload = Buffer.concat([Buffer.from(head), picture, Buffer.from('\r\n--x--\r\n')]);
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  return (await house.ask('POST', '/api/files', { payload, headers })).body.id;
}

/** A report that the department of transport handles, with something that stopped it. */
async function handling(
  house: TestHouse,
  code: string,
  seed: number,
): Promise<{ task: string; instance: string; incident: string; definition: string }> {
  const stream = new Stream(monday, seed);
  stream.process(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="field-report"/></definitions>',
    'field-report',
  );
  stream.start(code);
  stream.root('leadAgency', 'sgtvt');
  const { key } = stream.task('handling', ['agency:sgtvt:officer'], monday + 1_000);
  const incident = stream.add('INCIDENT', 'CREATED', {
    elementId: 'handling',
    errorType: 'JOB_NO_RETRIES',
    errorMessage: 'x',
    jobKey: -1,
  });
  await house.records(stream.take());
  return { task: key, instance: stream.instance, incident, definition: stream.definition };
}
