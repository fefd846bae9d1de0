/** What a service worker has, as far as ours uses it: the DOM library of TypeScript describes pages only. */

export interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
export interface Fetched extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
export interface Synced extends Extendable {
  readonly tag: string;
  /** The browser will not try again after this time. */
  readonly lastChance: boolean;
}
export interface Pushed extends Extendable {
  readonly data: { json(): unknown } | null;
}
export interface NotificationClicked extends Extendable {
  readonly notification: Notification;
}
/** An open window of this origin. */
export interface Window {
  readonly url: string;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}

export interface Scope {
  readonly location: { readonly origin: string };
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', act: (event: Extendable) => void): void;
  addEventListener(name: 'fetch', act: (event: Fetched) => void): void;
  addEventListener(name: 'sync', act: (event: Synced) => void): void;
  addEventListener(name: 'push', act: (event: Pushed) => void): void;
  addEventListener(name: 'notificationclick', act: (event: NotificationClicked) => void): void;
}

export const scope = globalThis as unknown as Scope;
