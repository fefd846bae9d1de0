/**
 * Checks a completion against the form that the diagram names, as form-js does in the browser: required, lengths,
 * ranges, patterns, choices, and what is hidden by a condition counts as not there. A form may ask for more than the
 * stage's table does; it can't ask for less.
 */
import { evaluate } from 'feelin';
import type { InputProblem } from '../../domain/completion.ts';

interface Component {
  type?: string;
  key?: string;
  values?: { value: unknown }[];
  components?: Component[];
  conditional?: { hide?: string };
  /** `requiredWhen`: FEEL; a field that is required only sometimes. */
  properties?: { requiredWhen?: string };
  validate?: {
    required?: boolean;
    minLength?: number;
    maxLength?: number;
    min?: number;
    max?: number;
    pattern?: string;
  };
}

/** `data`: what is filled in, and what the form's conditions may ask about. */
export function checkForm(schema: Record<string, unknown>, data: Record<string, unknown>): InputProblem[] {
  const problems: InputProblem[] = [];
  for (const component of visibleOf((schema.components as Component[] | undefined) ?? [], data)) {
    if (!component.key) continue;
    const required = component.validate?.required || holds(component.properties?.requiredWhen, data);
    problems.push(...checkComponent(component, component.key, data[component.key], required));
  }
  return problems;
}

function visibleOf(components: Component[], data: Record<string, unknown>): Component[] {
  return components.flatMap((component) => {
    if (holds(component.conditional?.hide, data)) return [];
    return component.components ? visibleOf(component.components, data) : [component];
  });
}

/** `=outcome != "done"`. A condition that is not there, or can't be read, does not hold. */
function holds(condition: string | undefined, data: Record<string, unknown>): boolean {
  if (!condition) return false;
  try {
    return answerOf(evaluate(condition.replace(/^=/, ''), data)) === true;
  } catch {
    return false;
  }
}

/** feelin answers with `{value, warnings}` from version 5 on. */
const answerOf = (result: unknown): unknown =>
  result !== null && typeof result === 'object' && 'value' in result ? result.value : result;

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

function checkComponent(component: Component, key: string, value: unknown, required: boolean): InputProblem[] {
  const { validate = {}, values } = component;
  const pointer = `/${key}`;
  if (isBlank(value)) return required ? [{ pointer, code: 'required' }] : [];
  if (typeof value === 'string') {
    if (validate.maxLength !== undefined && [...value].length > validate.maxLength)
      return [{ pointer, code: 'too-long', limit: validate.maxLength }];
    if (validate.minLength !== undefined && [...value].length < validate.minLength)
      return [{ pointer, code: 'format' }];
    if (validate.pattern && !matches(validate.pattern, value)) return [{ pointer, code: 'format' }];
  }
  if (typeof value === 'number') {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = validate;
    if (value < min || value > max) return [{ pointer, code: 'range', limit: validate.max }];
  }
  if (values && !isOneOf(value, values)) return [{ pointer, code: 'unknown-code' }];
  return [];
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value.slice(0, 10_000));
  } catch {
    return true;
  }
}

function isOneOf(value: unknown, values: { value: unknown }[]): boolean {
  const known = new Set(values.map((one) => one.value));
  return Array.isArray(value) ? value.every((one) => known.has(one)) : known.has(value);
}
