import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/house/push-service.ts';
import { Problem } from '../problem.ts';
import { isPublicAddress, mayPushTo, publicLookup, refuseBadSubscription } from './push-endpoint.ts';

describe('a push endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://8.8.8.8/abc',
    'https://[2606:4700::1111]/abc',
  ])('may be %s', (endpoint) => {
    expect(mayPushTo(endpoint)).toBe(true);
  });

  it.each([
    ['no address', 'push'],
    ['not encrypted', 'http://push.example.com/a'],
    ['another scheme', 'file:///etc/passwd'],
    ['this machine', 'https://127.0.0.1/a'],
    ['this machine, written otherwise', 'https://2130706433/a'],
    ['this machine, in octal', 'https://0177.0.0.1/a'],
    ['this machine in IPv6', 'https://[::1]/a'],
    ['this machine, mapped', 'https://[::ffff:127.0.0.1]/a'],
    ['this machine by name', 'https://localhost/a'],
    ['a name without a domain', 'https://mongo/a'],
    ['an inner name', 'https://db.internal/a'],
    ['a printer', 'https://printer.local/a'],
    ['an inner network', 'https://10.1.2.3/a'],
    ['another inner network', 'https://172.16.0.1/a'],
    ['the router', 'https://192.168.1.1/a'],
    ['the cloud’s own data', 'https://169.254.169.254/latest'],
    ['the carrier’s network', 'https://100.64.0.1/a'],
    ['everywhere', 'https://0.0.0.0/a'],
    ['a unique local address', 'https://[fd00::1]/a'],
    ['a link-local address', 'https://[fe80::1]/a'],
    ['an IPv4 address in a tunnel', 'https://[2002:7f00:1::]/a'],
    ['an IPv4 address behind NAT64', 'https://[64:ff9b::7f00:1]/a'],
    ['another port', 'https://push.example.com:22/a'],
    ['with a password', 'https://user:word@push.example.com/a'],
    ['a trailing dot', 'https://localhost./a'],
  ])('is refused when it is %s', (_what, endpoint) => {
    expect(mayPushTo(endpoint)).toBe(false);
  });

  it('may be this machine only where the setting for tests says so', () => {
    expect(mayPushTo('http://127.0.0.1:5000/a', true)).toBe(true);
    expect(mayPushTo('http://10.0.0.1/a', true)).toBe(false);
    expect(mayPushTo('http://push.example.com/a', true)).toBe(false);
  });

  it('whose name leads inside is not connected to', async () => {
    const looked = await new Promise<Error | null>((resolve) =>
      publicLookup('localhost', { all: false }, (error) => resolve(error)),
    );
    expect(looked?.message).toMatch(/no public address/);
    expect([isPublicAddress('nothing'), isPublicAddress('1.1.1.1')]).toEqual([false, true]);
  });

  it('comes with keys that are keys', () => {
    const { subscription } = aDevice('https://push.example.com/a');
    const bad = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url');
    const check = (keys: { p256dh: string; auth: string }) => () =>
      refuseBadSubscription({ endpoint: subscription.endpoint, keys }, { loopback: false });
    expect(check(subscription.keys)).not.toThrow();
    expect(check({ ...subscription.keys, p256dh: bad })).toThrow(Problem);
    expect(check({ ...subscription.keys, auth: 'short' })).toThrow(Problem);
  });
});
