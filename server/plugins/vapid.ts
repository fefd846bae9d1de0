/**
 * The key pair by which push services know this server (VAPID, RFC 8292). It is made from the server's secret, so all
 * servers of one installation have the same, and there is no further secret to keep. Another secret is another pair:
 * devices then subscribe anew when they next open a page.
 */
import { createECDH, hkdfSync } from 'node:crypto';

export interface Vapid {
  /** Uncompressed P-256 point, base64url; what browsers subscribe with. */
  publicKey: string;
  privateKey: string;
}

export function vapidOf(secret: string): Vapid {
  for (let n = 0; ; n += 1) {
    const scalar = Buffer.from(hkdfSync('sha256', secret, '', `vapid:${n}`, 32));
    const pair = createECDH('prime256v1');
    try {
      pair.setPrivateKey(scalar);
    } catch {
      continue; // Not below the curve's order: one in four thousand million.
    }
    return { publicKey: pair.getPublicKey('base64url'), privateKey: scalar.toString('base64url') };
  }
}
