/**
 * The server's settings, read once at start and checked: a mistake is one clear sentence and exit, not a part that
 * fails later. The table for operators is docs/settings.md; `.env` is read by the starter.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { timeOfDay } from '../domain/quiet-hours.ts';
import { type Vapid, vapidOf } from './plugins/vapid.ts';

const root = resolve(import.meta.dirname, '..');

export interface Settings {
  host: string;
  port: number;
  publicUrl: string;
  mongodbUri: string;
  engine: {
    /** Base address without `/v2`. */
    rest: string;
    management: string;
    clientId?: string;
    clientSecret?: string;
    oauthUrl?: string;
  };
  records: { host: string; port: number; user?: string; password?: string };
  demo: boolean;
  clockControlled: boolean;
  /** Makes senders' tokens and signs cursors; the same on all servers of one installation. */
  secret: string;
  smtpUrl?: string;
  /** Of every mail: `Name <address>`. */
  mailFrom: string;
  /** Wall-clock time of Vietnam, `HH:MM`, of the digest on a working day. */
  digestAt: string;
  push: Vapid & {
    /** Whom a push service may turn to: `mailto:` or `https:`. */
    subject: string;
    /** Also to 127.0.0.1, and without https there: for tests. */
    loopback: boolean;
  };
  metricsToken?: string;
  /** Address of the map's picture tiles with `{z}`, `{x}`, `{y}`; without it maps draw their own lines alone. */
  tileUrl?: string;
  tileAttribution: string;
  /** Machine time that a forecast may take, ms; it makes twenty runs however little that is. */
  forecastMs: number;
  limits: { loginFailuresAccount: number; loginFailuresAddress: number; reportsAddress: number; reportsPhone: number };
  webDist: string;
  bpmnDir: string;
  logLevel: string;
}

/** A setting that is wrong; the message names it, what is wrong and what would be right. */
export class SettingError extends Error {}

const loopback = (host: string): boolean => /^(127\.|localhost$|::1$|\[::1\]$)/.test(host);

/** @throws SettingError */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const host = env.HOST || '127.0.0.1';
  const port = portOf(env, 'PORT', 8080);
  const mongodbUri = env.MONGODB_URI || '';
  if (!/^mongodb(\+srv)?:\/\//.test(mongodbUri))
    throw new SettingError(
      'MONGODB_URI must be the address of a MongoDB replica set, e.g. mongodb://127.0.0.1:27027/quangnam?replicaSet=rs0. `npm start` brings one.',
    );
  const records = {
    host: env.RECORDS_HOST || '127.0.0.1',
    port: portOf(env, 'RECORDS_PORT', 9210),
    user: env.RECORDS_USER || undefined,
    password: env.RECORDS_PASSWORD || undefined,
  };
  if (!loopback(records.host) && !(records.user && records.password))
    throw new SettingError('RECORDS_HOST is not loopback: RECORDS_USER and RECORDS_PASSWORD must be set too.');
  const demo = flag(env, 'DEMO', false);
  if (demo && !loopback(host))
    throw new SettingError('DEMO=1 opens accounts with one shared password: it needs a HOST that is loopback.');
  const clockControlled = flag(env, 'CLOCK_CONTROLLED', false);
  if (clockControlled && !loopback(host)) throw new SettingError('CLOCK_CONTROLLED=1 needs a HOST that is loopback.');
  const restPort = portOf(env, 'ENGINE_REST_PORT', 8088);
  const managementPort = portOf(env, 'ENGINE_MANAGEMENT_PORT', 9600);
  const publicUrl = env.PUBLIC_URL || `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(publicUrl)) throw new SettingError(`PUBLIC_URL must be an address, not "${publicUrl}".`);
  const secret = secretOf(env);
  const mailFrom = env.MAIL_FROM || `Trung tâm IOC Quảng Nam <no-reply@${new URL(publicUrl).hostname}>`;
  const address = /^(?:[^<>\r\n]*<([^<>@\s]+@[^<>@\s]+)>|([^<>@\s]+@[^<>@\s]+))$/.exec(mailFrom);
  if (!address) throw new SettingError(`MAIL_FROM must be an address or "Name <address>", not "${mailFrom}".`);
  const digestAt = env.DIGEST_AT || '07:00';
  if (timeOfDay(digestAt) === null) throw new SettingError(`DIGEST_AT must be a time HH:MM, not "${digestAt}".`);
  const pushLoopback = flag(env, 'PUSH_LOOPBACK', false);
  if (pushLoopback && !loopback(host))
    throw new SettingError('PUSH_LOOPBACK=1 lets pushes go to this machine: it needs a HOST that is loopback.');
  return {
    host,
    port,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    mongodbUri,
    engine: {
      rest: restAddress(env.ZEEBE_REST_ADDRESS || `http://127.0.0.1:${restPort}`),
      management: `http://127.0.0.1:${managementPort}`,
      clientId: env.ZEEBE_CLIENT_ID || undefined,
      clientSecret: env.ZEEBE_CLIENT_SECRET || undefined,
      oauthUrl: env.ZEEBE_OAUTH_URL || undefined,
    },
    records,
    demo,
    clockControlled,
    secret,
    smtpUrl: env.SMTP_URL || undefined,
    mailFrom,
    digestAt,
    push: {
      ...vapidOf(secret),
      subject: publicUrl.startsWith('https://') ? publicUrl : `mailto:${address[1] ?? address[2]}`,
      loopback: pushLoopback,
    },
    metricsToken: env.METRICS_TOKEN || undefined,
    tileUrl: tileUrlOf(env.TILE_URL),
    tileAttribution: env.TILE_ATTRIBUTION || '',
    forecastMs: count(env, 'FORECAST_SECONDS', 60) * 1_000,
    limits: {
      loginFailuresAccount: count(env, 'LOGIN_FAILURES_PER_15MIN', 10),
      loginFailuresAddress: Math.max(50, count(env, 'LOGIN_FAILURES_PER_15MIN', 10)),
      reportsAddress: count(env, 'REPORTS_PER_10MIN', 200),
      reportsPhone: demo ? Number.POSITIVE_INFINITY : 10,
    },
    webDist: resolve(root, env.WEB_DIST || join('dist', 'web')),
    bpmnDir: join(root, 'bpmn'),
    logLevel: env.LOG_LEVEL || 'warn',
  };
}

function tileUrlOf(text = ''): string | undefined {
  if (!text) return undefined;
  const whole = ['{z}', '{x}', '{y}'].every((part) => text.includes(part));
  if (!whole || !/^(https?:\/\/[^/?#\s]+)?\/[^\s]*$/.test(text))
    throw new SettingError(`TILE_URL must be an address with {z}, {x} and {y}, not "${text}".`);
  return text;
}

function restAddress(text: string): string {
  const address = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) throw new SettingError(`ZEEBE_REST_ADDRESS must be an address, not "${text}".`);
  return address.replace(/\/+$/, '').replace(/\/v2$/, '');
}

/** `SERVER_SECRET`, or one made at the first start and kept in DATA_DIR. */
function secretOf(env: NodeJS.ProcessEnv): string {
  if (env.SERVER_SECRET) {
    if (env.SERVER_SECRET.length < 32) throw new SettingError('SERVER_SECRET must have at least 32 characters.');
    return env.SERVER_SECRET;
  }
  const folder = resolve(root, env.DATA_DIR || '.data');
  const file = join(folder, 'server-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  return secret;
}

function flag(env: NodeJS.ProcessEnv, name: string, standard: boolean): boolean {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (value === '1' || value === '0') return value === '1';
  throw new SettingError(`${name} must be 1 or 0, not "${value}".`);
}

function portOf(env: NodeJS.ProcessEnv, name: string, standard: number): number {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new SettingError(`${name} must be a port from 0 to 65535, not "${value}".`);
}

function count(env: NodeJS.ProcessEnv, name: string, standard: number): number {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (/^\d{1,7}$/.test(value) && Number(value) > 0) return Number(value);
  throw new SettingError(`${name} must be a whole number above 0, not "${value}".`);
}
