/** Open incidents across instances, in groups. */
import { type Static, Type } from 'typebox';
import { Time } from './common.ts';
import { Incident } from './instances.ts';

export const IncidentGroup = Type.Object({
  elementId: Type.String(),
  /** The step as the diagram names it. */
  name: Type.String(),
  errorType: Type.String(),
  /** Of the oldest; the others' differ in numbers and codes only. */
  message: Type.String(),
  count: Type.Integer(),
  oldest: Time,
  newest: Time,
  /** The first of them. */
  items: Type.Array(Incident),
  /** All of them, oldest first. */
  keys: Type.Array(Type.String()),
});
export type IncidentGroup = Static<typeof IncidentGroup>;

/** GET /api/incidents/groups. `grouped` is less than `total` where there are more than can be grouped in one go. */
export const IncidentGroups = Type.Object({
  asOf: Time,
  total: Type.Integer(),
  grouped: Type.Integer(),
  groups: Type.Array(IncidentGroup),
});
export type IncidentGroups = Static<typeof IncidentGroups>;
