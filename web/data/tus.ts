/**
 * Resumable upload by tus 1.0 (server/files/tus.ts) over `fetch`, so that pages and the service worker share it. Bytes
 * go in pieces; what has arrived is asked for first, so an upload that broke off goes on where it stopped.
 */
import { Problem, reach, readProblem } from './problem.ts';

const version = { 'tus-resumable': '1.0.0' };
/** Bytes: small enough to show progress on a slow phone, doubled while the network is quick. */
const smallest = 64 * 1024;
const first = 256 * 1024;
const largest = 8 * 1024 * 1024;
/** A piece that took longer than this (ms) makes the next one smaller; a quicker one than `quick` larger. */
const slow = 8_000;
const quick = 1_500;
/** A piece that has no answer after this many ms counts as broken off. */
const patience = 120_000;

export interface UploadOptions {
  /** The address of an upload that was begun earlier. */
  url?: string | undefined;
  /** Of the server's words when it refuses. */
  language: string;
  signal?: AbortSignal | undefined;
  /** A new upload was begun: keep its address. */
  began?(url: string): Promise<void>;
  /** How much has arrived, 0…1. */
  progress?(share: number): void;
}

/** Uploads all bytes. Answers the file's id. @throws Problem: 0 broken off, 413 too large, 422 not a file we take */
export async function uploadResumably(blob: Blob, options: UploadOptions): Promise<string> {
  let url = options.url;
  let offset = url ? await arrived(url, blob.size, options) : null;
  if (!url || offset === null) {
    url = await begin(blob.size, options);
    await options.began?.(url);
    offset = 0;
  }
  let piece = first;
  options.progress?.(offset / blob.size);
  while (offset < blob.size) {
    const end = Math.min(offset + piece, blob.size);
    const startedAt = performance.now();
    offset = await send(url, blob.slice(offset, end), offset, options);
    const took = performance.now() - startedAt;
    if (took > slow) piece = Math.max(smallest, piece / 2);
    else if (took < quick) piece = Math.min(largest, piece * 2);
    options.progress?.(offset / blob.size);
  }
  return url.slice(url.lastIndexOf('/') + 1);
}

function signalOf({ signal }: UploadOptions): AbortSignal {
  const late = AbortSignal.timeout(patience);
  return signal ? AbortSignal.any([signal, late]) : late;
}

async function begin(length: number, options: UploadOptions): Promise<string> {
  const response = await reach('/api/files', {
    method: 'POST',
    headers: { ...version, 'upload-length': String(length), 'accept-language': options.language },
    signal: signalOf(options),
  });
  const url = response.headers.get('location');
  if (response.status !== 201 || !url) throw await readProblem(response);
  return url;
}

/** How many bytes the server has; null where it no longer knows this upload, or it is another file's. */
async function arrived(url: string, length: number, options: UploadOptions): Promise<number | null> {
  const response = await reach(url, { method: 'HEAD', headers: version, signal: signalOf(options) });
  if (response.status === 404 || response.status === 410) return null;
  if (!response.ok) throw await readProblem(response);
  const sameLength = Number(response.headers.get('upload-length')) === length;
  return sameLength ? Number(response.headers.get('upload-offset')) : null;
}

async function send(url: string, part: Blob, offset: number, options: UploadOptions): Promise<number> {
  const response = await reach(url, {
    method: 'PATCH',
    headers: {
      ...version,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      'accept-language': options.language,
    },
    body: part,
    signal: signalOf(options),
  });
  // Another window moved on meanwhile, or the upload has expired: the next attempt asks how far it came.
  if ([404, 409, 410].includes(response.status)) throw new Problem(0, {});
  if (!response.ok) throw await readProblem(response);
  const now = Number(response.headers.get('upload-offset'));
  if (!(now > offset)) throw new Problem(0, {});
  return now;
}
