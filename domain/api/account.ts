/** One's own account: password, second factor, where one is logged in, identities at a provider. */
import { type Static, Type } from 'typebox';
import { MaybeTime, Time } from './common.ts';

/** Six digits of a device, or a code for a lost device. */
export const FactorCode = Type.String({ minLength: 6, maxLength: 40 });
const Password = Type.String({ minLength: 1, maxLength: 200 });

/** Which ways to log in there are; `oidc`: the provider's name where one is set up. */
export const LogInWays = Type.Object({ password: Type.Boolean(), oidc: Type.Union([Type.String(), Type.Null()]) });
export type LogInWays = Static<typeof LogInWays>;

export const Account = Type.Object({
  username: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  hasPassword: Type.Boolean(),
  secondFactor: Type.Object({
    since: MaybeTime,
    /** Codes for a lost device that are left. */
    recoveryLeft: Type.Integer(),
    /** The person's group may do nothing without one. */
    required: Type.Boolean(),
  }),
  oidc: Type.Union([Type.Object({ name: Type.String(), linkedAt: MaybeTime }), Type.Null()]),
});
export type Account = Static<typeof Account>;

export const ContactChange = Type.Object(
  {
    email: Type.Optional(Type.Union([Type.String({ format: 'email', maxLength: 254 }), Type.Null()])),
    phone: Type.Optional(Type.Union([Type.String({ pattern: '^[+0-9][0-9 .-]{7,18}$' }), Type.Null()])),
  },
  { additionalProperties: false },
);
export type ContactChange = Static<typeof ContactChange>;

/** 204; ends the person's other sessions. */
export const PasswordChange = Type.Object(
  { current: Type.Optional(Password), next: Type.String({ minLength: 12, maxLength: 200 }) },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

/** What begins a second factor: the password once more, from people who have one. */
export const FactorBeginning = Type.Object({ password: Type.Optional(Password) }, { additionalProperties: false });
export type FactorBeginning = Static<typeof FactorBeginning>;
/** `uri`: `otpauth://…` for a QR code; `secret`: the same for typing, in base 32. */
export const FactorBegun = Type.Object({ uri: Type.String(), secret: Type.String() });
export type FactorBegun = Static<typeof FactorBegun>;

export const FactorProof = Type.Object({ code: FactorCode }, { additionalProperties: false });
export type FactorProof = Static<typeof FactorProof>;
/** Shown once. */
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) });
export type RecoveryCodes = Static<typeof RecoveryCodes>;

export const OpenSession = Type.Object({
  id: Type.String(),
  /** The one that asks. */
  current: Type.Boolean(),
  by: Type.Enum(['password', 'oidc']),
  strong: Type.Boolean(),
  device: Type.String(),
  createdAt: Time,
  seenAt: Time,
  until: Time,
});
export const OpenSessions = Type.Object({ items: Type.Array(OpenSession), next: Type.Null() });
export type OpenSessions = Static<typeof OpenSessions>;
export const SessionParams = Type.Object({ id: Type.String({ pattern: '^[a-f0-9]{32}$' }) });

/** `to`: where to go after it, a path of this site; `link`: adds the identity to the account that is logged in. */
export const OidcStart = Type.Object({
  to: Type.Optional(Type.String({ maxLength: 500 })),
  link: Type.Optional(Type.Boolean()),
});
export type OidcStart = Static<typeof OidcStart>;
/** As the provider sends it back (RFC 6749, 4.1.2); what more it sends is its own. */
export const OidcCallback = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 4_000 })),
  state: Type.Optional(Type.String({ maxLength: 500 })),
  error: Type.Optional(Type.String({ maxLength: 500 })),
});
export type OidcCallback = Static<typeof OidcCallback>;
