/** Disclosures to authorities, rules of retention, erasures. */
import type { Disclosure, DisclosureRecord, NewDisclosure } from '../../domain/api/disclosures.ts';
import type { ChangedRule, Erasure, ErasureDetail, NewErasure, RetentionRule } from '../../domain/api/erasures.ts';
import { ask } from './http.ts';

export type { Disclosure, DisclosureRecord } from '../../domain/api/disclosures.ts';
export type { Erasure, RetentionRule } from '../../domain/api/erasures.ts';

const by = (signal?: AbortSignal) => (signal ? { signal } : {});
interface Page<T> {
  items: T[];
  next: string | null;
}

export const listDisclosures = (after?: string, signal?: AbortSignal): Promise<Page<DisclosureRecord>> =>
  ask(`/api/disclosures${after ? `?after=${encodeURIComponent(after)}` : ''}`, by(signal));

/** Rejects with 404 for an unknown code, 410 for a sender who was erased. The answer is shown once. */
export const makeDisclosure = (body: NewDisclosure): Promise<Disclosure> =>
  ask('/api/disclosures', { method: 'POST', body });

export const listRules = async (signal?: AbortSignal): Promise<RetentionRule[]> =>
  (await ask<Page<RetentionRule>>('/api/retention', by(signal))).items;

/** Rejects with 412 when somebody else changed it meanwhile. */
export const changeRule = (id: string, body: ChangedRule): Promise<RetentionRule> =>
  ask(`/api/retention/${id}`, { method: 'PUT', body });

export const listErasures = async (signal?: AbortSignal): Promise<Erasure[]> =>
  (await ask<Page<Erasure>>('/api/erasures', by(signal))).items;

export const readErasure = (id: string): Promise<ErasureDetail> => ask(`/api/erasures/${id}`);

/** A dry run: nothing is erased by it. */
export const tryErasure = (body: NewErasure): Promise<Erasure> => ask('/api/erasures', { method: 'POST', body });

/** Rejects with 403 for who asked for it, 412 when the list is another. */
export const confirmErasure = ({ id, hash }: Erasure): Promise<Erasure> =>
  ask(`/api/erasures/${id}/execution`, { method: 'POST', body: { hash } });

export const dropErasure = (id: string): Promise<void> => ask(`/api/erasures/${id}`, { method: 'DELETE' });
