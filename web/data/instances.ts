/** The watch's calls: instances, one instance, diagrams with their counts, incidents. */
import type { Counts, InstanceDetail, InstanceItem } from '../../domain/api/instances.ts';
import { ask, call, queryOf } from './http.ts';

export type { Counts, Incident, InstanceDetail, InstanceItem } from '../../domain/api/instances.ts';

export interface InstanceFilter {
  state?: 'active' | 'completed' | 'canceled';
  element?: string;
  incident?: boolean;
  overdue?: boolean;
  definitionKey?: string;
  agency?: string;
  district?: string;
  field?: string;
  sort?: '-startedAt' | 'startedAt' | 'dueAt';
  q?: string;
  after?: string;
  limit?: number;
}

export function listInstances(
  filter: InstanceFilter,
  signal?: AbortSignal,
): Promise<{ items: InstanceItem[]; next: string | null }> {
  return ask(`/api/instances${queryOf({ ...filter })}`, signal ? { signal } : {});
}

export function readInstance(key: string, signal?: AbortSignal): Promise<InstanceDetail> {
  return ask(`/api/instances/${encodeURIComponent(key)}`, signal ? { signal } : {});
}

const diagrams = new Map<string, Promise<string>>();

/** The BPMN XML of a definition. It never changes for a key, so it is asked for once a visit. */
export function readDiagram(definitionKey: string): Promise<string> {
  let known = diagrams.get(definitionKey);
  if (!known) {
    known = fetchText(`/api/diagrams/${encodeURIComponent(definitionKey)}`);
    known.catch(() => diagrams.delete(definitionKey));
    diagrams.set(definitionKey, known);
  }
  return known;
}

async function fetchText(path: string): Promise<string> {
  const { value } = await call<string>(path, { headers: { accept: 'application/xml, text/xml' }, as: 'text' });
  return value;
}

export function readCounts(definitionKey: string, signal?: AbortSignal): Promise<Counts> {
  return ask(`/api/diagrams/${encodeURIComponent(definitionKey)}/counts`, signal ? { signal } : {});
}

/** Asks the engine to try again what stands still. */
export function retryIncident(key: string): Promise<void> {
  return ask(`/api/incidents/${encodeURIComponent(key)}/resolution`, { method: 'POST', body: {} });
}
