/** The client `@camunda8/sdk` behind the runtime's interface. */
import { Camunda8 } from '@camunda8/sdk';
import { alreadyThere, type ClosingWorker, closeInOrder, workOn } from './both-clients.ts';
import type { Connection } from './connection.ts';
import { InHand } from './in-hand.ts';
import type { WorkerClient } from './worker.ts';

/** Connects when the first call is made; an engine that is not there yet is waited for. */
export function camunda8SdkClient(connection: Connection): WorkerClient {
  const { oauth } = connection;
  const client = new Camunda8({
    ZEEBE_GRPC_ADDRESS: `${connection.tls ? 'grpcs' : 'grpc'}://${connection.address}`,
    CAMUNDA_AUTH_STRATEGY: oauth ? 'OAUTH' : 'NONE',
    ...(oauth
      ? {
          ZEEBE_CLIENT_ID: oauth.clientId,
          ZEEBE_CLIENT_SECRET: oauth.clientSecret,
          CAMUNDA_OAUTH_URL: oauth.url,
          CAMUNDA_ZEEBE_OAUTH_AUDIENCE: oauth.audience,
          CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
        }
      : {}),
    CAMUNDA_LOG_LEVEL: 'none',
    // An engine that comes back is asked again within a second.
    CAMUNDA_JOB_WORKER_MAX_BACKOFF_MS: 1_000,
    CAMUNDA_SUPPORT_LOG_ENABLED: false,
    zeebeGrpcSettings: {
      ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
      ZEEBE_GRPC_CLIENT_EAGER_CONNECT: false,
      ZEEBE_GRPC_CLIENT_RETRY: false,
      ZEEBE_GRPC_WORKER_LONGPOLL_SECONDS: 30,
      ZEEBE_GRPC_WORKER_POLL_INTERVAL_MS: 20,
    },
  }).getZeebeGrpcApiClient();
  const inHand = new InHand();
  const workers: ClosingWorker[] = [];
  return {
    work({ type, variables, timeoutMs, maxJobs }, handle) {
      const worker = client.createWorker({
        taskType: type,
        fetchVariable: [...variables],
        timeout: timeoutMs,
        maxJobsToActivate: maxJobs,
        taskHandler: (job) => workOn(job, inHand, handle),
      });
      workers.push(worker);
    },
    async publish({ name, correlationKey, messageId, timeToLive, variables }) {
      try {
        await client.publishMessage({ name, correlationKey, messageId, timeToLive, variables: variables as never });
      } catch (error) {
        if (!alreadyThere(error)) throw error;
      }
    },
    close: (patienceMs) => closeInOrder(client, workers, inHand, patienceMs),
  };
}
