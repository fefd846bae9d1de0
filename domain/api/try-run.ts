/** A report taken through a draft by hand: POST /api/models/try. */
import { type Static, Type } from 'typebox';
import { Time } from './common.ts';
import { ModelFile, modelLimits } from './models.ts';

const Value = Type.Union([
  Type.String({ maxLength: 4_000 }),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }),
]);
const Values = Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,60}$' }), Value);

const Step = Type.Union([
  Type.Object({ is: Type.Literal('task'), taskKey: Type.String({ maxLength: 20 }), values: Values }),
  Type.Object({
    is: Type.Literal('message'),
    name: Type.Enum(['supplement', 'feedback', 'withdrawal']),
    codes: Values,
  }),
  Type.Object({ is: Type.Literal('next-timer') }),
  Type.Object({ is: Type.Literal('wait'), minutes: Type.Integer({ minimum: 1, maximum: 60 * 24 * 60 }) }),
]);

export const tryLimits = { steps: 300 } as const;

export const TryBody = Type.Object(
  {
    files: Type.Array(ModelFile, { minItems: 1, maxItems: modelLimits.files }),
    steps: Type.Array(Step, { maxItems: tryLimits.steps }),
    /** When the report is received. */
    startAt: Time,
    confidential: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type TryBody = Static<typeof TryBody>;

const Happening = Type.Object({
  at: Time,
  what: Type.Enum(['entered', 'left', 'broken', 'job', 'timer', 'message', 'incident', 'ended']),
  elementId: Type.String(),
  detail: Type.Optional(Type.String()),
});

const State = Type.Object({
  now: Time,
  ended: Type.Boolean(),
  standing: Type.Record(Type.String(), Type.Integer()),
  tasks: Type.Array(
    Type.Object({
      key: Type.String(),
      elementId: Type.String(),
      group: Type.String(),
      createdAt: Time,
      dueAt: Type.Union([Time, Type.Null()]),
    }),
  ),
  waitsFor: Type.Array(Type.String()),
  nextTimer: Type.Union([Time, Type.Null()]),
  variables: Type.Record(Type.String(), Type.Unknown()),
  happenings: Type.Array(Happening),
  newSince: Type.Integer(),
});
export type TryView = Static<typeof State>;

/** Where it stands now, or why it can't be taken there: the engine's words about the draft, or about a step. */
export const TryAnswer = Type.Union([
  Type.Object({ state: State }),
  Type.Object({
    refusal: Type.Object({ code: Type.String(), said: Type.String(), step: Type.Union([Type.Integer(), Type.Null()]) }),
  }),
]);
export type TryAnswer = Static<typeof TryAnswer>;
