/** The regulation's clauses over time, and the shipped diagram held against them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import { changesBetween, touchedArticles } from './changes.ts';
import { repealedOn, shippedWordings, type Wording, wordingsOn } from './clauses.ts';
import { coverageOf } from './coverage.ts';
import { type LawReading, lawReadingOf } from './reading.ts';

const folder = join(import.meta.dirname, '../../bpmn');
const shipped = readFileSync(join(folder, 'field-report.bpmn'), 'utf8');
const wordings = shippedWordings(JSON.parse(readFileSync(join(folder, 'regulation.json'), 'utf8')));
const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

async function read(xml: string): Promise<LawReading> {
  return lawReadingOf((await new BpmnModdle({ zeebe }).fromXML(xml)).rootElement, 'field-report')!;
}
const reading = await read(shipped);
const today = '2026-03-02';

describe('clauses over time', () => {
  const younger: Wording = {
    ...wordings.find(({ clause }) => clause === '8.3')!,
    text: 'Không quá 04 ngày làm việc.',
    validFrom: '2026-07-01',
  };
  test('the wording in force is the youngest that has begun', () => {
    const all = [...wordings, younger];
    const textOn = (day: string) => wordingsOn(all, day).find(({ clause }) => clause === '8.3')!.text;
    expect(textOn('2026-06-30')).toContain('06 ngày');
    expect(textOn('2026-07-01')).toContain('04 ngày');
    expect(wordingsOn(all, '2019-01-01')).toEqual([]);
  });
  test('articles come by number, not by letter', () => {
    expect(
      wordingsOn(wordings, today)
        .map(({ clause }) => clause)
        .slice(0, 3),
    ).toEqual(['1.1', '1.2', '2.1']);
    expect(wordingsOn(wordings, today).at(-1)!.clause).toBe('15.3');
  });
  test('a clause whose last wording has ended is repealed', () => {
    const ended = wordings.map((one) => (one.clause === '9.2' ? { ...one, validTo: '2026-03-01' } : one));
    expect(repealedOn(ended, today).map(({ clause }) => clause)).toEqual(['9.2']);
    expect(repealedOn(wordings, today)).toEqual([]);
  });
});

describe('coverage of the shipped diagram', () => {
  test('everything that the law asks of the process is carried, and what it carries is law', () => {
    const { uncarried, unfounded, astray } = coverageOf(reading, wordings);
    expect(uncarried.map(({ clause }) => clause)).toEqual([]);
    expect(astray).toEqual([]);
    // Of a withdrawal and of windows the regulation says nothing: decided in 0001, as the elements say.
    expect(unfounded.map(({ id, decision }) => [id, decision?.slice(0, 4)])).toEqual([
      ['supplement-lapsed', '0001'],
      ['notify-incomplete', '0001'],
      ['withdrawn-end', '0001'],
      ['feedback-closed', '0001'],
    ]);
  });
  test('a clause that loses its element is listed, and so is the element that loses its clause', async () => {
    const changed = await read(shipped.replaceAll('name="article" value="10.2"', 'name="note" value="10.2"'));
    const { uncarried, unfounded } = coverageOf(changed, wordings);
    expect(uncarried.map(({ clause }) => clause)).toEqual(['10.2']);
    expect(unfounded.map(({ id }) => id)).toContain('tell-private');
  });
  test('every clause says whom it binds and why', () => {
    expect(wordings.filter(({ why }) => !why.vi || !why.en)).toEqual([]);
    expect(new Set(wordings.map(({ binds }) => binds))).toEqual(new Set(['process', 'system', 'people', 'definition']));
  });
});

describe('changes', () => {
  test('nothing changed touches nothing', async () => {
    expect(changesBetween(reading, await read(shipped))).toEqual([]);
  });
  test('a shorter handling touches article 8.3', async () => {
    const changes = changesBetween(
      reading,
      await read(shipped.replace('key="budget" value="6d"', 'key="budget" value="4d"')),
    );
    expect(changes).toEqual([
      {
        id: 'handling-open',
        name: 'Mở hạn xử lý',
        kind: 'changed',
        articles: ['8.3'],
        facts: [{ fact: 'header budget', from: '6d', to: '4d' }],
      },
    ]);
    expect([...touchedArticles(changes).keys()]).toEqual(['8.3']);
  });
  test('a removed element touches the article that it carried', async () => {
    const without = await read(shipped.replace(/<bpmn:userTask id="opinion"[\s\S]*?<\/bpmn:userTask>/, ''));
    expect(changesBetween(reading, without)).toContainEqual(
      expect.objectContaining({ id: 'opinion', kind: 'removed', articles: ['3.8'] }),
    );
  });
});
