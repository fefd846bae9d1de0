/** Drafts of the procedure, for analysts. */
import {
  FileChanges,
  ModelDetail,
  type ModelItem,
  ModelList,
  ModelParams,
  modelLimits,
  NewModel,
  Saved,
} from '../../domain/api/models.ts';
import { newId } from '../../domain/ids.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { Model, ModelFile } from '../../store/models.ts';
import type { App, House } from '../house.ts';
import { seenVersion } from '../plugins/if-match.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { filesInForce } from './in-force.ts';

type Params = { id: string };
/** A diagram with its tables and forms is larger than other bodies. */
const bodyLimit = 8 * 1024 * 1024;
const longestList = 200;

export function modelRoutes(app: App, house: House): void {
  const { models, audit } = house.store;
  const tags = ['models'];

  app.get(
    '/api/models',
    { schema: { tags, summary: 'Drafts, newest change first', response: { 200: ModelList } } },
    async (request) => {
      needRight(request, 'model.edit');
      const found = await models.list(false, longestList);
      return { items: found.map(itemOf), next: null };
    },
  );

  app.post<{ Body: NewModel }>(
    '/api/models',
    { schema: { tags, summary: 'Begin a draft', body: NewModel, response: { 201: ModelDetail } } },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const name = cleanText(request.body.name);
      if (name === '') throw new Problem('invalid', { errors: [{ pointer: '/name', code: 'required' }] });
      const from = await beginning(request.body.from);
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

  app.put<{ Params: Params; Body: FileChanges }>(
    '/api/models/:id/files',
    {
      bodyLimit,
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
      const seen = seenVersion(request.headers['if-match']) ?? found.version;
      const files = changed(found.files, request.body);
      if (files.length > modelLimits.files)
        throw new Problem('invalid', { errors: [{ pointer: '/files', code: 'too-many', limit: modelLimits.files }] });
      const change = { changedAt: house.machineNow(), changedBy: actor.username };
      const saved = await models.save(found._id, files, seen, change);
      if (!saved) throw new Problem('stale');
      reply.header('etag', `"${saved.version}"`);
      return { version: saved.version, changedAt: wire(saved.changedAt), changedBy: saved.changedBy };
    },
  );

  async function needModel(id: string): Promise<Model> {
    const found = await models.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }

  /** @throws 404 where nothing is deployed yet, or for a draft that is not there */
  async function beginning(from: string): Promise<Pick<Model, 'files' | 'basedOn'>> {
    if (from === 'in-force') {
      const inForce = await filesInForce(house.store);
      if (!inForce) throw new Problem('not-found');
      const { definitionKey, version, files } = inForce;
      return { files, basedOn: { definitionKey, version } };
    }
    const { files, basedOn } = await needModel(from);
    return { files, basedOn };
  }
}

/** The files with those that changed in their places, new ones at the end, and removed ones gone. */
function changed(files: readonly ModelFile[], { files: given, removed = [] }: FileChanges): ModelFile[] {
  const now = new Map(files.map((file) => [file.name, file]));
  for (const file of given) now.set(file.name, file);
  for (const name of removed) now.delete(name);
  return [...now.values()];
}

function itemOf(model: Omit<Model, 'files'>): ModelItem {
  const { _id: id, name, basedOn, version, createdAt, createdBy, changedAt, changedBy } = model;
  const times = { createdAt: wire(createdAt), changedAt: wire(changedAt) };
  return { id, name, basedOn, version, createdBy, changedBy, ...times };
}
