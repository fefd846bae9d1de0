/** Releases with four eyes, the history of versions, and the way back. */
import { ModelParams } from '../../../domain/api/models.ts';
import {
  ReleaseItem,
  ReleaseList,
  ReleaseParams,
  ReleaseQuery,
  ReleaseWish,
  Return,
  RollBackWish,
  VersionList,
} from '../../../domain/api/releases.ts';
import type { Release } from '../../../store/releases.ts';
import type { Actor, App, House } from '../../house.ts';
import { makeCursor, readCursor } from '../../plugins/cursor.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { askForRelease, askForRollBack } from './ask.ts';
import { approve, sendBack, withdraw } from './decide.ts';
import { releaseItems, versionItems } from './view.ts';

type Params = { Params: { id: string } };

export function releaseRoutes(app: App, house: House): void {
  const tags = ['releases'];
  const { releases } = house.store;
  const params = ReleaseParams;
  const shown = async (actor: Actor, release: Release): Promise<ReleaseItem> =>
    (await releaseItems(house, actor, [release]))[0]!;

  app.post<Params & { Body: ReleaseWish }>(
    '/api/models/:id/releases',
    {
      schema: {
        tags,
        summary: 'Ask for a draft to be put into force',
        params: ModelParams,
        body: ReleaseWish,
        response: { 201: ReleaseItem },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.release');
      const release = await askForRelease(house, actor, request.params.id, request.body);
      return reply.code(201).send(await shown(actor, release));
    },
  );

  app.post<{ Body: RollBackWish }>(
    '/api/releases',
    {
      schema: { tags, summary: 'Ask for a former version again', body: RollBackWish, response: { 201: ReleaseItem } },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.release');
      const { rollBackTo, ...wish } = request.body;
      return reply.code(201).send(await shown(actor, await askForRollBack(house, actor, rollBackTo, wish)));
    },
  );

  app.get<{ Querystring: ReleaseQuery }>(
    '/api/releases',
    {
      schema: { tags, summary: 'Releases, newest first', querystring: ReleaseQuery, response: { 200: ReleaseList } },
    },
    async (request) => {
      const actor = needRight(request, 'model.edit');
      const { open, model: modelId, after, limit = 50 } = request.query;
      const { secret } = house.settings;
      const filter = {
        ...(open ? { states: ['asked', 'deploying'] as const } : {}),
        ...(modelId ? { modelId } : {}),
      };
      const [at, id] = after ? readCursor(secret, 'releases', after) : [];
      const from = after ? { after: { at: Number(at), id: String(id) } } : {};
      const found = await releases.list(filter, { ...from, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, 'releases', [last.askedAt, last._id]) : null;
      return { items: await releaseItems(house, actor, page), next };
    },
  );

  app.get(
    '/api/releases/versions',
    { schema: { tags, summary: 'Every version, and the reports that run on it', response: { 200: VersionList } } },
    async (request) => {
      needRight(request, 'model.edit');
      return { items: await versionItems(house) };
    },
  );

  app.get<Params>(
    '/api/releases/:id',
    { schema: { tags, summary: 'One release', params, response: { 200: ReleaseItem } } },
    async (request) => {
      const actor = needRight(request, 'model.edit');
      const release = await releases.find(request.params.id);
      if (!release) throw new Problem('not-found');
      return shown(actor, release);
    },
  );

  app.post<Params>(
    '/api/releases/:id/approval',
    { schema: { tags, summary: 'The second person puts it into force', params, response: { 200: ReleaseItem } } },
    async (request) => {
      const actor = needRight(request, 'model.release');
      return shown(actor, await approve(house, actor, request.params.id));
    },
  );

  app.post<Params & { Body: Return }>(
    '/api/releases/:id/return',
    {
      schema: {
        tags,
        summary: 'The second person sends it back',
        params,
        body: Return,
        response: { 200: ReleaseItem },
      },
    },
    async (request) => {
      const actor = needRight(request, 'model.release');
      return shown(actor, await sendBack(house, actor, request.params.id, request.body.reason));
    },
  );

  app.delete<Params>(
    '/api/releases/:id',
    { schema: { tags, summary: 'Take back one’s own request', params } },
    async (request, reply) => {
      const actor = needRight(request, 'model.release');
      await withdraw(house, actor, request.params.id);
      return reply.code(204).send();
    },
  );
}
