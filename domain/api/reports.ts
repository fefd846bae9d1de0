/** The calls of a sender: POST /api/reports, GET /api/reports/{code}, supplement, withdrawal, feedback. */
import { type Static, Type } from 'typebox';
import { resolutions } from '../stages.ts';
import { DistrictId, FileId, MaybeTime, ReportCode, Time } from './common.ts';

export const limits = {
  name: 120,
  phone: 24,
  email: 254,
  address: 300,
  content: 10_000,
  place: 300,
  attachments: 10,
  comment: 4_000,
  reason: 2_000,
} as const;

export const Sender = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: limits.name }),
    phone: Type.String({ pattern: '^\\+?[0-9][0-9 .()-]{7,22}$', maxLength: limits.phone }),
    email: Type.Optional(Type.String({ format: 'email', maxLength: limits.email })),
    address: Type.Optional(Type.String({ maxLength: limits.address })),
  },
  { additionalProperties: false },
);
export type Sender = Static<typeof Sender>;

export const Place = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: limits.place }),
    district: Type.Optional(DistrictId),
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    lng: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  },
  { additionalProperties: false },
);
export type Place = Static<typeof Place>;

const Attachments = Type.Array(FileId, { maxItems: limits.attachments, uniqueItems: true });

/** What a report says, by whatever channel it comes. */
export const reportWords = {
  sender: Sender,
  content: Type.String({ minLength: 1, maxLength: limits.content }),
  place: Place,
  occurredAt: Type.Optional(Time),
  hideIdentity: Type.Optional(Type.Boolean()),
  confidential: Type.Optional(Type.Boolean()),
};

/** The body of POST /api/reports. Meaning (a known district, lat with lng, no future date) is `checkReport`'s. */
export const NewReport = Type.Object(
  { ...reportWords, attachments: Type.Optional(Attachments) },
  { additionalProperties: false },
);
export type NewReport = Static<typeof NewReport>;

/** Header `Idempotency-Key`, a UUID. */
export const IdempotencyHeaders = Type.Object({ 'idempotency-key': Type.String({ format: 'uuid', maxLength: 36 }) });

/** 201 of POST /api/reports. */
export const ReportReceipt = Type.Object({
  code: Type.String(),
  accessToken: Type.String(),
  receivedAt: Time,
  dueAt: Type.Optional(Time),
});
export type ReportReceipt = Static<typeof ReportReceipt>;

export const reportStatuses = [
  'received',
  'needs-supplement',
  'in-progress',
  'answered',
  'closed',
  'rejected',
  'withdrawn',
] as const;
export type ReportStatus = (typeof reportStatuses)[number];

export const ReportParams = Type.Object({ code: ReportCode });

export const HistoryLine = Type.Object({
  at: Time,
  what: Type.String(),
  by: Type.Optional(Type.String()),
  /** Staff only: the absent person for whom a stand-in acted (article 14.1). */
  onBehalfOf: Type.Optional(Type.String()),
  /** Staff only: why somebody changed its course by hand. */
  reason: Type.Optional(Type.String()),
});
export type HistoryLine = Static<typeof HistoryLine>;

export const Reply = Type.Object({
  agency: Type.String(),
  text: Type.String(),
  attachments: Type.Array(Type.String()),
  at: Time,
  /** Whether it was fixed, answered, or cannot be fixed; absent for a sealed reply. */
  resolution: Type.Optional(Type.Enum([...resolutions])),
});
export type Reply = Static<typeof Reply>;

/** 200 of GET /api/reports/{code}: what the sender follows. `by` is an agency, never a person. */
export const ReportView = Type.Object({
  code: Type.String(),
  status: Type.Enum([...reportStatuses]),
  /** A stage of the contract's table, `supplement`, `feedback`, or null. */
  stage: Type.Union([Type.String(), Type.Null()]),
  content: Type.String(),
  place: Type.Object({
    text: Type.String(),
    district: Type.Optional(Type.String()),
    lat: Type.Optional(Type.Number()),
    lng: Type.Optional(Type.Number()),
  }),
  attachments: Type.Array(Type.String()),
  history: Type.Array(HistoryLine),
  missing: Type.Optional(Type.String()),
  ground: Type.Optional(Type.String()),
  reply: Type.Optional(Reply),
  dueAt: Type.Optional(Time),
  receivedAt: Type.Optional(Time),
  occurredAt: Type.Optional(MaybeTime),
  field: Type.Optional(Type.String()),
  confidential: Type.Optional(Type.Boolean()),
  hideIdentity: Type.Optional(Type.Boolean()),
  rating: Type.Optional(Type.String()),
  /** Erased by rule: the sender's details, and with `words` what was said and shown. */
  erased: Type.Optional(Type.Object({ at: Time, words: Type.Boolean() })),
});
export type ReportView = Static<typeof ReportView>;

export const ratings = ['satisfied', 'acceptable', 'unsatisfied'] as const;
export type Rating = (typeof ratings)[number];

/** POST …/supplement: at least one of the two (`checkSupplement`). */
export const Supplement = Type.Object(
  {
    content: Type.Optional(Type.String({ minLength: 1, maxLength: limits.content })),
    attachments: Type.Optional(Attachments),
  },
  { additionalProperties: false },
);
export type Supplement = Static<typeof Supplement>;

/** POST …/withdrawal */
export const Withdrawal = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: limits.reason })) },
  { additionalProperties: false },
);
export type Withdrawal = Static<typeof Withdrawal>;

/** POST …/feedback: at least one of the two (`checkFeedback`). */
export const Feedback = Type.Object(
  {
    rating: Type.Optional(Type.Enum([...ratings])),
    comment: Type.Optional(Type.String({ minLength: 1, maxLength: limits.comment })),
  },
  { additionalProperties: false },
);
export type Feedback = Static<typeof Feedback>;
