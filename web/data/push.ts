/**
 * Web push on this device. The browser has one subscription for the whole site; the server keeps for whom it is: the
 * person who is logged in, and each report that was sent from here. Switching one off leaves the others.
 */
import type { Devices, NewSubscription } from '../../domain/api/push.ts';
import { currentLanguage } from '../text/text.ts';
import { ask } from './http.ts';
import { registration } from './worker.ts';

/** Whose notices: where they are switched, and the token that opens it. */
export interface PushTarget {
  path: string;
  token?: string;
}
export const myPush: PushTarget = { path: '/api/push/subscription' };
export const reportPush = (code: string, token: string): PushTarget => ({
  path: `/api/reports/${encodeURIComponent(code)}/push`,
  token,
});

/** `denied`: the browser was told to keep quiet. `unsupported`: it can't be told at all. */
export type DeviceState = 'unsupported' | 'denied' | 'off' | 'on';

/** How long a page waits for its service worker before it says that there is none (ms). */
const patience = 5_000;

async function worker(): Promise<ServiceWorkerRegistration | null> {
  if (!canPush() || !(await registration())) return null;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patience));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** As the server names a device: the first half of its endpoint's SHA-256. */
async function idOf(endpoint: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  return [...new Uint8Array(hash)]
    .slice(0, 16)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** Whether this browser can be told anything at all, as far as is known without asking. */
export const canPush = (): boolean => 'PushManager' in window && 'Notification' in window;

export async function deviceState(target: PushTarget): Promise<DeviceState> {
  const known = await worker();
  if (!known) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const subscription = await known.pushManager.getSubscription();
  if (!subscription || Notification.permission !== 'granted') return 'off';
  const { items } = await ask<Devices>(target.path, tokenOf(target));
  const id = await idOf(subscription.endpoint);
  return items.some((one) => one.id === id) ? 'on' : 'off';
}

const tokenOf = ({ token }: PushTarget) => (token ? { token } : {});

/**
 * Asks the person and subscribes this device: what the server is to be given, or what stands in the way (`off`: the
 * person would rather not say). To be called from a press. @throws Problem, or the browser's error
 */
export async function subscribeHere(): Promise<NewSubscription | Exclude<DeviceState, 'on'>> {
  const known = await worker();
  if (!known) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') {
    return Notification.permission === 'denied' ? 'denied' : 'off';
  }
  const { key } = await ask<{ key: string }>('/api/push/key');
  const { endpoint, keys } = (await subscribed(known, key)).toJSON();
  return { endpoint, keys, language: currentLanguage() } as NewSubscription;
}

/** Subscribes this device and tells the server. To be called from a press. @throws Problem, or the browser's error */
export async function switchOn(target: PushTarget): Promise<DeviceState> {
  const body = await subscribeHere();
  if (typeof body === 'string') return body;
  await ask(target.path, { method: 'PUT', body, ...tokenOf(target) });
  return 'on';
}

/** The subscription that there is, unless it was made for another key of the server's. */
async function subscribed({ pushManager }: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const known = await pushManager.getSubscription();
  const made = known?.options.applicationServerKey;
  if (known && made && sameBytes(new Uint8Array(made), bytesOf(key))) return known;
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((one, n) => one === b[n]);

/** No more of this to this device. @throws Problem */
export async function switchOff(target: PushTarget): Promise<DeviceState> {
  // Of a device that never switched anything on there is nothing to ask, and nothing to register.
  const found = await navigator.serviceWorker?.getRegistration();
  const subscription = await found?.pushManager?.getSubscription();
  if (subscription) {
    const { endpoint } = subscription;
    await ask(target.path, { method: 'DELETE', body: { endpoint }, ...tokenOf(target) });
  }
  return 'off';
}
