/** Versions of a draft that were kept with a note. */
import type { VersionDetail, VersionItem } from '../../domain/api/models.ts';
import { ask } from './http.ts';

export type { VersionDetail, VersionItem } from '../../domain/api/models.ts';

const pathOf = (id: string): string => `/api/models/${encodeURIComponent(id)}/versions`;

export const listVersions = async (id: string, signal?: AbortSignal): Promise<VersionItem[]> =>
  (await ask<{ items: VersionItem[] }>(pathOf(id), signal ? { signal } : {})).items;

export const readVersion = (id: string, n: number, signal?: AbortSignal): Promise<VersionDetail> =>
  ask(`${pathOf(id)}/${n}`, signal ? { signal } : {});
