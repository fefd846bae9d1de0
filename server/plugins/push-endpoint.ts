/**
 * Which addresses a push may be sent to. A browser names the address, so it is a stranger's word: the server must not be
 * made to call what is inside. Checked when a device subscribes, and again at each connection, after the name was
 * resolved.
 */
import { createPublicKey } from 'node:crypto';
import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { PushSubscription } from '../../store/push-subscriptions.ts';
import { type FieldError, Problem } from '../problem.ts';

const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(network, prefix, 'ipv4');
// Of IPv6 only what is routed at all (2000::/3), less documentation and the tunnels that carry an IPv4 address inside.
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  inner.addSubnet(network, prefix, 'ipv6');

/** Whether an address is one of the open Internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !inner.check(address, 'ipv4');
  return version === 6 && routed.check(address, 'ipv6') && !inner.check(address, 'ipv6');
}

const isLoopback = (host: string): boolean => /^127(\.\d{1,3}){3}$/.test(host) || host === '::1';

/**
 * Whether a subscription's endpoint may be called: https on its standard port, no credentials, a name that can be a
 * public one or a public address. `loopback` (setting `PUSH_LOOPBACK`, for tests) also lets 127.0.0.1 through.
 */
export function mayPushTo(endpoint: string, loopback = false): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username || url.password) return false;
  if (loopback && isLoopback(host)) return url.protocol === 'https:' || url.protocol === 'http:';
  if (url.protocol !== 'https:' || url.port !== '') return false;
  if (isIP(host)) return isPublicAddress(host);
  return (
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/i.test(host) &&
    !/\.(local|localhost|internal|lan|home|arpa|test|invalid|onion)$/i.test(host)
  );
}

/** A name may resolve to anything, and to something else the next time: only public addresses are connected to. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    const found = error ? [] : addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = found;
    if (!first) callback(error ?? new Error('the name leads to no public address'), '', 0);
    else if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};

/** @throws 422 at `<at>/endpoint` or `<at>/keys/…` */
export function refuseBadSubscription(
  subscription: Pick<PushSubscription, 'endpoint' | 'keys'>,
  options: { loopback: boolean; at?: string },
): void {
  const { endpoint, keys } = subscription;
  const errors: FieldError[] = [];
  if (!mayPushTo(endpoint, options.loopback)) errors.push({ pointer: `${options.at ?? ''}/endpoint`, code: 'format' });
  if (!isPoint(keys.p256dh)) errors.push({ pointer: `${options.at ?? ''}/keys/p256dh`, code: 'format' });
  if (Buffer.from(keys.auth, 'base64url').length !== 16)
    errors.push({ pointer: `${options.at ?? ''}/keys/auth`, code: 'format' });
  if (errors.length > 0) throw new Problem('invalid', { errors });
}

/** A point that lies on P-256, uncompressed. */
function isPoint(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((half) => half.toString('base64url'));
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
