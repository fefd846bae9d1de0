/** How the installation stands, for operators. */
import type { HealthView } from '../../domain/api/health.ts';
import { ask } from './http.ts';

export type { HealthFinding, HealthProcess, HealthView } from '../../domain/api/health.ts';

export const readHealth = (signal?: AbortSignal): Promise<HealthView> => ask('/api/health', signal && { signal });
