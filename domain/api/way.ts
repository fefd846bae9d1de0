/** GET /api/reports/{code}/way: the way of a report on the diagram that it runs on, in the diagram's words for citizens. */
import { type Static, Type } from 'typebox';
import { Time } from './common.ts';

const Label = Type.Object({ vi: Type.String(), en: Type.String() });

/** An extension as it was asked for and decided (article 8.3): the reason, and which agency's leader decided. */
export const Extension = Type.Object({
  outcome: Type.Enum(['granted', 'refused']),
  /** Working days. */
  askedDays: Type.Optional(Type.Integer()),
  days: Type.Optional(Type.Integer()),
  /** Why the officer asked. */
  reason: Type.Optional(Type.String()),
  /** Why the leader refused. */
  refusal: Type.Optional(Type.String()),
  /** The agency whose leader decided; never a person. */
  by: Type.Optional(Type.String()),
  /** The date before and after it was granted. */
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});
export type Extension = Static<typeof Extension>;

export const WayStep = Type.Object({
  elementId: Type.String(),
  label: Label,
  /** `past`: left · `here`: it stands there · `ahead`: expected on the ordinary way. */
  state: Type.Enum(['past', 'here', 'ahead']),
  /** Where its time limit comes from, e.g. `8.2`. */
  article: Type.Optional(Type.String()),
  enteredAt: Type.Optional(Time),
  leftAt: Type.Optional(Time),
  /** When the step is, or was, due; of a step ahead the latest date that the limits of the way lead to. */
  dueAt: Type.Optional(Time),
  /** The first date, where an extension has moved it. */
  firstDueAt: Type.Optional(Time),
  /** A key of the history's texts, e.g. `intake.accepted`. */
  outcome: Type.Optional(Type.String()),
  by: Type.Optional(Type.String()),
  /** Broken off before it was done, as by a withdrawal. */
  interrupted: Type.Optional(Type.Boolean()),
  extension: Type.Optional(Extension),
});
export type WayStep = Static<typeof WayStep>;

export const Way = Type.Object({
  /** Version of the deployed diagram; null while none can be known. */
  version: Type.Union([Type.Integer(), Type.Null()]),
  asOf: Time,
  steps: Type.Array(WayStep),
});
export type Way = Static<typeof Way>;
