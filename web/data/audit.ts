/** The audit log: a page of it, the address of it as a table, and whether it is whole. */
import type { AuditList, AuditQuery, AuditVerification } from '../../domain/api/audit.ts';
import { ask, queryOf } from './http.ts';

export type { AuditItem, AuditList, AuditQuery, AuditVerification } from '../../domain/api/audit.ts';

export const listAudit = (query: AuditQuery, signal?: AbortSignal): Promise<AuditList> =>
  ask(`/api/audit${queryOf({ ...query })}`, signal ? { signal } : {});

export const auditTable = (query: AuditQuery): string => `/api/audit/export${queryOf({ ...query })}`;

export const verifyAudit = (): Promise<AuditVerification> => ask('/api/audit/verification');
