/**
 * The published REST client of 8.8 as its users make it, set to refuse every request and answer that differs from the
 * published types, also by a field too many.
 */
import createCamundaClient from '@camunda8/orchestration-cluster-api';
import type { EngineProcess } from '../engine-process.ts';

export type OcaClient = ReturnType<typeof createCamundaClient>;

export function ocaClient(engine: EngineProcess): OcaClient {
  return createCamundaClient({
    config: {
      CAMUNDA_REST_ADDRESS: engine.restUrl,
      CAMUNDA_AUTH_STRATEGY: 'NONE',
      CAMUNDA_SDK_VALIDATION: 'req:strict,res:fanatical',
      CAMUNDA_SDK_LOG_LEVEL: 'error',
      CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: '1',
    } as never,
  });
}

/** Searches of this engine need no waiting. */
export const now = { consistency: { waitUpToMs: 0 } };
