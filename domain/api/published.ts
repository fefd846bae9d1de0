/** What anyone may read: published reports with their replies, and accepted reports nearby. */
import { type Static, Type } from 'typebox';
import { resolutions } from '../stages.ts';
import { AgencyId, DistrictId, FieldId, List, Near, NearWithin, paging, ReportCode, Time, Words } from './common.ts';
import { NewSubscription } from './push.ts';
import { limits, Reply, reportStatuses } from './reports.ts';

/** What one looks for: the same for the list and for the map. */
const filters = {
  field: Type.Optional(FieldId),
  district: Type.Optional(DistrictId),
  agency: Type.Optional(AgencyId),
  resolution: Type.Optional(Type.Enum([...resolutions])),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  near: Type.Optional(NearWithin),
  q: Type.Optional(Words),
};
export const PublishedFilter = Type.Object(filters, { additionalProperties: false });
export type PublishedFilter = Static<typeof PublishedFilter>;
export const PublishedQuery = Type.Object({ ...filters, ...paging }, { additionalProperties: false });
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
/**
 * All published reports of a filter as points: `[code, lat, lng, field, resolution]` a row, to five decimals (1 m).
 * `unplaced`: how many more there are that have no position.
 */
export const PublishedPoints = Type.Object({
  points: Type.Array(
    Type.Tuple([Type.String(), Type.Number(), Type.Number(), Type.String(), Type.Union([Type.String(), Type.Null()])]),
  ),
  unplaced: Type.Integer(),
});
export type PublishedPoints = Static<typeof PublishedPoints>;

const counts = {
  received: Type.Integer(),
  /** Not answered yet. `received` = `open` + `rejected` + `withdrawn` + `answered`. */
  open: Type.Integer(),
  rejected: Type.Integer(),
  withdrawn: Type.Integer(),
  /** `answered` = `fixed` + `onlyAnswered` + `cannotFix` + `unsaid` (replies that don't say, e.g. sealed ones). */
  answered: Type.Integer(),
  fixed: Type.Integer(),
  onlyAnswered: Type.Integer(),
  cannotFix: Type.Integer(),
  unsaid: Type.Integer(),
  /** Answered reports of which the dates are known; of these, every step in time by the first and by the moved date. */
  timed: Type.Integer(),
  onTimeByFirst: Type.Integer(),
  onTimeByMoved: Type.Integer(),
  satisfied: Type.Integer(),
  acceptable: Type.Integer(),
  unsatisfied: Type.Integer(),
};
/** Counts of reports; each report is in one row of each table. */
export const FigureCounts = Type.Object(counts);
export type FigureCounts = Static<typeof FigureCounts>;
/** `id`: a field, a district, a month (`2026-03`) of reception; empty where a report has none yet. */
export const FigureRow = Type.Object({ id: Type.String(), ...counts });
export type FigureRow = Static<typeof FigureRow>;
export const Figures = Type.Object({
  /** Business time at which they were counted. */
  asOf: Time,
  total: FigureCounts,
  byField: Type.Array(FigureRow),
  byDistrict: Type.Array(FigureRow),
  byMonth: Type.Array(FigureRow),
  /** Years in which reports were received, newest first. */
  years: Type.Array(Type.Integer()),
});
export type Figures = Static<typeof Figures>;
export const FiguresQuery = Type.Object(
  { year: Type.Optional(Type.Integer({ minimum: 2020, maximum: 2999 })) },
  { additionalProperties: false },
);
export type FiguresQuery = Static<typeof FiguresQuery>;

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
