/**
 * Web push (RFC 8030, 8291, 8292), one message a device. The payload is encrypted for the device and still names no
 * person and no word of a report: it is shown on a locked screen. The push service is told how long to keep it, how
 * urgent it is, and what it takes the place of.
 */
import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import webPush from 'web-push';
import type { PushPayload } from '../../domain/api/push.ts';
import { delivery, kindOf } from '../../domain/notices.ts';
import { texts } from '../../domain/text/texts.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { PushSubscription } from '../../store/push-subscriptions.ts';
import type { Store } from '../../store/store.ts';
import { mayPushTo, publicLookup } from '../plugins/push-endpoint.ts';
import type { Vapid } from '../plugins/vapid.ts';
import type { Letters } from './letters.ts';
import { type Outcome, TryAgain, Undeliverable } from './undeliverable.ts';

export interface Pusher {
  /**
   * Resolves when the push service took it, or when the device is gone. `together`: how many notices wait for this
   * device, this one counted; several are told as one. @throws Undeliverable, TryAgain
   */
  send(entry: OutboxEntry, together: number): Promise<Outcome>;
  close(): Promise<void>;
}

export interface PusherOptions {
  store: Store;
  letters: Letters;
  push: Vapid & { subject: string; loopback: boolean };
  /** Machine time, epoch ms. */
  machineNow: () => number;
}

/** What push services must take at least, less what encryption adds; ours stay far below. */
const mostBytes = 3_000;

export function createPusher({ store, letters, push, machineNow }: PusherOptions): Pusher {
  const timeouts = { connectTimeout: 10_000, headersTimeout: 15_000, bodyTimeout: 15_000 };
  const outside = new Agent({ ...timeouts, connect: { lookup: publicLookup, timeout: 10_000 } });
  const inside = push.loopback ? new Agent(timeouts) : undefined;
  const { publicKey, privateKey, subject } = push;

  async function payloadOf(
    entry: OutboxEntry,
    device: PushSubscription,
    together: number,
  ): Promise<PushPayload | null> {
    const lang = device.language;
    if (together > 1) {
      return { ...texts(lang).pushes.several(together), path: '/notices', tag: 'notices', lang };
    }
    const letter = await letters(entry, lang);
    if (!letter) return null;
    const { to, template } = entry.mail!;
    // Notices inside the house are short and about nobody; of a letter to people outside only the subject is shown.
    const body = 'username' in to ? letter.text.split('\n\n')[0]! : texts(lang).pushes.open(entry.reportCode);
    // A mail's subject begins with the code, which the body here names too.
    const title = letter.subject.replace(/^\[[^\]]*\] /, '');
    return { title, body, path: letter.path, tag: tagOf(entry, template), lang };
  }

  return {
    async send(entry, together) {
      const device = await store.pushSubscriptions.find(entry.device!);
      if (!device) return 'dropped';
      if (!mayPushTo(device.endpoint, push.loopback)) throw new Undeliverable('push: the address may not be called');
      const payload = await payloadOf(entry, device, together);
      if (!payload) return 'dropped';
      const { ttl, urgency } = delivery[kindOf(entry.mail!.template) ?? 'citizen'];
      const details = webPush.generateRequestDetails(device, bytesOf(payload), {
        vapidDetails: { subject, publicKey, privateKey },
        TTL: ttl,
        urgency,
        topic: createHash('sha256').update(payload.tag).digest('base64url').slice(0, 32),
        contentEncoding: 'aes128gcm',
      });
      const isInside = /^https?:\/\/(127\.|\[::1\])/.test(device.endpoint);
      const answer = await request(device.endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)])),
        body: details.body as Buffer,
        dispatcher: isInside && inside ? inside : outside,
      }).catch((error: { code?: string }) => {
        throw new TryAgain(`push: ${error.code ?? 'no connection'}`);
      });
      await answer.body.dump({ limit: 16_384, signal: AbortSignal.timeout(5_000) }).catch(() => {});
      const { statusCode: status, headers } = answer;
      if (status >= 200 && status < 300) {
        await store.pushSubscriptions.reached(device._id, machineNow());
        return 'done';
      }
      if (status === 404 || status === 410) {
        await store.pushSubscriptions.gone(device.device);
        return 'dropped';
      }
      if (status === 429 || status >= 500) throw new TryAgain(`push: ${status}`, waitOf(headers['retry-after']));
      throw new Undeliverable(`push: ${status}`);
    },
    async close() {
      await Promise.all([outside.close(), inside?.close()]);
    },
  };
}

/** New tasks share one place on the screen; everything else has one a report. */
function tagOf(entry: OutboxEntry, template: string): string {
  return template === 'new-task' ? template : `${template}:${entry.reportCode}`;
}

function bytesOf(payload: PushPayload): Buffer {
  const bytes = Buffer.from(JSON.stringify(payload));
  if (bytes.length > mostBytes) throw new Undeliverable(`push: ${bytes.length} bytes are too many`);
  return bytes;
}

/** `Retry-After` in milliseconds: seconds, or a date; at most an hour. */
function waitOf(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (!text) return undefined;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(3_600_000, Math.max(0, ms)) : undefined;
}
