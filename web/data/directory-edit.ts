/** The directory as administrators write it: entries by version, successions of agencies, the routing table's gaps. */
import type { Static } from 'typebox';
import type {
  AgencyRecord,
  AgencyWish,
  AreaRecord,
  AreaWish,
  FieldRecord,
  FieldWish,
} from '../../domain/api/directory.ts';
import type { RoutingState } from '../../domain/api/routing.ts';
import type {
  NewSuccession,
  SuccessionItem,
  SuccessionPreview,
  SuccessionQuestion,
} from '../../domain/api/successions.ts';
import { directoryChanged } from './directory.ts';
import { ask } from './http.ts';

export type { RoutingState } from '../../domain/api/routing.ts';
export type { NewSuccession, SuccessionItem, SuccessionPreview } from '../../domain/api/successions.ts';

export interface Wishes {
  agencies: AgencyWish;
  areas: AreaWish;
  fields: FieldWish;
}
export interface Records {
  agencies: Static<typeof AgencyRecord>;
  areas: Static<typeof AreaRecord>;
  fields: Static<typeof FieldRecord>;
}
export type ListName = keyof Wishes;

const root = '/api/directory';
const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

export function readEntry<L extends ListName>(list: L, id: string, signal?: AbortSignal): Promise<Records[L]> {
  return ask(`${root}/${list}/${encodeURIComponent(id)}`, withSignal(signal));
}

/** `version`: what was seen; 0 for what is to be new. Rejects with 412 where it is another by now, 422. */
export async function saveEntry<L extends ListName>(
  list: L,
  id: string,
  wish: Wishes[L],
  version: number,
): Promise<void> {
  const headers = { 'if-match': `"${version}"` };
  await ask(`${root}/${list}/${encodeURIComponent(id)}`, { method: 'PUT', body: wish, headers });
  await directoryChanged();
}

export async function listSuccessions(signal?: AbortSignal): Promise<SuccessionItem[]> {
  return (await ask<{ items: SuccessionItem[] }>(`${root}/successions`, withSignal(signal))).items;
}
export const previewSuccession = (question: SuccessionQuestion): Promise<SuccessionPreview> =>
  ask(`${root}/successions/preview`, { method: 'POST', body: question });
export async function planSuccession(wish: NewSuccession): Promise<void> {
  await ask(`${root}/successions`, { method: 'POST', body: wish });
  await directoryChanged();
}
export async function withdrawSuccession(id: string): Promise<void> {
  await ask(`${root}/successions/${id}`, { method: 'DELETE' });
  await directoryChanged();
}

export const readRouting = (signal?: AbortSignal): Promise<RoutingState> => ask(`${root}/routing`, withSignal(signal));
export const askForRouting = (note: string): Promise<RoutingState> =>
  ask(`${root}/routing/release`, { method: 'POST', body: { note } });
