/** Successions of agencies: what would move, planning one, taking it back, how far it is. For administrators. */
import { type Static, Type } from 'typebox';
import {
  InheritedList,
  NewSuccession,
  SuccessionItem,
  SuccessionList,
  SuccessionPreview,
  SuccessionQuestion,
} from '../../../domain/api/successions.ts';
import type { SuccessionPlan } from '../../../store/successions.ts';
import type { App, House } from '../../house.ts';
import { namesOf } from '../../plugins/names.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { wire, wireOrNull } from '../../views/time.ts';
import { planSuccession, withdrawSuccession } from './plan.ts';
import { previewSuccession } from './preview.ts';

const params = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });
interface Params {
  Params: Static<typeof params>;
}
const mostPlans = 200;
const mostItems = 500;

export function successionRoutes(app: App, house: House): void {
  const { successions } = house.store;
  const tags = ['directory'];
  const path = '/api/directory/successions';

  const shown = async (plans: readonly SuccessionPlan[]): Promise<SuccessionItem[]> => {
    const nameOf = await namesOf(
      house,
      plans.map(({ by }) => by),
    );
    return Promise.all(
      plans.map(async ({ _id, agency, on, to, except, movePeople, reason, by, at, state, waitsSince, endedAt }) => ({
        id: _id,
        agency,
        on,
        to,
        except: [...except],
        movePeople,
        reason,
        by: { username: by, name: nameOf(by) },
        at: wire(at),
        state,
        waits: waitsSince !== null,
        endedAt: wireOrNull(endedAt),
        counts: { waiting: 0, moved: 0, ended: 0, refused: 0, ...(await successions.counts(_id)) },
      })),
    );
  };
  const needPlan = async (id: string): Promise<SuccessionPlan> => {
    const plan = await successions.find(id);
    if (!plan) throw new Problem('not-found');
    return plan;
  };

  app.get(
    path,
    { schema: { tags, summary: 'Successions, newest first', response: { 200: SuccessionList } } },
    async (request) => {
      needRight(request, 'directory.edit');
      return { items: await shown(await successions.list(mostPlans)) };
    },
  );

  app.post<{ Body: SuccessionQuestion }>(
    `${path}/preview`,
    {
      schema: {
        tags,
        summary: 'What would move to whom',
        body: SuccessionQuestion,
        response: { 200: SuccessionPreview },
      },
    },
    async (request) => {
      needRight(request, 'directory.edit');
      return previewSuccession(house, request.body);
    },
  );

  app.post<{ Body: NewSuccession }>(
    path,
    { schema: { tags, summary: 'Plan a succession', body: NewSuccession, response: { 201: SuccessionItem } } },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      const plan = await planSuccession(house, actor, request.body);
      const [item] = await shown([plan]);
      return reply.code(201).send(item);
    },
  );

  app.get<Params>(
    `${path}/:id`,
    { schema: { tags, summary: 'How far it is', params, response: { 200: SuccessionItem } } },
    async (request) => {
      needRight(request, 'directory.edit');
      return (await shown([await needPlan(request.params.id)]))[0]!;
    },
  );

  app.get<Params>(
    `${path}/:id/items`,
    { schema: { tags, summary: 'What came of each report', params, response: { 200: InheritedList } } },
    async (request) => {
      needRight(request, 'directory.edit');
      const { _id } = await needPlan(request.params.id);
      const items = await successions.listItems(_id, mostItems);
      const all = Object.values(await successions.counts(_id)).reduce((sum, n) => sum + n, 0);
      return {
        items: items.map(({ reportCode, state, to, tasks, words }) => ({ reportCode, state, to, tasks, words })),
        left: all - items.length,
      };
    },
  );

  app.delete<Params>(
    `${path}/:id`,
    { schema: { tags, summary: 'Take it back before its day', params } },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      await withdrawSuccession(house, actor, request.params.id);
      return reply.code(204).send();
    },
  );
}
