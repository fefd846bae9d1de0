/**
 * The workers' process: connects to the database and the engine, works until it is asked to stop, finishes the jobs in
 * hand (5 s at most). An engine or database that is away is waited for; jobs come back by themselves.
 */
import { businessClock } from '../store/clock.ts';
import { startHeartbeat } from '../store/heartbeat.ts';
import { openStore } from '../store/store.ts';
import { openFigures } from '../telemetry/figures.ts';
import { openLog } from '../telemetry/log.ts';
import { exportSpans } from '../telemetry/otlp.ts';
import { createFigures } from './figures.ts';
import { registry } from './registry.ts';
import type { Connection } from './runtime/connection.ts';
import { startWorkers, type WorkerClient } from './runtime/worker.ts';
import { readSettings, type WorkerSettings } from './settings.ts';
import { jobTeller } from './tell-job.ts';
import { tracesOfReports } from './trace-of.ts';

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
  const log = openLog('workers', settings.logLevel);
  const spans = await exportSpans('workers', process.env);
  const [store, clientFor] = await Promise.all([openStore({ uri: settings.mongodbUri }), clients[settings.client]()]);
  await store.versions.check();
  const heartbeat = await startHeartbeat(store.parts, 'workers', Date.now);
  const figures = createFigures();
  const port = await openFigures(settings.metricsPort, figures.text);
  const tell = jobTeller(log);
  const tools = { store, clock: businessClock(settings), machineNow: Date.now };
  const workers = startWorkers(clientFor(settings.connection), registry, tools, {
    traceOf: tracesOfReports(store),
    onJob(done) {
      tell(done);
      figures.job(done);
    },
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      heartbeat.leave();
      await workers.stop();
      await heartbeat.stop();
      await store.close();
      await Promise.all([port?.close(), spans?.close()]);
      process.exit(0);
    })();
    return stopping;
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal as 'SIGTERM', () => void stop());
  console.log(`workers: ${registry.length} job types, ${settings.client} at ${settings.connection.address}`);
  process.send?.({ ready: true, ports: port ? { metrics: port.port } : {} });
}

main().catch((error: Error) => {
  // A setting's message is ours, and so is a version's; a driver's may quote the address with its password.
  console.error(error.name === 'Error' ? error.message : `workers can't start: ${error.name}`);
  process.exit(1);
});
