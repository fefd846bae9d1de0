/** GET/POST /api/delegations, DELETE /api/delegations/{id}, GET /api/delegations/candidates (article 14.1). */
import { type Static, Type } from 'typebox';
import { List, Time, Username } from './common.ts';

/** A person as colleagues see one. */
export const Colleague = Type.Object({ username: Type.String(), name: Type.String() });
export type Colleague = Static<typeof Colleague>;

/** POST: I am away from `startsAt` until `endsAt`, at most a year, and `standIn` acts for me meanwhile. */
export const NewDelegation = Type.Object(
  {
    standIn: Username,
    /** Whose absence it is: oneself where not said; another's by an administrator or the unit's leader. */
    absent: Type.Optional(Username),
    startsAt: Time,
    endsAt: Time,
    reason: Type.String({ minLength: 1, maxLength: 300 }),
  },
  { additionalProperties: false },
);
export type NewDelegation = Static<typeof NewDelegation>;

export const DelegationItem = Type.Object({
  id: Type.String(),
  absent: Colleague,
  standIn: Colleague,
  startsAt: Time,
  endsAt: Time,
  reason: Type.String(),
  /** In force now; otherwise it is to come. */
  inForce: Type.Boolean(),
  /** Whether I may end it. */
  mayEnd: Type.Boolean(),
});
export type DelegationItem = Static<typeof DelegationItem>;

export const DelegationList = List(DelegationItem);
export type DelegationList = Static<typeof DelegationList>;

export const ColleagueList = List(Colleague);
export type ColleagueList = Static<typeof ColleagueList>;

/** GET /api/delegations/candidates: for me, or for another whose absence one may set. */
export const CandidatesQuery = Type.Object({ absent: Type.Optional(Username) }, { additionalProperties: false });
export type CandidatesQuery = Static<typeof CandidatesQuery>;

export const DelegationParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });
