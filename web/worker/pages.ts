/**
 * The portal's pages without a network. One cache a version of the pages: filled when the worker is installed, removed
 * when the next one takes over. Answers of the API are never kept, and the staff's pages are left to the network.
 */
import { areaOf } from '../shell/area.ts';
import { type Fetched, scope } from './types.ts';

/** Written in by the build (vite.config.ts): a hash of all that is listed, and what to keep. */
declare const shellVersion: string;
/** Fetched when the worker is installed: the document and what the portal's pages need. */
declare const shellFiles: readonly string[];
/** Large parts (a map): kept when they are first used. */
declare const laterFiles: readonly string[];

const prefix = 'qn.pages.';
const current = prefix + shellVersion;
const documentPath = '/';
const kept = new Set(shellFiles);
const later = new Set(laterFiles);
/** How long a page is waited for before the kept one is shown, ms: a network that hangs is no network. */
const patience = 4_000;

export async function keepPages(): Promise<void> {
  const cache = await caches.open(current);
  // Past the browser's own cache: a document from yesterday would name scripts that are gone.
  await cache.addAll(
    [...kept].map((path) => new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'reload' })),
  );
}

export async function dropOldPages(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== current).map((name) => caches.delete(name)),
  );
}

/** Answers what is ours to answer; everything else goes to the network as if there were no worker. */
export function answer(event: Fetched): void {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate') {
    if (isPortalPage(url.pathname)) event.respondWith(freshPage(request));
  } else if (kept.has(url.pathname) && url.pathname !== documentPath) event.respondWith(fromCache(request, false));
  else if (later.has(url.pathname)) event.respondWith(fromCache(request, true));
}

function isPortalPage(path: string): boolean {
  return areaOf(path) === 'portal' && !path.startsWith('/api/') && !/\.[a-z0-9]+$/i.test(path);
}

/** The page as the server has it now; the kept document where there is no network. */
async function freshPage(request: Request): Promise<Response> {
  const abort = new AbortController();
  const late = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(request, { signal: abort.signal });
    // It answers: how long its body takes is another matter.
    clearTimeout(late);
    return response;
  } catch (cause) {
    const cache = await caches.open(current);
    const document = await cache.match(documentPath);
    if (document) return document;
    throw cause;
  }
}

async function fromCache(request: Request, keep: boolean): Promise<Response> {
  const cache = await caches.open(current);
  const found = await cache.match(request.url);
  if (found) return found;
  const response = await fetch(request);
  if (keep && response.ok) await cache.put(request.url, response.clone());
  return response;
}
