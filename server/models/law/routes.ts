/** Law, diagram and people: what contradicts what, and the running reports that a draft's change touches. */
import { ContradictionList, Touched, TouchedQuery } from '../../../domain/api/law.ts';
import { ModelParams } from '../../../domain/api/models.ts';
import type { App, House } from '../../house.ts';
import { makeCursor, readCursor } from '../../plugins/cursor.ts';
import { whenGone } from '../../plugins/gone.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { filesInForce } from '../in-force.ts';
import { contradictionsOf } from './contradictions.ts';
import { lawOfFiles } from './read.ts';
import { touchedBy } from './touched.ts';

type Of = { Params: { id: string } };

/** The pages of one look belong together: they are read from what the first of them found. */
interface Look {
  version: number;
  found: Omit<Touched, 'next'>;
}
const mostLooks = 10;

export function lawRoutes(app: App, house: House): void {
  const tags = ['models'];
  const { models } = house.store;
  const secret = house.settings.secret;
  const looks = new Map<string, Look>();
  const response = { 200: ContradictionList };

  app.get(
    '/api/models/in-force/contradictions',
    { schema: { tags, summary: 'What contradicts what in the version in force', response } },
    async (request, reply) => {
      needRight(request, 'model.edit');
      const inForce = await filesInForce(house.store);
      if (!inForce) throw new Problem('not-found');
      return contradictionsOf(house, await lawOfFiles(house, inForce.files, whenGone(reply)));
    },
  );

  app.get<Of>(
    '/api/models/:id/contradictions',
    { schema: { tags, summary: 'What contradicts what in a draft', params: ModelParams, response } },
    async (request, reply) => {
      needRight(request, 'model.edit');
      const model = await needModel(request.params.id);
      return contradictionsOf(house, await lawOfFiles(house, model.files, whenGone(reply)));
    },
  );

  app.get<Of & { Querystring: TouchedQuery }>(
    '/api/models/:id/touched',
    {
      schema: {
        tags,
        summary: 'Running reports that the change touches, and the dates that they would get',
        params: ModelParams,
        querystring: TouchedQuery,
        response: { 200: Touched },
      },
    },
    async (request, reply) => {
      needRight(request, 'model.edit');
      const { after, limit = 50 } = request.query;
      const model = await needModel(request.params.id);
      const [from, asOf] = after ? readCursor(secret, 'touched', after) : [0, null];
      let look = looks.get(model._id);
      // A page of a look that is gone is read from a new one.
      if (!look || look.version !== model.version || look.found.asOf !== asOf) {
        const { reading } = await lawOfFiles(house, model.files, whenGone(reply));
        look = { version: model.version, found: await touchedBy(house, reading) };
        looks.delete(model._id);
        looks.set(model._id, look);
        for (const oldest of looks.keys()) {
          if (looks.size <= mostLooks) break;
          looks.delete(oldest);
        }
      }
      const { items, ...rest } = look.found;
      const end = Number(from) + limit;
      const next = end < items.length ? makeCursor(secret, 'touched', [end, rest.asOf]) : null;
      return { ...rest, items: items.slice(Number(from), end), next };
    },
  );

  async function needModel(id: string) {
    const found = await models.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }
}
