/**
 * The service worker (`/sw.js`): the portal's pages without a network, reports that wait for one, and pushes. Built as one
 * classic script, because not every browser takes modules here.
 */
import { deliverAll, whenSent } from '../data/outbox.ts';
import { answer, dropOldPages, keepPages } from './pages.ts';
import { openPlace, showPush } from './pushes.ts';
import { scope } from './types.ts';

scope.addEventListener('install', (event) => event.waitUntil(keepPages().then(() => scope.skipWaiting())));
scope.addEventListener('activate', (event) => event.waitUntil(dropOldPages().then(() => scope.clients.claim())));
scope.addEventListener('fetch', answer);

scope.addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(deliverOrAskAgain());
});

/** A failure makes the browser try again later, with pauses of its own. */
async function deliverOrAskAgain(): Promise<void> {
  const left = await deliverAll();
  if (left > 0) throw new Error(`${left} still wait`);
}

whenSent(async (sent, { title, body }) => {
  const windows = await scope.clients.matchAll({ type: 'window' });
  // A page that is looked at says it itself.
  if (windows.some((one) => one.visibilityState === 'visible') || Notification.permission !== 'granted') return;
  const data = { url: `/r/${encodeURIComponent(sent.code)}#${sent.accessToken}` };
  await scope.registration.showNotification(title, {
    body: body.replace('{code}', sent.code),
    icon: '/icon-192.png',
    tag: sent.key,
    data,
  });
});

scope.addEventListener('push', (event) => event.waitUntil(showPush(event)));

scope.addEventListener('notificationclick', (event) => {
  const { url } = (event.notification.data ?? {}) as { url?: string };
  if (!url) return;
  event.notification.close();
  event.waitUntil(openPlace(url));
});
