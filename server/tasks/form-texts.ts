/**
 * Forms in the reader's language: analysts write them in Vietnamese, `bpmn/forms/en.json` has the English of each text.
 * A text that has none stays as it is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type FormTexts = (schema: unknown, language: 'vi' | 'en') => unknown;

const shown = new Set(['label', 'description', 'text', 'placeholder', 'title']);

/** `bpmnDir`: the folder that holds `forms/en.json`. */
export function formTexts(bpmnDir: string): FormTexts {
  const english = JSON.parse(readFileSync(join(bpmnDir, 'forms', 'en.json'), 'utf8')) as Record<string, string>;
  const translated = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(translated);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        typeof one === 'string' && shown.has(name) && Object.hasOwn(english, one) ? english[one] : translated(one),
      ]),
    );
  };
  return (schema, language) => (language === 'en' ? translated(schema) : schema);
}
