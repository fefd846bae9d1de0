/**
 * Settings that weaken an installation, though each part starts with them: what is fine on one's own machine and is not
 * where others can reach it. Pure; the table for operators is docs/settings.md.
 */
import type { Finding } from './finding.ts';

type Env = Readonly<Record<string, string | undefined>>;
interface Rule extends Finding {
  applies(env: Env): boolean;
}

const loopback = (host: string): boolean => /^(127\.|localhost$|::1$|\[::1\]$)/.test(host);
const hostOf = (address: string | undefined): string => {
  const whole = /^[a-z+]+:\/\//i.test(address ?? '') ? (address as string) : `http://${address}`;
  return URL.canParse(whole) ? new URL(whole).hostname : '';
};
/** An address elsewhere, by one of these schemes. */
const away = (address: string | undefined, schemes: RegExp): boolean =>
  Boolean(address) && schemes.test(address!) && !loopback(hostOf(address));
const isOn = (value: string | undefined): boolean => value === '1';
/** Whether others than this machine come in: by the address it listens on, or by a proxy before it. */
const isOpen = ({ HOST, PUBLIC_URL, TRUSTED_PROXIES }: Env): boolean =>
  !loopback(HOST || '127.0.0.1') || Boolean(TRUSTED_PROXIES) || (Boolean(PUBLIC_URL) && !loopback(hostOf(PUBLIC_URL)));
/** Too short, too regular, or a word that everybody tries. */
const isWeak = (secret: string | undefined): boolean =>
  Boolean(secret) &&
  (secret!.length < 16 ||
    new Set(secret).size < 8 ||
    /change.?me|password|mat.?khau|secret|123456|quang.?nam/i.test(secret!));

const rules: readonly Rule[] = [
  {
    where: 'DEMO',
    what: 'The demo accounts are there, all with one password.',
    todo: 'Set DEMO=0 and give each person an account of their own.',
    weight: 'high',
    applies: (env) => isOpen(env) && isOn(env.DEMO),
  },
  {
    where: 'PUBLIC_URL',
    what: 'Passwords, cookies and reports travel unencrypted.',
    todo: 'Put a proxy with TLS before the server and set PUBLIC_URL to its https address.',
    weight: 'high',
    applies: (env) => isOpen(env) && !/^https:/.test(env.PUBLIC_URL ?? ''),
  },
  {
    where: 'HOST',
    what: 'The server, which speaks plain HTTP, can be reached beside the proxy.',
    todo: 'Let HOST be 127.0.0.1 or the network that only the proxy is in.',
    weight: 'medium',
    applies: ({ HOST, PUBLIC_URL }) => /^(0\.0\.0\.0|::|\[::\])$/.test(HOST ?? '') && /^https:/.test(PUBLIC_URL ?? ''),
  },
  {
    where: 'TRUSTED_PROXIES',
    what: 'Behind the proxy all callers share one address, and its limits.',
    todo: 'Name the proxy’s address in TRUSTED_PROXIES.',
    weight: 'medium',
    applies: (env) => /^https:/.test(env.PUBLIC_URL ?? '') && !env.TRUSTED_PROXIES,
  },
  {
    where: 'SECOND_FACTOR_FOR',
    what: 'An administrator’s password alone opens everything.',
    todo: 'Set SECOND_FACTOR_FOR=admin, or log in at a provider that asks for a second factor.',
    weight: 'high',
    applies: (env) =>
      isOpen(env) && !(env.SECOND_FACTOR_FOR ?? '').split(',').some((group) => group.trim() === 'admin'),
  },
  {
    where: 'SERVER_SECRET',
    what: 'It can be guessed: senders’ links, links to set passwords and sealed settings are made from it.',
    todo: 'Leave it out, so that a random one is made, or set 32 random bytes as base64.',
    weight: 'high',
    applies: ({ SERVER_SECRET }) => isWeak(SERVER_SECRET),
  },
  {
    where: 'RECORDS_PASSWORD',
    what: 'Who guesses it writes what has happened to every report.',
    todo: 'Set at least 16 random characters, the same for the engine’s exporter.',
    weight: 'high',
    applies: ({ RECORDS_HOST, RECORDS_PASSWORD }) =>
      !loopback(RECORDS_HOST || '127.0.0.1') && (!RECORDS_PASSWORD || isWeak(RECORDS_PASSWORD)),
  },
  {
    where: 'METRICS_TOKEN',
    what: 'It can be guessed.',
    todo: 'Set at least 16 random characters.',
    weight: 'medium',
    applies: ({ METRICS_TOKEN }) => isWeak(METRICS_TOKEN),
  },
  {
    where: 'ENGINE_HOST',
    what: 'The embedded engine asks nobody who they are, and can be reached from elsewhere.',
    todo: 'Leave ENGINE_HOST out, or let a firewall admit server and workers alone.',
    weight: 'high',
    applies: ({ ENGINE_HOST }) => !loopback(ENGINE_HOST || '127.0.0.1'),
  },
  {
    where: 'MONGODB_URI',
    what: 'The database is reached without a user, or elsewhere without TLS.',
    todo: 'Turn on authentication, name a user and, for another machine, tls=true.',
    weight: 'high',
    applies: ({ MONGODB_URI }) =>
      Boolean(MONGODB_URI) &&
      (!/^mongodb(\+srv)?:\/\/[^@/]+@/.test(MONGODB_URI!) ||
        (away(MONGODB_URI!.replace(/\/\/[^@/]+@/, '//').replace(/,[^/?]*/, ''), /^mongodb:/) &&
          !/[?&](tls|ssl)=true/.test(MONGODB_URI!))),
  },
  {
    where: 'ZEEBE_REST_ADDRESS',
    what: 'The cluster is reached unencrypted, or without naming a client.',
    todo: 'Use https and set ZEEBE_CLIENT_ID, ZEEBE_CLIENT_SECRET and ZEEBE_OAUTH_URL.',
    weight: 'high',
    applies: ({ ZEEBE_REST_ADDRESS: address, ZEEBE_CLIENT_ID }) =>
      Boolean(address) && !loopback(hostOf(address)) && (!/^https:/.test(address!) || !ZEEBE_CLIENT_ID),
  },
  {
    where: 'SMTP_URL',
    what: 'Mails go to another machine unencrypted.',
    todo: 'Use smtps://.',
    weight: 'medium',
    applies: ({ SMTP_URL }) => away(SMTP_URL, /^smtp:/),
  },
  {
    where: 'IMAP_URL',
    what: 'The mailbox on another machine is read unencrypted.',
    todo: 'Use imaps://.',
    weight: 'high',
    applies: ({ IMAP_URL }) => away(IMAP_URL, /^imap:/),
  },
  {
    where: 'CLOCK_CONTROLLED',
    what: 'Whoever reaches the engine’s management port moves every deadline.',
    todo: 'Set it to 0: it is for tests.',
    weight: 'medium',
    applies: ({ CLOCK_CONTROLLED }) => isOn(CLOCK_CONTROLLED),
  },
  {
    where: 'PUSH_LOOPBACK, WEBHOOK_LOOPBACK',
    what: 'Pushes or webhooks may be led to services of this machine.',
    todo: 'Set both to 0: they are for tests.',
    weight: 'high',
    applies: (env) => isOpen(env) && (isOn(env.PUSH_LOOPBACK) || isOn(env.WEBHOOK_LOOPBACK)),
  },
  {
    where: 'LOGIN_FAILURES_PER_15MIN',
    what: 'It leaves more guesses than a person needs.',
    todo: 'Leave it at 10.',
    weight: 'medium',
    applies: ({ LOGIN_FAILURES_PER_15MIN: most }) => Number(most ?? 10) > 20,
  },
];

/** What of these settings an operator should change. */
export const weakSettings = (env: Env): Finding[] =>
  rules.filter((rule) => rule.applies(env)).map(({ applies: _, ...finding }) => finding);
