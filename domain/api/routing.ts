/** The routing table beside the directory: what it does not answer yet, and whether a release of it is asked for. */
import { type Static, Type } from 'typebox';
import { DistrictId, FieldId, Time, Username } from './common.ts';

export const RoutingState = Type.Object({
  /** False where analysts have made a table that cannot be widened by us. */
  readable: Type.Boolean(),
  missing: Type.Object({ fields: Type.Array(FieldId), areas: Type.Array(DistrictId) }),
  asked: Type.Union([Type.Object({ release: Type.String(), at: Time, by: Username }), Type.Null()]),
});
export type RoutingState = Static<typeof RoutingState>;

export const RoutingRequest = Type.Object({ note: Type.String({ minLength: 1, maxLength: 1000 }) });
export type RoutingRequest = Static<typeof RoutingRequest>;
