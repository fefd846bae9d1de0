/** Absences: those that concern me, be stood in for, end one early. */
import type { Colleague, DelegationItem, NewDelegation } from '../../domain/api/delegations.ts';
import { ask, queryOf } from './http.ts';

export type { Colleague, DelegationItem } from '../../domain/api/delegations.ts';

export async function listDelegations(signal?: AbortSignal): Promise<DelegationItem[]> {
  return (await ask<{ items: DelegationItem[] }>('/api/delegations', signal ? { signal } : {})).items;
}

/** Who may stand in for me, or for another whose absence I set. */
export async function listColleagues(signal?: AbortSignal, absent?: string): Promise<Colleague[]> {
  return (
    await ask<{ items: Colleague[] }>(`/api/delegations/candidates${queryOf({ absent })}`, signal ? { signal } : {})
  ).items;
}

/** Rejects with 409 where I am away in that time already, 422 with the fields that are wrong. */
export function addDelegation(delegation: NewDelegation): Promise<{ id: string }> {
  return ask('/api/delegations', { method: 'POST', body: delegation });
}

export function endDelegation(id: string): Promise<void> {
  return ask(`/api/delegations/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
