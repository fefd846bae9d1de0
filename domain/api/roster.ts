/** /api/directory/roster: who is on duty at the operations centre, and when (article 13.2). */
import { type Static, Type } from 'typebox';
import { dutyRoles } from '../roster.ts';
import { Time, Username } from './common.ts';

const Role = Type.Enum([...dutyRoles]);
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 });
const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', maxLength: 5 });

export const NewDuty = Type.Object(
  { role: Role, username: Username, from: Time, to: Time },
  { additionalProperties: false },
);
export type NewDuty = Static<typeof NewDuty>;

export const DutyItem = Type.Object({
  id: Type.String(),
  role: Role,
  username: Type.String(),
  name: Type.String(),
  from: Time,
  to: Time,
  version: Type.Integer(),
  /** Whether it covers its time: the person is active and has the role's group. */
  holds: Type.Boolean(),
});
export type DutyItem = Static<typeof DutyItem>;

export const RosterGap = Type.Object({ role: Role, from: Time, to: Time });
export type RosterGap = Static<typeof RosterGap>;

/** A week where nothing is said; at most 62 days. */
export const RosterQuery = Type.Object(
  { from: Type.Optional(Day), days: Type.Optional(Type.Integer({ minimum: 1, maximum: 62 })) },
  { additionalProperties: false },
);
export type RosterQuery = Static<typeof RosterQuery>;

export const Roster = Type.Object({
  from: Day,
  days: Type.Integer(),
  items: Type.Array(DutyItem),
  /** Working time of the coming 14 working days that nobody covers, whatever part is asked for; empty where none is kept. */
  gaps: Type.Array(RosterGap),
  /** Whether a roster is kept; without one everybody of the group is taken to be there. */
  kept: Type.Boolean(),
  /** Who may be put on it, by role. */
  candidates: Type.Array(Type.Object({ username: Type.String(), name: Type.String(), roles: Type.Array(Role) })),
});
export type Roster = Static<typeof Roster>;

/** Rows from a weekly pattern, on the calendar's working days; what stands there for the same person already stays. */
export const RosterPattern = Type.Object(
  {
    role: Role,
    from: Day,
    until: Day,
    week: Type.Array(
      Type.Object(
        { weekday: Type.Integer({ minimum: 1, maximum: 7 }), username: Username, from: TimeOfDay, to: TimeOfDay },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 60 },
    ),
  },
  { additionalProperties: false },
);
export type RosterPattern = Static<typeof RosterPattern>;
export const RosterMade = Type.Object({ made: Type.Integer(), there: Type.Integer() });
export type RosterMade = Static<typeof RosterMade>;

const DutyId = Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 });
export const DutyParams = Type.Object({ id: DutyId });
/** Two rows change their people. */
export const RosterSwap = Type.Object({ one: DutyId, other: DutyId }, { additionalProperties: false });
export type RosterSwap = Static<typeof RosterSwap>;
