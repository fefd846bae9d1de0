/** Keys of agencies' software: made, shown once, listed, revoked; every making and revoking is on the audit log. */
import { type ApiKeyItem, ApiKeyList, ConnectionParams, MadeApiKey, NewApiKey } from '../../domain/api/connections.ts';
import { newId } from '../../domain/ids.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { ApiKey } from '../../store/api-keys.ts';
import type { App, House } from '../house.ts';
import { newKey } from '../plugins/api-key.ts';
import { directoryNow } from '../plugins/directory.ts';
import { needRight } from '../plugins/session.ts';
import { type FieldError, Problem } from '../problem.ts';
import { wire, wireOrNull } from '../views/time.ts';

export function keyRoutes(app: App, house: House): void {
  const { apiKeys, audit } = house.store;
  const tags = ['connections'];

  app.get(
    '/api/connections/keys',
    { schema: { tags, summary: "Keys of agencies' software", response: { 200: ApiKeyList } } },
    async (request) => {
      needRight(request, 'connection.manage');
      return { items: (await apiKeys.list()).map((one) => view(one, house.machineNow())), next: null };
    },
  );

  app.post<{ Body: NewApiKey }>(
    '/api/connections/keys',
    { schema: { tags, summary: 'Make a key; it is told this once', body: NewApiKey, response: { 201: MadeApiKey } } },
    async (request, reply) => {
      const actor = needRight(request, 'connection.manage');
      const { body } = request;
      const now = house.machineNow();
      const name = cleanText(body.name);
      const expiresAt = body.expiresAt === undefined ? null : parseTime(body.expiresAt);
      const errors: FieldError[] = [];
      if (!(await directoryNow(house)).isAgency(body.agency)) errors.push({ pointer: '/agency', code: 'unknown-code' });
      if (name === '') errors.push({ pointer: '/name', code: 'required' });
      if (expiresAt !== null && expiresAt <= now) errors.push({ pointer: '/expiresAt', code: 'format' });
      if (errors.length > 0) throw new Problem('invalid', { errors });
      const id = newId(house.random);
      const { key, hash } = newKey(house, id);
      const made: ApiKey = {
        _id: id,
        agency: body.agency,
        name,
        scopes: body.scopes,
        hash,
        createdAt: now,
        createdBy: actor.username,
        expiresAt,
        lastUsedAt: null,
        revokedAt: null,
        revokedBy: null,
      };
      await house.store.transaction(async (session) => {
        await apiKeys.insert(made, session);
        const data = { key: id, agency: body.agency, scopes: body.scopes };
        await audit.append({ who: actor.username, what: 'make-key', data }, now, session);
      });
      return reply.code(201).send({ ...view(made, now), key });
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/connections/keys/:id',
    { schema: { tags, summary: 'Revoke it at once', params: ConnectionParams } },
    async (request, reply) => {
      const actor = needRight(request, 'connection.manage');
      const { id } = request.params;
      const key = await apiKeys.find(id);
      if (!key) throw new Problem('not-found');
      const now = house.machineNow();
      await house.store.transaction(async (session) => {
        if (!(await apiKeys.revoke(id, actor.username, now, session))) return;
        const data = { key: id, agency: key.agency };
        await audit.append({ who: actor.username, what: 'revoke-key', data }, now, session);
      });
      return reply.code(204).send();
    },
  );
}

function view(key: ApiKey, now: number): ApiKeyItem {
  const expired = key.expiresAt !== null && key.expiresAt <= now;
  return {
    id: key._id,
    agency: key.agency,
    name: key.name,
    scopes: key.scopes,
    createdAt: wire(key.createdAt),
    createdBy: key.createdBy,
    expiresAt: wireOrNull(key.expiresAt),
    lastUsedAt: wireOrNull(key.lastUsedAt),
    revokedAt: wireOrNull(key.revokedAt),
    state: key.revokedAt !== null ? 'revoked' : expired ? 'expired' : 'active',
  };
}
