/** Annex 1 as the table decides it: each of its nine rows, and row 9 for each of the eighteen districts. */
import { readFile } from 'node:fs/promises';
import { DmnModdle } from 'dmn-moddle';
import { describe, expect, it } from 'vitest';
import { districts as places } from '../domain/districts.ts';
import { fields } from '../domain/fields.ts';
import { evaluateDecision } from '../engine/expressions/dmn.ts';
import { readDmn } from '../engine/model/read-dmn.ts';
import type { ModdleElement } from './diagram.ts';

const xml = await readFile(new URL('routing.dmn', import.meta.url), 'utf8');
const { rootElement } = await new DmnModdle().fromXML(xml);
const decision = rootElement.drgElement.find((e: ModdleElement) => e.$type === 'dmn:Decision');
const table = decision.decisionLogic;
const requirements = await readDmn(xml);
const districts = places.map((place) => place.id);

/** What the engine decides: all agencies that the table proposes (hit policy COLLECT), null where it finds none. */
function proposed(context: { field: string | null; district: string | null }): unknown {
  const outcome = evaluateDecision(requirements, 'routing', (name) => context[name as keyof typeof context], {
    now: 0,
    zone: '+07:00',
    random: () => 0,
  });
  expect(outcome.failure).toBeUndefined();
  return outcome.output ?? [];
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
