/**
 * The command line as values. What could go wrong: a key that JavaScript would round, or JSON that is none; both are
 * said before anything is sent. Options may be written as-words or asWords.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseExact } from '../exact-json.ts';
import { BadUsage } from './failure.ts';

export type OptionKind = 'text' | 'flag' | 'list';
export type OptionKinds = Record<string, OptionKind>;

/** What a command gets: its own words after its name, and its options. */
export class Given {
  readonly words: string[];
  readonly #options: Record<string, string | boolean | string[] | undefined>;

  constructor(words: string[], options: Record<string, string | boolean | string[] | undefined>) {
    this.words = words;
    this.#options = options;
  }

  text(name: string): string | undefined {
    return this.#options[name] as string | undefined;
  }
  flag(name: string): boolean {
    return this.#options[name] === true;
  }
  list(name: string): string[] {
    return (this.#options[name] as string[] | undefined) ?? [];
  }
  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new BadUsage(`--${name} is missing.`);
    return value;
  }
  /** A whole number as its digits, so that none is rounded. */
  number(name: string): string | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : digits(`--${name}`, value);
  }
  /** The word at a place, which must be a key. */
  key(at: number, what: string): string {
    return key(what, this.word(at, what));
  }
  word(at: number, what: string): string {
    const word = this.words[at];
    if (word === undefined) throw new BadUsage(`The ${what} is missing.`);
    return word;
  }
  /** JSON text of an object: as it stands, or from a file with `@` before its name; none is an empty one. */
  json(name: string): string {
    const value = this.text(name);
    if (value === undefined) return '{}';
    const text = value.startsWith('@') ? fileText(value.slice(1)) : value;
    let root: unknown;
    try {
      root = JSON.parse(text);
    } catch (error) {
      throw new BadUsage(`--${name} is not JSON: ${(error as Error).message}.`);
    }
    if (typeof root !== 'object' || root === null || Array.isArray(root))
      throw new BadUsage(`--${name} must be a JSON object.`);
    return text;
  }
  /** The same as a value for a request's body, numbers as they were written. */
  exactJson(name: string): object {
    return parseExact(this.json(name)) as object;
  }
}

/** Throws `BadUsage` for an option that the command does not have. */
export function read(words: readonly string[], kinds: OptionKinds): Given {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, kind] of Object.entries(kinds))
    options[name] = { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'list' };
  try {
    const { values, positionals } = parseArgs({ args: prepared(words), options, allowPositionals: true });
    return new Given(positionals, values as never);
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}

/** A number below zero is a value, not an option. */
function prepared(words: readonly string[]): string[] {
  const options: string[] = [];
  const values: string[] = [];
  for (const word of words.map(asWords)) {
    const last = options.at(-1);
    if (!/^-\d+$/.test(word)) options.push(word);
    else if (last?.startsWith('--') && !last.includes('=')) options[options.length - 1] = `${last}=${word}`;
    else values.push(word);
  }
  return values.length > 0 ? [...options, '--', ...values] : options;
}

/** `--correlationKey` is `--correlation-key`; what stands behind `=` is left alone. */
function asWords(word: string): string {
  if (!word.startsWith('--')) return word;
  const end = word.includes('=') ? word.indexOf('=') : word.length;
  return word.slice(0, end).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) + word.slice(end);
}

export function digits(what: string, value: string): string {
  if (!/^-?\d{1,19}$/.test(value)) throw new BadUsage(`${what} must be a whole number, not "${value}".`);
  return value;
}
export function key(what: string, value: string): string {
  if (!/^\d{1,19}$/.test(value)) throw new BadUsage(`The ${what} must be a key (digits), not "${value}".`);
  return value;
}

/** Where the caller stood: npm goes to the project's folder before it runs a script. */
const here = () => process.env.INIT_CWD ?? process.cwd();

export function fileBytes(path: string): Buffer {
  try {
    return readFileSync(resolve(here(), path));
  } catch (error) {
    throw new BadUsage(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
const fileText = (path: string) => fileBytes(path).toString('utf8');
