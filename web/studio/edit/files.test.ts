/** A draft's files by kind, and a form written again after an edit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { byKind, fileToOpen, shortName } from './files.ts';
import { formText } from './form-text.ts';

const names = ['forms/intake.form', 'routing.dmn', 'field-report.bpmn', 'forms/scope.form'];
const files = names.map((name) => ({ name, content: '' }));

describe('the files', () => {
  test('stand by kind, diagrams first, and a kind without files is left out', () => {
    expect(byKind(files).map(({ kind, files: found }) => [kind, found.length])).toEqual([
      ['bpmn', 1],
      ['dmn', 1],
      ['form', 2],
    ]);
    expect(byKind(files.slice(0, 1)).map(({ kind }) => kind)).toEqual(['form']);
  });

  test('open with the one that is named, else with the diagram', () => {
    expect(fileToOpen(files, 'routing.dmn')?.name).toBe('routing.dmn');
    expect(fileToOpen(files, 'gone.bpmn')?.name).toBe('field-report.bpmn');
    expect(fileToOpen([], null)).toBeUndefined();
  });

  test('are listed without folder and ending', () => {
    expect(shortName('forms/direction-report.form')).toBe('direction-report');
  });
});

/** What the editor makes of a form: a row for every field, keys in another order, its own name and version. */
function asEdited(text: string): { components: Record<string, unknown>[] } {
  const { components, type, id, ...rest } = JSON.parse(text);
  const withRow = (component: object, n: number) => ({ layout: { row: `Row_${n}`, columns: null }, ...component });
  return {
    components: components.map(withRow),
    type,
    id,
    ...rest,
    schemaVersion: 20,
    exporter: { name: 'x', version: '1' },
  };
}

describe('a form that was edited', () => {
  const folder = join(import.meta.dirname, '../../../bpmn/forms');
  test.each(readdirSync(folder).filter((name) => name.endsWith('.form')))('%s: what nobody changed stays', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(formText(text, asEdited(text))).toBe(text);
  });

  test('differs in the changed line alone', () => {
    const text = readFileSync(join(folder, 'scope.form'), 'utf8');
    const schema = asEdited(text);
    schema.components[1]!.label = 'Kết quả';
    const lines = formText(text, schema).split('\n');
    expect(lines.filter((line, n) => line !== text.split('\n')[n])).toEqual(['      "label": "Kết quả",']);
  });

  test('keeps the row of fields that stand beside each other', () => {
    const text = readFileSync(join(folder, 'scope.form'), 'utf8');
    const schema = asEdited(text);
    schema.components[1]!.layout = { row: 'Row_0', columns: null };
    expect(formText(text, schema).match(/"row": "Row_0"/g)).toHaveLength(2);
  });
});
