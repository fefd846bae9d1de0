/** GET/POST /api/tasks/views, PUT/DELETE /api/tasks/views/{id}: lists that are kept, each with how many it holds. */
import { type Static, Type } from 'typebox';
import { AgencyId, DistrictId, FieldId, StageId, Time, Words } from './common.ts';
import { taskSorts } from './tasks.ts';

/** What a list shows: the filters of GET /api/tasks that the screen offers, its sort, and how the screen groups. */
export const ViewFilter = Type.Object(
  {
    state: Type.Enum(['open', 'unclaimed', 'mine', 'completed']),
    overdue: Type.Optional(Type.Boolean()),
    stage: Type.Optional(StageId),
    field: Type.Optional(FieldId),
    district: Type.Optional(DistrictId),
    agency: Type.Optional(AgencyId),
    q: Type.Optional(Words),
    sort: Type.Optional(Type.Enum([...taskSorts])),
    group: Type.Optional(Type.Enum(['stage', 'due'])),
  },
  { additionalProperties: false },
);
export type ViewFilter = Static<typeof ViewFilter>;

const name = Type.String({ minLength: 1, maxLength: 60 });

/** POST. `unit`: for everybody of this unit of mine (`agency:<id>`, `ioc`); for myself without. */
export const NewView = Type.Object(
  {
    name,
    filter: ViewFilter,
    unit: Type.Optional(Type.String({ pattern: '^(ioc|agency:[a-z0-9-]{1,40})$', maxLength: 50 })),
  },
  { additionalProperties: false },
);
export type NewView = Static<typeof NewView>;

/** PUT: `order` is the place among the owner's views, from 0. */
export const ChangedView = Type.Object(
  { name, filter: ViewFilter, order: Type.Integer({ minimum: 0, maximum: 999 }) },
  { additionalProperties: false },
);
export type ChangedView = Static<typeof ChangedView>;

export const ViewParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });

/** Counting stops here; `more` then says that there are more. */
export const mostCounted = 1_000;

export const ViewItem = Type.Object({
  /** `open`, `mine`, `unclaimed`, `overdue`, or the id of a saved one. */
  id: Type.String(),
  kind: Type.Enum(['built-in', 'unit', 'own']),
  /** Of a saved one. */
  name: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
  filter: ViewFilter,
  order: Type.Integer(),
  mayEdit: Type.Boolean(),
  /** At most `mostCounted`; null where counting took too long. */
  count: Type.Union([Type.Integer(), Type.Null()]),
  more: Type.Boolean(),
});
export type ViewItem = Static<typeof ViewItem>;

/** `asOf`: the business time at which it was counted. */
export const ViewList = Type.Object({ items: Type.Array(ViewItem), next: Type.Null(), asOf: Time });
export type ViewList = Static<typeof ViewList>;
