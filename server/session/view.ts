/** A log-in as the pages know it. */
import type { Session as SessionView } from '../../domain/api/session.ts';
import { rightsOf } from '../../domain/rights.ts';
import type { Actor } from '../house.ts';
import { wire } from '../views/time.ts';

export const sessionView = (actor: Actor, until: number | null): SessionView => ({
  username: actor.username,
  name: actor.name,
  groups: actor.groups,
  rights: rightsOf(actor.groups),
  ...(actor.needsSecondFactor ? { needsSecondFactor: true } : {}),
  ...(until === null ? {} : { until: wire(until) }),
  ...(actor.standsInFor ? { standsInFor: actor.standsInFor.map((one) => ({ ...one, until: wire(one.until) })) } : {}),
});
