/** The two published gRPC clients as their users make them, unmodified; what both can do has the same names in both. */
import { Camunda8 } from '@camunda8/sdk';
import { ZBClient } from 'zeebe-node';
import type { Target } from './cluster.ts';

export type RestClient = ReturnType<Camunda8['getCamundaRestClient']>;
/** The SDK's type stands for both: zeebe-node is its forerunner. */
export type GrpcClient = ReturnType<Camunda8['getZeebeGrpcApiClient']>;

function sdk(engine: Target): Camunda8 {
  return new Camunda8({
    ZEEBE_GRPC_ADDRESS: `grpc://${engine.address}`,
    ZEEBE_REST_ADDRESS: engine.restUrl,
    CAMUNDA_AUTH_STRATEGY: 'NONE',
    CAMUNDA_LOG_LEVEL: 'none',
    zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
  } as ConstructorParameters<typeof Camunda8>[0]);
}

export const grpcClients: { name: string; connect(engine: Target): GrpcClient }[] = [
  {
    name: 'zeebe-node 8.3.2',
    connect: (engine) => new ZBClient(engine.address, { loglevel: 'NONE', longPoll: 2000 }) as unknown as GrpcClient,
  },
  { name: '@camunda8/sdk 8.8.13', connect: (engine) => sdk(engine).getZeebeGrpcApiClient() },
];

export function restClient(engine: Target): RestClient {
  return sdk(engine).getCamundaRestClient();
}

export interface RestAnswer {
  status: number;
  type: string | null;
  json: Record<string, unknown> & {
    items: Record<string, unknown>[];
    page: { totalItems: number; endCursor: string };
  };
}

/** A `/v2` call by hand: status and parsed body. */
export async function rest(engine: Target, method: string, path: string, body?: unknown): Promise<RestAnswer> {
  const answer = await fetch(`${engine.restUrl}/v2${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const type = answer.headers.get('content-type');
  return { status: answer.status, type, json: text && type?.includes('json') ? JSON.parse(text) : undefined };
}

/** Asks again until the answer will do; the test's own time limit ends it. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until an instance has ended: a cluster that keeps history says its state, others know it no longer. */
export async function ended(target: Target, processInstanceKey: string): Promise<void> {
  await eventually(async () => {
    const { status, json } = await rest(target, 'GET', `/process-instances/${processInstanceKey}`);
    return status === 404 || (status === 200 && json.state !== 'ACTIVE') ? true : undefined;
  });
}

export interface Incident {
  incidentKey: string;
  errorType: string;
  errorMessage: string;
  elementId: string;
  jobKey?: string;
}

/** The first incident of an instance, by search: a cluster whose searches lag behind is asked until it knows. */
export async function incidentOf(target: Target, processInstanceKey: string): Promise<Incident> {
  const found = await eventually(async () => {
    const { json } = await rest(target, 'POST', '/incidents/search', { filter: { processInstanceKey } });
    return json.items.find((item) => item.state !== 'RESOLVED');
  });
  return found as unknown as Incident;
}
