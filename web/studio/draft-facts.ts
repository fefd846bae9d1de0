/** What a draft's files say that a part of the studio shows: names of elements and the form of a task. */
import type { ModelFile } from '../data/models.ts';
import type { FormSchema } from '../elements/form-schema.ts';

const bpmn = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const zeebe = 'http://camunda.org/schema/zeebe/1.0';

export interface DraftFacts {
  /** The diagram's XML; empty where the draft has none. */
  xml: string;
  /** The element's name, its id where it has none. */
  nameOf(id: string): string;
  /** The form of a user task; null where it has none or the file is broken. */
  formOf(elementId: string): FormSchema | null;
}

export function factsOf(files: readonly ModelFile[]): DraftFacts {
  const xml = files.find(({ name }) => name.endsWith('.bpmn'))?.content ?? '';
  const tree = new DOMParser().parseFromString(xml, 'application/xml');
  const byId = new Map<string, Element>();
  for (const element of tree.getElementsByTagNameNS(bpmn, '*')) if (element.id) byId.set(element.id, element);
  const forms = new Map<string, FormSchema>();
  for (const { name, content } of files) {
    if (!name.endsWith('.form')) continue;
    try {
      const schema = JSON.parse(content) as FormSchema;
      if (schema.id) forms.set(schema.id, schema);
    } catch {
      // A form that is broken just now: the check says so.
    }
  }
  return {
    xml,
    nameOf: (id) => byId.get(id)?.getAttribute('name')?.replace(/\s+/g, ' ') || id,
    formOf(id) {
      const formId = byId.get(id)?.getElementsByTagNameNS(zeebe, 'formDefinition')[0]?.getAttribute('formId');
      return (formId && forms.get(formId)) || null;
    },
  };
}
