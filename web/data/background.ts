/**
 * What the portal does behind its pages: delivers what waits when there is a network, keeps receipts that came
 * meanwhile, and registers the service worker. Loaded after the first page is there.
 */
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { box, type Change } from './box.ts';
import { keepReport, readDraft } from './kept.ts';
import { deliverAll, onNews, unseen, waiting, whenSent } from './outbox.ts';
import { registration } from './worker.ts';

const day = 24 * 3_600_000;
/** Seconds until the next attempt while the network is there but the server does not answer. */
const pauses = [5, 15, 60, 300];
let attempts = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Begins to deliver by itself: now, when the network comes back, and when the page is looked at again. */
export function keepSending(): void {
  // The send page tells it itself.
  whenSent(async ({ code }) => {
    if (location.pathname !== '/') toast(t('queue.sent', { code }));
  });
  onNews(({ what }) => {
    if (what === 'sent') void keepReceipts();
  });
  const again = () => {
    attempts = 0;
    void tryAll();
  };
  addEventListener('online', again);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again());
  void keepReceipts().then(tidyUp).then(again);
  // What the worker fetches for later must not compete with what the page needs now.
  if (document.readyState === 'complete') void registration();
  else addEventListener('load', () => void registration(), { once: true });
}

async function tryAll(): Promise<void> {
  clearTimeout(timer);
  if (!navigator.onLine) return;
  const left = await deliverAll();
  if (left === 0) return;
  const pause = pauses[Math.min(attempts, pauses.length - 1)]!;
  const asked = Math.max(0, ...(await waiting()).map((one) => one.trouble?.retryAfter ?? 0));
  attempts += 1;
  timer = setTimeout(tryAll, Math.max(pause, asked) * 1_000);
  void askForSync();
}

/** The tokens of reports that the service worker delivered: pages keep them where they look for them. */
async function keepReceipts(): Promise<void> {
  for (const { code, accessToken, receivedAt, summary } of await unseen()) {
    keepReport({ code, token: accessToken, summary, at: Date.parse(receivedAt) });
  }
}

/** Receipts that were seen go after a week; photos of no draft after a day, counted from when they were taken in. */
async function tidyUp(): Promise<void> {
  const store = await box();
  const old = (await store.all('sent')).filter((one) => one.seen && Date.parse(one.receivedAt) < Date.now() - 7 * day);
  const changes: Change[] = old.map(({ key }) => ({ shelf: 'sent', drop: key }));
  const drafts = [readDraft(), ...(await waiting()).map((one) => one.draft), ...(await store.all('drafts'))];
  const used = new Set(drafts.flatMap((draft) => draft.photos.map((photo) => photo.key)));
  for (const { key, keptAt } of await store.all('photos')) {
    if (used.has(key) || keptAt > Date.now() - day) continue;
    changes.push({ shelf: 'photos', drop: key });
  }
  if (changes.length > 0) await store.write(...changes);
}

/**
 * Something waits: asks the browser to wake the service worker when there is a network, also when no page is open, and
 * not to throw what is kept here away when the device runs out of room.
 */
export async function askForSync(): Promise<void> {
  try {
    await navigator.storage?.persist?.();
    await (await registration())?.sync?.register('outbox');
  } catch {
    // Not offered or not allowed: then the next open page delivers.
  }
}
