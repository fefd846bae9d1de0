/** Shapes that several calls share: lists, problems, codes, times. Limits stand here once. */
import { type Static, type TSchema, Type } from 'typebox';

/** ISO 8601 with offset. */
export const Time = Type.String({ format: 'date-time', maxLength: 40 });

/** A time, or null where it is not known. */
export const MaybeTime = Type.Union([Time, Type.Null()]);

/** A report's code; the check character is verified by `report-code.ts`, not by the pattern. */
export const ReportCode = Type.String({ pattern: '^[A-Za-z0-9-]{1,40}$', maxLength: 40 });

/** A key of the engine: a 64-bit number written as a decimal string, so that no reader loses digits. */
export const EngineKey = Type.String({ pattern: '^[0-9]{1,19}$', maxLength: 19 });

export const FileId = Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$', maxLength: 64 });
export const AgencyId = Type.String({ pattern: '^[a-z0-9-]{1,40}$', maxLength: 40 });
export const DistrictId = Type.String({ pattern: '^[a-z0-9-]{1,40}$', maxLength: 40 });
/** Of the directory: which there are is data (article 13.8), so a code that nobody knows is looked up, not refused here. */
export const FieldId = Type.String({ pattern: '^[a-z0-9-]{1,40}$', maxLength: 40 });
/** A stage: of the regulation, or one that an analyst has added to the diagram (the task's `stage` header). */
export const StageId = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,59}$', maxLength: 60 });
export const Username = Type.String({ minLength: 1, maxLength: 100 });

/** An RFC 9457 problem. `type` is `<PUBLIC_URL>/problems/<code>`; `errors[].pointer` is a JSON pointer into the body. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String()),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        pointer: Type.String(),
        code: Type.Optional(Type.String()),
        detail: Type.Optional(Type.String()),
        /** Of a file: where, from 1, and the reader's own words. */
        line: Type.Optional(Type.Integer()),
        column: Type.Optional(Type.Integer()),
        said: Type.Optional(Type.String()),
      }),
    ),
  ),
  /** Of a lost claim: who holds the task. */
  holder: Type.Optional(Type.String()),
  /** That person's name, and since when. */
  holderName: Type.Optional(Type.String()),
  heldSince: Type.Optional(Time),
  /** Of a failure of ours (5xx): the request is found by it in the logs (docs/operations/observe.md). */
  traceId: Type.Optional(Type.String()),
  /** The engine's own words, where it refused; for staff. */
  engine: Type.Optional(Type.String()),
});
export type Problem = Static<typeof Problem>;

/** Answers that are no JSON, by their media types. */
export const asDocument = (...types: string[]) => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: type.endsWith('json') ? {} : { type: 'string' } }])),
});

/** What was made, by the id that it got. */
export const Made = Type.Object({ id: Type.String() });

/** `after` and `limit` of a list: 50 where not said, at most 200. */
export const paging = {
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};

/** `{items, next}`: `next` is the `after` of the following page, null on the last. */
export function List<Item extends TSchema>(item: Item) {
  return Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });
}

/** `lat,lng` */
export const Near = Type.String({ pattern: '^-?[0-9]{1,2}(\\.[0-9]+)?,-?[0-9]{1,3}(\\.[0-9]+)?$', maxLength: 60 });
/** `lat,lng,metres` */
export const NearWithin = Type.String({
  pattern: '^-?[0-9]{1,2}(\\.[0-9]+)?,-?[0-9]{1,3}(\\.[0-9]+)?,[0-9]{1,6}$',
  maxLength: 70,
});
export const Words = Type.String({ minLength: 1, maxLength: 200 });
