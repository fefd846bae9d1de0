/** Annex 1 as the table decides it: each of its nine rows, and row 9 for each of the eighteen districts. */
import { readFile } from 'node:fs/promises';
import { DmnModdle } from 'dmn-moddle';
import { evaluate, unaryTest } from 'feelin';
import { describe, expect, it } from 'vitest';
import { fields } from '../domain/fields.ts';
import type { ModdleElement } from './diagram.ts';

const xml = await readFile(new URL('routing.dmn', import.meta.url), 'utf8');
const { rootElement } = await new DmnModdle().fromXML(xml);
const decision = rootElement.drgElement.find((e: ModdleElement) => e.$type === 'dmn:Decision');
const table = decision.decisionLogic;
const districts =
  'tamky hoian dienban thangbinh queson nongson duyxuyen dailoc nuithanh phuninh tienphuoc hiepduc phuocson bactramy namtramy donggiang taygiang namgiang'.split(
    ' ',
  );

/** All agencies that the table proposes (hit policy COLLECT). */
function proposed(context: { field: string | null; district: string | null }): unknown[] {
  const hit = (rule: ModdleElement): boolean =>
    rule.inputEntry.every((entry: ModdleElement, column: number) => {
      const value = evaluate(table.input[column].inputExpression.text, context).value;
      return unaryTest(entry.text, { ...context, '?': value }).value === true;
    });
  return table.rule.filter(hit).map((rule: ModdleElement) => evaluate(rule.outputEntry[0].text, context).value);
}

describe('the routing table', () => {
  it('is the decision "routing", collects, and reads field and district', () => {
    expect(decision.id).toBe('routing');
    expect(table.hitPolicy).toBe('COLLECT');
    expect(table.input.map((i: ModdleElement) => i.inputExpression.text)).toEqual(['field', 'district']);
  });

  it.each(fields.filter((f) => f.agency !== null))('sends $id to $agency, wherever it happened', ({ id, agency }) => {
    for (const district of [null, ...districts]) expect(proposed({ field: id, district })).toEqual([agency]);
  });

  it.each(districts)('sends the environment in %s to that district', (district) => {
    expect(proposed({ field: 'environment', district })).toEqual([district]);
  });

  it('proposes nobody for the environment of an unknown place, or without a field', () => {
    expect(proposed({ field: 'environment', district: null })).toEqual([]);
    expect(proposed({ field: 'environment', district: 'danang' })).toEqual([]);
    expect(proposed({ field: null, district: 'hoian' })).toEqual([]);
    expect(proposed({ field: 'space', district: 'hoian' })).toEqual([]);
  });

  it('names the row of Annex 1 beside each rule, in its order', () => {
    const notes = table.rule.map((rule: ModdleElement) => rule.description);
    expect(notes).toHaveLength(9);
    notes.forEach((note: string, i: number) => {
      expect(note).toMatch(new RegExp(`^Phụ lục 1, dòng ${i + 1}: `));
    });
    expect(fields.map((f) => f.id)).toEqual(table.rule.map((r: ModdleElement) => JSON.parse(r.inputEntry[0].text)));
  });
});
