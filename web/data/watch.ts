/** The live watch's calls: the board, what passes, who is needed, timers, open reports on the map. */
import type {
  Board,
  MapReports,
  Needs,
  Passages,
  PassageWindow,
  TimerList,
  TimerQuery,
} from '../../domain/api/watch.ts';
import { ask, queryOf } from './http.ts';

export type {
  Board,
  BoardCounts,
  Contact,
  CountsEvent,
  ElementPassage,
  MapReport,
  MapReports,
  NeedItem,
  NeedKind,
  NeedList,
  Needs,
  Passages,
  PassageWindow,
  RunningVersion,
  TimerItem,
  TimerList,
} from '../../domain/api/watch.ts';

const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

export function readBoard(signal?: AbortSignal): Promise<Board> {
  return ask('/api/watch/board', withSignal(signal));
}

export interface PassageFilter {
  window: PassageWindow;
  /** One version; all together without it. */
  definitionKey?: string;
}

export function readPassages(filter: PassageFilter, signal?: AbortSignal): Promise<Passages> {
  return ask(`/api/watch/passages${queryOf({ ...filter })}`, withSignal(signal));
}

export function readNeeds(signal?: AbortSignal): Promise<Needs> {
  return ask('/api/watch/needs', withSignal(signal));
}

export function readMapReports(signal?: AbortSignal): Promise<MapReports> {
  return ask('/api/watch/map', withSignal(signal));
}

export function listTimers(query: TimerQuery, signal?: AbortSignal): Promise<TimerList> {
  return ask(`/api/timers${queryOf({ ...query })}`, withSignal(signal));
}
