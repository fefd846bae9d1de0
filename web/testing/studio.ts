/** What the double answers to the studio's calls: two drafts, the first with the shipped files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelItem } from '../../domain/api/models.ts';
import { checkAnswer } from './checks.ts';
import { lawRoutes } from './law.ts';
import { rehearsalRoutes } from './rehearsals.ts';
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

const list: Answer = (_sent, response) =>
  json(response, 200, { items: [{ ...drafts[0], present: ['Trần Thị Phân tích'] }, drafts[1]], next: null });
const read: Answer = ({ path }, response) => {
  const found = drafts.find(({ id }) => path.endsWith(id));
  if (found) json(response, 200, { ...found, files });
  else json(response, 404, { type: 'about:blank', title: 'x', status: 404 });
};
const save: Answer = (_sent, response) =>
  json(response, 200, { version: 8, changedAt: '2026-01-05T09:42:00+07:00', changedBy: 'analyst' });

/** What is in force has a longer budget than the draft's files say it has: there is something to compare. */
const deployed = [
  { definitionKey: '2251799813685250', version: 3, deployedAt: '2026-01-01T08:00:00+07:00', inForce: true },
  { definitionKey: '2251799813685249', version: 2, deployedAt: '2025-11-01T08:00:00+07:00', inForce: false },
];
const inForce = files.map(({ name, content }) => ({
  name,
  content: content
    .replace('key="budget" value="6d"', 'key="budget" value="8d"')
    .replace('"sgtvt"', '"sxd"')
    .replace('"label": "Lý do trả lại"', '"label": "Lý do"'),
}));
const listDeployed: Answer = (_sent, response) => json(response, 200, { items: deployed, next: null });
const readDeployed: Answer = ({ path }, response) => {
  const found = deployed.find(({ definitionKey }) => path.endsWith(definitionKey));
  json(response, 200, { ...found, files: found?.inForce ? inForce : files });
};

const versions = [
  { n: 2, note: 'Bản gửi lãnh đạo xem', at: '2026-01-05T09:30:00+07:00', by: 'analyst' },
  { n: 1, note: 'Trước khi rút ngắn', at: '2026-01-03T16:05:00+07:00', by: 'analyst2' },
];
const at = '2026-01-05T09:41:00+07:00';
const log = [
  { what: 'saved', at, since: '2026-01-05T09:12:00+07:00', by: 'analyst', note: '', files: ['field-report.bpmn'] },
  {
    what: 'versioned',
    at: versions[0]!.at,
    since: versions[0]!.at,
    by: 'analyst',
    note: `2: ${versions[0]!.note}`,
    files: [],
  },
  {
    what: 'begun',
    at: '2026-01-02T09:00:00+07:00',
    since: '2026-01-02T09:00:00+07:00',
    by: 'analyst',
    note: '',
    files: [],
  },
];

export const studioRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ...lawRoutes,
  ['GET', /^\/api\/models$/, list],
  ['POST', /^\/api\/models\/check$/, (_sent, response) => json(response, 200, checkAnswer)],
  ...tryRoutes,
  ...rehearsalRoutes,
  ['POST', /^\/api\/models$/, (_sent, response) => json(response, 201, { ...drafts[0], files })],
  ['GET', /^\/api\/models\/\w{32}\/versions\/1$/, (_sent, response) => json(response, 200, { ...versions[1], files })],
  ['GET', /^\/api\/models\/definitions$/, listDeployed],
  ['GET', /^\/api\/models\/definitions\/\d+$/, readDeployed],
  ['GET', /^\/api\/models\/\w{32}$/, read],
  ['PUT', /^\/api\/models\/\w{32}\/files$/, save],
  [
    'GET',
    /^\/api\/models\/\w{32}\/versions$/,
    (_sent, response) => json(response, 200, { items: versions, next: null }),
  ],
  ['GET', /^\/api\/models\/\w{32}\/log$/, (_sent, response) => json(response, 200, { items: log, next: null })],
  [
    'PUT',
    /^\/api\/models\/\w{32}\/presence$/,
    (_sent, response) => json(response, 200, { others: [{ username: 'analyst2', name: 'Trần Thị Phân tích' }] }),
  ],
  ['DELETE', /^\/api\/models\/\w{32}\/presence$/, (_sent, response) => json(response, 204)],
];
