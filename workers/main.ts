/**
 * The workers' process: connects to the database and the engine, works until it is asked to stop, finishes the jobs in
 * hand (5 s at most). An engine or database that is away is waited for; jobs come back by themselves.
 */
import { businessClock } from '../store/clock.ts';
import { openStore } from '../store/store.ts';
import { registry } from './registry.ts';
import type { Connection } from './runtime/connection.ts';
import { startWorkers, type WorkerClient } from './runtime/worker.ts';
import { readSettings, type WorkerSettings } from './settings.ts';

/** Only the client that is asked for is loaded: each takes 20 MB and a quarter of a second. */
const clients: Record<WorkerSettings['client'], () => Promise<(connection: Connection) => WorkerClient>> = {
  'zeebe-node': async () => (await import('./runtime/zeebe-node.ts')).zeebeNodeClient,
  'camunda8-sdk': async () => (await import('./runtime/camunda8-sdk.ts')).camunda8SdkClient,
};

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // Both clients would read these again, by rules of their own.
  for (const name of Object.keys(process.env)) {
    if (/^(ZEEBE|CAMUNDA)_/.test(name)) delete process.env[name];
  }
  const [store, clientFor] = await Promise.all([openStore({ uri: settings.mongodbUri }), clients[settings.client]()]);
  const workers = startWorkers(clientFor(settings.connection), registry, {
    store,
    clock: businessClock(settings),
    machineNow: Date.now,
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await workers.stop();
      await store.close();
      process.exit(0);
    })();
    return stopping;
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal as 'SIGTERM', () => void stop());
  console.log(`workers: ${registry.length} job types, ${settings.client} at ${settings.connection.address}`);
  process.send?.({ ready: true, ports: {} });
}

main().catch((error: Error) => {
  // A setting's message is ours; a driver's may quote the address with its password.
  console.error(error.name === 'Error' ? error.message : `workers can't start: ${error.name}`);
  process.exit(1);
});
