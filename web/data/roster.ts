/** The roster of the operations centre (article 13.2). */
import type { DutyItem, NewDuty, Roster, RosterMade, RosterPattern } from '../../domain/api/roster.ts';
import { ask, queryOf } from './http.ts';

export type { DutyItem, NewDuty, Roster, RosterPattern } from '../../domain/api/roster.ts';

const path = '/api/directory/roster';
const seen = ({ version }: DutyItem) => ({ 'if-match': `"${version}"` });

export const readRoster = (from: string, days: number, signal?: AbortSignal): Promise<Roster> =>
  ask(path + queryOf({ from, days }), signal ? { signal } : {});
export const addDuty = (body: NewDuty): Promise<void> => ask(path, { method: 'POST', body });
export const changeDuty = (duty: DutyItem, body: NewDuty): Promise<void> =>
  ask(`${path}/${duty.id}`, { method: 'PUT', body, headers: seen(duty) });
export const removeDuty = (duty: DutyItem): Promise<void> =>
  ask(`${path}/${duty.id}`, { method: 'DELETE', headers: seen(duty) });
export const makeRows = (body: RosterPattern): Promise<RosterMade> => ask(`${path}/rows`, { method: 'POST', body });
export const swapDuties = (one: string, other: string): Promise<void> =>
  ask(`${path}/swap`, { method: 'POST', body: { one, other } });
