/** The regulation's articles as the "says who?" dialog shows them are those of the law's own text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Article {
  article: string;
  title: string;
  intro: string[];
  clauses: { clause: string; label: string; lines: string[] }[];
}
const { articles } = JSON.parse(readFileSync(join(import.meta.dirname, 'regulation.vi.json'), 'utf8')) as {
  articles: Article[];
};

test('all sixteen articles are there, in order', () => {
  expect(articles.map((one) => one.article)).toEqual(Array.from({ length: 16 }, (_, index) => String(index + 1)));
});

test('every article that the diagram names has the clause that it names', () => {
  const diagram = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
  const named = new Set([...diagram.matchAll(/name="article" value="([^"]+)"/g)].map(([, value]) => value!));
  expect(named.size).toBeGreaterThan(5);
  for (const reference of named) {
    const [article, clause] = reference.split('.');
    const found = articles.find((one) => one.article === article);
    expect(found, reference).toBeDefined();
    if (clause)
      expect(
        found!.clauses.map((one) => one.clause),
        reference,
      ).toContain(clause);
  }
});

test('the clauses that carry times say them', () => {
  const text = (article: number, clause: number) => articles[article - 1]!.clauses[clause - 1]!.lines.join(' ');
  expect(text(6, 2)).toContain('02 giờ làm việc');
  expect(text(8, 2)).toContain('01 ngày làm việc');
  expect(text(8, 3)).toContain('06 ngày làm việc');
  expect(text(9, 2)).toContain('01 ngày làm việc');
  expect(text(10, 1)).toContain('04 giờ làm việc');
});
