/** There is one tenant: a request may name it or none (contract 1.1, "Tenants"). */
import { BadRequest } from './failures.ts';

export const defaultTenant = '<default>';

/** Throws unless `tenantId` is empty or the default one. `request` is how the contract's text names the call. */
export function requireDefaultTenant(request: string, tenantId: unknown): void {
  if (tenantId === undefined || tenantId === null || tenantId === '' || tenantId === defaultTenant) return;
  throw new BadRequest(
    `Expected to handle ${request} with tenant identifier '${tenantId}', but multi-tenancy is disabled`,
  );
}

export function requireDefaultTenants(request: string, tenantIds: unknown): void {
  if (tenantIds === undefined || tenantIds === null) return;
  if (!Array.isArray(tenantIds)) throw new BadRequest('Expected tenantIds to be a list.');
  for (const tenantId of tenantIds) requireDefaultTenant(request, tenantId);
}
