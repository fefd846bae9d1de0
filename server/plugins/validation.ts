/**
 * Shapes are checked by TypeBox's own compiler. Only what comes as text by nature (query, path, headers) is converted;
 * a body of another type is an error. Bytes that are not UTF-8, and JSON that is none, never reach a use case.
 */

import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import type { App } from '../house.ts';
import { type FieldError, Problem } from '../problem.ts';

interface ShapeError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
}

export function checkShapes(app: App): void {
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const check = Compile(schema as TSchema);
    const numbers = numbersOf(schema as TSchema);
    return (given: unknown) => {
      const value =
        httpPart === 'body' ? given : Value.Default(schema as TSchema, converted(schema as TSchema, numbers, given));
      if (check.Check(value)) return { value };
      return { error: fields(check.Errors(value) as unknown as ShapeError[]) as never };
    };
  });
  // Answers are ours: schemas describe them in the documentation, they don't cut them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch {
      done(new Problem('bad-request', { errors: [{ pointer: '', code: 'format' }] }), undefined);
    }
  });
}

const numbersOf = (schema: TSchema): string[] =>
  Object.entries((schema as { properties?: Record<string, { type?: string }> }).properties ?? {})
    .filter(([, { type }]) => type === 'integer' || type === 'number')
    .map(([name]) => name);

/** Text as what it means. The converter would take `true` for 1: a number is what is written as one. */
function converted(schema: TSchema, numbers: readonly string[], given: unknown): unknown {
  const texts = { ...((given ?? {}) as Record<string, unknown>) };
  const value = Value.Convert(schema, given ?? {}) as Record<string, unknown>;
  for (const name of numbers)
    if (typeof texts[name] === 'string' && !/^-?\d+(?:\.\d+)?$/.test(texts[name])) value[name] = texts[name];
  return value;
}

/** What of a value does not fit a shape, for values that no route's own schema has checked. */
export function shapeErrors(schema: TSchema): (value: unknown) => FieldError[] {
  const check = Compile(schema);
  return (value) => (check.Check(value) ? [] : fields(check.Errors(value) as unknown as ShapeError[]));
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws when the bytes are not UTF-8 or not JSON, try to reach a prototype, or name what can't be kept */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = decoder.decode(body);
  if (text.includes('__proto__') && /"__proto__"\s*:/.test(text)) throw new SyntaxError('A prototype is no field');
  const value: unknown = JSON.parse(text);
  if (!keepable(value, deepest)) throw new SyntaxError('Too deep, or a name with a zero in it');
  return value;
}

/** Levels of a body: no shape of ours has ten, and no database keeps more than a hundred. */
const deepest = 50;

/** Whether a database could keep it: there is an end to its levels, and no name with a zero in it. */
function keepable(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((one) => keepable(one, levels - 1));
  return Object.entries(value).every(([name, inner]) => !name.includes('\0') && keepable(inner, levels - 1));
}

const codes: Record<string, string> = {
  required: 'required',
  type: 'type',
  maxLength: 'too-long',
  maxItems: 'too-many',
  uniqueItems: 'twice',
  additionalProperties: 'unknown-field',
  minLength: 'required',
};

/** Errors with a pointer to each bad field. Returned as an array so that fastify keeps it as `validation`. */
function fields(errors: ShapeError[]): FieldError[] {
  const found = new Map<string, FieldError>();
  const add = (pointer: string, keyword: string, limit?: unknown): void => {
    const code = codes[keyword] ?? 'format';
    const entry: FieldError = { pointer, code };
    if (typeof limit === 'number') entry.limit = limit;
    if (!found.has(pointer)) found.set(pointer, entry);
  };
  for (const { keyword, instancePath, params } of errors) {
    if (keyword === 'required')
      for (const name of (params.requiredProperties as string[]) ?? [])
        add(`${instancePath}/${escaped(name)}`, keyword);
    else if (keyword === 'additionalProperties')
      for (const name of (params.additionalProperties as string[]) ?? [])
        add(`${instancePath}/${escaped(name)}`, keyword);
    else if (keyword !== 'boolean') add(instancePath, keyword, params.limit);
  }
  const list = [...found.values()];
  return list.length > 0 ? list : [{ pointer: '', code: 'format' }];
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
