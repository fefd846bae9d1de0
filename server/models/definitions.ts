/** Versions of the procedure that are or were deployed, for analysts to compare with and to look back at. */
import {
  DefinitionDetail,
  type DefinitionItem,
  DefinitionList,
  DefinitionParams,
} from '../../domain/api/definitions.ts';
import type { Definition } from '../../store/definitions.ts';
import { processId } from '../deploy.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { filesOfDefinition } from './in-force.ts';

/** A version a month for sixteen years. */
const longestList = 200;

export function definitionRoutes(app: App, house: House): void {
  const { definitions } = house.store;
  const tags = ['models'];

  app.get(
    '/api/models/definitions',
    { schema: { tags, summary: 'Deployed versions, newest first', response: { 200: DefinitionList } } },
    async (request) => {
      needRight(request, 'model.edit');
      const [found, latest] = await Promise.all([
        definitions.versionsOf(processId, longestList),
        definitions.latest(processId),
      ]);
      return { items: found.map((one) => itemOf(one, latest?._id)), next: null };
    },
  );

  app.get<{ Params: { key: string } }>(
    '/api/models/definitions/:key',
    {
      schema: {
        tags,
        summary: 'A deployed version with its files',
        params: DefinitionParams,
        response: { 200: DefinitionDetail },
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      const { key } = request.params;
      const [deployed, latest] = await Promise.all([
        filesOfDefinition(house.store, key),
        definitions.latest(processId),
      ]);
      if (!deployed) throw new Problem('not-found');
      const { files, ...rest } = deployed;
      return { ...itemOf({ ...rest, _id: deployed.definitionKey }, latest?._id), files };
    },
  );
}

function itemOf(
  { _id, version, deployedAt }: Pick<Definition, '_id' | 'version' | 'deployedAt'>,
  inForce: string | undefined,
): DefinitionItem {
  return { definitionKey: _id, version, deployedAt: wire(deployedAt), inForce: _id === inForce };
}
