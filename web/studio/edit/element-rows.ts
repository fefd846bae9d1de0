/** The steps of a diagram as rows of a table: what an official asks of a step, without its drawing. */
import {
  elementsOf,
  groupsOf,
  headerOf,
  inputOf,
  isStep,
  kindOf,
  type ModdleElement,
  nameOf,
  propertyOf,
} from '../moddle.ts';
import type { Field } from './fields.ts';

export interface Row {
  id: string;
  /** What it is called; its id where it has no name. */
  name: string;
  /** Its BPMN type without prefix: `UserTask`. */
  kind: string;
  /** The fields as they stand in the file; '' where there is none. */
  values: Readonly<Record<Field, string>>;
  /** Fields that this element may carry. */
  fields: readonly Field[];
}

const always: readonly Field[] = ['name', 'article', 'citizenLabel', 'citizenLabelEn'];
const ofTask: readonly Field[] = ['budget', 'clockStart', 'candidateGroups'];

/** In the order of the file, which is the order of the procedure. */
export function rowsOf(definitions: ModdleElement): Row[] {
  return [...elementsOf(definitions).values()].filter(isStep).map(rowOf);
}

function rowOf(element: ModdleElement): Row {
  return {
    id: element.id,
    name: nameOf(element),
    kind: kindOf(element),
    values: {
      name: element.name ?? '',
      article: propertyOf(element, 'article') ?? '',
      citizenLabel: propertyOf(element, 'citizenLabel') ?? '',
      citizenLabelEn: propertyOf(element, 'citizenLabelEn') ?? '',
      budget: inputOf(element, 'budget') ?? headerOf(element, 'budget') ?? '',
      clockStart: inputOf(element, 'clockStart') ?? '',
      candidateGroups: groupsOf(element) ?? '',
    },
    fields: fieldsFor(element),
  };
}

/** A person's task may get any of them; other elements only those of a task that they carry already. */
function fieldsFor(element: ModdleElement): readonly Field[] {
  if (element.$type === 'bpmn:UserTask') return [...always, ...ofTask];
  const budget = inputOf(element, 'budget') ?? headerOf(element, 'budget');
  return [
    ...always,
    ...ofTask.filter((field) =>
      field === 'budget'
        ? budget !== undefined
        : field === 'clockStart' && inputOf(element, 'clockStart') !== undefined,
    ),
  ];
}
