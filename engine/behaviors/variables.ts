/** Variables in the tree of scopes: what an element sees, where a value is written (zeebe-contract 4.4). */
import type { Expression } from '../expressions/expression.ts';
import type { Lookup } from '../expressions/feel.ts';
import { parsed, toPlain } from '../expressions/json.ts';
import type { Instance, Read, Variable } from '../state/entities.ts';
import { Failure } from './incidents.ts';
import type { Step } from './step.ts';
import { tenantId } from './values.ts';

/** Where a variable event belongs: a scope that may not be active yet. */
export interface Scope {
  key: number;
  processInstanceKey: number;
  definition: { readonly key: number; readonly bpmnProcessId: string };
}

/** The nearest scope's text of a name, from the instance upward. */
export function textOf(step: Step, instance: Instance | undefined, name: string): string | undefined {
  for (let at = instance; at; at = at.parent) {
    const found = step.state.variables.get(at.key)?.get(name);
    if (found) return found.text;
  }
  return undefined;
}

/** Reads variables for FEEL, as seen from the instance. */
export const lookupFrom =
  (step: Step, instance: Instance | undefined): Lookup =>
  (name) => {
    const text = textOf(step, instance, name);
    return text === undefined ? undefined : parsed(text);
  };

/** All variables that the instance sees, nearest first; a name once. */
export function visible(
  state: Step['state'],
  instance: Instance,
): Map<string, Read<Variable> & { readonly scope: number }> {
  const found = new Map<string, Read<Variable> & { readonly scope: number }>();
  for (let at: Instance | undefined = instance; at; at = at.parent) {
    for (const [name, variable] of state.variables.get(at.key) ?? []) {
      if (!found.has(name)) found.set(name, { key: variable.key, text: variable.text, scope: at.key });
    }
  }
  return found;
}

/** A JSON object's text of names and texts. */
export function objectText(entries: Iterable<readonly [string, string]>): string {
  const parts: string[] = [];
  for (const [name, text] of entries) parts.push(`${JSON.stringify(name)}:${text}`);
  return `{${parts.join(',')}}`;
}

/** Creates or updates a variable in exactly this scope. Nothing is written if the value is the same already. */
export function setLocal(step: Step, scope: Scope, name: string, text: string): void {
  const known = step.state.variables.get(scope.key)?.get(name);
  if (known?.text === text) return;
  step.event('VARIABLE', known ? 'UPDATED' : 'CREATED', known?.key ?? step.newKey(), {
    name,
    value: text,
    scopeKey: scope.key,
    processInstanceKey: scope.processInstanceKey,
    processDefinitionKey: scope.definition.key,
    bpmnProcessId: scope.definition.bpmnProcessId,
    tenantId,
  });
}

export function setLocals(step: Step, scope: Scope, variables: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(variables)) setLocal(step, scope, name, JSON.stringify(variables[name] ?? null));
}

/** Updates the nearest scope that has the name, else creates it in the root scope. */
export function propagate(step: Step, from: Instance, name: string, text: string): void {
  let at: Instance = from;
  for (;;) {
    if (step.state.variables.get(at.key)?.has(name) || !at.parent) break;
    at = at.parent;
  }
  setLocal(step, at, name, text);
}

export function propagateAll(step: Step, from: Instance, variables: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(variables)) propagate(step, from, name, JSON.stringify(variables[name] ?? null));
}

/** A job's, task's or event's result: local if output mappings follow, otherwise propagated. */
export function mergeResult(step: Step, instance: Instance, variables: Readonly<Record<string, unknown>>): void {
  if (instance.node.outputs.length > 0) setLocals(step, instance, variables);
  else propagateAll(step, instance, variables);
}

/** Evaluates in a scope; what feelin cannot do is EXTRACT_VALUE_ERROR. */
export function evaluate(step: Step, expression: Expression, lookup: Lookup): unknown {
  try {
    return expression.evaluate(lookup, step);
  } catch (error) {
    throw new Failure(
      'EXTRACT_VALUE_ERROR',
      `failed to evaluate expression '${expression.text.replace(/^=\s*/, '')}': ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** As `evaluate`, in an instance's scope and as JSON data. */
export const plainIn = (step: Step, expression: Expression, instance: Instance): unknown =>
  toPlain(evaluate(step, expression, lookupFrom(step, instance)));

const typeNames: Record<string, string> = { string: 'STRING', number: 'NUMBER', boolean: 'BOOLEAN', object: 'CONTEXT' };
const typeName = (value: unknown): string =>
  value === null || value === undefined ? 'NULL' : Array.isArray(value) ? 'ARRAY' : (typeNames[typeof value] ?? 'ANY');

/** The failure of a value that is not of the type its consumer needs. */
export const wrongType = (expression: Expression, wanted: string, value: unknown): Failure =>
  new Failure(
    'EXTRACT_VALUE_ERROR',
    `Expected result of the expression '${expression.text.replace(/^=\s*/, '')}' to be '${wanted}', but was '${typeName(value)}'.`,
  );

export function stringOf(step: Step, expression: Expression, instance: Instance): string {
  const value = plainIn(step, expression, instance);
  if (typeof value !== 'string') throw wrongType(expression, 'STRING', value);
  return value;
}
