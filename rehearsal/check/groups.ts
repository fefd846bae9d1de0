/** The candidate groups of a task, with a made-up agency where they are reckoned from one. */
import { evaluated, feelOf } from './feel.ts';
import type { Node } from './read/diagram.ts';

/** Stands for every agency. */
export const anyAgency = 'any';

/** Null where they cannot be told before a report runs; empty where there are none. */
export function groupsOf(node: Node): string[] | null {
  const text = node.task?.groups;
  if (!text) return [];
  const split = (list: string): string[] =>
    list
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (!text.trim().startsWith('=')) return split(text);
  const names = feelOf(text)?.names;
  if (!names) return null;
  const value = evaluated(text, Object.fromEntries(names.map((name) => [name, anyAgency])));
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? split(value) : null;
}
