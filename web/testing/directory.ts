/** What the double answers of the directory: the shipped one, a field that waits for its row, an agency that has ended. */
import type { RoutingState } from '../../domain/api/routing.ts';
import type { SuccessionItem } from '../../domain/api/successions.ts';
import { shippedDirectory } from '../../domain/directory/shipped.ts';
import { businessNow } from './answers.ts';
import { type Answer, json } from './route.ts';

const { agencies, areas, fields } = shippedDirectory;
const directory = {
  version: 2,
  agencies: agencies.map((one) =>
    one.id === 'nongson' ? { ...one, validTo: '2025-01-01', successor: { to: 'queson', except: [] } } : one,
  ),
  areas,
  fields: [
    ...fields,
    {
      id: 'lighting',
      row: 10,
      names: [{ vi: 'Chiếu sáng công cộng', en: 'Street lighting', from: '2025-06-01' }],
      validFrom: '2025-06-01',
      validTo: null,
      about: { vi: 'Đèn đường, đèn công viên', en: 'Street and park lamps' },
      agency: 'sct',
    },
  ],
};

const succession: SuccessionItem = {
  id: 'd'.repeat(32),
  agency: 'nongson',
  on: '2025-01-01',
  to: 'queson',
  except: [],
  movePeople: true,
  reason: 'Nghị quyết sắp xếp đơn vị hành chính',
  by: { username: 'ioc.admin', name: 'Quản trị hệ thống IOC' },
  at: businessNow,
  state: 'done',
  waits: false,
  endedAt: businessNow,
  counts: { waiting: 0, moved: 12, ended: 1, refused: 0 },
};
const routing: RoutingState = { readable: true, missing: { fields: ['lighting'], areas: [] }, asked: null };

const answer =
  (body: unknown): Answer =>
  (_sent, response) =>
    json(response, 200, body);
const entry =
  (list: 'agencies' | 'areas' | 'fields'): Answer =>
  ({ path }, response) => {
    const found = directory[list].find(({ id }) => path.endsWith(`/${id}`));
    if (found) json(response, 200, { ...found, version: 1 });
    else json(response, 404, { type: 'about:blank', title: 'x', status: 404 });
  };

export const directoryRoutes: readonly [string, RegExp, Answer][] = [
  ['GET', /^\/api\/directory$/, answer(directory)],
  ['GET', /^\/api\/directory\/successions$/, answer({ items: [succession] })],
  ['GET', /^\/api\/directory\/routing$/, answer(routing)],
  ['GET', /^\/api\/directory\/agencies\/[^/]+$/, entry('agencies')],
  ['GET', /^\/api\/directory\/areas\/[^/]+$/, entry('areas')],
  ['GET', /^\/api\/directory\/fields\/[^/]+$/, entry('fields')],
];
