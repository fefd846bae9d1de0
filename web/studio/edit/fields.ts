/**
 * Writing the few plain fields that analysts change most, through the editor's own commands, so that one undo takes
 * one change back. A field's place is where our element templates keep it.
 */
import { extension, headerOf, inputOf, type ModdleElement } from '../moddle.ts';
import type { Drawn, Modeler } from './modeler.ts';

export type Field =
  | 'name'
  | 'article'
  | 'budget'
  | 'clockStart'
  | 'candidateGroups'
  | 'citizenLabel'
  | 'citizenLabelEn';

/** A list within an extension element, and what of an entry is its key and its value. */
interface Place {
  type: string;
  list: string;
  entry: string;
  key: string;
  value: string;
}
const properties: Place = {
  type: 'zeebe:Properties',
  list: 'properties',
  entry: 'zeebe:Property',
  key: 'name',
  value: 'value',
};
const inputs: Place = {
  type: 'zeebe:IoMapping',
  list: 'inputParameters',
  entry: 'zeebe:Input',
  key: 'target',
  value: 'source',
};
const headers: Place = { type: 'zeebe:TaskHeaders', list: 'values', entry: 'zeebe:Header', key: 'key', value: 'value' };

function placeOf(element: ModdleElement, field: Field): Place {
  if (field === 'clockStart') return inputs;
  // A job's budget is a header; a person's task has it as an input.
  if (field === 'budget')
    return inputOf(element, 'budget') === undefined && headerOf(element, 'budget') !== undefined ? headers : inputs;
  return properties;
}

/** One change, one step of undo. An empty value takes the field away. */
export function writeField(modeler: Modeler, drawn: Drawn, field: Field, value: string): void {
  const element = drawn.businessObject;
  const modeling = modeler.get('modeling');
  if (field === 'name') {
    if ((element.name ?? '') !== value) modeling.updateProperties(drawn, { name: value === '' ? undefined : value });
    return;
  }
  if (field === 'candidateGroups') {
    const found = extension(element, 'zeebe:AssignmentDefinition');
    if (found) modeling.updateModdleProperties(drawn, found, { candidateGroups: value || undefined });
    else if (value) addExtension(modeler, drawn, 'zeebe:AssignmentDefinition', { candidateGroups: value });
    return;
  }
  writeEntry(modeler, drawn, placeOf(element, field), field, value);
}

function writeEntry(modeler: Modeler, drawn: Drawn, place: Place, name: string, value: string): void {
  const modeling = modeler.get('modeling');
  const factory = modeler.get('bpmnFactory');
  const container = extension(drawn.businessObject, place.type);
  const entries: ModdleElement[] = container?.get(place.list) ?? [];
  const found = entries.find((one) => one[place.key] === name);
  if (found?.[place.value] === value || (!found && value === '')) return;
  if (value === '') {
    modeling.updateModdleProperties(drawn, container, { [place.list]: entries.filter((one) => one !== found) });
  } else if (found) {
    modeling.updateModdleProperties(drawn, found, { [place.value]: value });
  } else {
    const entry = factory.create(place.entry, { [place.key]: name, [place.value]: value });
    if (container) {
      entry.$parent = container;
      modeling.updateModdleProperties(drawn, container, { [place.list]: [...entries, entry] });
    } else addExtension(modeler, drawn, place.type, { [place.list]: [entry] });
  }
}

function addExtension(modeler: Modeler, drawn: Drawn, type: string, attributes: Record<string, unknown>): void {
  const factory = modeler.get('bpmnFactory');
  const modeling = modeler.get('modeling');
  const element = drawn.businessObject;
  const made = factory.create(type, attributes);
  for (const child of Object.values(attributes).flat())
    if (child instanceof Object) (child as ModdleElement).$parent = made;
  const extensions = element.extensionElements;
  if (extensions) {
    made.$parent = extensions;
    modeling.updateModdleProperties(drawn, extensions, { values: [...(extensions.get('values') ?? []), made] });
    return;
  }
  const fresh = factory.create('bpmn:ExtensionElements', { values: [made] });
  fresh.$parent = element;
  made.$parent = fresh;
  modeling.updateModdleProperties(drawn, element, { extensionElements: fresh });
}
