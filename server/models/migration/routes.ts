/** Running reports and another version: what would move, migrations of many, and how far they are. */
import {
  MigrationItemList,
  MigrationItemQuery,
  type MigrationItemView,
  MigrationList,
  MigrationParams,
  MigrationPreview,
  MigrationView,
  NewMigration,
  PreviewWish,
  VersionPreviewWish,
} from '../../../domain/api/migrations.ts';
import { ModelParams } from '../../../domain/api/models.ts';
import type { Definition } from '../../../store/definitions.ts';
import type { Migration, MigrationItem } from '../../../store/migrations.ts';
import { processId } from '../../deploy.ts';
import type { App, House } from '../../house.ts';
import { makeCursor, readCursor } from '../../plugins/cursor.ts';
import { needReason } from '../../plugins/keep-act.ts';
import { namesOf } from '../../plugins/names.ts';
import { outlineOfDefinition } from '../../plugins/read-outline.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { wire, wireOrNull } from '../../views/time.ts';
import { tellOfRelease } from '../release/events.ts';
import { outlineOfFiles } from '../release/outline.ts';
import { beginMigration } from './begin.ts';
import { mappingOf } from './mapping.ts';
import { previewMigration, refuseBadChoices } from './preview.ts';

type Params = { Params: { id: string } };
/** Those that could not move, first of all what people look for. */
const stuckStates = ['hindered', 'refused'] as const;
const mostShown = 50;

export function migrationRoutes(app: App, house: House): void {
  const tags = ['migrations'];
  const { models, releases, definitions, migrations, instances } = house.store;
  const response = { 200: MigrationPreview };

  app.post<Params & { Body: PreviewWish }>(
    '/api/models/:id/migration-preview',
    {
      schema: {
        tags,
        summary: 'What of the running reports would move to a draft',
        params: ModelParams,
        body: PreviewWish,
        response,
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      const model = await models.find(request.params.id);
      if (!model) throw new Problem('not-found');
      return preview(model.files, request.body.mapping ?? {});
    },
  );

  app.get<Params>(
    '/api/releases/:id/migration-preview',
    { schema: { tags, summary: 'The same of a release that is asked for', params: MigrationParams, response } },
    async (request) => {
      needRight(request, 'model.edit');
      const release = await releases.find(request.params.id);
      if (!release) throw new Problem('not-found');
      return preview(release.files, mappingOf(release.running.mapping));
    },
  );

  async function preview(
    files: Parameters<typeof outlineOfFiles>[1],
    mapping: Record<string, string>,
  ): Promise<MigrationPreview> {
    const outline = await outlineOfFiles(house, files);
    if (!outline) throw new Problem('not-releasable', { errors: [{ pointer: '', code: 'no-process' }] });
    return previewMigration(house, { outline }, mapping);
  }

  app.post<{ Body: VersionPreviewWish }>(
    '/api/migrations/preview',
    { schema: { tags, summary: 'The same of a version that is deployed', body: VersionPreviewWish, response } },
    async (request) => {
      needRight(request, 'instance.migrate');
      const to = await needVersion(request.body.to);
      const outline = await outlineOfDefinition(to);
      const target = request.body.anew ? { outline } : { outline, definitionKey: to._id };
      return previewMigration(house, target, request.body.mapping ?? {});
    },
  );

  app.post<{ Body: NewMigration }>(
    '/api/migrations',
    {
      schema: {
        tags,
        summary: 'Move the running reports to a version',
        body: NewMigration,
        response: { 202: MigrationView },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'instance.migrate');
      const { to: key, mapping = {}, recompute = false } = request.body;
      const reason = needReason(request.body.reason);
      const to = await needVersion(key);
      const running = await instances.runningByVersion(processId);
      const from = await Promise.all(running.map(({ definitionKey }) => definitions.find(definitionKey)));
      const outlines = await Promise.all(from.flatMap((one) => (one ? [outlineOfDefinition(one)] : [])));
      if (outlines.length > 0) refuseBadChoices(outlines, await outlineOfDefinition(to), mapping);
      const migration = await beginMigration(house, { to, mapping, recompute, reason, by: actor.username });
      return reply.code(202).send((await views([migration]))[0]!);
    },
  );

  app.get(
    '/api/migrations',
    { schema: { tags, summary: 'Migrations of many, newest first', response: { 200: MigrationList } } },
    async (request) => {
      needRight(request, 'instance.migrate');
      return { items: await views(await migrations.list(mostShown)) };
    },
  );

  app.get<Params>(
    '/api/migrations/:id',
    { schema: { tags, summary: 'How far one is', params: MigrationParams, response: { 200: MigrationView } } },
    async (request) => {
      needRight(request, 'instance.migrate');
      return (await views([await needMigration(request.params.id)]))[0]!;
    },
  );

  app.get<Params & { Querystring: MigrationItemQuery }>(
    '/api/migrations/:id/items',
    {
      schema: {
        tags,
        summary: 'What came of each report',
        params: MigrationParams,
        querystring: MigrationItemQuery,
        response: { 200: MigrationItemList },
      },
    },
    async (request) => {
      needRight(request, 'instance.migrate');
      const { secret } = house.settings;
      const { stuck, after, limit = 50 } = request.query;
      const { _id } = await needMigration(request.params.id);
      const from = after ? { after: String(readCursor(secret, 'migration-items', after)[0]) } : {};
      const filter = stuck ? { states: stuckStates } : {};
      const found = await migrations.listItems(_id, filter, { ...from, limit: limit + 1 });
      const page = found.slice(0, limit);
      const next = found.length > limit ? makeCursor(secret, 'migration-items', [page.at(-1)!._id]) : null;
      return { items: page.map(itemView), next };
    },
  );

  app.post<Params>(
    '/api/migrations/:id/stop',
    { schema: { tags, summary: 'Stop it where it is; what has moved stays moved', params: MigrationParams } },
    async (request, reply) => {
      const actor = needRight(request, 'instance.migrate');
      const { _id } = await needMigration(request.params.id);
      if (!(await migrations.stop(_id, await house.clock.now()))) throw new Problem('conflict');
      const entry = { who: actor.username, what: 'stop-migration', data: { migration: _id } };
      await house.store.audit.append(entry, house.machineNow());
      await tellOfRelease(house, { migration: _id });
      return reply.code(204).send();
    },
  );

  async function needMigration(id: string): Promise<Migration> {
    const found = await migrations.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }

  /** @throws 422 for what is no version of the procedure */
  async function needVersion(key: string): Promise<Definition> {
    const found = await definitions.find(key);
    if (!found || found.deleted || found.processId !== processId)
      throw new Problem('invalid', { errors: [{ pointer: '/to', code: 'unknown-code' }] });
    return found;
  }

  async function views(found: readonly Migration[]): Promise<MigrationView[]> {
    const nameOf = await namesOf(
      house,
      found.map(({ by }) => by),
    );
    return Promise.all(
      found.map(async (one): Promise<MigrationView> => {
        const {
          waiting = 0,
          moved = 0,
          there = 0,
          ended = 0,
          hindered = 0,
          refused = 0,
        } = await migrations.counts(one._id);
        const all = waiting + moved + there + ended + hindered + refused;
        return {
          id: one._id,
          releaseId: one.releaseId,
          to: one.to,
          recompute: one.recompute,
          reason: one.reason,
          by: one.by,
          byName: nameOf(one.by),
          at: wire(one.at),
          state: one.state,
          waits: one.waitsSince !== null,
          endedAt: wireOrNull(one.endedAt),
          counts: { all, waiting, moved, there, ended, hindered, refused },
        };
      }),
    );
  }
}

function itemView(item: MigrationItem): MigrationItemView {
  const { instanceKey: key, reportCode, fromVersion, state, why, words, datesMoved, at } = item;
  return { key, reportCode, fromVersion, state, why, words, datesMoved, at: wireOrNull(at) };
}
