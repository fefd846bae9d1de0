/** The regulation: GET /api/articles for anyone; a clause with its past, new wordings and repeals for analysts. */
import { type Static, Type } from 'typebox';
import { bindings } from '../regulation/clauses.ts';
import { MaybeTime, Time } from './common.ts';

export const articleLimits = { title: 300, text: 8_000, why: 500, source: 300, reason: 2_000 } as const;

export const ClauseId = Type.String({ pattern: '^[0-9]{1,3}(?:\\.[0-9]{1,3})?$', maxLength: 7 });
export const ClauseParams = Type.Object({ clause: ClauseId });
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 });
const Binds = Type.Enum([...bindings]);

export const ArticlesQuery = Type.Object(
  {
    /** The law as it was at this time; today's where not said. */
    at: Type.Optional(Time),
  },
  { additionalProperties: false },
);
export type ArticlesQuery = Static<typeof ArticlesQuery>;

export const ClauseItem = Type.Object({
  clause: Type.String(),
  title: Type.String(),
  text: Type.String(),
  binds: Binds,
  why: Type.Object({ vi: Type.String(), en: Type.String() }),
  validFrom: Type.String(),
  validTo: Type.Union([Type.String(), Type.Null()]),
  source: Type.String(),
});
export type ClauseItem = Static<typeof ClauseItem>;

export const ArticleList = Type.Object({
  /** The day in Vietnam that it is the law of. */
  day: Type.String(),
  items: Type.Array(ClauseItem),
});
export type ArticleList = Static<typeof ArticleList>;

export const ClauseWording = Type.Interface([ClauseItem], {
  /** Who entered it, and their name; null for what the product ships. */
  by: Type.Union([Type.String(), Type.Null()]),
  byName: Type.Union([Type.String(), Type.Null()]),
  at: MaybeTime,
  reason: Type.String(),
  ended: Type.Union([
    Type.Object({
      by: Type.String(),
      byName: Type.String(),
      at: Time,
      reason: Type.String(),
      source: Type.String(),
    }),
    Type.Null(),
  ]),
});
export type ClauseWording = Static<typeof ClauseWording>;

export const ClauseDetail = Type.Object({
  clause: Type.String(),
  /** Oldest first. */
  wordings: Type.Array(ClauseWording),
  /** What carries it in the version in force. */
  elements: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      type: Type.String(),
      budget: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type ClauseDetail = Static<typeof ClauseDetail>;

/** A wording from a day on; the one before it ends there. Of a clause that is new, its first. */
export const NewWording = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: articleLimits.title }),
    text: Type.String({ minLength: 1, maxLength: articleLimits.text }),
    binds: Binds,
    why: Type.String({ minLength: 1, maxLength: articleLimits.why }),
    validFrom: Day,
    source: Type.String({ minLength: 1, maxLength: articleLimits.source }),
    reason: Type.String({ minLength: 1, maxLength: articleLimits.reason }),
  },
  { additionalProperties: false },
);
export type NewWording = Static<typeof NewWording>;

/** From this day on the clause is no longer in force. */
export const Repeal = Type.Object(
  {
    validTo: Day,
    source: Type.String({ minLength: 1, maxLength: articleLimits.source }),
    reason: Type.String({ minLength: 1, maxLength: articleLimits.reason }),
  },
  { additionalProperties: false },
);
export type Repeal = Static<typeof Repeal>;
