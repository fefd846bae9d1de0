/** The service worker of this origin: registered after the first page is there, and asked for by what needs it. */

/** What newer browsers add to a registration. */
interface Registration extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

let registered: Promise<Registration | undefined> | undefined;
let outdated = false;

/** Whether another version of the pages has come since this page was opened: the next move loads it anew. */
export const pageIsOld = (): boolean => outdated;

/** Registers the worker, once. Undefined where the browser has none (plain http, private windows). Never rejects. */
export function registration(): Promise<Registration | undefined> {
  registered ??= register();
  return registered;
}

async function register(): Promise<Registration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const { serviceWorker } = navigator;
  let before = serviceWorker.controller;
  serviceWorker.addEventListener('controllerchange', () => {
    // The first worker that takes a page over changes nothing; a later one brings new pages.
    if (before) outdated = true;
    before = serviceWorker.controller;
  });
  try {
    return await serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  } catch {
    return undefined;
  }
}
