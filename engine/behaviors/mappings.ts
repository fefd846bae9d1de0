/** Input and output mappings of an element (zeebe-contract 4.4). */
import type { Lookup } from '../expressions/feel.ts';
import { parsed, toPlain } from '../expressions/json.ts';
import type { Mapping } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { Failure } from './incidents.ts';
import type { Step } from './step.ts';
import { lookupFrom, propagate, setLocal, textOf } from './variables.ts';

/** Each target becomes a local variable; later sources see earlier targets. */
export function applyInputs(step: Step, instance: Instance): void {
  const { inputs } = instance.node;
  if (inputs.length === 0) return;
  const results = evaluateAll(step, instance, inputs, (name) => {
    const own = step.state.variables.get(instance.key)?.get(name);
    return own && parsed(own.text);
  });
  for (const [name, value] of results) setLocal(step, instance, name, JSON.stringify(value));
}

/** Only the targets leave the element: to the parent scope and up; within a multi-instance, from the item's own scope. */
export function applyOutputs(step: Step, instance: Instance): void {
  const { outputs } = instance.node;
  if (outputs.length === 0 || !instance.parent) return;
  const target = instance.parent.loop ? instance : instance.parent;
  const results = evaluateAll(step, instance, outputs, (name) => {
    const text = textOf(step, target, name);
    return text === undefined ? undefined : parsed(text);
  });
  for (const [name, value] of results) propagate(step, target, name, JSON.stringify(value));
}

/** Evaluates in order; nested targets are merged into what the target scope has, unless it is no context. */
function evaluateAll(
  step: Step,
  instance: Instance,
  mappings: readonly Mapping[],
  existing: (name: string) => unknown,
): Map<string, unknown> {
  const results = new Map<string, unknown>();
  const seen = lookupFrom(step, instance);
  const lookup: Lookup = (name) => (results.has(name) ? results.get(name) : seen(name));
  for (const { source, target } of mappings) {
    let value: unknown;
    try {
      value = toPlain(source.evaluate(lookup, step));
    } catch (error) {
      throw new Failure(
        'IO_MAPPING_ERROR',
        `failed to evaluate expression '${source.text.replace(/^=\s*/, '')}': ${error instanceof Error ? error.message : error}`,
      );
    }
    const [name, ...path] = target;
    results.set(
      name!,
      path.length === 0 ? value : merged(results.has(name!) ? results.get(name!) : existing(name!), path, value),
    );
  }
  return results;
}

function merged(base: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const [name, ...rest] = path;
  const context = base !== null && typeof base === 'object' && !Array.isArray(base) ? { ...base } : {};
  (context as Record<string, unknown>)[name!] = merged((context as Record<string, unknown>)[name!], rest, value);
  return context;
}
