/** One instance through time: its history, what was done to it by hand, and the deeds themselves. */
import type { ActView, Migration, Modification } from '../../domain/api/acts.ts';
import type { InstanceHistory } from '../../domain/api/history.ts';
import type { IncidentGroups } from '../../domain/api/incidents.ts';
import type { Board, RunningVersion } from '../../domain/api/watch.ts';
import { ask } from './http.ts';

export type { ActView } from '../../domain/api/acts.ts';
export type { HistoryStep, InstanceHistory } from '../../domain/api/history.ts';
export type { IncidentGroup, IncidentGroups } from '../../domain/api/incidents.ts';
export type { RunningVersion } from '../../domain/api/watch.ts';

const of = (key: string, what: string): string => `/api/instances/${encodeURIComponent(key)}/${what}`;
const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

export const readHistory = (key: string, signal?: AbortSignal): Promise<InstanceHistory> =>
  ask(of(key, 'history'), withSignal(signal));

export const readActs = async (key: string, signal?: AbortSignal): Promise<ActView[]> =>
  (await ask<{ items: ActView[] }>(of(key, 'acts'), withSignal(signal))).items;

/** The versions that something runs on, and the one in force. */
export const readVersions = async (): Promise<RunningVersion[]> => (await ask<Board>('/api/watch/board')).versions;

export const cancelInstance = (key: string, reason: string): Promise<void> =>
  ask(of(key, 'cancellation'), { method: 'POST', body: { reason } });

export const moveInstance = (key: string, body: Modification): Promise<void> =>
  ask(of(key, 'modification'), { method: 'POST', body });

export const migrateInstance = (key: string, body: Migration): Promise<void> =>
  ask(of(key, 'migration'), { method: 'POST', body });

export const readIncidentGroups = (signal?: AbortSignal): Promise<IncidentGroups> =>
  ask('/api/incidents/groups', withSignal(signal));
