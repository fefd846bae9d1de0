/** An agency ends and another goes on: what would move, what is planned, what came of each report. */
import { type Static, Type } from 'typebox';
import { AgencyId, DistrictId, EngineKey, FieldId, MaybeTime, ReportCode, Time, Username } from './common.ts';
import { Day } from './directory.ts';

const Heir = Type.Object({
  field: Type.Optional(FieldId),
  area: Type.Optional(DistrictId),
  to: AgencyId,
});
const wish = { agency: AgencyId, on: Day, to: AgencyId, except: Type.Array(Heir, { maxItems: 200 }) };

export const SuccessionQuestion = Type.Object(wish);
export type SuccessionQuestion = Static<typeof SuccessionQuestion>;

export const NewSuccession = Type.Object({
  ...wish,
  /** The agency's people go along, in the same roles. */
  movePeople: Type.Boolean(),
  reason: Type.String({ minLength: 1, maxLength: 1000 }),
});
export type NewSuccession = Static<typeof NewSuccession>;

const Person = Type.Object({ username: Username, name: Type.String() });

/** As of now: what would change hands. Reports carry code, stage and date, never what they say. */
export const SuccessionPreview = Type.Object({
  asOf: Time,
  reports: Type.Integer(),
  tasks: Type.Integer(),
  byHeir: Type.Array(Type.Object({ agency: AgencyId, reports: Type.Integer() })),
  /** The first of them; `left` is how many more there are. */
  items: Type.Array(
    Type.Object({
      instanceKey: EngineKey,
      reportCode: Type.Union([ReportCode, Type.Null()]),
      leads: Type.Boolean(),
      stages: Type.Array(Type.String()),
      dueAt: MaybeTime,
      to: AgencyId,
    }),
  ),
  left: Type.Integer(),
  /** Who holds tasks that would be released, unless the people go along. */
  holders: Type.Array(Type.Object({ ...Person.properties, tasks: Type.Integer() })),
  /** The agency's people; `otherGroups`: whether they would still be in some group. */
  people: Type.Array(Type.Object({ ...Person.properties, otherGroups: Type.Boolean() })),
  /** Absences of these people that go on beyond that day. */
  delegations: Type.Array(Type.Object({ absent: Person, standIn: Person, endsAt: Time })),
  areas: Type.Array(DistrictId),
  fields: Type.Array(FieldId),
});
export type SuccessionPreview = Static<typeof SuccessionPreview>;

export const SuccessionItem = Type.Object({
  id: Type.String(),
  ...wish,
  movePeople: Type.Boolean(),
  reason: Type.String(),
  by: Person,
  at: Time,
  state: Type.Enum(['planned', 'running', 'done', 'withdrawn']),
  /** The engine is away. */
  waits: Type.Boolean(),
  endedAt: MaybeTime,
  counts: Type.Object({
    waiting: Type.Integer(),
    moved: Type.Integer(),
    ended: Type.Integer(),
    refused: Type.Integer(),
  }),
});
export type SuccessionItem = Static<typeof SuccessionItem>;
export const SuccessionList = Type.Object({ items: Type.Array(SuccessionItem) });

export const InheritedList = Type.Object({
  items: Type.Array(
    Type.Object({
      reportCode: Type.Union([ReportCode, Type.Null()]),
      state: Type.Enum(['waiting', 'moved', 'ended', 'refused']),
      to: Type.Union([AgencyId, Type.Null()]),
      tasks: Type.Integer(),
      words: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  left: Type.Integer(),
});
