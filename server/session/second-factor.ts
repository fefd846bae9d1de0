/**
 * The second factor: one-time codes by RFC 6238 (SHA-1, six digits, 30 seconds, one step early or late), and ten codes of 80
 * bits for a lost device. A code is taken once. The shared secret lies sealed, the codes as keyed hashes.
 */
import { createHmac } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { FactorBegun } from '../../domain/api/account.ts';
import type { SecondFactor } from '../../store/second-factors.ts';
import type { House } from '../house.ts';
import { openText, sealText } from '../plugins/sealed-text.ts';
import { Problem } from '../problem.ts';

const purpose = 'second-factor';
const issuer = 'IOC Quảng Nam';
const stepMs = 30_000;
const recoveryCodes = 10;
/** One that was begun and not confirmed is over after this. */
const beginningMs = 10 * 60_000;

const totpOf = (username: string, secret: string): TOTP =>
  new TOTP({ issuer, label: username, algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) });

/** The time step that a code is of; null for a wrong one. */
function stepOf(house: House, factor: SecondFactor, code: string): number | null {
  const secret = openText(house.settings.secret, purpose, factor._id, factor.secret);
  if (secret === null || !/^\d{6}$/.test(code)) return null;
  const now = house.machineNow();
  const delta = totpOf(factor._id, secret).validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / stepMs) + delta;
}

/** People type codes in groups, in either case. */
const plain = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();

const recoveryHash = (house: House, username: string, code: string): string =>
  createHmac('sha256', house.settings.secret)
    .update(`recovery ${username} ${plain(code)}`)
    .digest('base64url');

/** In force, or null: one that was begun only counts for nothing. */
export async function factorOf(house: House, username: string): Promise<SecondFactor | null> {
  const factor = await house.store.secondFactors.find(username);
  return factor?.confirmedAt ? factor : null;
}

/** Takes a code of the device or one for a lost device. False for a wrong one, or one that was taken before. */
export async function takeCode(house: House, factor: SecondFactor, code: string): Promise<boolean> {
  const { secondFactors } = house.store;
  const step = stepOf(house, factor, plain(code));
  if (step !== null) return secondFactors.take(factor._id, step);
  return secondFactors.spend(factor._id, recoveryHash(house, factor._id, code));
}

/** @throws 409 where one is in force */
export async function beginFactor(house: House, username: string): Promise<FactorBegun> {
  const secret = new Secret({ buffer: new Uint8Array(house.random(20)).buffer }).base32;
  const sealed = sealText(house.settings.secret, purpose, username, secret);
  const begunAt = house.machineNow();
  const factor = { _id: username, secret: sealed, confirmedAt: null, begunAt, lastStep: 0, recovery: [] };
  if (!(await house.store.secondFactors.begin(factor))) throw new Problem('conflict');
  return { uri: totpOf(username, secret).toString(), secret };
}

/** Puts it in force by its first right code; the codes for a lost device are shown this once. @throws 422, 409 */
export async function confirmFactor(house: House, username: string, code: string): Promise<string[]> {
  const factor = await house.store.secondFactors.find(username);
  if (!factor || factor.confirmedAt || house.machineNow() - factor.begunAt > beginningMs) throw new Problem('conflict');
  const step = stepOf(house, factor, plain(code));
  if (step === null) throw new Problem('wrong-proof', { errors: [{ pointer: '/code', code: 'format' }] });
  const { codes, hashes } = freshCodes(house, username);
  const taken = await house.store.secondFactors.take(username, step, {
    confirmedAt: house.machineNow(),
    recovery: hashes,
  });
  if (!taken) throw new Problem('conflict');
  return codes;
}

export async function renewCodes(house: House, username: string): Promise<string[]> {
  const { codes, hashes } = freshCodes(house, username);
  await house.store.secondFactors.renew(username, hashes);
  return codes;
}

function freshCodes(house: House, username: string): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: recoveryCodes }, () =>
    new Secret({ buffer: new Uint8Array(house.random(10)).buffer }).base32.replace(/(.{4})(?=.)/g, '$1-'),
  );
  return { codes, hashes: codes.map((code) => recoveryHash(house, username, code)) };
}
