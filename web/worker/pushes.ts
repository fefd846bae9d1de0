/**
 * Pushes: shown as the server says them, and a press opens the place that they tell of. The payload names no person and
 * no word of a report; the token that opens a sender's report is on the device already.
 */
import type { PushPayload } from '../../domain/api/push.ts';
import { type Pushed, scope } from './types.ts';

export async function showPush(event: Pushed): Promise<void> {
  const { title, body, path, tag, lang } = event.data!.json() as PushPayload;
  // Something new in the place of something old is worth a sound of its own.
  const options = { body, tag, lang, renotify: true, icon: '/icon-192.png', data: { url: path } };
  await scope.registration.showNotification(title, options);
}

/** Goes to a place of our own: in the window that shows it already, else in a new one. */
export async function openPlace(place: string): Promise<void> {
  const url = new URL(place, scope.location.origin);
  if (url.origin !== scope.location.origin) return;
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // A place with a token in it is opened anew: the window that shows it may not have that token.
  const same = url.hash ? undefined : windows.find((one) => new URL(one.url).pathname === url.pathname);
  if (same) await same.focus();
  else await scope.clients.openWindow(url.href);
}
