/** The workers' settings: read from the environment once, checked, with a clear message for what is wrong. */
import { type Level, levelOf } from '../telemetry/log.ts';
import { type Connection, readConnection } from './runtime/connection.ts';

export interface WorkerSettings {
  connection: Connection;
  client: 'zeebe-node' | 'camunda8-sdk';
  mongodbUri: string;
  clockControlled: boolean;
  managementUrl: string;
  logLevel: Level;
  /** Where `/metrics` is asked, on this machine alone; undefined: nowhere. 0 takes a free one. */
  metricsPort?: number;
}

/** Throws an Error that names the setting and what would be right. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): WorkerSettings {
  const client = env.WORKER_CLIENT || 'zeebe-node';
  if (client !== 'zeebe-node' && client !== 'camunda8-sdk') {
    throw new Error(`WORKER_CLIENT must be zeebe-node or camunda8-sdk, not "${client}".`);
  }
  if (!env.MONGODB_URI) {
    throw new Error('MONGODB_URI is missing: set it to a replica set, such as mongodb://127.0.0.1:27017/quangnam.');
  }
  const controlled = env.CLOCK_CONTROLLED || '0';
  if (controlled !== '0' && controlled !== '1') throw new Error('CLOCK_CONTROLLED must be 1 or 0.');
  const host = env.ENGINE_HOST || '127.0.0.1';
  return {
    connection: readConnection(env),
    client,
    mongodbUri: env.MONGODB_URI,
    clockControlled: controlled === '1',
    managementUrl: `http://${host}:${env.ENGINE_MANAGEMENT_PORT || '9600'}`,
    logLevel: levelOf(env),
    ...(env.WORKERS_METRICS_PORT ? { metricsPort: portOf(env.WORKERS_METRICS_PORT) } : {}),
  };
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`WORKERS_METRICS_PORT must be a port from 0 to 65535, not "${text}".`);
}
