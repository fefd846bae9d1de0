/** Rehearsals of a draft: asked for, followed, called off, read again. */
import type { NewRehearsal, RehearsalDetail, RehearsalItem, RehearsalOptions } from '../../domain/api/rehearsals.ts';
import { ask } from './http.ts';

export type { NewRehearsal, RehearsalDetail, RehearsalItem, RehearsalOptions } from '../../domain/api/rehearsals.ts';

const ofModel = (model: string): string => `/api/models/${encodeURIComponent(model)}/rehearsals`;
const one = (id: string): string => `/api/rehearsals/${encodeURIComponent(id)}`;
const given = (signal?: AbortSignal) => (signal ? { signal } : {});

/** Newest first. */
export const listRehearsals = async (model: string, signal?: AbortSignal): Promise<RehearsalItem[]> =>
  (await ask<{ items: RehearsalItem[] }>(ofModel(model), given(signal))).items;

export const rehearsalOptions = (model: string, signal?: AbortSignal): Promise<RehearsalOptions> =>
  ask(`${ofModel(model)}/options`, given(signal));

/** Rejects with `Problem` 409 where one's own last rehearsal still runs, 422 where there is nothing to play. */
export const beginRehearsal = (model: string, body: NewRehearsal): Promise<{ id: string }> =>
  ask(ofModel(model), { method: 'POST', body });

export const readRehearsal = (id: string, signal?: AbortSignal): Promise<RehearsalDetail> =>
  ask(one(id), given(signal));

export const cancelRehearsal = (id: string): Promise<void> => ask(one(id), { method: 'DELETE' });
