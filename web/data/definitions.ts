/** Deployed versions of the procedure, with the files that they were deployed from. */
import type { DefinitionDetail, DefinitionItem } from '../../domain/api/definitions.ts';
import { ask } from './http.ts';

export type { DefinitionDetail, DefinitionItem } from '../../domain/api/definitions.ts';

export const listDefinitions = async (signal?: AbortSignal): Promise<DefinitionItem[]> =>
  (await ask<{ items: DefinitionItem[] }>('/api/models/definitions', signal ? { signal } : {})).items;

export const readDefinition = (key: string, signal?: AbortSignal): Promise<DefinitionDetail> =>
  ask(`/api/models/definitions/${encodeURIComponent(key)}`, signal ? { signal } : {});
