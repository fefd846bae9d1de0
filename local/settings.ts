/**
 * The settings of the one-machine start: read from the environment and `.env`, checked, and completed (a port of 0
 * becomes a free one) before any part is started, so that a mistake is one clear message and not a part that dies.
 * The whole table stands in docs/settings.md; each part checks the settings of its own again.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { choosePort } from './ports.ts';

export const root = resolve(import.meta.dirname, '..');

export interface LocalSettings {
  dataDir: string;
  host: string;
  publicUrl: string;
  ports: { http: number; records: number; mongod: number; grpc: number; rest: number; management: number };
  /** Only when the operator brings their own: then no embedded part is started for it. */
  mongodbUri?: string;
  zeebe?: { grpc: string; rest: string };
  demo: boolean;
  demoPassword?: string;
  clockControlled: boolean;
}

const loopback = (host: string) => /^(127\.|localhost$|::1$|\[::1\]$)/.test(host);

/** @throws Error whose message names the setting, what is wrong with it and what would be right */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<LocalSettings> {
  const host = env.HOST || '127.0.0.1';
  const zeebe = zeebeOf(env);
  const mongodbUri = env.MONGODB_URI || undefined;
  if (mongodbUri && !/^mongodb(\+srv)?:\/\//.test(mongodbUri)) {
    throw new Error('MONGODB_URI must begin with mongodb:// or mongodb+srv://.');
  }
  const embedded = !zeebe && !mongodbUri;
  const demo = flag(env, 'DEMO', embedded && loopback(host));
  if (demo && !loopback(host)) {
    throw new Error('DEMO=1 would open accounts with one shared password to others: it needs a HOST that is loopback.');
  }
  const clockControlled = flag(env, 'CLOCK_CONTROLLED', false);
  if (clockControlled && (zeebe || !loopback(host))) {
    throw new Error('CLOCK_CONTROLLED=1 is for the embedded engine with a HOST that is loopback.');
  }
  const port = (name: string, standard: number, at = '127.0.0.1', needed = true) =>
    needed ? choosePort(name, number(env, name, standard), at) : Promise.resolve(0);
  const ports = {
    http: await port('PORT', 8080, host),
    records: await port('RECORDS_PORT', 9210, env.RECORDS_HOST || '127.0.0.1'),
    mongod: await port('MONGOD_PORT', 27027, '127.0.0.1', !mongodbUri),
    grpc: await port('ENGINE_GRPC_PORT', 26500, env.ENGINE_HOST || '127.0.0.1', !zeebe),
    rest: await port('ENGINE_REST_PORT', 8088, env.ENGINE_HOST || '127.0.0.1', !zeebe),
    management: await port('ENGINE_MANAGEMENT_PORT', 9600, env.ENGINE_HOST || '127.0.0.1', !zeebe),
  };
  return {
    dataDir: dataDirOf(env),
    host,
    publicUrl: env.PUBLIC_URL || `http://${host.includes(':') ? `[${host}]` : host}:${ports.http}`,
    ports,
    mongodbUri,
    zeebe,
    demo,
    demoPassword: env.DEMO_PASSWORD || undefined,
    clockControlled,
  };
}

export const dataDirOf = (env: NodeJS.ProcessEnv): string => resolve(root, env.DATA_DIR || '.data');

/** `.env` beside package.json; what the environment says already wins. */
export function loadDotEnv(): void {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

function zeebeOf(env: NodeJS.ProcessEnv): LocalSettings['zeebe'] {
  if (!env.ZEEBE_ADDRESS && !env.ZEEBE_REST_ADDRESS) return undefined;
  if (!env.ZEEBE_ADDRESS || !env.ZEEBE_REST_ADDRESS) {
    throw new Error('ZEEBE_ADDRESS (gRPC) and ZEEBE_REST_ADDRESS belong together: set both, or neither.');
  }
  return { grpc: env.ZEEBE_ADDRESS, rest: env.ZEEBE_REST_ADDRESS };
}

function flag(env: NodeJS.ProcessEnv, name: string, standard: boolean): boolean {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (value === '1' || value === '0') return value === '1';
  throw new Error(`${name} must be 1 or 0, not "${value}".`);
}

function number(env: NodeJS.ProcessEnv, name: string, standard: number): number {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new Error(`${name} must be a port from 0 to 65535, not "${value}".`);
}
