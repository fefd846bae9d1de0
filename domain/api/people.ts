/** /api/directory/people: accounts and their groups (articles 2.4, 14.1), and the one-time link that sets a password. */
import { type Static, Type } from 'typebox';
import { shortestPassword } from '../password.ts';
import { List, paging, Time, Username } from './common.ts';

const Group = Type.String({ minLength: 1, maxLength: 80 });
/** Lower-case letters, digits, dot, dash: as it is typed at log-in. */
export const NewUsername = Type.String({ pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$', minLength: 2, maxLength: 60 });
const details = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.Optional(Type.String({ format: 'email', maxLength: 200 })),
  phone: Type.Optional(Type.String({ pattern: '^[+0-9][0-9 .()-]{6,24}$', maxLength: 25 })),
  groups: Type.Array(Group, { maxItems: 40 }),
};

export const NewPerson = Type.Object({ username: NewUsername, ...details }, { additionalProperties: false });
export type NewPerson = Static<typeof NewPerson>;
export const PersonMade = Type.Object({ username: Type.String() });

/** PUT: all of it, as it is to be; what is left out is no more. `active` false: the account is closed. */
export const PersonChange = Type.Object({ ...details, active: Type.Boolean() }, { additionalProperties: false });
export type PersonChange = Static<typeof PersonChange>;

export const PersonItem = Type.Object({
  username: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  groups: Type.Array(Type.String()),
  active: Type.Boolean(),
  hasPassword: Type.Boolean(),
  version: Type.Integer(),
});
export type PersonItem = Static<typeof PersonItem>;
export const PersonList = List(PersonItem);
export type PersonList = Static<typeof PersonList>;

/** A task that the person holds. */
export const HeldTask = Type.Object({
  key: Type.String(),
  stage: Type.String(),
  name: Type.String(),
  reportCode: Type.String(),
});
export type HeldTask = Static<typeof HeldTask>;

export const PersonDetail = Type.Object({
  ...PersonItem.properties,
  /** Open tasks that the person holds: freed for others when the account is closed, or its group taken away. */
  holds: Type.Array(HeldTask),
  /** Log-ins that are open. */
  sessions: Type.Integer(),
});
export type PersonDetail = Static<typeof PersonDetail>;

export const personStates = ['active', 'closed', 'all'] as const;
export const PersonQuery = Type.Object(
  {
    ...paging,
    q: Type.Optional(Type.String({ maxLength: 100 })),
    group: Type.Optional(Group),
    state: Type.Optional(Type.Enum([...personStates])),
  },
  { additionalProperties: false },
);
export type PersonQuery = Static<typeof PersonQuery>;
export const PersonParams = Type.Object({ username: Username });

/** 201: sent to the person's address, or else shown this once to who has asked for it. */
export const PasswordLink = Type.Object({ sent: Type.Boolean(), link: Type.Optional(Type.String()), until: Time });
export type PasswordLink = Static<typeof PasswordLink>;

/** POST /api/password: by who has the link. */
export const NewPassword = Type.Object(
  {
    token: Type.String({ pattern: '^[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}$', maxLength: 80 }),
    password: Type.String({ minLength: shortestPassword, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type NewPassword = Static<typeof NewPassword>;

const FocalPerson = Type.Object({
  username: Type.String(),
  name: Type.String(),
  /** Who acts meanwhile, while the person is away. */
  standIn: Type.Optional(Type.Object({ username: Type.String(), name: Type.String() })),
});
export type FocalPerson = Static<typeof FocalPerson>;

/** Article 14.1: one leader and one officer an agency. */
export const FocalPoint = Type.Object({
  agency: Type.String(),
  name: Type.Object({ vi: Type.String(), en: Type.String() }),
  leaders: Type.Array(FocalPerson),
  officers: Type.Array(FocalPerson),
});
export type FocalPoint = Static<typeof FocalPoint>;
export const FocalPointList = List(FocalPoint);
export type FocalPointList = Static<typeof FocalPointList>;
