/** What anyone may read: published reports with their replies, and accepted reports nearby. */
import { type Static, Type } from 'typebox';
import { AgencyId, DistrictId, FieldId, List, Near, NearWithin, paging, ReportCode, Time, Words } from './common.ts';
import { NewSubscription } from './push.ts';
import { limits, Reply, reportStatuses } from './reports.ts';

export const PublishedQuery = Type.Object(
  {
    field: Type.Optional(FieldId),
    district: Type.Optional(DistrictId),
    agency: Type.Optional(AgencyId),
    from: Type.Optional(Time),
    to: Type.Optional(Time),
    near: Type.Optional(NearWithin),
    q: Type.Optional(Words),
    ...paging,
  },
  { additionalProperties: false },
);
export type PublishedQuery = Static<typeof PublishedQuery>;

/** `sender` is the name that may be shown (article 5.4): "Ông/bà" where the sender asked to be hidden. */
export const PublishedReport = Type.Object({
  code: Type.String(),
  field: Type.String(),
  district: Type.Optional(Type.String()),
  sender: Type.String(),
  content: Type.String(),
  place: Type.Object({ text: Type.String(), lat: Type.Optional(Type.Number()), lng: Type.Optional(Type.Number()) }),
  attachments: Type.Array(Type.String()),
  receivedAt: Time,
  publishedAt: Time,
  reply: Reply,
  rating: Type.Optional(Type.String()),
});
export type PublishedReport = Static<typeof PublishedReport>;
export const PublishedList = List(PublishedReport);
export const PublishedParams = Type.Object({ code: ReportCode });

/** DELETE /api/published/{code}: taken down with a reason that goes on the audit log. */
export const TakeDown = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: limits.reason }) },
  { additionalProperties: false },
);
export type TakeDown = Static<typeof TakeDown>;

export const NearbyQuery = Type.Object({ near: Near, field: Type.Optional(FieldId) }, { additionalProperties: false });
export type NearbyQuery = Static<typeof NearbyQuery>;

/** No text, no name; the place is rounded to 50 m. */
export const NearbyReport = Type.Object({
  code: Type.String(),
  field: Type.String(),
  lat: Type.Number(),
  lng: Type.Number(),
  receivedAt: Time,
  status: Type.Enum([...reportStatuses]),
});
export type NearbyReport = Static<typeof NearbyReport>;
export const NearbyList = List(NearbyReport);

export const Follower = Type.Object(
  {
    email: Type.Optional(Type.String({ format: 'email', maxLength: limits.email })),
    push: Type.Optional(NewSubscription),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type Follower = Static<typeof Follower>;
/** `token` ends it again: POST /api/unsubscribe/{token}. */
export const FollowerReceipt = Type.Object({ id: Type.String(), token: Type.String() });
