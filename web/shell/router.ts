/**
 * The router: turns moves inside one area into page changes without a new document. Uses the Navigation API and falls
 * back to click + popstate where a browser lacks it. Moves to another area, downloads and other origins are left to
 * the browser.
 */
import { pageIsOld } from '../data/worker.ts';
import { areaOf } from './area.ts';

type OnMove = (url: URL) => Promise<void>;

interface NavigateEventLike extends Event {
  canIntercept: boolean;
  hashChange: boolean;
  downloadRequest: string | null;
  formData: FormData | null;
  navigationType: string;
  destination: { url: string };
  intercept(options: { handler: () => Promise<void>; focusReset: 'manual'; scroll: 'after-transition' }): void;
}
interface NavigationLike extends EventTarget {
  navigate(url: string, options?: { history?: 'push' | 'replace' }): unknown;
}

const navigationApi = (): NavigationLike | undefined =>
  (globalThis as unknown as { navigation?: NavigationLike }).navigation;

/** Whether a move may stay in this document: same origin and same area as the page that is shown. */
export function staysHere(to: URL, from: URL): boolean {
  // Another version of the pages has come: the next move loads it.
  if (to.origin !== from.origin || pageIsOld()) return false;
  if (/^\/(api|healthz|readyz|metrics|open311)(\/|$)/.test(to.pathname)) return false;
  // A file, e.g. the feed of what is published.
  if (/\.[a-z0-9]+$/i.test(to.pathname)) return false;
  return areaOf(to.pathname) === areaOf(from.pathname);
}

let move: OnMove = async () => {};

/** Starts routing. `onMove` shows the page of a URL; it is called for the first page too. */
export async function startRouter(onMove: OnMove): Promise<void> {
  move = onMove;
  const api = navigationApi();
  if (api) {
    api.addEventListener('navigate', (raw) => {
      const event = raw as NavigateEventLike;
      if (!event.canIntercept || event.hashChange || event.downloadRequest !== null || event.formData) return;
      if (event.navigationType === 'reload') return;
      const url = new URL(event.destination.url);
      if (!staysHere(url, new URL(location.href))) return;
      event.intercept({ handler: () => move(url), focusReset: 'manual', scroll: 'after-transition' });
    });
  } else {
    addEventListener('popstate', () => void move(new URL(location.href)));
    document.addEventListener('click', onClick);
  }
  await move(new URL(location.href));
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
  if (!link || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  const onlyHash = url.pathname === location.pathname && url.search === location.search && url.hash !== '';
  if (onlyHash || !staysHere(url, new URL(location.href))) return;
  event.preventDefault();
  go(link.href);
}

/** Goes to a path of this site. `replace` leaves no step in the history. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  const url = new URL(path, location.href);
  const api = navigationApi();
  if (!staysHere(url, new URL(location.href))) {
    if (options.replace) location.replace(url);
    else location.assign(url);
  } else if (api) {
    api.navigate(url.href, { history: options.replace ? 'replace' : 'push' });
  } else {
    history[options.replace ? 'replaceState' : 'pushState'](null, '', url);
    scrollTo(0, 0);
    void move(url);
  }
}

/** Changes the address without a page change: filters in the query, a token taken out of the hash. */
export function rewriteAddress(path: string): void {
  history.replaceState(history.state, '', path);
}
