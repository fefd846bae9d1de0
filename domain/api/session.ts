/** POST, GET, DELETE /api/session: log in, who am I, log out. */
import { type Static, Type } from 'typebox';
import { FactorCode } from './account.ts';
import { Time, Username } from './common.ts';

export const Credentials = Type.Object(
  {
    username: Username,
    password: Type.String({ minLength: 1, maxLength: 200 }),
    /** Of the second factor, where the person has one: without it the answer is 401 `second-factor-needed`. */
    code: Type.Optional(FactorCode),
  },
  { additionalProperties: false },
);
export type Credentials = Static<typeof Credentials>;

/** 200: who is logged in; `rights` are actions of `domain/rights.ts`. */
export const Session = Type.Object({
  username: Type.String(),
  name: Type.String(),
  groups: Type.Array(Type.String()),
  rights: Type.Array(Type.String()),
  /** The person's group may do nothing without a second factor, and this log-in had none: there are no rights until then. */
  needsSecondFactor: Type.Optional(Type.Boolean()),
  /** When this log-in ends by itself (time of the machine). */
  until: Type.Optional(Time),
  /** Absent people whom this person stands in for just now; their work groups are among `groups`. */
  standsInFor: Type.Optional(
    Type.Array(
      Type.Object({ username: Type.String(), name: Type.String(), groups: Type.Array(Type.String()), until: Time }),
    ),
  ),
});
export type Session = Static<typeof Session>;
