/** The directory for anyone: all of it with its past, for who keeps it; each list as it is, or was, on a day. */
import { AgenciesOn, AreasOn, AtQuery, FieldsOn, WholeDirectory } from '../../../domain/api/directory.ts';
import { formatDay, parseTime } from '../../../domain/iso-time.ts';
import type { App, House } from '../../house.ts';
import { sendCacheable } from '../../plugins/cacheable.ts';
import { directoryOn } from '../../plugins/directory.ts';
import { Problem } from '../../problem.ts';

const tags = ['directory'];
/** A change shows within a minute; who asks again with the ETag gets 304. */
const cacheControl = 'public, max-age=60';
const type = 'application/json; charset=utf-8';

export function directoryListRoutes(app: App, house: House): void {
  app.get(
    '/api/directory',
    { schema: { tags, summary: 'The whole directory, dated', response: { 200: WholeDirectory } } },
    async (request, reply) => {
      const text = JSON.stringify(await house.store.directory.read());
      return sendCacheable(request, reply, { text, type, cacheControl });
    },
  );

  const lists = [
    ['agencies', AgenciesOn, 'Agencies in force on a day'],
    ['areas', AreasOn, 'Areas in force on a day, with the agency that is responsible there'],
    ['fields', FieldsOn, 'Fields in force on a day (Annex 1)'],
  ] as const;
  for (const [name, shape, summary] of lists) {
    app.get<{ Querystring: AtQuery }>(
      `/api/directory/${name}`,
      { schema: { tags, summary, querystring: AtQuery, response: { 200: shape } } },
      async (request, reply) => {
        const directory = await directoryOn(house, await momentOf(house, request.query.at));
        const { day, version, [name]: items } = directory;
        const text = JSON.stringify({ day, version, items });
        return sendCacheable(request, reply, { text, type, cacheControl });
      },
    );
  }
}

/** The future may be asked for: what is planned is no secret. @throws 400 */
async function momentOf(house: House, at: string | undefined): Promise<number> {
  if (at === undefined) return house.clock.now();
  const moment = parseTime(/^\d{4}-\d{2}-\d{2}$/.test(at) ? `${at}T00:00:00+07:00` : at);
  if (moment === null || (at.length === 10 && formatDay(moment) !== at))
    throw new Problem('bad-request', { errors: [{ pointer: '/at', code: 'format' }] });
  return moment;
}
