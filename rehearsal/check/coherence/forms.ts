/** Forms and the contract: each outcome with the fields that it needs, and nothing that nobody takes. */
import { type Field, fieldsOf, outcomesOf, type Stage } from '../../../domain/stages.ts';
import { evaluated } from '../feel.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import type { Component, Form } from '../read/forms.ts';
import { stageOf, userTasks } from '../stage-tasks.ts';

/** Option lists that the server gives to a form, by what a code must be a member of. */
const lists: Readonly<Record<string, string>> = { field: 'fields', district: 'districts', agency: 'agencies' };
/** Components that a person's own words come from. */
const wordy = new Set(['textfield', 'textarea']);

/** Every task asks by a form that is there; every form is asked for. */
export const formsThere: Rule = ({ diagrams, forms }) => {
  const asked = new Set<string>();
  const found = diagrams.flatMap((diagram) =>
    userTasks(diagram).flatMap((node) => {
      const formId = node.task!.formId;
      const where = { file: diagram.file, element: node.id };
      if (formId === null) return [say('error', 'form-none', where, { name: called(node) })];
      asked.add(formId);
      if (forms.has(formId) || formId.startsWith('=')) return [];
      return [say('error', 'form-missing', where, { name: called(node), form: formId })];
    }),
  );
  const idle = [...forms.values()].filter((form) => !asked.has(form.id));
  if (diagrams.length === 0) return found;
  return [...found, ...idle.map((form) => say('warning', 'form-unused', { file: form.file }, { form: form.id }))];
};

/** Two fields that are kept under one name. */
export const keysOnce: Rule = ({ forms }) =>
  [...forms.values()].flatMap((form) => {
    const seen = new Set<string>();
    return form.inputs.flatMap(({ id, key }) => {
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [say('error', 'form-key-twice', { file: form.file, element: id }, { key })];
    });
  });

export const formsFit: Rule = ({ diagrams, forms }) =>
  diagrams.flatMap((diagram) =>
    userTasks(diagram).flatMap((node) => {
      const form = node.task!.formId ? forms.get(node.task!.formId) : undefined;
      const stage = stageOf(node);
      if (!form) return [];
      return stage ? fits(form, stage) : beyond(form, called(node));
    }),
  );

/** A task that the contract does not know hands on all that its form has: words of people would reach the engine. */
function beyond(form: Form, name: string): ReturnType<Rule> {
  const outcome = form.inputs.find((one) => one.key === 'outcome');
  return [
    ...(outcome ? [] : [say('error', 'form-without-outcome', { file: form.file }, { form: form.id })]),
    ...form.inputs
      .filter((one) => wordy.has(one.type))
      .map((one) => say('error', 'words-to-engine', { file: form.file, element: one.id }, { key: one.key, name })),
  ];
}

function fits(form: Form, stage: Stage): ReturnType<Rule> {
  const { file } = form;
  const outcome = form.inputs.find((one) => one.key === 'outcome');
  if (!outcome?.values) return [say('error', 'form-without-outcome', { file }, { form: form.id })];
  const wanted = outcomesOf(stage);
  const known = fieldsOf(stage);
  const offered = new Set(outcome.values);
  const found: ReturnType<Rule> = [];
  for (const one of offered) {
    if (!Object.hasOwn(wanted, one)) {
      found.push(say('error', 'form-outcome-unknown', { file, element: outcome.id }, { outcome: one, form: form.id }));
    }
  }
  for (const one of form.inputs) {
    if (one !== outcome && !known.has(one.key)) {
      found.push(say('error', 'form-field-unknown', { file, element: one.id }, { key: one.key, form: form.id }));
    }
  }
  for (const [name, fields] of Object.entries(wanted)) {
    if (!offered.has(name)) {
      found.push(
        say('warning', 'form-outcome-missing', { file, element: outcome.id }, { outcome: name, form: form.id }),
      );
      continue;
    }
    for (const field of fields) found.push(...asks(form, field, name));
  }
  for (const [name, field] of known) {
    const component = form.inputs.find((one) => one.key === name);
    if (component) found.push(...bounds(file, component, field));
  }
  return found;
}

/** Whether a form shows and demands a field for an outcome as the contract does. */
function asks(form: Form, field: Field, outcome: string): ReturnType<Rule> {
  const { file } = form;
  const component = form.inputs.find((one) => one.key === field.name);
  const data = { key: field.name, outcome, form: form.id };
  const needed = field.required || field.requiredWhen !== undefined;
  if (!component) {
    // What may be left out may be left out by the form, too; then nobody can give it.
    return [say(needed ? 'error' : 'warning', 'form-field-missing', { file }, data)];
  }
  const where = { file, element: component.id };
  const said = { outcome };
  if (component.hide !== null && evaluated(component.hide, said) === true) {
    return [say(needed ? 'error' : 'warning', 'form-field-hidden', where, data)];
  }
  const demands = (more: Record<string, string>): boolean =>
    component.required ||
    (component.requiredWhen !== null && evaluated(component.requiredWhen, { ...said, ...more }) === true);
  const when = field.requiredWhen;
  if ((field.required && !demands({})) || (when && !demands({ [when.field]: when.is }))) {
    return [say('warning', 'form-field-not-required', where, data)];
  }
  if (!field.required && component.required) return [say('hint', 'form-field-stricter', where, data)];
  return [];
}

/** A form that lets more through than the product takes. */
function bounds(file: string, component: Component, field: Field): ReturnType<Rule> {
  const where = { file, element: component.id };
  const limit = field.kind === 'text' ? component.maxLength : field.kind === 'number' ? component.max : undefined;
  const found: ReturnType<Rule> = [];
  if (limit !== undefined && (limit === null || limit > field.max)) {
    found.push(say('warning', 'form-field-bound', where, { key: component.key, max: field.max }));
  }
  const list = field.of ? lists[field.of] : undefined;
  if (list && component.valuesKey !== list) {
    found.push(say('error', 'form-field-options', where, { key: component.key, list }));
  }
  return found;
}
