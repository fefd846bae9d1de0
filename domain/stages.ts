/**
 * The table "Fields of a completion, by stage" of the HTTP contract as data: stage → outcome → fields.
 * `stage` is the id of the user task in the diagram too. Article, group and budget of a stage stand in the diagram
 * and are read from there; they are not copied here.
 */

export type FieldKind = 'text' | 'code' | 'list' | 'number' | 'attachments';

/** What a code must be a member of. `agency` is answered by the directory, the others by this room. */
export type CodeOf = 'field' | 'district' | 'agency' | 'resolution' | 'file';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Characters of a text or code, items of a list, the largest value of a number. */
  readonly max: number;
  /** The smallest value of a number. */
  readonly min?: number;
  readonly of?: CodeOf;
  /** Required as well when another field of the same completion has this value. */
  readonly requiredWhen?: { readonly field: string; readonly is: string };
  /** Codes, dates and numbers that gateways and conditions need go to the engine; everything else stays in the store. */
  readonly toEngine: boolean;
}

export type Outcomes = Readonly<Record<string, readonly Field[]>>;

const text = (name: string, max: number, required = true): Field => ({
  name,
  kind: 'text',
  required,
  max,
  toEngine: false,
});
const code = (name: string, of: CodeOf, rest: Partial<Field> = {}): Field => ({
  name,
  kind: 'code',
  required: true,
  max: 40,
  of,
  toEngine: true,
  ...rest,
});
const days: Field = { name: 'days', kind: 'number', required: true, min: 1, max: 30, toEngine: true };
const coordinatingAgencies: Field = {
  name: 'coordinatingAgencies',
  kind: 'list',
  required: false,
  max: 26,
  of: 'agency',
  toEngine: true,
};
const attachments: Field = {
  name: 'attachments',
  kind: 'attachments',
  required: false,
  max: 10,
  of: 'file',
  toEngine: false,
};
const leadAgency = code('leadAgency', 'agency');
const reply = text('reply', 20_000, false);

export const stages = {
  intake: {
    accepted: [
      code('field', 'field'),
      code('district', 'district', { required: false, requiredWhen: { field: 'field', is: 'environment' } }),
    ],
    incomplete: [text('missing', 2_000)],
    rejected: [text('ground', 2_000)],
  },
  routing: {
    routed: [leadAgency, coordinatingAgencies],
    'needs-direction': [text('reason', 2_000)],
  },
  'direction-report': { submitted: [text('summary', 10_000)] },
  direction: { directed: [leadAgency, coordinatingAgencies, text('direction', 4_000)] },
  scope: {
    'in-scope': [],
    'out-of-scope': [text('reason', 2_000), code('suggestedAgency', 'agency', { required: false, toEngine: false })],
  },
  opinion: { agreed: [text('opinion', 4_000, false)], disagreed: [text('opinion', 4_000)] },
  instruction: { instructed: [text('instruction', 4_000)] },
  handling: {
    done: [text('result', 10_000), code('resolution', 'resolution', { required: false, toEngine: false }), attachments],
    'extension-requested': [days, text('reason', 2_000)],
  },
  extension: { granted: [days], refused: [text('reason', 2_000)] },
  approval: {
    approved: [],
    'edited-and-approved': [text('result', 10_000)],
    returned: [text('instructions', 4_000)],
  },
  publication: { public: [reply], private: [reply], sealed: [reply] },
  review: { clarify: [text('instructions', 4_000)], closed: [] },
} as const satisfies Readonly<Record<string, Outcomes>>;

export type Stage = keyof typeof stages;
export type Outcome<S extends Stage = Stage> = S extends Stage ? keyof (typeof stages)[S] & string : never;

/** Every stage in the order of the procedure. */
export const stageIds = Object.keys(stages) as Stage[];

/** How a handled report stands (contract, `handling`): kept apart in every count. */
export const resolutions = ['fixed', 'answered', 'cannot-fix'] as const;
export type Resolution = (typeof resolutions)[number];

export function isStage(id: string): id is Stage {
  return Object.hasOwn(stages, id);
}

/** The outcomes of a stage with their fields. */
export function outcomesOf(stage: Stage): Outcomes {
  return stages[stage];
}

/** Every field that a stage knows in any outcome, by name. */
export function fieldsOf(stage: Stage): ReadonlyMap<string, Field> {
  const known = new Map<string, Field>();
  for (const fields of Object.values(outcomesOf(stage))) for (const field of fields) known.set(field.name, field);
  return known;
}
