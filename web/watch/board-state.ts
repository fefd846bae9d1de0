/**
 * The board as the page knows it: a whole picture, then what the stream says has changed since. Pure. What was said
 * before the picture was taken is passed over, so that the order in which both arrive does not matter.
 */
import type { Board, BoardCounts, CountsEvent, RunningVersion } from '../../domain/api/watch.ts';
import type { ElementCount } from '../elements/diagram-view.ts';

export interface BoardState {
  asOf: string;
  upTo: number;
  versions: readonly RunningVersion[];
  counts: BoardCounts;
}

const isOlder = (event: CountsEvent, state: BoardState): boolean =>
  event.upTo < state.upTo || (event.upTo === state.upTo && Date.parse(event.asOf) < Date.parse(state.asOf));

export function changedBy(state: BoardState, event: CountsEvent): BoardState {
  if (isOlder(event, state)) return state;
  const counts = { ...state.counts };
  for (const [key, elements] of Object.entries(event.changed)) counts[key] = { ...counts[key], ...elements };
  return { asOf: event.asOf, upTo: event.upTo, versions: event.versions, counts };
}

/** A picture that was read, with what was said while it was on its way. */
export const startedFrom = (board: Board, meanwhile: readonly CountsEvent[]): BoardState =>
  meanwhile.reduce(changedBy, board as BoardState);

/** Counts of one version, or of all put together by element id; without elements where nothing is. */
export function countsOn(state: BoardState, definitionKey: string): Record<string, ElementCount> {
  const sum: Record<string, ElementCount> = {};
  for (const [key, elements] of Object.entries(state.counts)) {
    if (definitionKey && key !== definitionKey) continue;
    for (const [id, { tokens, incidents, overdue }] of Object.entries(elements)) {
      if (tokens + incidents + overdue === 0) continue;
      const known = sum[id] ?? { tokens: 0, incidents: 0, overdue: 0 };
      sum[id] = {
        tokens: known.tokens + tokens,
        incidents: known.incidents + incidents,
        overdue: known.overdue + overdue,
      };
    }
  }
  return sum;
}

/** The version whose diagram is drawn: the chosen one, or else the one in force. */
export const drawnVersion = (state: BoardState, definitionKey: string): RunningVersion | undefined =>
  state.versions.find((one) => one.definitionKey === definitionKey) ??
  state.versions.find((one) => one.inForce) ??
  state.versions[0];

export interface Totals extends ElementCount {
  running: number;
}

export function totalsOf(state: BoardState, definitionKey: string): Totals {
  const sum: Totals = { tokens: 0, incidents: 0, overdue: 0, running: 0 };
  for (const one of Object.values(countsOn(state, definitionKey))) {
    sum.tokens += one.tokens;
    sum.incidents += one.incidents;
    sum.overdue += one.overdue;
  }
  for (const one of state.versions)
    if (!definitionKey || one.definitionKey === definitionKey) sum.running += one.running;
  return sum;
}
