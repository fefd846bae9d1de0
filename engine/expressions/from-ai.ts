/**
 * What an expression says of the values that somebody else is to fill in: its calls of `fromAi(value, description, type,
 * schema, options)`, which at run time is the value itself (8.8). The name is the last part of the value's path; the
 * other arguments are constants. What could go wrong: text that cannot be parsed; then nothing is told, as the
 * deployment is refused for it anyway.
 */
import { evaluate, parseExpression } from 'feelin';
import { withinTime } from './guard.ts';
import { toPlain } from './json.ts';

const names = ['value', 'description', 'type', 'schema', 'options'] as const;

export interface FilledIn {
  name: string;
  description?: unknown;
  type?: unknown;
  schema?: unknown;
  options?: unknown;
}

/** The calls in the order of the text, which is an expression with or without its `=`. */
export function filledIn(source: string): FilledIn[] {
  const text = source.trim().replace(/^=/, '');
  if (!text.includes('fromAi')) return [];
  const found: FilledIn[] = [];
  parseExpression(text, {}, undefined).iterate({
    enter({ name, node }) {
      if (name !== 'FunctionInvocation' || text.slice(node.from, node.firstChild?.to) !== 'fromAi') return;
      const list = node.getChild('PositionalParameters') ?? node.getChild('NamedParameters');
      const given = new Map<string, string>();
      let at = 0;
      for (let child = list?.firstChild; child; child = child.nextSibling) {
        const part = text.slice(child.from, child.to);
        const [, named, rest] = child.name === 'NamedParameter' ? (/^(\w+)\s*:([\s\S]*)$/.exec(part) ?? []) : [];
        given.set(named ?? names[at] ?? '', rest ?? part);
        at++;
      }
      const value = given.get('value')?.trim().split('.').at(-1)?.trim();
      if (value) found.push({ name: value, ...constants(given) });
    },
  });
  return found;
}

function constants(given: ReadonlyMap<string, string>): Omit<FilledIn, 'name'> {
  const said: Record<string, unknown> = {};
  for (const name of names.slice(1)) {
    const text = given.get(name);
    const value = text === undefined ? null : constant(text);
    if (value !== null) said[name] = value;
  }
  return said;
}

/** Null for what is no constant, or takes too long to be one. */
function constant(text: string): unknown {
  try {
    return toPlain(withinTime(() => evaluate(text).value));
  } catch {
    return null;
  }
}
