/** The settings of the engine process, read from the environment, with a clear message for each that is wrong. */
import { isIP } from 'node:net';
import { join } from 'node:path';
import { BadSetting } from './bad-setting.ts';
import type { ExporterConfig } from './records/config.ts';
import { readExporters } from './records/settings.ts';

export interface Settings {
  /** Address that all three listeners bind. */
  host: string;
  /** 0 takes a free port. */
  grpcPort: number;
  restPort: number;
  managementPort: number;
  /** Journal, acknowledged position, clock. */
  dataDir: string;
  /** Where backups are kept, each a data directory. */
  backupDir: string;
  /** Bytes of log after which the state is written down, so that a start need not read the whole log. */
  snapshotEvery: number;
  /** Commands that may wait for their answer at the same time; what is more is refused (back pressure). */
  maxInFlight: number;
  /** Where records go, which, and how; empty: nowhere. */
  exporters: ExporterConfig[];
  /** Zone of FEEL's `now()` and `today()`. */
  zone: string;
  /** The clock can be moved through the management port. */
  clockControlled: boolean;
}

/** Reads `ENGINE_*`, `ZEEBE_BROKER_EXPORTERS_*`, `DATA_DIR` and `CLOCK_CONTROLLED`. Throws `BadSetting`. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const host = env.ENGINE_HOST || '127.0.0.1';
  const clockControlled = flag(env, 'CLOCK_CONTROLLED');
  if (clockControlled && !isLoopback(host))
    throw new BadSetting(`CLOCK_CONTROLLED=1 needs a loopback ENGINE_HOST: not ${host}, where others could move it.`);
  const dataDir = env.ENGINE_DATA_DIR || join(env.DATA_DIR || '.data', 'engine');
  return {
    host,
    grpcPort: port(env, 'ENGINE_GRPC_PORT', 26500),
    restPort: port(env, 'ENGINE_REST_PORT', 8088),
    managementPort: port(env, 'ENGINE_MANAGEMENT_PORT', 9600),
    dataDir,
    backupDir: env.ENGINE_BACKUP_DIR || join(dataDir, 'backups'),
    snapshotEvery: count(env, 'ENGINE_SNAPSHOT_EVERY', 32 << 20, 'bytes'),
    maxInFlight: count(env, 'ENGINE_MAX_IN_FLIGHT', 1000, 'commands'),
    exporters: readExporters(env),
    zone: zone(env),
    clockControlled,
  };
}

function zone(env: Record<string, string | undefined>): string {
  const value = env.ENGINE_ZONE || 'Z';
  if (!/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.test(value))
    throw new BadSetting(`ENGINE_ZONE is Z or an offset like +07:00, not "${value}".`);
  return value;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function flag(env: Record<string, string | undefined>, name: string): boolean {
  const value = env[name] ?? '';
  if (!['', '0', '1'].includes(value)) throw new BadSetting(`${name} is 0 or 1, not "${value}".`);
  return value === '1';
}

function port(env: Record<string, string | undefined>, name: string, standard: number): number {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65535)
    throw new BadSetting(`${name} is a port from 0 (any free one) to 65535, not "${value}".`);
  return number;
}

function count(env: Record<string, string | undefined>, name: string, standard: number, what: string): number {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (!/^\d{1,12}$/.test(value) || Number(value) < 1)
    throw new BadSetting(`${name} is a number of ${what}, at least 1, not "${value}".`);
  return Number(value);
}
