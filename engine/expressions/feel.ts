/**
 * FEEL, parsed once and run many times. feelin's `evaluate` parses on every call (about 0.4 ms); so an expression is
 * wrapped into a FEEL function of its free variables, evaluated once, and from then on invoked (about 4 µs).
 * What could go wrong: a free name that is missed reads as null, so every VariableName of the tree becomes a parameter
 * unless it stands where a built-in function is called.
 */
import { evaluate, type FeelDateTime, FeelFunction, parseDateTime, parseExpression, unaryTest } from 'feelin';
import { isoAt } from './time.ts';

/** What an expression may know besides variables: the engine's time, its zone (`Z`, `+07:00`), a source of chance. */
export interface Surroundings {
  now: number;
  zone: string;
  random: () => number;
}
/** Value of a variable by name; `undefined` if no scope has it. */
export type Lookup = (name: string) => unknown;

export interface Feel {
  readonly text: string;
  /** Free variables that the expression may read. */
  readonly names: readonly string[];
  /** Never throws for data: FEEL answers null. Throws only if feelin itself fails. */
  run(lookup: Lookup, surroundings: Surroundings): unknown;
}

/** Functions that Zeebe's FEEL has beyond feelin's, and those that must know the engine's clock. */
const own: Record<string, (s: Surroundings) => (...args: never[]) => unknown> = {
  now: (s) => () => parseDateTime(isoAt(s.now, s.zone)) as FeelDateTime,
  today: (s) => () => evaluate(`date("${isoAt(s.now, s.zone).slice(0, 10)}")`).value,
  'is defined': () => (value: unknown) => value !== null && value !== undefined,
  get_or_else: () => (value: unknown, other: unknown) => value ?? other ?? null,
  uuid: (s) => () =>
    'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(s.random() * 16).toString(16)),
  'random number': (s) => () => s.random(),
  cycle: () => (a: unknown, b: unknown) =>
    b === undefined || b === null ? `R/${String(a)}` : `R${a === null ? '' : String(a)}/${String(b)}`,
  trim: () => (text: unknown) => (typeof text === 'string' ? text.trim() : null),
  'is blank': () => (text: unknown) => (typeof text === 'string' ? text.trim() === '' : null),
};

/** `get or else` holds the keyword `or`, which the grammar takes for itself: renamed outside of string literals. */
function withoutKeywords(text: string): string {
  if (!text.includes('get or else')) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|get or else(?=\s*\()/g, (hit) => (hit.startsWith('"') ? hit : 'get_or_else'));
}

function freeNames(text: string): { names: string[]; functions: string[] } {
  const names = new Set<string>();
  const functions = new Set<string>();
  parseExpression(text, {}, undefined).iterate({
    enter(ref) {
      if (ref.name !== 'VariableName') return;
      const name = text.slice(ref.from, ref.to).replace(/\s+/g, ' ');
      const parent = ref.node.parent;
      const called = parent?.name === 'FunctionInvocation' && parent.from === ref.from;
      if (!called) names.add(name);
      else if (name in own) functions.add(name);
    },
  });
  for (const name of functions) names.delete(name);
  return { names: [...names], functions: [...functions] };
}

/** Compiles the text of an expression (without its leading `=`). Throws with feelin's message if it cannot be parsed. */
export function compileFeel(source: string): Feel {
  const text = withoutKeywords(source);
  const { names, functions } = freeNames(text);
  const compiled = evaluate(`function(${[...names, ...functions].join(', ')}) ${text}`);
  const fn = compiled.value;
  if (!(fn instanceof FeelFunction)) {
    // Names that the grammar does not take as parameters: parsed on each run instead.
    evaluate(text);
    return { text: source, names, run: (lookup, s) => evaluate(text, contextOf(names, functions, lookup, s)).value };
  }
  return {
    text: source,
    names,
    run(lookup, surroundings) {
      // The compiled closure keeps one list of warnings for ever: without this it would grow with every run.
      compiled.warnings.length = 0;
      const args = names.map((name) => lookup(name) ?? null);
      for (const name of functions) args.push(own[name]!(surroundings));
      return fn.invoke(args);
    },
  };
}

function contextOf(names: string[], functions: string[], lookup: Lookup, s: Surroundings): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const name of names) context[name] = lookup(name) ?? null;
  for (const name of functions) context[name] = own[name]!(s);
  return context;
}

/** A cell of a decision table: `-`, `not(…)`, lists, ranges, comparisons, or an expression about `?`. */
export interface UnaryTest {
  run(input: unknown, lookup: Lookup, surroundings: Surroundings): boolean;
}

export function compileUnaryTest(source: string): UnaryTest {
  const text = source.trim();
  if (text === '' || text === '-') return { run: () => true };
  if (text === 'null') return { run: (input) => input === null || input === undefined };
  if (text.includes('?')) {
    const names = freeNames(text).names.filter((name) => name !== '?');
    return {
      run: (input, lookup, s) => unaryTest(text, { ...contextOf(names, [], lookup, s), '?': input }).value === true,
    };
  }
  const negated = /^not\s*\((.*)\)$/s.exec(text);
  const body = negated ? `not(cell__ in (${negated[1]}))` : `cell__ in (${text})`;
  const feel = compileFeel(body);
  return { run: (input, lookup, s) => feel.run((name) => (name === 'cell__' ? input : lookup(name)), s) === true };
}
