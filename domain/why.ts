/**
 * Why an instance went this way at a gateway: the flow that it took, the condition written on it, and the values that
 * the condition speaks of as they were just before. Nothing is evaluated anew: what was taken is on record.
 */
import type { HistoryStep, InstanceHistory } from './api/history.ts';
import { variablesBefore } from './playback.ts';

/** A sequence flow as the diagram draws it. */
export interface DrawnFlow {
  id: string;
  name: string;
  source: string;
  target: string;
  /** FEEL, without the leading `=`; null where none is written. */
  condition: string | null;
  isDefault: boolean;
}

export interface Branch {
  flow: DrawnFlow;
  taken: boolean;
  /** `true`: its condition held · `default`: no other did · `only`: nothing was asked · `not-asked` · `false`: it did not hold. */
  because: 'true' | 'default' | 'only' | 'not-asked' | 'false';
}

export interface Reason {
  branches: Branch[];
  /** What the conditions speak of, as it was then; `known: false` where it was never set, or not kept. */
  values: { name: string; value: unknown; known: boolean }[];
}

/** Null where it is not on record which way was taken. `flows`: those that leave the gateway, as they are drawn. */
export function whyAt(history: InstanceHistory, step: HistoryStep, flows: readonly DrawnFlow[]): Reason | null {
  const again = history.steps.find((one) => one.position > step.position && one.elementId === step.elementId);
  const until = again?.position ?? Number.POSITIVE_INFINITY;
  const ids = new Set(flows.map(({ id }) => id));
  const taken = history.flows.filter((one) => ids.has(one.id) && one.position > step.position && one.position < until);
  const first = taken[0];
  if (!first) return null;
  const went = new Set(taken.map(({ id }) => id));
  const exclusive = step.type === 'EXCLUSIVE_GATEWAY';
  const asked = flows.some(({ condition }) => condition !== null);
  // An exclusive gateway asks in the drawn order and stops at the first that holds.
  let found = false;
  const branches = flows.map((flow): Branch => {
    const took = went.has(flow.id);
    if (took && flow.condition !== null && !flow.isDefault) found = true;
    return { flow, taken: took, because: becauseOf(flow, took, asked, exclusive && found) };
  });
  const values = variablesBefore(history, (one) => one.position < first.position);
  const names = new Set(
    flows.flatMap(({ condition, isDefault }) => (condition && !isDefault ? namesIn(condition) : [])),
  );
  const named = [...names].map((name) => {
    const known = Object.hasOwn(values, name);
    return { name, value: known ? values[name] : null, known };
  });
  return { branches, values: named };
}

function becauseOf(flow: DrawnFlow, taken: boolean, asked: boolean, stopped: boolean): Branch['because'] {
  if (!asked) return taken ? 'only' : 'not-asked';
  if (taken) return flow.isDefault || flow.condition === null ? 'default' : 'true';
  if (flow.isDefault || flow.condition === null) return 'not-asked';
  return stopped ? 'not-asked' : 'false';
}

const words = new Set([
  ...['and', 'or', 'not', 'if', 'then', 'else', 'in', 'between', 'instance', 'of', 'for', 'return', 'some', 'every'],
  ...['satisfies', 'true', 'false', 'null', 'function'],
]);

/** The variables that an expression speaks of: names that are neither words of FEEL, functions, nor parts of a path. */
export function namesIn(expression: string): string[] {
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/date and time(?=\s*\()/g, 'date');
  const found = bare.matchAll(/(?<![\w.])([\p{L}_][\p{L}\p{N}_]*)(?![\p{L}\p{N}_]|\s*\()/gu);
  return [...new Set([...found].map(([, name]) => name!).filter((name) => !words.has(name)))];
}
