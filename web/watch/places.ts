/** Open reports on the map, joined with the diagram: which are meant, and what stands where within a district. Pure. */
import type { InstanceEvent } from '../../domain/api/stream.ts';
import type { MapReport } from '../../domain/api/watch.ts';
import type { ElementCount } from '../elements/diagram-view.ts';

export interface Chosen {
  version: string;
  element: string;
  district: string;
}

export const isMeant = (one: MapReport, { version, element, district }: Chosen): boolean =>
  (!version || one.definitionKey === version) &&
  (!element || one.elements.includes(element)) &&
  (!district || one.district === district);

export const isLate = (one: MapReport, now: number): boolean => one.dueAt !== null && Date.parse(one.dueAt) < now;

/** Per element, of reports of one district. */
export function countsWithin(reports: readonly MapReport[], chosen: Chosen, now: number): Record<string, ElementCount> {
  const counts: Record<string, ElementCount> = {};
  for (const one of reports) {
    if (!isMeant(one, { ...chosen, element: '' })) continue;
    for (const id of one.elements) {
      counts[id] ??= { tokens: 0, incidents: 0, overdue: 0 };
      counts[id].tokens += 1;
      counts[id].incidents += one.incidents > 0 ? 1 : 0;
      counts[id].overdue += isLate(one, now) ? 1 : 0;
    }
  }
  return counts;
}

/** Districts with how many are open there, most first. */
export function byDistrict(reports: readonly MapReport[], chosen: Chosen): [district: string, count: number][] {
  const counts = new Map<string, number>();
  for (const one of reports)
    if (one.district && isMeant(one, { ...chosen, district: '' }))
      counts.set(one.district, (counts.get(one.district) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/** The same reports after an event; null when it tells of one that is not among them: then they are read anew. */
export function moved(reports: readonly MapReport[], event: InstanceEvent): readonly MapReport[] | null {
  const at = reports.findIndex(({ key }) => key === event.key);
  if (event.state !== 'active') return at < 0 ? reports : reports.toSpliced(at, 1);
  if (at < 0) return null;
  return reports.with(at, { ...reports[at]!, elements: event.elements, definitionKey: event.definitionKey });
}
