/** Drafts of the procedure, as analysts edit them. */
import type { FileChanges, ModelDetail, ModelItem, NewModel, Saved } from '../../domain/api/models.ts';
import { ask } from './http.ts';

export type { ModelDetail, ModelFile, ModelItem } from '../../domain/api/models.ts';

const pathOf = (id: string): string => `/api/models/${encodeURIComponent(id)}`;

export async function listModels(signal?: AbortSignal): Promise<ModelItem[]> {
  return (await ask<{ items: ModelItem[] }>('/api/models', signal ? { signal } : {})).items;
}

export const beginModel = (body: NewModel): Promise<ModelDetail> => ask('/api/models', { method: 'POST', body });

export const readModel = (id: string, signal?: AbortSignal): Promise<ModelDetail> =>
  ask(pathOf(id), signal ? { signal } : {});

/** Saves what changed over the version that was seen. Rejects with `Problem` 412 where somebody else was faster. */
export const saveFiles = (id: string, changes: FileChanges, seen: number): Promise<Saved> =>
  ask(`${pathOf(id)}/files`, { method: 'PUT', body: changes, headers: { 'if-match': `"${seen}"` } });
