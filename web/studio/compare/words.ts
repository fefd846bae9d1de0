/** The words for what changed: what a facet is called, and its value as the templates call it. */
import { currentLanguage, type TextKey, t } from '../../text/text.ts';
import { choicesOf, templatesIn } from '../edit/templates.ts';
import { kindText } from '../kind-text.ts';

/** Facets that have a word of their own, by where they stand. */
const known: Readonly<Record<string, TextKey>> = {
  name: 'studio.compare.facet.name',
  kind: 'studio.compare.facet.kind',
  documentation: 'studio.compare.facet.documentation',
  condition: 'studio.compare.facet.condition',
  default: 'studio.compare.facet.default',
  timer: 'studio.compare.facet.timer',
  message: 'studio.compare.facet.message',
  source: 'studio.compare.facet.source',
  target: 'studio.compare.facet.target',
  within: 'studio.compare.facet.within',
  template: 'studio.compare.facet.template',
  'input:budget': 'studio.compare.facet.budget',
  'header:budget': 'studio.compare.facet.budget',
  'input:clockStart': 'studio.compare.facet.clockStart',
  'input:clockLimit': 'studio.compare.facet.clockLimit',
  'property:article': 'studio.compare.facet.article',
  'property:decision': 'studio.compare.facet.decision',
  'property:citizenLabel': 'studio.compare.facet.citizenLabel',
  'property:citizenLabelEn': 'studio.compare.facet.citizenLabelEn',
  'assignmentDefinition.candidateGroups': 'studio.compare.facet.candidateGroups',
  'taskSchedule.dueDate': 'studio.compare.facet.dueDate',
  'taskDefinition.type': 'studio.compare.facet.job',
  'taskDefinition.retries': 'studio.compare.facet.retries',
  'formDefinition.formId': 'studio.compare.facet.form',
  'calledDecision.decisionId': 'studio.compare.facet.decisionId',
};

/** Facets of lists, by their beginning; the rest is the entry's own name. */
const lists: Readonly<Record<string, TextKey>> = {
  input: 'studio.compare.facet.input',
  output: 'studio.compare.facet.output',
  header: 'studio.compare.facet.header',
  property: 'studio.compare.facet.property',
  listener: 'studio.compare.facet.listener',
};

export function facetText(facet: string): string {
  const key = known[facet];
  if (key) return t(key);
  const [list, name] = [facet.slice(0, facet.indexOf(':')), facet.slice(facet.indexOf(':') + 1)];
  return lists[list] ? t(lists[list], { name }) : facet;
}

/** A value as a person reads it; a dash where there is none. */
export function valueText(facet: string, value: string | null): string {
  if (value === null || value === '') return '–';
  if (facet === 'kind') return kindText(value);
  const field = /(?:input:|assignmentDefinition\.)(clockStart|candidateGroups)$/.exec(facet)?.[1];
  const choices = field ? choicesOf(templatesIn(currentLanguage()), field) : [];
  return choices.find((one) => one.value === value)?.name ?? value;
}

/** Paths of a form's fields that have a word of their own. */
const paths: Readonly<Record<string, TextKey>> = {
  label: 'studio.compare.path.label',
  text: 'studio.compare.path.text',
  description: 'studio.compare.path.description',
  key: 'studio.compare.path.key',
  type: 'studio.compare.path.type',
  values: 'studio.compare.path.values',
  'conditional.hide': 'studio.compare.path.hide',
  'validate.required': 'studio.compare.path.required',
  'validate.maxLength': 'studio.compare.path.maxLength',
  'validate.max': 'studio.compare.path.max',
  'validate.min': 'studio.compare.path.min',
  'properties.requiredWhen': 'studio.compare.path.requiredWhen',
};

export const pathText = (path: string): string => (paths[path] ? t(paths[path]) : path);
