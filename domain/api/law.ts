/** What contradicts what, in a draft or in what is in force; and the running reports that a draft's change touches. */
import { type Static, Type } from 'typebox';
import { rules } from '../regulation/contradictions/contradiction.ts';
import { touches } from '../regulation/touched.ts';
import { EngineKey, MaybeTime, paging, Time } from './common.ts';

export const ContradictionView = Type.Object({
  rule: Type.Enum([...rules]),
  articles: Type.Array(Type.String()),
  places: Type.Array(
    Type.Object({ file: Type.Optional(Type.String()), id: Type.Optional(Type.String()), name: Type.String() }),
  ),
  data: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** The page of docs/decisions that decides it; null where it is open. */
  decided: Type.Union([Type.String(), Type.Null()]),
});
export type ContradictionView = Static<typeof ContradictionView>;

export const ContradictionList = Type.Object({
  /** Business time that it was looked at. */
  asOf: Time,
  items: Type.Array(ContradictionView),
});
export type ContradictionList = Static<typeof ContradictionList>;

export const TouchedQuery = Type.Object({ ...paging }, { additionalProperties: false });
export type TouchedQuery = Static<typeof TouchedQuery>;

export const dateChanges = ['earlier', 'later', 'same'] as const;

/** A task whose date would move, or a report that is touched without. */
export const TouchedItem = Type.Object({
  key: EngineKey,
  reportCode: Type.Union([Type.String(), Type.Null()]),
  /** The version that it runs on. */
  version: Type.Integer(),
  /** Where it stands: the element's id and name. */
  elementId: Type.String(),
  name: Type.String(),
  /** How it is touched: it stands there, has it ahead, or would come to it only by turning back. */
  touch: Type.Enum([...touches]),
  change: Type.Enum([...dateChanges]),
  dueAt: MaybeTime,
  newDueAt: MaybeTime,
});
export type TouchedItem = Static<typeof TouchedItem>;

export const Touched = Type.Object({
  asOf: Time,
  /** Of running reports: all, those touched by way of touch, and those whose open tasks would get another date. */
  reports: Type.Object({
    running: Type.Integer(),
    stands: Type.Integer(),
    ahead: Type.Integer(),
    again: Type.Integer(),
    earlier: Type.Integer(),
    later: Type.Integer(),
    /** Of the earlier ones: the new date is past already. */
    overdue: Type.Integer(),
  }),
  items: Type.Array(TouchedItem),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type Touched = Static<typeof Touched>;
