/**
 * Pushes in the service worker: shown as the server says them, and a press opens the place that they tell of. The
 * payload names no person and no word of a report; the token that opens a sender's report is on the device already.
 */
import type { PushPayload } from '../domain/api/push.ts';

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Pushed extends Extendable {
  readonly data: { json(): unknown } | null;
}
interface Pressed extends Extendable {
  readonly notification: Notification;
}
interface OpenWindow {
  readonly url: string;
  focus(): Promise<OpenWindow>;
  navigate(url: string): Promise<OpenWindow | null>;
}
/** What of a service worker is used here. */
export interface PushScope {
  readonly location: { readonly origin: string };
  readonly registration: Pick<ServiceWorkerRegistration, 'showNotification'>;
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<readonly unknown[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(name: string, act: (event: never) => void): void;
}

/** Answers `push` and `notificationclick` of this service worker. */
export function answerPushes(scope: PushScope): void {
  scope.addEventListener('push', ((event: Pushed) => event.waitUntil(show(scope, event))) as (event: never) => void);
  scope.addEventListener('notificationclick', ((event: Pressed) => {
    const { path } = (event.notification.data ?? {}) as { path?: string };
    if (!path) return;
    event.notification.close();
    event.waitUntil(openPlace(scope, path));
  }) as (event: never) => void);
}

function show(scope: PushScope, event: Pushed): Promise<void> {
  const { title, body, path, tag, lang } = event.data!.json() as PushPayload;
  // Something new in the place of something old is worth a sound of its own.
  const options = { body, tag, lang, renotify: true, icon: '/icon.svg', data: { path } };
  return scope.registration.showNotification(title, options);
}

/** Only places of our own: what a push says is never an address. */
async function openPlace(scope: PushScope, path: string): Promise<void> {
  const url = new URL(path, scope.location.origin);
  if (url.origin !== scope.location.origin) return;
  const windows = (await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })) as OpenWindow[];
  const same = windows.find((one) => new URL(one.url).pathname === url.pathname);
  if (same) await same.focus();
  else await scope.clients.openWindow(url.href);
}
