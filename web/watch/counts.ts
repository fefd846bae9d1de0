/** Where one instance stands, in the shape of the diagram's counts. Pure. */
import type { InstanceDetail } from '../data/instances.ts';
import type { ElementCount } from '../elements/diagram-view.ts';

/** Where an instance stands, as counts on the diagram. */
export function countsOf(
  instance: Pick<InstanceDetail, 'elements' | 'incidentList' | 'overdue'>,
): Record<string, ElementCount> {
  const counts: Record<string, ElementCount> = {};
  const at = (id: string) => {
    counts[id] ??= { tokens: 0, incidents: 0, overdue: 0 };
    return counts[id];
  };
  for (const id of instance.elements) at(id).tokens += 1;
  for (const one of instance.incidentList) if (!one.resolvedAt) at(one.elementId).incidents += 1;
  // Of one instance only one thing can be late at a time but in the opinion round; it is marked where it stands.
  if (instance.overdue) for (const id of instance.elements) at(id).overdue = 1;
  return counts;
}
