/** The element templates describe the shipped diagram: an analyst who opens a task sees its deadline as a form. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { extension } from './diagram.ts';
import { all, diagram } from './questions.ts';

interface Property {
  label?: string;
  description?: string;
  type: string;
  value?: string;
  optional?: boolean;
  choices?: { name: string; value: string }[];
  binding: { type: string; name?: string; key?: string; property?: string };
  constraints?: { notEmpty?: boolean; pattern?: { value: string; message: string } };
}
interface Template {
  id: string;
  name: string;
  description: string;
  version: number;
  appliesTo: string[];
  groups: { label: string }[];
  properties: Property[];
}

const here = new URL('./templates/', import.meta.url);
const files = (await readdir(here)).filter((name) => name !== 'en.json');
const english: Record<string, string> = JSON.parse(await readFile(new URL('en.json', here), 'utf8'));
const templates: Template[] = [];
for (const name of files) templates.push(JSON.parse(await readFile(new URL(name, here), 'utf8')));

const using = all.filter((e) => e.moddle.modelerTemplate !== undefined);

function words(template: Template): string[] {
  const of = (p: Property): (string | undefined)[] => [
    p.label,
    p.description,
    p.constraints?.pattern?.message,
    ...(p.choices ?? []).map((choice) => choice.name),
  ];
  const found = [template.name, template.description, ...template.groups.map((g) => g.label)];
  return [...found, ...template.properties.flatMap(of)].filter((text) => text !== undefined);
}

/** What the diagram says at the place that a template's property is bound to. */
function bound(e: (typeof all)[number], { binding }: Property): string | undefined {
  const at = (type: string): string | undefined => extension(e.moddle, type)?.[binding.property!];
  if (binding.type === 'zeebe:input') return e.inputs.find((m) => m.target === binding.name)?.source;
  if (binding.type === 'zeebe:property') return e.properties[binding.name!];
  if (binding.type === 'zeebe:taskHeader') return e.headers[binding.key!];
  if (binding.type === 'zeebe:taskDefinition') return at('zeebe:TaskDefinition');
  if (binding.type === 'zeebe:taskSchedule') return at('zeebe:TaskSchedule');
  if (binding.type === 'zeebe:formDefinition') return at('zeebe:FormDefinition');
  if (binding.type === 'zeebe:assignmentDefinition') return at('zeebe:AssignmentDefinition');
  if (binding.type === 'zeebe:userTask') return extension(e.moddle, 'zeebe:UserTask') && '';
  throw new Error(`unknown binding ${binding.type}`);
}

describe('element templates', () => {
  it('are of one version and id each, and in English too', () => {
    expect(new Set(templates.map((t) => t.id)).size).toBe(templates.length);
    const used = new Set(templates.flatMap(words));
    expect([...used].filter((text) => !english[text])).toEqual([]);
    expect(Object.keys(english).filter((text) => !used.has(text))).toEqual([]);
  });

  it('are used by every user task', () => {
    const without = all.filter((e) => e.type === 'UserTask' && !using.includes(e));
    expect(without).toEqual([]);
  });

  it.each(using.map((e) => e.id))('describe %s as it is drawn', (id) => {
    const e = diagram.elements.get(id)!;
    const template = templates.find((t) => t.id === e.moddle.modelerTemplate)!;
    expect(template.version).toBe(e.moddle.modelerTemplateVersion);
    expect(template.appliesTo).toContain(e.moddle.$type);
    for (const property of template.properties) {
      const drawn = bound(e, property);
      const what = `${property.binding.type} ${property.binding.name ?? property.binding.key ?? property.binding.property}`;
      if (property.type === 'Hidden') expect(drawn, what).toBe(property.value);
      if (property.type === 'Dropdown')
        expect(
          property.choices!.map((c) => c.value),
          what,
        ).toContain(drawn);
      if (drawn === undefined) expect(property.optional, what).toBe(true);
      else if (property.constraints?.pattern)
        expect(drawn, what).toMatch(new RegExp(property.constraints.pattern.value));
    }
  });
});
