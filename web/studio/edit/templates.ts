/**
 * Our element templates as the editor offers them: the analysts' own files of `bpmn/templates`, bundled as they stand,
 * and in English by the dictionary beside them. What a template writes into the diagram is the same in both languages.
 */
import type { Language } from '../../text/text.ts';

export interface ElementTemplate {
  id: string;
  name: string;
  description?: string;
  groups?: { id: string; label: string }[];
  properties: {
    id?: string;
    label?: string;
    description?: string;
    choices?: { name: string; value: string }[];
    constraints?: { pattern?: { value: string; message: string } };
  }[];
}

const files = import.meta.glob<unknown>('../../../bpmn/templates/*.json', { eager: true, import: 'default' });
const isEnglish = (path: string): boolean => path.endsWith('/en.json');

const shipped = Object.entries(files).flatMap(([path, file]) => (isEnglish(path) ? [] : [file as ElementTemplate]));
const english = Object.entries(files).find(([path]) => isEnglish(path))?.[1] as Record<string, string>;

export const templatesIn = (language: Language): ElementTemplate[] =>
  language === 'vi' ? shipped : shipped.map((one) => inEnglish(one, english));

/** A template with the words that people read in English; one that the dictionary lacks stays as it is. */
export function inEnglish(template: ElementTemplate, words: Readonly<Record<string, string>>): ElementTemplate {
  const say = (text: string): string => words[text] ?? text;
  return {
    ...template,
    name: say(template.name),
    ...(template.description && { description: say(template.description) }),
    ...(template.groups && { groups: template.groups.map((one) => ({ ...one, label: say(one.label) })) }),
    properties: template.properties.map((one) => ({
      ...one,
      ...(one.label && { label: say(one.label) }),
      ...(one.description && { description: say(one.description) }),
      ...(one.choices && { choices: one.choices.map((choice) => ({ ...choice, name: say(choice.name) })) }),
      ...(one.constraints?.pattern && {
        constraints: {
          ...one.constraints,
          pattern: { ...one.constraints.pattern, message: say(one.constraints.pattern.message) },
        },
      }),
    })),
  };
}

/** What may be chosen for a field, in all templates together; nothing where it is written freely. */
export function choicesOf(templates: readonly ElementTemplate[], field: string): { name: string; value: string }[] {
  const choices = templates.flatMap(({ properties }) =>
    properties.flatMap((one) => (one.id === field ? (one.choices ?? []) : [])),
  );
  return [...new Map(choices.map((one) => [one.value, one])).values()];
}
