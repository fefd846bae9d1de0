/** Checks by HTTP: of a draft, of files as they are given, and of files that were made to do harm. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckAnswer } from '../../domain/api/checks.ts';
import type { ModelFile } from '../../domain/api/models.ts';
import { tally } from '../../domain/checks.ts';
import { filesOf } from '../deploy.ts';
import { limits } from '../sandbox/limits.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

const folder = join(import.meta.dirname, '../../bpmn');
let house: TestHouse;
let analyst: Record<string, string>;
let shipped: ModelFile[];
let diagram: string;

beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  shipped = (await filesOf(folder)).map(({ name, content }) => ({ name, content: content.toString('utf8') }));
  diagram = await readFile(join(folder, 'field-report.bpmn'), 'utf8');
});
afterAll(() => house?.close());

const check = (files: readonly ModelFile[]) =>
  house.ask('POST', '/api/models/check', { payload: { files }, headers: analyst });
const withDiagram = (content: string): ModelFile[] =>
  shipped.map((file) => (file.name === 'field-report.bpmn' ? { ...file, content } : file));

describe('a check', () => {
  test('of the shipped files finds nothing', async () => {
    const { status, body } = await check(shipped);
    expect([status, body.findings, body.left]).toEqual([200, [], 0]);
    expect(body.at).toMatch(/^\d{4}-/);
  });

  test('of a saved draft says which version it was of', async () => {
    const at = monday;
    await house.store.models.add({
      _id: 'd'.repeat(32),
      name: 'Bốn ngày',
      files: withDiagram(diagram.replace('value="6d"', 'value="8d"')),
      basedOn: null,
      version: 3,
      createdAt: at,
      createdBy: 'analyst',
      changedAt: at,
      changedBy: 'analyst',
      archived: false,
    });
    const { status, body } = await house.ask('POST', `/api/models/${'d'.repeat(32)}/check`, { headers: analyst });
    const answer = body as CheckAnswer;
    expect([status, answer.version]).toEqual([200, 3]);
    expect(answer.findings).toMatchObject([
      { kind: 'regulation', code: 'budget-longer', severity: 'error', element: 'handling-open', article: '8.3' },
    ]);
    expect(answer.findings[0]!.line).toBe(diagram.slice(0, diagram.indexOf('id="handling-open"')).split('\n').length);
    expect(tally(answer.findings)).toEqual({ error: 1, warning: 0, hint: 0 });
  });

  test('knows the regulation as it is in force today: a clause that was repealed is none', async () => {
    const record = (await house.store.articles.ofClause('8.2'))[0]!;
    const ended = { by: 'admin', at: monday, reason: 'Quyết định mới', source: 'QĐ' };
    await house.store.articles.end(record._id, '2020-12-01', ended);
    const { body } = await check(shipped);
    await house.store.articles.model.updateOne({ _id: record._id }, { $set: { validTo: null, ended: null } });
    expect((body as CheckAnswer).findings.map(({ code, element }) => `${code} ${element}`)).toEqual([
      'article-unknown scope',
      'article-unknown scope-gw',
    ]);
  });

  test('of nothing, and of a file of another kind, is refused', async () => {
    expect((await check([])).status).toBe(400);
    expect((await check([{ name: 'x.exe', content: '' }])).status).toBe(400);
  });
});

/** So many elements in a row, or in one another. */
const row = (n: number): string =>
  Array.from(
    { length: n },
    (_, at) =>
      `<bpmn:manualTask id="m${at}" name="m${at}"/><bpmn:sequenceFlow id="f${at}" sourceRef="m${at}" targetRef="m${(at + 1) % n}"/>`,
  ).join('');
const nested = (n: number): string =>
  `${Array.from({ length: n }, (_, at) => `<bpmn:subProcess id="s${at}">`).join('')}${'</bpmn:subProcess>'.repeat(n)}`;
const inStages = (xml: string): string => diagram.replace('<bpmn:sequenceFlow id="stages-start--entry-gw"', `${xml}$&`);
const condition = (feel: string): string =>
  diagram.replace('=comment = true', '').replace('>=hasComment = true<', `>${feel}<`);
const entities = Array.from({ length: 12 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');

describe('files that were made to do harm', () => {
  const harmful: [what: string, files: () => ModelFile[], found?: string][] = [
    [
      'an expression that counts to a billion',
      () => withDiagram(condition('=count(for i in 1..1000000000 return i) &gt; 0')),
      'feel-slow',
    ],
    [
      'an expression that explodes a pattern',
      () => withDiagram(condition(`=matches("${'a'.repeat(60)}!", "^(a+)+$")`)),
      'feel-slow',
    ],
    [
      'an expression nested ten thousand deep',
      () => withDiagram(condition(`=${'('.repeat(10_000)}1${')'.repeat(10_000)} = 1`)),
    ],
    ['an expression of a megabyte', () => withDiagram(condition(`=${'1+'.repeat(200_000)}1 = 1`))],
    [
      'an entity bomb',
      () => withDiagram(diagram.replace('?>', `?>\n<!DOCTYPE d [<!ENTITY e0 "ha">${entities}]>`)),
      'unreadable',
    ],
    ['ten thousand elements in a ring', () => withDiagram(inStages(row(5_000)))],
    ['three thousand scopes in one another', () => withDiagram(inStages(nested(3_000))), 'too-deep'],
    [
      'a form nested without end',
      () => [
        ...shipped,
        {
          name: 'forms/x.form',
          content: `{"id":"x","components":${'[{"components":'.repeat(5_000)}[]${'}]'.repeat(5_000)}}`,
        },
      ],
    ],
    [
      'a form that is only brackets',
      () => [...shipped, { name: 'forms/x.form', content: '['.repeat(200_000) }],
      'unreadable',
    ],
    ['no XML at all', () => withDiagram('\u0001 <<<')],
    [
      'a table that requires itself',
      () =>
        shipped.map((file) =>
          file.name === 'routing.dmn'
            ? {
                ...file,
                content: file.content.replace(
                  '<informationRequirement id="needs-field">',
                  '<informationRequirement id="loop"><requiredDecision href="#routing" /></informationRequirement>$&',
                ),
              }
            : file,
        ),
      'refused',
    ],
  ];

  // What may take all of its time need not take the twenty seconds that an analyst is given.
  const usual = createSandbox();
  const impatient = createSandbox({ limits: { check: { ...limits.check, timeoutMs: 5_000 } } });
  afterAll(() => {
    usual.close();
    impatient.close();
  });

  test.each(harmful)(
    '%s: an answer or a clean refusal within the limit, and the server goes on',
    async (_what, files, found) => {
      house.house.sandbox = found ? usual : impatient;
      const [{ status, body }, health] = await Promise.all([
        check(files()),
        house.ask('GET', '/api/models', { headers: analyst }),
      ]);
      expect(health.status).toBe(200);
      if (status === 200) {
        expect((body as CheckAnswer).findings.length).toBeLessThanOrEqual(500);
        if (found) expect((body as CheckAnswer).findings.map(({ code }) => code)).toContain(found);
      } else {
        // Too heavy: it took its time or memory and was ended.
        expect([status, body.type]).toEqual([422, expect.stringMatching(/too-heavy$/)]);
        expect(found).toBeUndefined();
      }
      house.house.sandbox = usual;
      expect((await check(shipped.filter(({ name }) => name.endsWith('.form')).slice(0, 1))).status).toBe(200);
    },
    60_000,
  );
});
