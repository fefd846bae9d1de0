/**
 * Photos and videos of a draft: shrunk, kept in the box before a byte is sent, and uploaded from there – by the page
 * while one writes, or by whoever delivers the report later. Each goes on where an earlier upload broke off.
 */
import { box, type Photo } from './box.ts';
import type { PhotoRef } from './draft.ts';
import { alone } from './lock.ts';
import { newKey } from './new-key.ts';
import { shrinkPicture } from './shrink.ts';
import { uploadResumably } from './tus.ts';

/** The server deletes a file that no report uses after 24 hours; one hour less for clocks that differ. */
const usableMs = 23 * 3_600_000;

/** Keeps a photo that was just taken or chosen. @throws DOMException `QuotaExceededError` where the device is full */
export async function keepPhoto(file: File): Promise<PhotoRef> {
  const blob = await shrinkPicture(file);
  const ref: PhotoRef = { key: newKey(), name: file.name, type: blob.type || file.type, size: blob.size };
  await (await box()).write({ shelf: 'photos', put: { ...ref, blob, keptAt: Date.now() } });
  return ref;
}

export async function readPhoto(key: string): Promise<Photo | undefined> {
  return (await box()).get('photos', key);
}

export async function dropPhotos(photos: readonly PhotoRef[]): Promise<void> {
  for (const { key } of photos) running.get(key)?.stop();
  if (photos.length > 0)
    await (await box()).write(...photos.map(({ key }) => ({ shelf: 'photos' as const, drop: key })));
}

export interface PhotoUpload {
  language: string;
  signal?: AbortSignal;
  /** 0…1 */
  progress?(share: number): void;
}

/**
 * Answers the server's id of a photo, uploading what is missing of it. Undefined where the device no longer has it.
 * @throws Problem: 0 broken off, 413, 422 as the server refuses it
 */
export function uploadPhoto(key: string, options: PhotoUpload): Promise<string | undefined> {
  return alone(`photo.${key}`, async () => {
    const store = await box();
    const photo = await store.get('photos', key);
    if (!photo) return undefined;
    if (photo.fileId && Date.now() - (photo.uploadedAt ?? 0) < usableMs) return photo.fileId;
    if (!photo.blob) return undefined;
    const { blob } = photo;
    // An upload that is complete but too old would be answered with a file that is gone.
    const url = photo.fileId ? undefined : photo.uploadUrl;
    const change = async (part: Partial<Photo>) => {
      // Removed from the draft meanwhile: it must not come back.
      const now = await store.get('photos', key);
      if (now) await store.write({ shelf: 'photos', put: { ...now, ...part } });
    };
    const fileId = await uploadResumably(blob, {
      ...options,
      url,
      began: (uploadUrl) => change({ uploadUrl, fileId: undefined, uploadedAt: undefined }),
    });
    await change({ fileId, uploadedAt: Date.now() });
    return fileId;
  });
}

/** Forgets what was uploaded, so that the next upload begins anew: the server no longer has it. */
export async function forgetUploads(photos: readonly PhotoRef[]): Promise<void> {
  const store = await box();
  for (const { key } of photos) {
    const photo = await store.get('photos', key);
    if (!photo) continue;
    const { uploadUrl: _url, fileId: _id, uploadedAt: _at, ...bare } = photo;
    await store.write({ shelf: 'photos', put: bare });
  }
}

/** An upload that runs in this page, on whichever step its sender is. */
export interface Running {
  /** 0…1 */
  share: number;
  done: Promise<string | undefined>;
  stop(): void;
}
const running = new Map<string, Running>();
const watchers = new Set<() => void>();

export const uploadOf = (key: string): Running | undefined => running.get(key);

/** Calls `listener` as uploads of this page begin, move on and end; answers how to stop. */
export function onUploads(listener: () => void): () => void {
  watchers.add(listener);
  return () => watchers.delete(listener);
}

/** Uploads a photo while one goes on writing; a second call joins the first. Rejects as `uploadPhoto` does. */
export function startUpload(key: string, language: string): Promise<string | undefined> {
  const known = running.get(key);
  if (known) return known.done;
  const abort = new AbortController();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const done = uploadPhoto(key, {
    language,
    signal: abort.signal,
    progress(share) {
      one.share = share;
      changed();
    },
  }).finally(() => {
    running.delete(key);
    changed();
  });
  const one: Running = { share: 0, done, stop: () => abort.abort() };
  running.set(key, one);
  return done;
}
