/**
 * A push service of a test's own, and devices that subscribe with it: what a browser's maker runs, as far as the
 * standards go (RFC 8030 over HTTP, RFC 8188 and 8291 for what is encrypted, RFC 8292 for who sends). It answers as it
 * is told and opens what it was sent with the device's own key.
 */
import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushPayload } from '../../domain/api/push.ts';
import { until } from './until.ts';

export interface Device {
  /** As `PushSubscription.toJSON()` of a browser. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  open(body: Buffer): PushPayload;
}

/** A device with a key of its own whose messages go to `endpoint`. */
export function aDevice(endpoint: string): Device {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const auth = randomBytes(16);
  return {
    subscription: { endpoint, keys: { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') } },
    open: (body) => JSON.parse(opened(body, pair, auth).toString('utf8')),
  };
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/** One record of aes128gcm: salt, record size, sender's key; then the sealed text, padded after a 0x02. */
function opened(body: Buffer, pair: ECDH, auth: Buffer): Buffer {
  const salt = body.subarray(0, 16);
  const senderKey = body.subarray(21, 21 + body[20]!);
  const sealed = body.subarray(21 + body[20]!);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), senderKey]);
  const secret = derive(pair.computeSecret(senderKey), auth, info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return text.subarray(0, text.lastIndexOf(2));
}

export interface Pushed {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  payload: PushPayload;
}

export class PushService {
  readonly url: string;
  readonly pushed: Pushed[] = [];
  /** What the next requests are answered with, and then 201 again. */
  readonly answers: { status: number; headers?: Record<string, string> }[] = [];
  readonly #devices = new Map<string, Device>();
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async open(): Promise<PushService> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        const { status, headers: more = {} } = service.answers.shift() ?? { status: 201 };
        const device = service.#devices.get(path);
        const body = Buffer.concat(chunks);
        if (status === 201 && device) service.pushed.push({ path, headers, body, payload: device.open(body) });
        response.writeHead(status, more).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const service = new PushService(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return service;
  }

  /** A new device that is reached through this service. */
  device(name = randomBytes(8).toString('hex')): Device {
    const device = aDevice(`${this.url}/${name}`);
    this.#devices.set(`/${name}`, device);
    return device;
  }

  /** What this device was sent, as soon as there are that many. */
  async sent(device: Device, count = 1): Promise<Pushed[]> {
    const { pathname } = new URL(device.subscription.endpoint);
    const own = () => this.pushed.filter(({ path }) => path === pathname);
    return until(async () => (own().length >= count ? own() : undefined), `${count} pushes to ${pathname}`);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** The claims of a VAPID header, when it is signed with the key that it names. @throws when it is not */
export function vapidClaims(authorization: string): { key: string; claims: Record<string, unknown> } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const sealed = Buffer.from(signature, 'base64url');
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, sealed)) throw new Error('not signed');
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) };
}
