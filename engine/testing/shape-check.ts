/** Holds a record's value, as the engine wrote it, against the shape of its value type. */
import { type Kind, type Shape, shapes } from '../records/shapes.ts';
import type { LogRecord } from '../types.ts';

/**
 * Where the log differs on purpose: what only replay needs (the export leaves it out), and what is the same in nearly
 * every record (the export fills it in).
 */
const onPurpose: Record<string, RegExp> = {
  JOB: /^((result\.\w+|jobToUserTaskMigration): absent|caught: not known)$/,
  JOB_BATCH: /^jobs\[\d+\]\.(result\.\w+|jobToUserTaskMigration): absent$/,
  MESSAGE_SUBSCRIPTION: /^elementId: not known$/,
  // Texts in Zeebe; never exported there, and here what multi-instance goes on with.
  MULTI_INSTANCE: /^inputCollection: /,
};

/** What an event lacks, or has too much, of what the contract gives it; nothing for commands: they hold what was asked. */
export function unlikeContract({ recordType, valueType, intent, value }: LogRecord): string[] {
  if (recordType !== 'EVENT') return [];
  const shape = shapes[valueType];
  if (!shape) return [`${valueType}: has no shape in engine/records/shapes.ts`];
  return deviations(shape, value)
    .filter((one) => !onPurpose[valueType]?.test(one))
    .map((one) => `${valueType} ${intent} ${one}`);
}

/** Every deviation as `path: what`; empty when the value has each property, with the right type, and no other. */
export function deviations(shape: Shape, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: not an object`];
  const held = value as Record<string, unknown>;
  const found: string[] = [];
  for (const [name, kind] of Object.entries(shape)) {
    const at = path ? `${path}.${name}` : name;
    if (held[name] === undefined) found.push(`${at}: absent`);
    else found.push(...ofKind(kind, held[name], at));
  }
  for (const name of Object.keys(held)) if (!(name in shape)) found.push(`${path ? `${path}.` : ''}${name}: not known`);
  return found;
}

const whole = (value: unknown) => Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value));
const text = (value: unknown) => typeof value === 'string';
const object = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const each = (test: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(test);
const base64 = (value: unknown) => text(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(value as string);

const tests: Record<Extract<Kind, string>, (value: unknown) => boolean> = {
  long: whole,
  int: Number.isSafeInteger,
  count: Number.isSafeInteger,
  text,
  bytes: base64,
  flag: (value) => typeof value === 'boolean',
  json: object,
  headers: (value) => object(value) && Object.values(value as object).every(text),
  texts: each(text),
  longs: each(whole),
  ints: each(Number.isSafeInteger),
  paths: each(each(whole)),
};

function ofKind(kind: Kind, value: unknown, path: string): string[] {
  const wrong = (name: string) => [`${path}: not ${name} but ${JSON.stringify(value)}`];
  if (typeof kind === 'string') return tests[kind](value) ? [] : wrong(kind);
  if ('of' in kind) return deviations(kind.of, value, path);
  if (!('list' in kind)) return kind.includes(value as string) ? [] : wrong(`one of ${kind.slice(0, 3).join(', ')}…`);
  if (!Array.isArray(value)) return wrong('a list');
  return value.flatMap((item, at) => deviations(kind.list, item, `${path}[${at}]`));
}
