/** Mappings over small changes of the shipped diagram: what goes where, and what cannot. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import { type Outline, outlineOf } from './outline.ts';
import { badChoices, choicesFor, destinationOf, hindrances, instructionsOf } from './plan.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

async function outline(xml: string): Promise<Outline> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(xml);
  return outlineOf(rootElement, 'field-report')!;
}
const changed = (change: (xml: string) => string) => outline(change(shipped));
const renamed = (from: string, to: string) => (xml: string) =>
  xml.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`>${from}<`, `>${to}<`);
const from = await outline(shipped);

describe('a mapping', () => {
  test('takes every element of an unchanged diagram to itself', async () => {
    const to = await changed((xml) => xml);
    expect(instructionsOf(from, to, {})).toHaveLength(Object.keys(from.elements).length);
    expect(hindrances(from, to, {}, { active: Object.keys(from.elements) })).toEqual([]);
  });

  test('says which element is gone, what could take it, and takes it there when it is chosen', async () => {
    const to = await changed(renamed('handling', 'repair'));
    expect(destinationOf(from, to, {}, 'handling')).toEqual({ to: null, why: 'gone' });
    expect(hindrances(from, to, {}, { active: ['stages', 'handling'] })).toEqual([
      { element: 'handling', why: 'gone' },
    ]);
    const choices = choicesFor(from, to, {}, 'handling').map(({ id }) => id);
    expect(choices).toContain('repair');
    expect(choices).not.toContain('stages');
    expect(destinationOf(from, to, { handling: 'repair' }, 'handling')).toEqual({ to: 'repair', why: null });
    expect(hindrances(from, to, { handling: 'repair' }, { active: ['stages', 'handling'] })).toEqual([]);
  });

  test.each([
    [
      'type',
      (xml: string) =>
        xml.replace(/<bpmn:userTask (id="handling"[\s\S]*?)<\/bpmn:userTask>/, '<bpmn:manualTask $1</bpmn:manualTask>'),
    ],
    [
      'implementation',
      (xml: string) => xml.replace(/(<bpmn:userTask id="handling"[\s\S]*?)<zeebe:userTask ?\/>/, '$1'),
    ],
    [
      'loop',
      (xml: string) =>
        xml.replace(
          /(<bpmn:userTask id="handling"[\s\S]*?)<\/bpmn:userTask>/,
          '$1<bpmn:multiInstanceLoopCharacteristics /></bpmn:userTask>',
        ),
    ],
  ] as const)('refuses another %s', async (why, change) => {
    const to = await changed(change);
    expect(destinationOf(from, to, {}, 'handling')).toEqual({ to: 'handling', why });
  });

  test('refuses what stands in another scope, also by way of a scope that is gone', async () => {
    const to = await changed(renamed('stages', 'steps'));
    expect(destinationOf(from, to, {}, 'handling').why).toBe('scope');
    expect(destinationOf(from, to, { stages: 'steps' }, 'handling').why).toBeNull();
  });

  test('leaves a caught event out when its host does not go where it hangs now', async () => {
    const boundary = Object.values(from.elements).find(({ attachedTo }) => attachedTo === 'stages')!;
    const to = await changed(renamed('stages', 'steps'));
    const sources = (mapping: Record<string, string>) =>
      instructionsOf(from, to, mapping).map(({ sourceElementId }) => sourceElementId);
    expect(sources({})).not.toContain(boundary.id);
    expect(sources({ stages: 'steps' })).toContain(boundary.id);
  });

  test('knows a choice that makes no sense', async () => {
    expect(badChoices(from, from, { handling: 'nowhere', nowhere: 'handling', routing: 'routing' })).toEqual([
      'handling',
      'nowhere',
    ]);
    expect(badChoices(from, from, { toString: 'handling' })).toEqual(['toString']);
  });
});
