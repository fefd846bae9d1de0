/**
 * A call with a key is made by the software of an agency: it has that agency's groups, cut down to the key's scopes.
 * What a key may call stands in one table; everything else is closed to keys, whatever the route itself would allow.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { groupsOfKey, type KeyScope, softwareUser } from '../../domain/software.ts';
import { texts } from '../../domain/text/texts.ts';
import type { ApiKey } from '../../store/api-keys.ts';
import type { Actor, App, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { directoryNow } from './directory.ts';
import { countOrRefuse } from './limits.ts';

const minute = 60_000;

/** Route → the scopes of which one is needed. Open311's own routes ask for theirs themselves (server/open311). */
export const openToKeys: Readonly<Record<string, readonly KeyScope[]>> = {
  'GET /api/agency/tasks': ['tasks:read'],
  'GET /api/tasks': ['tasks:read'],
  'GET /api/tasks/:key': ['tasks:read'],
  'PUT /api/tasks/:key/assignee': ['tasks:write'],
  'DELETE /api/tasks/:key/assignee': ['tasks:write'],
  'POST /api/tasks/:key/completion': ['tasks:write'],
  'POST /api/files': ['tasks:write', 'open311:post'],
  'GET /api/files/:id': ['tasks:read', 'reports:read'],
  'GET /api/reports/:code': ['reports:read'],
  'GET /api/connections/webhooks': ['webhooks'],
  'POST /api/connections/webhooks': ['webhooks'],
  'PUT /api/connections/webhooks/:id': ['webhooks'],
  'DELETE /api/connections/webhooks/:id': ['webhooks'],
  'POST /api/connections/webhooks/:id/secret': ['webhooks'],
  'POST /api/connections/webhooks/:id/ping': ['webhooks'],
  'GET /api/connections/webhooks/:id/deliveries': ['webhooks'],
  'POST /api/connections/webhooks/:id/replay': ['webhooks'],
};

/** `qn_<id>_<secret>`: the prefix lets programs that look for leaked secrets find it. */
const shape = /^qn_([0-9a-f]{32})_[A-Za-z0-9_-]{43}$/;

export function newKey(house: House, id: string): { key: string; hash: string } {
  const key = `qn_${id}_${Buffer.from(house.random(32)).toString('base64url')}`;
  return { key, hash: hashOfKey(key) };
}

const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** The key behind what was sent. @throws 401 for one that is none, revoked or expired; 429 */
export async function keyBehind(house: House, sent: string): Promise<ApiKey> {
  const id = shape.exec(sent)?.[1];
  const key = id ? await house.store.apiKeys.find(id) : null;
  const now = house.machineNow();
  const fits = key !== null && timingSafeEqual(Buffer.from(hashOfKey(sent), 'hex'), Buffer.from(key.hash, 'hex'));
  if (!fits || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now))
    throw new Problem('wrong-key');
  if (!(await directoryNow(house)).isAgency(key.agency)) throw new Problem('wrong-key');
  await countOrRefuse(house, { what: 'api-key', windowMs: minute, most: house.settings.limits.callsPerKey }, key._id);
  if ((key.lastUsedAt ?? 0) < now - minute) await house.store.apiKeys.used(key._id, now);
  return key;
}

/** Who acts by a key. */
export async function actorOf(house: House, { _id: id, agency, scopes }: ApiKey): Promise<Actor> {
  const name = texts('vi').names.softwareOf((await directoryNow(house)).agencyName(agency, 'vi'));
  return { username: softwareUser(agency), name, groups: groupsOfKey(agency, scopes), key: { id, agency, scopes } };
}

/** Looks at the header `X-Api-Key` of every call under /api. */
export function knowSoftware(app: App, house: House): void {
  app.addHook('onRequest', async (request) => {
    const sent = request.headers['x-api-key'];
    if (typeof sent !== 'string' || !request.url.startsWith('/api/')) return;
    const key = await keyBehind(house, sent);
    const { url } = request.routeOptions;
    if (url === undefined) return;
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const needed = openToKeys[`${method} ${url}`] ?? [];
    if (!needed.some((scope) => key.scopes.includes(scope))) throw new Problem('outside-scope');
    request.actor = await actorOf(house, key);
    request.session = null;
  });
}
