/** Where one instance stands, in the shape of the diagram's counts. Pure. */
import type { InstanceDetail } from '../data/instances.ts';
import type { ElementCount } from '../elements/diagram-view.ts';

/** Elements that are drawn as passed: a sub-process would be a frame around everything. */
export function passedIds(path: InstanceDetail['path']): string[] {
  return path.filter((one) => !/process/i.test(one.type)).map((one) => one.elementId);
}

/** Steps that people know: tasks, and whatever holds a token now. Gateways and timers are left to who asks for them. */
export function mainSteps(path: InstanceDetail['path']): InstanceDetail['path'] {
  return path.filter((one) => /task/i.test(one.type) || (one.state === 'active' && !/process/i.test(one.type)));
}

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
