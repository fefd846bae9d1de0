/**
 * The engine as a process: settings, journal, engine, exporter, gateways, management, in this order; stopped in the
 * reverse one. What could go wrong: a port or the journal is taken, a setting is wrong, the log is damaged: then it says
 * which and exits with 1. When the disk refuses later, it stays up, takes no commands and says why (`/ready`).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { levelOf, openLog } from '../telemetry/log.ts';
import { exportSpans } from '../telemetry/otlp.ts';
import { openBackups } from './backups.ts';
import { Capacity, watchHeap } from './capacity.ts';
import { createEngine } from './engine.ts';
import { startGrpcGateway } from './gateway/grpc/server.ts';
import { startRestGateway } from './gateway/rest/server.ts';
import { openJournal } from './journal/journal.ts';
import { controlledClock, machineClock } from './management/clock.ts';
import { startMetrics } from './management/metrics.ts';
import { startManagement } from './management/server.ts';
import { startExporters } from './records/exporters.ts';
import { readSettings, type Settings } from './settings.ts';
import { snapshotThread } from './snapshot-maker.ts';

/** What the topology and every record say (see the contract's first line). */
const version = '8.8.0';
const longestStop = 4500;
const largestSegment = 16 << 20;

const say = (line: string) => console.log(line);
let log = openLog('engine', 'warn');
const warn = (line: string) => log.warn(line);

interface Running {
  ports: { grpc: number; rest: number; management: number };
  stop(): Promise<void>;
}

async function start(settings: Settings): Promise<Running> {
  const began: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of began.splice(0).reverse()) await part.stop();
  };
  try {
    let trouble: string | undefined;
    const clock = settings.clockControlled
      ? await controlledClock(join(settings.dataDir, 'clock.json'))
      : machineClock();
    const journal = await openJournal({
      dir: join(settings.dataDir, 'journal'),
      snapshotBytes: settings.snapshotEvery,
      segmentBytes: Math.min(settings.snapshotEvery, largestSegment),
      makeSnapshot: snapshotThread,
      warn,
      onFailure(error) {
        trouble = error.message;
        warn(`Engine: ${error.message}`);
      },
    });
    journal.onTrouble((now) => {
      trouble = now?.message;
    });
    began.push({ stop: () => journal.close() });
    const heap = watchHeap();
    began.push({ stop: async () => heap.stop() });
    const capacity = new Capacity({ most: settings.maxInFlight, heap: heap.share });
    const wholeJobBatches = settings.exporters.some(({ filter }) => filter.valueTypes.has('JOB_BATCH'));
    const engine = await createEngine({
      clock,
      journal,
      capacity,
      rememberEnded: true,
      brokerVersion: version,
      wholeJobBatches,
      zone: settings.zone,
    });
    const dir = join(settings.dataDir, 'records');
    const exporters = await startExporters({ configs: settings.exporters, dir, log: journal, warn });
    began.push({ stop: () => exporters.close() });
    began.push({ stop: () => engine.close() });

    const { backupDir, dataDir } = settings;
    const backups = openBackups({ dir: backupDir, dataDir, journal, brokerVersion: version, warn });
    began.push({ stop: () => backups.close() });

    const { host } = settings;
    const metrics = startMetrics({ engine, journal, capacity, exporters, trouble: () => trouble });
    const shared = { engine, host, version, trouble: () => trouble, report: warn, requests: metrics.requests };
    const grpc = await named('ENGINE_GRPC_PORT', startGrpcGateway({ ...shared, port: settings.grpcPort }));
    began.push({ stop: () => grpc.close() });
    const rest = await named(
      'ENGINE_REST_PORT',
      startRestGateway({ ...shared, log, clock, port: settings.restPort, grpcPort: grpc.port }),
    );
    began.push({ stop: () => rest.close() });
    const management = await named(
      'ENGINE_MANAGEMENT_PORT',
      startManagement({
        host,
        port: settings.managementPort,
        clock,
        trouble: () => trouble,
        backups,
        exporters,
        version,
        metrics: metrics.text,
      }),
    );
    began.push({ stop: () => management.close() });
    return { ports: { grpc: grpc.port, rest: rest.port, management: management.port }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Says which setting is meant when a port cannot be had. */
async function named<T>(setting: string, listening: Promise<T>): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    throw new Error(`${setting}: the port cannot be had (${(error as Error).message}).`);
  }
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env);
  log = openLog('engine', levelOf(process.env));
  const spans = await exportSpans('engine', process.env);
  const starting = start(settings);
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      warn(`Engine: not everything stopped within ${longestStop} ms; leaving. What was acknowledged is on disk.`);
      process.exit(1);
    }, longestStop).unref();
    starting
      .then((running) => running.stop())
      .then(() => spans?.close())
      .then(() => {
        say(`Engine stopped (${why}).`);
        process.exit(0);
      })
      .catch((error: Error) => {
        warn(`Engine: ${error.message}`);
        process.exit(1);
      });
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  if (process.send) process.on('disconnect', () => stop('its parent is gone'));
  const { ports } = await starting;
  const { host, dataDir } = settings;
  const receivers = settings.exporters.map(({ id, urls }) => `${urls.join(', ')} (${id})`);
  say(
    `Engine ready: gRPC ${host}:${ports.grpc}, REST http://${host}:${ports.rest}/v2, management ` +
      `http://${host}:${ports.management}; data in ${dataDir}; records to ${receivers.join(' and ') || 'nobody'}.`,
  );
  if (process.connected) process.send?.({ ready: true, ports });
}

try {
  await main();
} catch (error) {
  // For whoever started it: a setting that is wrong, a port that is taken.
  console.error(`Engine: ${(error as Error).message}`);
  process.exit(1);
}
