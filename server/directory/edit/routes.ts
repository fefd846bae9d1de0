/** Administrators read an entry of the directory with its version, and write it. */
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  AgencyRecord,
  AgencyWish,
  AreaRecord,
  AreaWish,
  FieldRecord,
  FieldWish,
  OwnIdParams,
} from '../../../domain/api/directory.ts';
import type { App, House, Request } from '../../house.ts';
import { seenVersion } from '../../plugins/if-match.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { checkAgency, checkArea, checkField } from './check.ts';
import { saveEntry } from './save.ts';

const tags = ['directory'];

export function directoryEditRoutes(app: App, house: House): void {
  const { agencies, areas, fields, directory } = house.store;

  /** One list's two calls. `save` answers the record as it stands then. */
  function entry<Wish extends object>(
    name: 'agencies' | 'areas' | 'fields',
    shapes: { wish: TSchema; record: TSchema },
    save: (
      request: Request,
      id: string,
      wish: Wish,
    ) => Promise<{ record: { _id: string; version: number }; isNew: boolean }>,
  ): void {
    const path = `/api/directory/${name}/:id`;
    const list = { agencies, areas, fields }[name];
    app.get<{ Params: OwnIdParams }>(
      path,
      { schema: { tags, summary: 'An entry with its version', params: OwnIdParams, response: { 200: shapes.record } } },
      async (request, reply) => {
        needRight(request, 'directory.edit');
        const record = await list.find(request.params.id);
        if (!record) throw new Problem('not-found');
        return reply.header('etag', `"${record.version}"`).send(shown(record));
      },
    );
    app.put<{ Params: OwnIdParams; Body: Wish }>(
      path,
      {
        schema: {
          tags,
          summary: 'Add it, or change it; If-Match with the version that was seen, "0" for what is to be new',
          params: OwnIdParams,
          body: shapes.wish,
          response: { 200: shapes.record, 201: shapes.record },
        },
      },
      async (request, reply) => {
        // A field that the shape has not is passed over: what is kept is what was looked at.
        const wish = Value.Clean(shapes.wish, request.body) as Wish;
        const { record, isNew } = await save(request, request.params.id, wish);
        return reply
          .code(isNew ? 201 : 200)
          .header('etag', `"${record.version}"`)
          .send(shown(record));
      },
    );
  }

  const where = <L>(request: Request, list: L, name: string, id: string) => ({
    list,
    name,
    id,
    seen: seenVersion(request.headers['if-match']),
  });

  entry<AgencyWish>('agencies', { wish: AgencyWish, record: AgencyRecord }, async (request, id, wish) => {
    const actor = needRight(request, 'directory.edit');
    const next = (before: { validTo: string | null; successor: unknown } | null) => ({
      ...wish,
      validTo: before?.validTo ?? null,
      successor: (before?.successor ?? null) as never,
    });
    return saveEntry(house, actor, where(request, agencies, 'agencies', id), next, checkAgency(wish));
  });
  entry<AreaWish>('areas', { wish: AreaWish, record: AreaRecord }, async (request, id, wish) => {
    const actor = needRight(request, 'directory.edit');
    const errors = checkArea(id, wish, await directory.read());
    return saveEntry(house, actor, where(request, areas, 'areas', id), () => wish, errors);
  });
  entry<FieldWish>('fields', { wish: FieldWish, record: FieldRecord }, async (request, id, wish) => {
    const actor = needRight(request, 'directory.edit');
    const errors = checkField(id, wish, await directory.read());
    return saveEntry(house, actor, where(request, fields, 'fields', id), () => wish, errors);
  });
}

const shown = ({ _id, ...rest }: { _id: string }): object => ({ id: _id, ...rest });
