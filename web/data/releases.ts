/** Releases with four eyes, versions, and migrations of running reports. */
import type { MigrationItemList, MigrationPreview, MigrationView, NewMigration } from '../../domain/api/migrations.ts';
import type { ReleaseItem, ReleaseList, ReleaseWish, RollBackWish, VersionItem } from '../../domain/api/releases.ts';
import { ask, queryOf } from './http.ts';

export type {
  MigrationItemView,
  MigrationPreview,
  MigrationView,
  PreviewElement,
} from '../../domain/api/migrations.ts';
export type { ReleaseItem, RunningChoice, VersionItem } from '../../domain/api/releases.ts';

const release = (id: string): string => `/api/releases/${encodeURIComponent(id)}`;
const migration = (id: string): string => `/api/migrations/${encodeURIComponent(id)}`;
const model = (id: string): string => `/api/models/${encodeURIComponent(id)}`;
const by = (signal?: AbortSignal) => (signal ? { signal } : {});

export function listReleases(
  filter: { open?: boolean; model?: string; after?: string; limit?: number },
  signal?: AbortSignal,
): Promise<ReleaseList> {
  return ask(`/api/releases${queryOf({ ...filter })}`, by(signal));
}

export async function listVersions(signal?: AbortSignal): Promise<VersionItem[]> {
  return (await ask<{ items: VersionItem[] }>('/api/releases/versions', by(signal))).items;
}

/** Rejects with 409 while another request is open, 422 where the check finds an error (`shape.engine`: its words). */
export const askForRelease = (modelId: string, body: ReleaseWish): Promise<ReleaseItem> =>
  ask(`${model(modelId)}/releases`, { method: 'POST', body });

export const askForRollBack = (body: RollBackWish): Promise<ReleaseItem> =>
  ask('/api/releases', { method: 'POST', body });

/** Rejects with 409 where it is no longer what it was, or where the engine refuses it (`shape.engine`). */
export const approveRelease = (id: string): Promise<ReleaseItem> =>
  ask(`${release(id)}/approval`, { method: 'POST', body: {} });

export const sendBackRelease = (id: string, reason: string): Promise<ReleaseItem> =>
  ask(`${release(id)}/return`, { method: 'POST', body: { reason } });

export const withdrawRelease = (id: string): Promise<void> => ask(release(id), { method: 'DELETE' });

type Mapping = Record<string, string>;

/** What of the running reports would move to a draft. */
export const previewOfModel = (id: string, mapping: Mapping, signal?: AbortSignal): Promise<MigrationPreview> =>
  ask(`${model(id)}/migration-preview`, { method: 'POST', body: { mapping }, ...by(signal) });

export const previewOfRelease = (id: string, signal?: AbortSignal): Promise<MigrationPreview> =>
  ask(`${release(id)}/migration-preview`, by(signal));

/** `anew`: as if the version were deployed once more, so that its own reports move too. */
export const previewOfVersion = (
  to: string,
  mapping: Mapping,
  anew: boolean,
  signal?: AbortSignal,
): Promise<MigrationPreview> =>
  ask('/api/migrations/preview', { method: 'POST', body: { to, mapping, anew }, ...by(signal) });

export const beginMigration = (body: NewMigration): Promise<MigrationView> =>
  ask('/api/migrations', { method: 'POST', body });

export async function listMigrations(signal?: AbortSignal): Promise<MigrationView[]> {
  return (await ask<{ items: MigrationView[] }>('/api/migrations', by(signal))).items;
}

export const readMigration = (id: string, signal?: AbortSignal): Promise<MigrationView> =>
  ask(migration(id), by(signal));

export const stopMigration = (id: string): Promise<void> => ask(`${migration(id)}/stop`, { method: 'POST', body: {} });

/** `stuck`: only those that did not move. */
export const listMigrationItems = (
  id: string,
  filter: { stuck?: boolean; after?: string },
  signal?: AbortSignal,
): Promise<{ items: MigrationItemList['items']; next: string | null }> =>
  ask(`${migration(id)}/items${queryOf({ ...filter })}`, by(signal));
