/** The client `zeebe-node` behind the runtime's interface. */
import zeebe from 'zeebe-node';
import { alreadyThere, type ClosingWorker, closeInOrder, workOn } from './both-clients.ts';
import type { Connection } from './connection.ts';
import { InHand } from './in-hand.ts';
import type { WorkerClient } from './worker.ts';

/** Connects when the first call is made; an engine that is not there yet is waited for. */
export function zeebeNodeClient(connection: Connection): WorkerClient {
  const { ZBClient } = zeebe;
  const client = new ZBClient(connection.address, {
    useTLS: connection.tls,
    ...(connection.oauth
      ? {
          oAuth: {
            url: connection.oauth.url,
            audience: connection.oauth.audience,
            clientId: connection.oauth.clientId,
            clientSecret: connection.oauth.clientSecret,
            cacheOnDisk: false,
          },
        }
      : {}),
    eagerConnection: false,
    loglevel: 'NONE',
    longPoll: 30_000,
    // How soon after one answer the next question goes out; the question itself waits at the engine.
    pollInterval: 20,
    // A failed call is told to the runtime: the job comes back by its own rules.
    retry: false,
  });
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
        await client.publishMessage({ name, correlationKey, messageId, timeToLive, variables });
      } catch (error) {
        if (!alreadyThere(error)) throw error;
      }
    },
    close: (patienceMs) => closeInOrder(client, workers, inHand, patienceMs),
  };
}
