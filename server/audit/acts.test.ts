/**
 * What must be on record is: each look at what is not everyone's and each act done beside the diagram, done through the
 * server's own doors. And no act is written under a word that people are not told the meaning of.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditActs } from '../../domain/audit.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

type Headers = { cookie: string; origin: string };
let house: TestHouse;
const people: Record<string, Headers> = {};
let seed = 40_000;

beforeAll(async () => {
  house = await openTestHouse();
  const stream = new Stream(monday, 39_000);
  stream.process(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="field-report"/></definitions>',
    'field-report',
  );
  await house.records(stream.take());
  people.duty = await house.as('duty', 'ioc-duty');
  people.officer = await house.as('officer', 'agency:sgtvt:officer');
  people.leader = await house.as('leader', 'agency:sgtvt:leader');
  people.analyst = await house.as('analyst', 'analyst');
  people.admin = await house.as('admin', 'admin');
});
afterAll(() => house.close());

interface Standing {
  code: string;
  task: string;
  instance: string;
  stream: Stream;
}

/** A report that an agency handles. */
async function standing(confidential = false): Promise<Standing> {
  const payload = {
    sender: { name: 'Nguyễn Văn An', phone: '0905123456' },
    content: 'Ổ gà trên đường Hùng Vương',
    place: { text: 'Tam Kỳ' },
    confidential,
  };
  const headers = { 'idempotency-key': randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  stream.root('leadAgency', 'sgtvt');
  const { key: task } = stream.task('handling', ['agency:sgtvt:officer'], monday + 1_000);
  await house.records(stream.take());
  return { code, task, instance: stream.instance, stream };
}

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, who: string, payload?: object) =>
  house.ask(method, url, { headers: people[who]!, ...(payload ? { payload } : {}) });
const onRecord = (filter: object) => house.store.audit.model.find(filter).sort({ _id: 1 }).lean().exec();

const looks: [name: string, url: (at: Standing) => string][] = [
  ['its task', ({ task }) => `/api/tasks/${task}`],
  ['the report', ({ code }) => `/api/reports/${code}`],
  ['its way', ({ code }) => `/api/reports/${code}/way`],
];

describe.each(looks)('a look at a confidential report by %s', (_, url) => {
  test('is on record each time, with who and which, and nothing of the sender', async () => {
    const at = await standing(true);
    for (const who of ['officer', 'officer', 'duty']) expect((await ask('GET', url(at), who)).status).toBe(200);
    const kept = await onRecord({ reportCode: at.code });
    expect(kept.map(({ who, what }) => [who, what])).toEqual([
      ['officer', 'look-confidential'],
      ['officer', 'look-confidential'],
      ['duty', 'look-confidential'],
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/Nguyễn|0905|Hùng Vương/);
  });

  test('of one that is not is nobody’s concern', async () => {
    const at = await standing();
    expect((await ask('GET', url(at), 'officer')).status).toBe(200);
    expect(await onRecord({ reportCode: at.code })).toEqual([]);
  });
});

const reason = 'Theo yêu cầu của lãnh đạo';

const acts: [what: string, who: string, act: (at: Standing) => Promise<{ status: number }>][] = [
  [
    'take-down',
    'duty',
    async ({ code }) => {
      const reply = { kind: 'public', agency: 'sgtvt', text: 'Đã vá', attachments: [], at: monday };
      const change = { $set: { status: 'answered', publishedAt: monday, reply } };
      await house.store.reports.model.collection.updateOne({ _id: code } as never, change as never);
      return ask('DELETE', `/api/published/${code}`, 'duty', { reason });
    },
  ],
  [
    'link-duplicate',
    'duty',
    async ({ code }) => ask('PUT', `/api/reports/${code}/duplicate-of`, 'duty', { code: (await standing()).code }),
  ],
  [
    'resolve-incident',
    'duty',
    async ({ stream }) => {
      const value = { elementId: 'handling', errorType: 'JOB_NO_RETRIES', errorMessage: 'x', jobKey: '5' };
      const incident = stream.add('INCIDENT', 'CREATED', value);
      await house.records(stream.take());
      return ask('POST', `/api/incidents/${incident}/resolution`, 'duty');
    },
  ],
  [
    'instance-canceled',
    'duty',
    async ({ instance, stream }) => {
      house.engine.answer = async () => {
        stream.end('ELEMENT_TERMINATED');
        await house.records(stream.take());
      };
      return ask('POST', `/api/instances/${instance}/cancellation`, 'duty', { reason });
    },
  ],
];

test.each(acts)('%s is on record with who did it to which report', async (what, who, act) => {
  house.engine.answer = () => {};
  const at = await standing();
  expect((await act(at)).status).toBeLessThan(300);
  expect(await onRecord({ reportCode: at.code })).toMatchObject([{ what, who }]);
});

const ownActs: [what: string, who: string, act: () => Promise<{ status: number }>][] = [
  ['export-audit', 'admin', () => ask('GET', '/api/audit/export?who=nobody', 'admin')],
  ['begin-model', 'analyst', () => ask('POST', '/api/models', 'analyst', { name: 'x', from: 'in-force' })],
  [
    'article-wording',
    'analyst',
    () =>
      ask('POST', '/api/articles/99.1/wordings', 'analyst', {
        ...{ title: 'x', text: 'x', binds: 'people', why: 'x', source: 'x', reason },
        validFrom: '2026-04-01',
      }),
  ],
];

test.each(ownActs)('%s is on record with who did it', async (what, who, act) => {
  expect((await act()).status).toBeLessThan(300);
  expect(await onRecord({ what })).toMatchObject([{ who }]);
});

test('each word that the server writes has its meaning in the list', async () => {
  const folder = join(import.meta.dirname, '..');
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const written = new Set<string>();
  for (const name of sources) {
    const text = await readFile(join(folder, name), 'utf8');
    if (!text.includes('audit')) continue;
    for (const pattern of [
      /\bwho\b(?::[^,{}]+)?,\s*what: '([a-z-]+)'/g,
      /\b(?:audited|entry|auditBehalf)\([^)]*?'([a-z-]+)'/g,
    ])
      for (const [, what] of text.matchAll(pattern)) written.add(what!);
  }
  expect(written.size).toBeGreaterThan(15);
  expect([...written].filter((what) => !(auditActs as readonly string[]).includes(what))).toEqual([]);
  expect((await house.store.audit.verify()).fault).toBeNull();
});
