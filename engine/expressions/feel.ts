/**
 * FEEL, parsed once and run many times. feelin's `evaluate` parses on every call (about 0.4 ms); so an expression is
 * wrapped into a FEEL function of its free variables, evaluated once, and from then on invoked (about 4 µs).
 * What could go wrong: a free name that is missed reads as null, so every VariableName of the tree becomes a parameter
 * unless it stands where a built-in function is called.
 */
import { evaluate, FeelFunction, parseExpression, unaryTest } from 'feelin';
import { bridges, cheap } from './functions.ts';
import { checkLength, checkSize, withinTime } from './guard.ts';

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

/** What takes as long as its data or its text wants: it runs under the clock of guard.ts. */
const unbounded = new Set(['ForExpression', 'QuantifiedExpression', 'FilterExpression', 'FunctionDefinition']);

/** `get or else` holds the keyword `or`, which the grammar takes for itself: renamed outside of string literals. */
function withoutKeywords(text: string): string {
  if (!text.includes('get or else')) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|get or else(?=\s*\()/g, (hit) => (hit.startsWith('"') ? hit : 'get_or_else'));
}

const noCallables: ReadonlySet<string> = new Set();

interface Read {
  /** Free variables. */
  names: string[];
  /** Functions of functions.ts that are called. */
  functions: string[];
  /** Whether it iterates, recurses, matches patterns or calls what may. */
  unbounded: boolean;
}

function read(text: string, callables: ReadonlySet<string>): Read {
  checkLength(text);
  const names = new Set<string>();
  const functions = new Set<string>();
  let long = false;
  parseExpression(text, {}, undefined).iterate({
    enter(ref) {
      if (unbounded.has(ref.name)) long = true;
      if (ref.name === 'FunctionInvocation') {
        const called = ref.node.firstChild;
        if (!cheap.has(called ? text.slice(called.from, called.to).replace(/\s+/g, ' ') : '')) long = true;
      }
      if (ref.name !== 'VariableName') return;
      const name = text.slice(ref.from, ref.to).replace(/\s+/g, ' ');
      const parent = ref.node.parent;
      const isCalled = parent?.name === 'FunctionInvocation' && parent.from === ref.from;
      if (!isCalled || callables.has(name)) names.add(name);
      else if (Object.hasOwn(bridges, name)) functions.add(name);
    },
  });
  for (const name of functions) names.delete(name);
  return { names: [...names], functions: [...functions], unbounded: long };
}

/**
 * Compiles the text of an expression (without its leading `=`). Throws with feelin's message if it cannot be parsed.
 * `callables` are names whose values are functions (a decision's business knowledge).
 * A run throws when it takes too long, when its result is too large, or when an `assert` in it fails.
 */
export function compileFeel(source: string, callables: ReadonlySet<string> = noCallables): Feel {
  const text = withoutKeywords(source);
  const { names, functions, unbounded: long } = read(text, callables);
  const run = compileText(text, names, functions);
  return {
    text: source,
    names,
    run(lookup, surroundings) {
      const value = long ? withinTime(() => run(lookup, surroundings)) : run(lookup, surroundings);
      checkSize(value);
      return value;
    },
  };
}

function compileText(text: string, names: string[], functions: string[]): Feel['run'] {
  const compiled = evaluate(`function(${[...names, ...functions].join(', ')}) ${text}`);
  const fn = compiled.value;
  if (!(fn instanceof FeelFunction)) {
    // Names that the grammar does not take as parameters: parsed on each run instead.
    withinTime(() => evaluate(text));
    return (lookup, s) => withinTime(() => evaluate(text, contextOf(names, functions, lookup, s)).value);
  }
  return (lookup, surroundings) => {
    // The compiled closure keeps one list of warnings for ever: without this it would grow with every run.
    compiled.warnings.length = 0;
    const args = names.map((name) => lookup(name) ?? null);
    for (const name of functions) args.push(bridges[name]!(surroundings));
    return fn.invoke(args);
  };
}

function contextOf(names: string[], functions: string[], lookup: Lookup, s: Surroundings): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const name of names) context[name] = lookup(name) ?? null;
  for (const name of functions) context[name] = bridges[name]!(s);
  return context;
}

/** A cell of a decision table: `-`, `not(…)`, lists, ranges, comparisons, or an expression about `?`. */
export interface UnaryTest {
  run(input: unknown, lookup: Lookup, surroundings: Surroundings): boolean;
}

export function compileUnaryTest(source: string, callables: ReadonlySet<string> = noCallables): UnaryTest {
  const text = source.trim();
  if (text === '' || text === '-') return { run: () => true };
  if (text === 'null') return { run: (input) => input === null || input === undefined };
  if (text.includes('?')) {
    const { names, functions } = read(text, callables);
    const free = names.filter((name) => name !== '?');
    return {
      run: (input, lookup, s) =>
        withinTime(() => unaryTest(text, { ...contextOf(free, functions, lookup, s), '?': input }).value === true),
    };
  }
  const negated = /^not\s*\((.*)\)$/s.exec(text);
  const body = negated ? `not(cell__ in (${negated[1]}))` : `cell__ in (${text})`;
  const feel = compileFeel(body, callables);
  return { run: (input, lookup, s) => feel.run((name) => (name === 'cell__' ? input : lookup(name)), s) === true };
}
