/** What the double answers to the studio's calls: two drafts, the first with the shipped files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelItem } from '../../domain/api/models.ts';
import { checkAnswer } from './checks.ts';
import { type Answer, json } from './route.ts';
import { tryRoutes } from './try-run.ts';

const folder = join(import.meta.dirname, '../../bpmn');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(bpmn|dmn|form)$/.test(name))
  .map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') }));

const basedOn = { definitionKey: '2251799813685249', version: 3 };
const begun = { createdAt: '2026-01-02T09:00:00+07:00', createdBy: 'analyst', basedOn };
export const drafts: ModelItem[] = [
  {
    id: 'a'.repeat(32),
    name: 'Rút ngắn thời hạn xử lý',
    version: 7,
    changedAt: '2026-01-05T09:41:00+07:00',
    changedBy: 'analyst',
    ...begun,
  },
  {
    id: 'b'.repeat(32),
    name: 'Thêm bước khảo sát',
    version: 2,
    changedAt: '2026-01-04T15:20:00+07:00',
    changedBy: 'analyst2',
    ...begun,
  },
];

const list: Answer = (_sent, response) => json(response, 200, { items: drafts, next: null });
const read: Answer = ({ path }, response) => {
  const found = drafts.find(({ id }) => path.endsWith(id));
  if (found) json(response, 200, { ...found, files });
  else json(response, 404, { type: 'about:blank', title: 'x', status: 404 });
};
const save: Answer = (_sent, response) =>
  json(response, 200, { version: 8, changedAt: '2026-01-05T09:42:00+07:00', changedBy: 'analyst' });

export const studioRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/models$/, list],
  ['POST', /^\/api\/models\/check$/, (_sent, response) => json(response, 200, checkAnswer)],
  ...tryRoutes,
  ['POST', /^\/api\/models$/, (_sent, response) => json(response, 201, { ...drafts[0], files })],
  ['GET', /^\/api\/models\/\w{32}$/, read],
  ['PUT', /^\/api\/models\/\w{32}\/files$/, save],
];
