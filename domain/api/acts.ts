/** What may be done to a running instance by hand, each with its reason, and the list of what was done. */
import { type Static, Type } from 'typebox';
import { EngineKey, Time } from './common.ts';

const ElementId = Type.String({ minLength: 1, maxLength: 120 });
export const Reason = Type.String({ minLength: 1, maxLength: 2_000 });

export const Cancellation = Type.Object({ reason: Reason }, { additionalProperties: false });
export type Cancellation = Static<typeof Cancellation>;

/** All of it or nothing: what is to begin begins, then what is to end ends. */
export const Modification = Type.Object(
  {
    activate: Type.Array(ElementId, { maxItems: 20 }),
    /** Element instances, by key. */
    terminate: Type.Array(EngineKey, { maxItems: 50 }),
    reason: Reason,
  },
  { additionalProperties: false },
);
export type Modification = Static<typeof Modification>;

/** Source → target, where an element is to become one with another id. */
export const ChosenMapping = Type.Record(ElementId, ElementId, { maxProperties: 500 });

export const Migration = Type.Object(
  {
    /** processDefinitionKey of a version of the same process. */
    to: EngineKey,
    mapping: Type.Optional(ChosenMapping),
    reason: Reason,
  },
  { additionalProperties: false },
);
export type Migration = Static<typeof Migration>;

export const ActView = Type.Object({
  what: Type.Enum(['canceled', 'moved', 'migrated', 'succeeded']),
  /** User name, and the person's name. */
  by: Type.String(),
  byName: Type.String(),
  at: Time,
  reason: Type.String(),
  /** Ids and versions: `activated`, `terminated`; `fromVersion`, `toVersion`. */
  data: Type.Record(Type.String(), Type.Unknown()),
});
export type ActView = Static<typeof ActView>;
/** Oldest first; an instance has few. */
export const ActList = Type.Object({ items: Type.Array(ActView) });
