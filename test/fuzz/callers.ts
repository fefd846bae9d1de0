/** Who calls the house when it is fuzzed, and what is there for them to meet. */
import { randomUUID } from 'node:crypto';
import { type House, password } from '../house/house.ts';

/** Nobody where neither is given. */
export type Caller = { username?: string; password?: string; key?: string };
/** Name of a path's parameter, or `path name` → values that exist. */
export type Ids = Record<string, string[]>;

export const staff = (username: string): Caller => ({ username, password });

/** The software of an agency, with every scope that there is. */
export async function software(house: House): Promise<Caller> {
  const admin = await house.as('ioc.admin');
  const scopes = ['tasks:read', 'tasks:write', 'reports:read', 'open311:post', 'webhooks'];
  const { status, body } = await admin.ask('POST', '/api/connections/keys', { agency: 'sgtvt', name: 'fuzz', scopes });
  if (status !== 201) throw new Error(`No key: ${status} ${JSON.stringify(body)}`);
  return { key: body.key };
}

/** Sends reports, takes one to its agency, keeps a draft of a diagram; answers the ids of it all. */
export async function furnished(house: House): Promise<Ids> {
  const reports = [await house.anyone.sends(), await house.anyone.sends(), await house.anyone.sends()];
  const intake = await house.as('ioc.intake');
  await intake.does(reports[0]!, 'intake', { outcome: 'accepted', field: 'transport', district: 'tamky' });
  const tasks = await Promise.all(reports.slice(1).map(({ code }) => intake.task(code, 'intake')));
  const duty = await house.as('ioc.duty');
  const instances: { key: string; definitionKey: string }[] = (await duty.get('/api/instances')).body.items;
  const analyst = await house.as('analyst');
  const { body: definitions } = await analyst.get('/api/models/definitions');
  const made = await analyst.ask('POST', '/api/models', { name: randomUUID(), from: 'in-force' });
  const keys = instances.map(({ key }) => key);
  return {
    code: reports.map(({ code }) => code),
    key: tasks.map(({ key }: { key: string }) => key),
    definitionKey: instances.map(({ definitionKey }) => definitionKey),
    '/api/models/definitions/{key} key': definitions.items.map((one: { definitionKey: string }) => one.definitionKey),
    ...at('/api/instances/{key}', 'key', ['', '/history', '/acts'], keys),
    ...at(
      '/api/models/{id}',
      'id',
      ['', '/files', '/check', '/versions', '/log', '/import', '/touched'],
      [made.body.id],
    ),
  };
}

const at = (path: string, name: string, ends: readonly string[], values: string[]): Ids =>
  Object.fromEntries(ends.map((end) => [`${path}${end} ${name}`, values]));
