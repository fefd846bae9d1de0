/** How many of each element are alive, and have ended, over process instances: one pass over what is in them. */
import type { ElementInstanceView, ElementStatistics } from '../door-reads.ts';
import type { Instance } from './entities.ts';
import { inside } from './reading.ts';

/** Neither the process itself nor a multi-instance body that has begun is counted: its inner instances are. */
export function elementStatistics(
  instances: Iterable<Instance>,
  ended: Iterable<ElementInstanceView> = [],
): ElementStatistics[] {
  const counts = new Map<string, ElementStatistics>();
  const of = (elementId: string): ElementStatistics => {
    const count = counts.get(elementId) ?? { elementId, active: 0, canceled: 0, incidents: 0, completed: 0 };
    counts.set(elementId, count);
    return count;
  };
  for (const process of instances) {
    for (const element of inside(process)) {
      const { node, children, incidentKey } = element;
      if (element === process || (node.type === 'MULTI_INSTANCE_BODY' && children?.size)) continue;
      if (incidentKey > 0) of(node.id).incidents++;
      else of(node.id).active++;
    }
  }
  for (const { elementId, type, state } of ended) {
    if (type === 'PROCESS' || type === 'MULTI_INSTANCE_BODY') continue;
    if (state === 'COMPLETED') of(elementId).completed++;
    else of(elementId).canceled++;
  }
  return [...counts.values()];
}
