/**
 * Checks a completion against the table of `stages.ts`, and splits it: outcome, codes and numbers go to the engine,
 * texts and attachments stay in the store under the completion's id (procedure, "Variables").
 */
import { type Field, fieldsOf, outcomesOf, resolutions, type Stage } from './stages.ts';

/** What is wrong, and where: a JSON pointer into the body and a code whose text stands in `text/<lang>/input.ts`. */
export interface InputProblem {
  pointer: string;
  code:
    | 'required'
    | 'type'
    | 'too-long'
    | 'too-many'
    | 'range'
    | 'unknown-outcome'
    | 'unknown-field'
    | 'unknown-code'
    | 'twice'
    | 'confidential'
    | 'format'
    | 'future'
    | 'incomplete';
  /** The limit that was passed, to be named in the text. */
  limit?: number;
}

/** What the check has to know besides the table. */
export interface CompletionContext {
  /** Whether the report is confidential: then it can't be published (article 10.2). */
  confidential: boolean;
  isAgency(id: string): boolean;
  isDistrict(id: string): boolean;
  isField(id: string): boolean;
  /** Of a field whose agency is that of the place (Annex 1, row 9). */
  needsDistrict(field: string): boolean;
}

/** Nothing was filled in: such a value counts as left out. */
function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isMember(field: Field, value: string, context: CompletionContext): boolean {
  switch (field.of) {
    case 'field':
      return context.isField(value);
    case 'district':
      return context.isDistrict(value);
    case 'agency':
      return context.isAgency(value);
    case 'resolution':
      return (resolutions as readonly string[]).includes(value);
    default:
      return /^[A-Za-z0-9_-]{16,64}$/.test(value);
  }
}

function checkList(field: Field, value: unknown, context: CompletionContext): InputProblem[] {
  const pointer = `/${field.name}`;
  if (!Array.isArray(value)) return [{ pointer, code: 'type' }];
  if (value.length > field.max) return [{ pointer, code: 'too-many', limit: field.max }];
  const seen = new Set<unknown>();
  return value.flatMap((one, index): InputProblem[] => {
    const here = `${pointer}/${index}`;
    if (typeof one !== 'string') return [{ pointer: here, code: 'type' }];
    if (seen.has(one)) return [{ pointer: here, code: 'twice' }];
    seen.add(one);
    return isMember(field, one, context) ? [] : [{ pointer: here, code: 'unknown-code' }];
  });
}

function checkValue(field: Field, value: unknown, context: CompletionContext): InputProblem[] {
  const pointer = `/${field.name}`;
  switch (field.kind) {
    case 'list':
    case 'attachments':
      return checkList(field, value, context);
    case 'number':
      if (typeof value !== 'number' || !Number.isInteger(value)) return [{ pointer, code: 'type' }];
      return value < (field.min ?? 0) || value > field.max ? [{ pointer, code: 'range', limit: field.max }] : [];
    case 'code':
      if (typeof value !== 'string') return [{ pointer, code: 'type' }];
      return isMember(field, value, context) ? [] : [{ pointer, code: 'unknown-code' }];
    case 'text':
      if (typeof value !== 'string') return [{ pointer, code: 'type' }];
      return [...value].length > field.max ? [{ pointer, code: 'too-long', limit: field.max }] : [];
  }
}

/**
 * Every problem of a completion's body, empty when it may go. A field of another outcome of the same stage is passed
 * over while blank (a form sends what it has), and a problem once filled in: nobody's words are dropped in silence.
 */
export function checkCompletion(
  stage: Stage,
  body: Readonly<Record<string, unknown>>,
  context: CompletionContext,
): InputProblem[] {
  const { outcome } = body;
  const outcomes = outcomesOf(stage);
  if (isBlank(outcome)) return [{ pointer: '/outcome', code: 'required' }];
  if (typeof outcome !== 'string' || !Object.hasOwn(outcomes, outcome)) {
    return [{ pointer: '/outcome', code: 'unknown-outcome' }];
  }
  const problems: InputProblem[] = [];
  if (outcome === 'public' && context.confidential) problems.push({ pointer: '/outcome', code: 'confidential' });
  const fields = outcomes[outcome]!;
  const known = fieldsOf(stage);
  for (const [name, value] of Object.entries(body)) {
    if (name === 'outcome' || fields.some((field) => field.name === name)) continue;
    if (known.has(name) && isBlank(value)) continue;
    problems.push({ pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, code: 'unknown-field' });
  }
  for (const field of fields) {
    const value = body[field.name];
    if (!isBlank(value)) problems.push(...checkValue(field, value, context));
    else if (field.required || (field.of === 'district' && context.needsDistrict(String(body.field ?? '')))) {
      problems.push({ pointer: `/${field.name}`, code: 'required' });
    }
  }
  // The lead agency gives no opinion to itself.
  const { leadAgency, coordinatingAgencies } = body;
  if (typeof leadAgency === 'string' && Array.isArray(coordinatingAgencies)) {
    const index = coordinatingAgencies.indexOf(leadAgency);
    if (index >= 0) problems.push({ pointer: `/coordinatingAgencies/${index}`, code: 'twice' });
  }
  return problems;
}

export interface SplitCompletion {
  /** For the engine: `outcome`, `completionId`, codes and numbers. */
  variables: Record<string, string | number | string[]>;
  /** For the store: everything that was filled in, texts in NFC and trimmed. */
  fields: Record<string, unknown>;
}

/**
 * Splits a body that `checkCompletion` found in order. What may be left out and has a meaning then gets it here:
 * `resolution` is `answered` (contract, `handling`), `coordinatingAgencies` an empty list.
 */
export function splitCompletion(
  stage: Stage,
  body: Readonly<Record<string, unknown>>,
  completionId: string,
): SplitCompletion {
  const outcome = String(body.outcome);
  const variables: SplitCompletion['variables'] = { outcome, completionId };
  const fields: Record<string, unknown> = {};
  for (const field of outcomesOf(stage)[outcome] ?? []) {
    let value = body[field.name];
    if (isBlank(value)) {
      if (field.name === 'resolution') value = 'answered';
      else if (field.name === 'coordinatingAgencies') value = [];
      else continue;
    }
    if (field.kind === 'text') value = String(value).normalize('NFC').trim();
    fields[field.name] = value;
    if (field.toEngine) variables[field.name] = value as string | number | string[];
  }
  return { variables, fields };
}
