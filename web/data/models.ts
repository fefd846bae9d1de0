/** Drafts of the procedure, as analysts edit them. */
import type {
  FileChanges,
  LogLine,
  ModelChange,
  ModelDetail,
  ModelFile,
  ModelItem,
  NewModel,
  Others,
  Saved,
  VersionDetail,
  VersionItem,
} from '../../domain/api/models.ts';
import { ask } from './http.ts';

export type { LogLine, ModelDetail, ModelFile, ModelItem, VersionItem } from '../../domain/api/models.ts';

const pathOf = (id: string): string => `/api/models/${encodeURIComponent(id)}`;
const seenAs = (seen: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"${seen}"` } });
const over = (signal?: AbortSignal) => (signal ? { signal } : {});

export async function listModels(archived = false, signal?: AbortSignal): Promise<ModelItem[]> {
  const query = archived ? '?archived=true' : '';
  return (await ask<{ items: ModelItem[] }>(`/api/models${query}`, over(signal))).items;
}

export const beginModel = (body: NewModel): Promise<ModelDetail> => ask('/api/models', { method: 'POST', body });

export const readModel = (id: string, signal?: AbortSignal): Promise<ModelDetail> => ask(pathOf(id), over(signal));

export const changeModel = (id: string, body: ModelChange): Promise<void> => ask(pathOf(id), { method: 'PUT', body });

/** Saves what changed over the version that was seen. Rejects with `Problem` 412 where somebody else was faster. */
export const saveFiles = (id: string, changes: FileChanges, seen: number): Promise<Saved> =>
  ask(`${pathOf(id)}/files`, { method: 'PUT', body: changes, ...seenAs(seen) });

/** Files that were made elsewhere. Rejects with `Problem` 422 where one is no good. */
export const importFiles = (id: string, files: ModelFile[], seen: number): Promise<Saved> =>
  ask(`${pathOf(id)}/import`, { method: 'POST', body: { files }, ...seenAs(seen) });

export async function listVersions(id: string, signal?: AbortSignal): Promise<VersionItem[]> {
  return (await ask<{ items: VersionItem[] }>(`${pathOf(id)}/versions`, over(signal))).items;
}

export const readVersion = (id: string, n: number, signal?: AbortSignal): Promise<VersionDetail> =>
  ask(`${pathOf(id)}/versions/${n}`, over(signal));

export const keepVersion = (id: string, note: string): Promise<VersionItem> =>
  ask(`${pathOf(id)}/versions`, { method: 'POST', body: { note } });

export const restoreVersion = (id: string, n: number, seen: number): Promise<Saved> =>
  ask(`${pathOf(id)}/versions/${n}/restoration`, { method: 'POST', body: {}, ...seenAs(seen) });

export async function readLog(id: string, signal?: AbortSignal): Promise<LogLine[]> {
  return (await ask<{ items: LogLine[] }>(`${pathOf(id)}/log`, over(signal))).items;
}

/** Says that I have it open; answers who else has. */
export const sayOpen = async (id: string): Promise<Others['others']> =>
  (await ask<Others>(`${pathOf(id)}/presence`, { method: 'PUT' })).others;

export const sayLeft = (id: string): Promise<void> =>
  ask(`${pathOf(id)}/presence`, { method: 'DELETE', keepalive: true });
