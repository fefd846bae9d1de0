/** A draft's forms as the rules look at them: the inputs with what they demand, nested groups included. */
import type { ModelFile } from '../../../domain/api/models.ts';

export interface Component {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly required: boolean;
  /** FEEL behind `=`, or null: demanded only when it holds (`properties.requiredWhen`). */
  readonly requiredWhen: string | null;
  /** FEEL behind `=`, or null. */
  readonly hide: string | null;
  readonly values: readonly string[] | null;
  readonly valuesKey: string | null;
  readonly max: number | null;
  readonly min: number | null;
  readonly maxLength: number | null;
}
export interface Form {
  readonly file: string;
  readonly id: string;
  readonly inputs: readonly Component[];
  /** Every expression of the form with the component that it stands in. */
  readonly expressions: readonly { readonly component: string; readonly text: string }[];
}

// biome-ignore lint/suspicious/noExplicitAny: a form is JSON that anyone may have written
type Json = any;

const string = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number | null => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
};

/** Null where the file is no form. */
export function readForm({ name, content }: ModelFile): Form | null {
  let schema: Json;
  try {
    schema = JSON.parse(content);
  } catch {
    return null;
  }
  if (typeof schema !== 'object' || schema === null) return null;
  const inputs: Component[] = [];
  const expressions: { component: string; text: string }[] = [];
  const visit = (list: Json, hidden: string | null, depth: number): void => {
    if (!Array.isArray(list) || depth > 20) return;
    for (const one of list) {
      if (typeof one !== 'object' || one === null) continue;
      const hide = string(one.conditional?.hide) || hidden;
      for (const [, value] of Object.entries(one)) {
        if (typeof value === 'string' && value.startsWith('='))
          expressions.push({ component: string(one.id), text: value });
      }
      for (const value of [one.conditional?.hide, one.properties?.requiredWhen]) {
        if (string(value).startsWith('=')) expressions.push({ component: string(one.id), text: value });
      }
      if (typeof one.key === 'string' && one.key !== '' && !Array.isArray(one.components)) {
        inputs.push(componentOf(one, hide));
      }
      visit(one.components, hide, depth + 1);
    }
  };
  visit(schema.components, null, 0);
  return { file: name, id: string(schema.id), inputs, expressions };
}

const componentOf = (one: Json, hide: string | null): Component => ({
  id: string(one.id),
  type: string(one.type),
  key: one.key,
  required: one.validate?.required === true,
  requiredWhen: string(one.properties?.requiredWhen) || null,
  hide,
  values: Array.isArray(one.values) ? one.values.map((value: Json) => string(value?.value)) : null,
  valuesKey: string(one.valuesKey) || null,
  max: number(one.validate?.max),
  min: number(one.validate?.min),
  maxLength: number(one.validate?.maxLength),
});

export const outcomesOfForm = (form: Form): readonly string[] =>
  form.inputs.find((one) => one.key === 'outcome')?.values ?? [];
