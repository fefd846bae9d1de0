/** Drafts of the procedure, for analysts: the list, one with its files, and saving them. */
import {
  FileChanges,
  ImportedFiles,
  ModelChange,
  ModelDetail,
  ModelList,
  ModelParams,
  ModelQuery,
  modelLimits,
  NewModel,
  Saved,
} from '../../domain/api/models.ts';
import { newId } from '../../domain/ids.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { Model, ModelFile, ModelLine } from '../../store/models.ts';
import type { Actor, App, House } from '../house.ts';
import { whenGone } from '../plugins/gone.ts';
import { seenVersion } from '../plugins/if-match.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { filesInForce } from './in-force.ts';
import { needGoodFiles } from './read.ts';
import { itemOf } from './view.ts';

type Params = { id: string };
/** A diagram with its tables and forms is larger than other bodies. */
const bodyLimit = 8 * 1024 * 1024;
const longestList = 200;

export function modelRoutes(app: App, house: House): void {
  const { models, audit } = house.store;
  const tags = ['models'];
  const body = { bodyLimit };

  app.get<{ Querystring: ModelQuery }>(
    '/api/models',
    {
      schema: {
        tags,
        summary: 'Drafts, newest change first',
        querystring: ModelQuery,
        response: { 200: ModelList },
      },
    },
    async (request) => {
      const actor = needRight(request, 'model.edit');
      const [found, present] = await Promise.all([
        models.list(request.query.archived ?? false, longestList),
        models.present(house.machineNow()),
      ]);
      const others = Map.groupBy(
        present.filter(({ username }) => username !== actor.username),
        ({ modelId }) => modelId,
      );
      const items = found.map((one) => ({
        ...itemOf(one),
        present: others.get(one._id)?.map(({ name }) => name) ?? [],
      }));
      return { items, next: null };
    },
  );

  app.post<{ Body: NewModel }>(
    '/api/models',
    { ...body, schema: { tags, summary: 'Begin a draft', body: NewModel, response: { 201: ModelDetail } } },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const name = needName(request.body.name);
      const { note, ...from } = await beginning(request.body, whenGone(reply));
      const [at, by] = [house.machineNow(), actor.username];
      const made: Model = {
        _id: newId(house.random),
        name,
        ...from,
        version: 1,
        createdAt: at,
        createdBy: by,
        changedAt: at,
        changedBy: by,
        archived: false,
      };
      await models.add(made);
      await log(actor, made._id, 'begun', { note });
      await audit.append({ who: by, what: 'begin-model', data: { model: made._id, name } }, at);
      return reply.code(201).send({ ...itemOf(made), files: made.files });
    },
  );

  app.get<{ Params: Params }>(
    '/api/models/:id',
    { schema: { tags, summary: 'A draft with its files', params: ModelParams, response: { 200: ModelDetail } } },
    async (request, reply) => {
      needRight(request, 'model.edit');
      const found = await needModel(request.params.id);
      reply.header('etag', `"${found.version}"`);
      return { ...itemOf(found), files: found.files };
    },
  );

  app.put<{ Params: Params; Body: ModelChange }>(
    '/api/models/:id',
    { schema: { tags, summary: 'Rename it, put it away or bring it back', params: ModelParams, body: ModelChange } },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const before = await needModel(request.params.id);
      const { archived } = request.body;
      const name = request.body.name === undefined ? undefined : needName(request.body.name);
      await models.change(before._id, {
        ...(name === undefined ? {} : { name }),
        ...(archived === undefined ? {} : { archived }),
      });
      if (name !== undefined && name !== before.name) await log(actor, before._id, 'renamed', { note: before.name });
      if (archived !== undefined && archived !== before.archived)
        await log(actor, before._id, archived ? 'archived' : 'brought-back');
      return reply.code(204).send();
    },
  );

  app.put<{ Params: Params; Body: FileChanges }>(
    '/api/models/:id/files',
    {
      ...body,
      schema: {
        tags,
        summary: 'Save files over the version that was seen (If-Match)',
        params: ModelParams,
        body: FileChanges,
        response: { 200: Saved },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const found = await needModel(request.params.id);
      const { files, removed = [] } = request.body;
      const saved = await save(actor, found, withChanges(found.files, files, removed), request.headers['if-match']);
      await log(actor, found._id, 'saved', { files: [...files.map((file) => file.name), ...removed] });
      reply.header('etag', `"${saved.version}"`);
      return saved;
    },
  );

  app.post<{ Params: Params; Body: ImportedFiles }>(
    '/api/models/:id/import',
    {
      ...body,
      schema: {
        tags,
        summary: 'Take files in that were made elsewhere (If-Match); a bad one is refused with its line',
        params: ModelParams,
        body: ImportedFiles,
        response: { 200: Saved },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const found = await needModel(request.params.id);
      const { files } = request.body;
      await needGoodFiles(house, files, whenGone(reply));
      const saved = await save(actor, found, withChanges(found.files, files, []), request.headers['if-match']);
      await log(actor, found._id, 'imported', { files: files.map((file) => file.name) });
      reply.header('etag', `"${saved.version}"`);
      return saved;
    },
  );

  async function save(actor: Actor, found: Model, files: ModelFile[], ifMatch: string | undefined): Promise<Saved> {
    if (files.length > modelLimits.files)
      throw new Problem('invalid', { errors: [{ pointer: '/files', code: 'too-many', limit: modelLimits.files }] });
    const change = { changedAt: house.machineNow(), changedBy: actor.username };
    const saved = await models.save(found._id, files, seenVersion(ifMatch) ?? found.version, change);
    if (!saved) throw new Problem('stale');
    return { version: saved.version, changedAt: wire(saved.changedAt), changedBy: saved.changedBy };
  }

  function log(actor: Actor, modelId: string, what: ModelLine['what'], rest: Partial<ModelLine> = {}): Promise<void> {
    const line = { note: '', files: [], ...rest };
    return models.log({ _id: newId(house.random), modelId, what, at: house.machineNow(), by: actor.username, ...line });
  }

  async function needModel(id: string): Promise<Model> {
    const found = await models.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }

  /** What a new draft begins with. @throws 404 where that is not there, 422 for files that are no good */
  async function beginning(
    { from, version, files = [] }: NewModel,
    signal: AbortSignal,
  ): Promise<Pick<Model, 'files' | 'basedOn'> & { note: string }> {
    if (from === 'files') {
      if (files.length === 0) throw new Problem('invalid', { errors: [{ pointer: '/files', code: 'required' }] });
      await needGoodFiles(house, files, signal);
      return { files, basedOn: null, note: '' };
    }
    if (from === 'in-force') {
      const inForce = await filesInForce(house.store);
      if (!inForce) throw new Problem('not-found');
      const { definitionKey, version: n } = inForce;
      return { files: inForce.files, basedOn: { definitionKey, version: n }, note: '' };
    }
    const model = await needModel(from);
    if (version === undefined) return { files: model.files, basedOn: model.basedOn, note: model.name };
    const kept = await models.findVersion(from, version);
    if (!kept) throw new Problem('not-found');
    return { files: kept.files, basedOn: model.basedOn, note: `${model.name} · ${version}` };
  }
}

function needName(given: string): string {
  const name = cleanText(given);
  if (name === '') throw new Problem('invalid', { errors: [{ pointer: '/name', code: 'required' }] });
  return name;
}

/** The files with those that changed in their places, new ones at the end, and removed ones gone. */
function withChanges(
  files: readonly ModelFile[],
  given: readonly ModelFile[],
  removed: readonly string[],
): ModelFile[] {
  const now = new Map(files.map((file) => [file.name, file]));
  for (const file of given) now.set(file.name, file);
  for (const name of removed) now.delete(name);
  return [...now.values()];
}
