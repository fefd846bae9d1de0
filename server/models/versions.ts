/** A draft's past: versions that were kept with a note, what was done to it, and who has it open. */
import {
  LogList,
  ModelParams,
  NewVersion,
  Others,
  Saved,
  VersionDetail,
  VersionItem,
  VersionList,
  VersionParams,
} from '../../domain/api/models.ts';
import { newId } from '../../domain/ids.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { Model, ModelLine, ModelVersion } from '../../store/models.ts';
import type { Actor, App, House } from '../house.ts';
import { seenVersion } from '../plugins/if-match.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

type Params = { id: string };
const longestList = 200;
/** How long a word counts that is not said again (ms). */
const presenceMs = 60_000;

export function modelVersionRoutes(app: App, house: House): void {
  const { models } = house.store;
  const tags = ['models'];

  app.get<{ Params: Params }>(
    '/api/models/:id/versions',
    {
      schema: {
        tags,
        summary: 'Versions that were kept, newest first',
        params: ModelParams,
        response: { 200: VersionList },
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      const { _id } = await needModel(request.params.id);
      return { items: (await models.versionsOf(_id, longestList)).map(itemOf), next: null };
    },
  );

  app.post<{ Params: Params; Body: { note: string } }>(
    '/api/models/:id/versions',
    {
      schema: {
        tags,
        summary: 'Keep the draft as it is',
        params: ModelParams,
        body: NewVersion,
        response: { 201: VersionItem },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const draft = await needModel(request.params.id);
      const note = cleanText(request.body.note);
      if (note === '') throw new Problem('invalid', { errors: [{ pointer: '/note', code: 'required' }] });
      const kept = await models.keepVersion(draft, { note, at: house.machineNow(), by: actor.username });
      await log(actor, draft._id, 'versioned', `${kept.n}: ${note}`);
      return reply.code(201).send(itemOf(kept));
    },
  );

  app.get<{ Params: { id: string; n: number } }>(
    '/api/models/:id/versions/:n',
    {
      schema: { tags, summary: 'One of them, with its files', params: VersionParams, response: { 200: VersionDetail } },
    },
    async (request) => {
      needRight(request, 'model.edit');
      const kept = await needVersion(request.params.id, request.params.n);
      return { ...itemOf(kept), files: kept.files };
    },
  );

  app.post<{ Params: { id: string; n: number } }>(
    '/api/models/:id/versions/:n/restoration',
    {
      schema: {
        tags,
        summary: 'Make the draft what it was then, as a change like any other (If-Match)',
        params: VersionParams,
        response: { 200: Saved },
      },
    },
    async (request) => {
      const actor = needRight(request, 'model.edit');
      const { id, n } = request.params;
      const [draft, kept] = [await needModel(id), await needVersion(id, n)];
      const change = { changedAt: house.machineNow(), changedBy: actor.username };
      const seen = seenVersion(request.headers['if-match']) ?? draft.version;
      const saved = await models.save(id, kept.files, seen, change);
      if (!saved) throw new Problem('stale');
      await log(actor, id, 'restored', String(n));
      return { version: saved.version, changedAt: wire(saved.changedAt), changedBy: saved.changedBy };
    },
  );

  app.get<{ Params: Params }>(
    '/api/models/:id/log',
    { schema: { tags, summary: 'What was done to it, newest first', params: ModelParams, response: { 200: LogList } } },
    async (request) => {
      needRight(request, 'model.edit');
      const { _id } = await needModel(request.params.id);
      const lines = await models.linesOf(_id, longestList);
      const items = lines.map(({ what, at, since, by, note, files }) => ({
        what,
        at: wire(at),
        since: wire(since),
        by,
        note,
        files,
      }));
      return { items, next: null };
    },
  );

  app.put<{ Params: Params }>(
    '/api/models/:id/presence',
    { schema: { tags, summary: 'I have it open: who else has', params: ModelParams, response: { 200: Others } } },
    async (request) => {
      const { username, name } = needRight(request, 'model.edit');
      const { _id: modelId } = await needModel(request.params.id);
      const now = house.machineNow();
      await models.sayPresence({ modelId, username, name, expiresAt: new Date(now + presenceMs) });
      const there = await models.present(now, modelId);
      const others = there.filter((one) => one.username !== username);
      return { others: others.map((one) => ({ username: one.username, name: one.name })) };
    },
  );

  app.delete<{ Params: Params }>(
    '/api/models/:id/presence',
    { schema: { tags, summary: 'I have left it', params: ModelParams } },
    async (request, reply) => {
      const { username } = needRight(request, 'model.edit');
      await models.leave(request.params.id, username);
      return reply.code(204).send();
    },
  );

  function log(actor: Actor, modelId: string, what: ModelLine['what'], note: string): Promise<void> {
    const line = { what, note, files: [], at: house.machineNow(), by: actor.username };
    return models.log({ _id: newId(house.random), modelId, ...line });
  }

  async function needModel(id: string): Promise<Model> {
    const found = await models.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }

  async function needVersion(id: string, n: number): Promise<ModelVersion> {
    const found = await models.findVersion(id, n);
    if (!found) throw new Problem('not-found');
    return found;
  }
}

const itemOf = ({ n, note, at, by }: Omit<ModelVersion, 'files'>): VersionItem => ({ n, note, at: wire(at), by });
