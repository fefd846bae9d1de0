/**
 * Passwords: argon2id (19 MiB, 2 passes), a few at a time so that a burst of log-ins can't take all memory, and with a line
 * of finite length: who comes when it is full is sent away for a while.
 * Stored as `argon2id$m=19456,t=2,p=1$<salt>$<hash>` (base64url).
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Problem } from '../problem.ts';

const argon2Async = promisify(argon2) as (
  algorithm: 'argon2id',
  parameters: {
    message: Buffer;
    nonce: Buffer;
    parallelism: number;
    tagLength: number;
    memory: number;
    passes: number;
  },
) => Promise<Buffer>;

const memory = 19_456;
const passes = 2;
const atOnce = 4;
/** About a minute's worth of log-ins. */
const mostWaiting = 1_000;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= mostWaiting) throw new Problem('overloaded');
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function derive(password: string, salt: Buffer, m: number, t: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'), 'utf8');
  return inTurn(() =>
    argon2Async('argon2id', { message, nonce: salt, parallelism: 1, tagLength: 32, memory: m, passes: t }),
  );
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, memory, passes);
  return `argon2id$m=${memory},t=${passes},p=1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

const pattern = /^argon2id\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([\w-]{22})\$([\w-]{43})$/;
const nobody = `argon2id$m=${memory},t=${passes},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Takes the same time for a person that does not exist (`stored` null). */
export async function fitsPassword(password: string, stored: string | null): Promise<boolean> {
  const found = pattern.exec(stored ?? nobody) ?? pattern.exec(nobody)!;
  const [, m, t, salt, hash] = found as unknown as [string, string, string, string, string];
  const made = await derive(password, Buffer.from(salt, 'base64url'), Number(m), Number(t));
  const same = timingSafeEqual(made, Buffer.from(hash, 'base64url'));
  return same && stored !== null && pattern.test(stored);
}
