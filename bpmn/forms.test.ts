/** The forms ask for exactly what the contract's table asks for, outcome by outcome, in Vietnamese and English. */
import { readdir, readFile } from 'node:fs/promises';
import { evaluate } from 'feelin';
import { describe, expect, it } from 'vitest';
import { type Field, fieldsOf, outcomesOf, stageIds } from '../domain/stages.ts';

interface Component {
  type: string;
  id: string;
  key?: string;
  label?: string;
  text?: string;
  description?: string;
  values?: { label: string; value: string }[];
  valuesKey?: string;
  defaultValue?: string;
  conditional?: { hide: string };
  validate?: { required?: boolean; maxLength?: number; min?: number; max?: number };
  properties?: { requiredWhen?: string };
}
interface Form {
  type: string;
  id: string;
  schemaVersion: number;
  executionPlatform: string;
  executionPlatformVersion: string;
  components: Component[];
}

const here = new URL('./forms/', import.meta.url);
const files = await readdir(here);
const forms = new Map<string, Form>();
for (const stage of stageIds) forms.set(stage, JSON.parse(await readFile(new URL(`${stage}.form`, here), 'utf8')));
const english: Record<string, string> = JSON.parse(await readFile(new URL('en.json', here), 'utf8'));

const shown = (c: Component, data: Record<string, unknown>): boolean =>
  c.conditional === undefined || evaluate(c.conditional.hide.replace(/^=/, ''), data).value !== true;
const words = (c: Component): string[] =>
  [c.label, c.text, c.description, ...(c.values ?? []).map((v) => v.label)].filter((text) => text !== undefined);

it('there is one form a stage and nothing else', () => {
  expect(files.sort()).toEqual([...stageIds.map((stage) => `${stage}.form`), 'en.json'].sort());
});

describe.each(stageIds)('the form %s', (stage) => {
  const form = forms.get(stage)!;
  const inputs = form.components.filter((c) => c.key !== undefined);
  const outcome = inputs.find((c) => c.key === 'outcome')!;

  it('is a form-js form of that id with unique keys', () => {
    expect(form).toMatchObject({ type: 'default', id: stage, executionPlatform: 'Camunda Cloud' });
    expect(form.schemaVersion).toBeGreaterThanOrEqual(16);
    expect(new Set(form.components.map((c) => c.id)).size).toBe(form.components.length);
    expect(new Set(inputs.map((c) => c.key)).size).toBe(inputs.length);
  });

  it('begins with what the article asks', () => {
    expect(form.components[0]).toMatchObject({ type: 'text' });
    expect(form.components[0]!.text).toMatch(/^Điều \d+/);
  });

  it('offers the outcomes of the contract, in their order, and demands one', () => {
    expect(outcome.values!.map((v) => v.value)).toEqual(Object.keys(outcomesOf(stage)));
    expect(outcome.validate).toEqual({ required: true });
    if (outcome.values!.length === 1) expect(outcome.defaultValue).toBe(outcome.values![0]!.value);
  });

  it.each(Object.entries(outcomesOf(stage)))('shows for %s its fields and no others', (chosen, wanted) => {
    const visible = inputs.filter((c) => c !== outcome && shown(c, { outcome: chosen })).map((c) => c.key);
    expect(visible.sort()).toEqual(wanted.map((field: Field) => field.name).sort());
  });

  it('shows no field that only one outcome asks for before an outcome is chosen', () => {
    if (outcome.values!.length === 1) return;
    for (const c of inputs) {
      const everywhere = Object.values(outcomesOf(stage)).every((fields) => fields.some((f) => f.name === c.key));
      if (c !== outcome && !everywhere) expect(shown(c, { outcome: null }), c.key).toBe(false);
    }
  });

  it.each(Object.entries(outcomesOf(stage)))('demands for %s what the contract demands', (chosen, wanted) => {
    for (const field of wanted as readonly Field[]) {
      const component = inputs.find((c) => c.key === field.name)!;
      const always = component.validate?.required === true;
      const conditional = component.properties?.requiredWhen?.replace(/^=/, '') ?? 'false';
      const demanded = (data: Record<string, unknown>): boolean => always || evaluate(conditional, data).value === true;
      expect(demanded({ outcome: chosen }), field.name).toBe(field.required);
      if (field.requiredWhen) {
        expect(demanded({ outcome: chosen, [field.requiredWhen.field]: field.requiredWhen.is })).toBe(true);
        expect(demanded({ outcome: chosen, [field.requiredWhen.field]: 'other' })).toBe(field.required);
      }
    }
  });

  it('bounds every field as the contract does', () => {
    for (const [name, field] of fieldsOf(stage)) {
      const { type, validate, valuesKey, values } = inputs.find((c) => c.key === name)!;
      if (field.kind === 'text') expect([type, validate?.maxLength], name).toEqual(['textarea', field.max]);
      if (field.kind === 'number')
        expect([type, validate], name).toEqual(['number', { required: true, min: field.min, max: field.max }]);
      if (field.kind === 'attachments') expect(type, name).toBe('filepicker');
      if (field.kind === 'list') expect([type, valuesKey], name).toEqual(['taglist', 'agencies']);
      if (field.kind === 'code' && field.of !== 'resolution')
        expect([type, valuesKey], name).toEqual([
          'select',
          { field: 'fields', district: 'districts', agency: 'agencies', file: '' }[field.of!],
        ]);
      if (field.of === 'resolution') expect(values!.map((v) => v.value)).toEqual(['fixed', 'answered', 'cannot-fix']);
    }
  });

  it('has English for every word', () => {
    for (const c of form.components) for (const text of words(c)) expect(english[text], text).toBeTruthy();
  });
});

it('the English holds no word that no form uses', () => {
  const used = new Set([...forms.values()].flatMap((form) => form.components.flatMap(words)));
  expect(Object.keys(english).filter((text) => !used.has(text))).toEqual([]);
});
