/**
 * The server's settings, read once at start and checked: a mistake is one clear sentence and exit, not a part that
 * fails later. The table for operators is docs/settings.md; `.env` is read by the starter.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { timeOfDay } from '../domain/quiet-hours.ts';
import { type Level, levelOf } from '../telemetry/log.ts';
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
  /** A house to practise in: it says so on every page, and nothing leaves it. `url`: where its exercises stand. */
  training?: { url?: string };
  /** Makes senders' tokens and signs cursors; the same on all servers of one installation. */
  secret: string;
  smtpUrl?: string;
  /** The mailbox that reports come to: `imap(s)://user:password@host[:port][/folder]`, user and password percent-encoded. */
  imapUrl?: string;
  mailIn: {
    /** The mailbox's own address, lower case: answers go there, and what is not addressed to it is looked at by hand. */
    address: string | null;
    /** Working days after which a sender is reminded of what is missing, and after which the request ends. */
    remindDays: number;
    closeDays: number;
    /** Mails to one address an hour that are answered; what comes beyond is held for staff. */
    answersPerHour: number;
  };
  /** Addresses and networks of our own proxies: what they say of a caller's address is believed, and of nobody else. */
  trustedProxies: string[];
  /** Where people may log in beside passwords. */
  oidc?: { issuer: string; clientId: string; clientSecret?: string; name: string };
  /** Groups whose people may do nothing without a second factor. */
  secondFactorFor: string[];
  /** Secrets, anchors and, with the embedded parts, everything else. */
  dataDir: string;
  /** Keys of what is sealed, one a report and file (docs/decisions/0025): apart from the database and its backups. */
  keysDir: string;
  /** Where the audit log is anchored, outside of the database (store/audit-anchors.ts). */
  anchorsFile: string;
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
  /** Messages to agencies' software. `loopback`: also to 127.0.0.1, and without https there: for tests. */
  webhooks: { loopback: boolean };
  metricsToken?: string;
  /** Address of the map's picture tiles with `{z}`, `{x}`, `{y}`; without it maps draw their own lines alone. */
  tileUrl?: string;
  tileAttribution: string;
  /** Machine time that a forecast may take, ms; it makes twenty runs however little that is. */
  forecastMs: number;
  limits: {
    loginFailuresAccount: number;
    loginFailuresAddress: number;
    reportsAddress: number;
    reportsPhone: number;
    callsPerKey: number;
  };
  /** How a server goes out of service (server/leave.ts). */
  stop: {
    /** Said to be unready for so long before it takes no more connections (ms). */
    delayMs: number;
    /** What is being answered then may take so long (ms). */
    graceMs: number;
  };
  webDist: string;
  bpmnDir: string;
  logLevel: Level;
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
  const training = trainingOf(env, demo && clockControlled);
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
  const webhookLoopback = flag(env, 'WEBHOOK_LOOPBACK', false);
  if (webhookLoopback && !loopback(host))
    throw new SettingError('WEBHOOK_LOOPBACK=1 lets webhooks go to this machine: it needs a HOST that is loopback.');
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
    training,
    secret,
    smtpUrl: env.SMTP_URL || undefined,
    imapUrl: imapUrlOf(env.IMAP_URL),
    mailIn: mailInOf(env),
    trustedProxies: proxiesOf(env.TRUSTED_PROXIES),
    oidc: oidcOf(env, loopback(host)),
    secondFactorFor: (env.SECOND_FACTOR_FOR ?? '').split(',').flatMap((one) => one.trim() || []),
    dataDir: resolve(root, env.DATA_DIR || '.data'),
    keysDir: resolve(root, env.KEYS_DIR || join(env.DATA_DIR || '.data', 'keys')),
    anchorsFile: resolve(root, env.DATA_DIR || '.data', 'audit-anchors.log'),
    mailFrom,
    digestAt,
    push: {
      ...vapidOf(secret),
      subject: publicUrl.startsWith('https://') ? publicUrl : `mailto:${address[1] ?? address[2]}`,
      loopback: pushLoopback,
    },
    webhooks: { loopback: webhookLoopback },
    metricsToken: env.METRICS_TOKEN || undefined,
    tileUrl: tileUrlOf(env.TILE_URL),
    tileAttribution: env.TILE_ATTRIBUTION || '',
    forecastMs: count(env, 'FORECAST_SECONDS', 60) * 1_000,
    limits: {
      loginFailuresAccount: count(env, 'LOGIN_FAILURES_PER_15MIN', 10),
      loginFailuresAddress: Math.max(50, count(env, 'LOGIN_FAILURES_PER_15MIN', 10)),
      reportsAddress: count(env, 'REPORTS_PER_10MIN', 200),
      reportsPhone: demo ? Number.POSITIVE_INFINITY : 10,
      callsPerKey: count(env, 'API_CALLS_PER_MINUTE', 600),
    },
    stop: {
      delayMs: count(env, 'STOP_DELAY_SECONDS', 0, 0) * 1_000,
      graceMs: count(env, 'STOP_GRACE_SECONDS', 3) * 1_000,
    },
    webDist: resolve(root, env.WEB_DIST || join('dist', 'web')),
    bpmnDir: join(root, 'bpmn'),
    logLevel: named(() => levelOf(env)),
  };
}

/** What other rooms read of the environment, with their words for what is wrong. */
function named<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SettingError((error as Error).message);
  }
}

/** A training house has made-up people, a clock that is moved, and no way out. */
function trainingOf(env: NodeJS.ProcessEnv, apart: boolean): Settings['training'] {
  if (!flag(env, 'TRAINING', false)) return undefined;
  if (!apart) throw new SettingError('TRAINING=1 is for a house of its own: it needs DEMO=1 and CLOCK_CONTROLLED=1.');
  const way = ['SMTP_URL', 'IMAP_URL', 'OIDC_ISSUER', 'TILE_URL'].find((name) => env[name]);
  if (way) throw new SettingError(`TRAINING=1 lets nothing leave the machine: ${way} must not be set.`);
  const url = env.TRAINING_URL || undefined;
  if (url && !/^https?:\/\/\S+$/.test(url)) throw new SettingError(`TRAINING_URL must be an address, not "${url}".`);
  return url ? { url } : {};
}

/** The message does not repeat the address: it has a password in it. */
function imapUrlOf(text = ''): string | undefined {
  if (!text) return undefined;
  if (!/^imaps?:\/\/[^/]+/.test(text) || !URL.canParse(text))
    throw new SettingError('IMAP_URL must be an address such as imaps://user:password@mail.example.vn/INBOX.');
  return text;
}

function mailInOf(env: NodeJS.ProcessEnv): Settings['mailIn'] {
  const user = env.IMAP_URL && URL.canParse(env.IMAP_URL) ? decodeURIComponent(new URL(env.IMAP_URL).username) : '';
  const address = env.MAILBOX_ADDRESS || (user.includes('@') ? user : '');
  if (address && !/^[^<>@\s]+@[^<>@\s]+$/.test(address))
    throw new SettingError(`MAILBOX_ADDRESS must be an address, not "${address}".`);
  const remindDays = count(env, 'MAIL_REMIND_DAYS', 2);
  const closeDays = count(env, 'MAIL_CLOSE_DAYS', 5);
  if (remindDays >= closeDays) throw new SettingError('MAIL_REMIND_DAYS must be fewer than MAIL_CLOSE_DAYS.');
  const answersPerHour = count(env, 'MAIL_ANSWERS_PER_HOUR', 10);
  return { address: address.toLowerCase() || null, remindDays, closeDays, answersPerHour };
}

/** Addresses and networks (`10.0.0.0/8`); a network of everybody would let each caller choose its own address. */
function proxiesOf(text = ''): string[] {
  const all = text.split(',').flatMap((one) => one.trim() || []);
  for (const one of all) {
    const [address = '', bits] = one.split('/');
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : 0;
    const fits = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
    if (most === 0 || !fits)
      throw new SettingError(`TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, not "${one}".`);
  }
  return all;
}

function oidcOf(env: NodeJS.ProcessEnv, local: boolean): Settings['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer && !clientId) return undefined;
  if (!issuer || !clientId) throw new SettingError('OIDC_ISSUER and OIDC_CLIENT_ID must be set together.');
  const safe = URL.canParse(issuer) && (issuer.startsWith('https://') || (local && loopback(new URL(issuer).hostname)));
  if (!safe) throw new SettingError(`OIDC_ISSUER must be an https address, not "${issuer}".`);
  return {
    issuer,
    clientId,
    name: env.OIDC_NAME || new URL(issuer).hostname,
    ...(clientSecret ? { clientSecret } : {}),
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
  // Put there whole: of two servers that start at once the second finds the first one's.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    linkSync(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  return readFileSync(file, 'utf8').trim();
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

function count(env: NodeJS.ProcessEnv, name: string, standard: number, least = 1): number {
  const value = env[name];
  if (value === undefined || value === '') return standard;
  if (/^\d{1,7}$/.test(value) && Number(value) >= least) return Number(value);
  throw new SettingError(`${name} must be a whole number of at least ${least}, not "${value}".`);
}
