/** VARIABLE events. A scope may have variables before its element is activated (instance, multi-instance item). */
import type { Applier } from './index.ts';

const set: Applier = ({ state, key, value }) => {
  let scope = state.variables.get(value.scopeKey);
  if (!scope) {
    scope = new Map();
    state.variables.set(value.scopeKey, scope);
  }
  const known = scope.get(value.name);
  if (known) known.text = value.value;
  else scope.set(value.name, { key, text: value.value });
};

export const variable: Record<string, Applier> = { CREATED: set, UPDATED: set };
