/** Open incidents across instances, put together by what they are; each group counted whole, with the keys to retry by. */
import type { IncidentGroups } from '../../domain/api/incidents.ts';
import { groupsOf } from '../../domain/incident-groups.ts';
import type { Incident } from '../../store/incidents.ts';
import type { House } from '../house.ts';
import { incidentView } from '../views/incident.ts';
import { wire } from '../views/time.ts';

/** Looked at in one go; more are counted, and said to be more. */
const mostGrouped = 10_000;
/** Rows of a group that are given whole. */
const mostRows = 50;

export async function openGroups(house: House): Promise<IncidentGroups> {
  const { incidents, definitions } = house.store;
  const [total, found, now] = await Promise.all([
    incidents.model.countDocuments({ state: 'open' }),
    incidents.model.find({ state: 'open' }).sort({ createdAt: 1, _id: 1 }).limit(mostGrouped).lean<Incident[]>().exec(),
    house.clock.now(),
  ]);
  const drawn = await definitions.model
    .find({ _id: { $in: [...new Set(found.map(({ definitionKey }) => definitionKey))] } })
    .select({ elements: 1 })
    .lean<{ _id: string; elements: Record<string, { name: string }> }[]>()
    .exec();
  const elements = new Map(drawn.map((one) => [one._id, one.elements]));
  const definitionOf = new Map(found.map((one) => [one._id, one.definitionKey]));
  const groups = groupsOf(found.map(incidentView)).map((group) => {
    const [first] = group;
    const { elementId, errorType, message, key, createdAt } = first!;
    return {
      elementId,
      name: elements.get(definitionOf.get(key) ?? '')?.[elementId]?.name || elementId,
      errorType,
      message,
      count: group.length,
      oldest: createdAt,
      newest: group.at(-1)!.createdAt,
      items: group.slice(0, mostRows),
      keys: group.map((one) => one.key),
    };
  });
  return { asOf: wire(now), total, grouped: found.length, groups };
}
