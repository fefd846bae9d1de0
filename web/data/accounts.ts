/** People as administrators keep them, and the points of contact of each agency (article 14.1). */
import type {
  FocalPoint,
  NewPerson,
  PasswordLink,
  PersonChange,
  PersonDetail,
  PersonList,
  PersonQuery,
} from '../../domain/api/people.ts';
import { ask, queryOf } from './http.ts';

export type { FocalPoint, PasswordLink, PersonDetail, PersonItem, PersonList } from '../../domain/api/people.ts';

const path = '/api/directory/people';
const one = (username: string): string => `${path}/${encodeURIComponent(username)}`;

export const listPeople = (query: PersonQuery, signal?: AbortSignal): Promise<PersonList> =>
  ask(path + queryOf(query as Record<string, string>), signal ? { signal } : {});
export const readPerson = (username: string): Promise<PersonDetail> => ask(one(username));
export const addPerson = (body: NewPerson): Promise<void> => ask(path, { method: 'POST', body });

/** Rejects with 409 for the last administrator, 412 where somebody else has changed the person since `version`. */
export const changePerson = (username: string, version: number, body: PersonChange): Promise<PersonDetail> =>
  ask(one(username), { method: 'PUT', body, headers: { 'if-match': `"${version}"` } });
export const makePasswordLink = (username: string): Promise<PasswordLink> =>
  ask(`${one(username)}/password-link`, { method: 'POST' });

export async function listFocalPoints(signal?: AbortSignal): Promise<FocalPoint[]> {
  return (await ask<{ items: FocalPoint[] }>('/api/directory/focal-points', signal ? { signal } : {})).items;
}

/** By who has the one-time link. Rejects with 404 where it has ended. */
export const setPassword = (token: string, password: string): Promise<void> =>
  ask('/api/password', { method: 'POST', body: { token, password } });
