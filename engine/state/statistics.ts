/** How many of each element are alive, over process instances: one pass over what is in them. */
import type { ElementStatistics } from '../door-reads.ts';
import type { Instance } from './entities.ts';
import { inside } from './reading.ts';

/** Neither the process itself nor a multi-instance body that has begun is counted: its inner instances are. */
export function elementStatistics(instances: Iterable<Instance>): ElementStatistics[] {
  const counts = new Map<string, { active: number; incidents: number }>();
  for (const process of instances) {
    for (const element of inside(process)) {
      const { node, children, incidentKey } = element;
      if (element === process || (node.type === 'MULTI_INSTANCE_BODY' && children?.size)) continue;
      const count = counts.get(node.id) ?? { active: 0, incidents: 0 };
      if (incidentKey > 0) count.incidents++;
      else count.active++;
      counts.set(node.id, count);
    }
  }
  return [...counts].map(([elementId, count]) => ({ elementId, ...count, canceled: 0, completed: 0 }));
}
