/**
 * What this device keeps that is too large for localStorage, or that the service worker must read: photos, reports that
 * wait for a network, drafts put aside, and receipts that came while nobody looked. IndexedDB; where a browser has none
 * (some private windows) it is kept in memory and lost with the page.
 */
import { type IDBPDatabase, openDB } from 'idb';
import type { NewReport, ReportReceipt } from '../../domain/api/reports.ts';
import type { Draft } from './draft.ts';

/** A photo or video of a draft, with how far its upload has come. */
export interface Photo {
  key: string;
  name: string;
  type: string;
  size: number;
  /** The bytes as they are sent; null for one that an older version of this page had uploaded already. */
  blob: Blob | null;
  /** Address of the upload that was begun. */
  uploadUrl?: string;
  /** The server's id, once all bytes are there. */
  fileId?: string;
  /** Epoch milliseconds of this device: an unused file is deleted by the server after a day. */
  uploadedAt?: number;
  keptAt: number;
}

/** A report on its way. `key` is its draft's id and its Idempotency-Key. */
export interface Parcel {
  key: string;
  draft: Draft;
  at: number;
  /** Language of answers, and of the notice that it was sent. */
  language: string;
  notice: { title: string; body: string };
  /**
   * The exact body that was posted without an answer: until there is one, exactly this goes again with the same key.
   * While it is absent nothing was posted, and the report may be changed or taken back.
   */
  body?: NewReport;
  /** The server's clear refusal; such a parcel waits for its sender, not for the network. */
  refusal?: { status: number; text: string; fields: Record<string, string> };
  /** Why the last attempt did not get through. */
  trouble?: { status: number; retryAfter: number | null };
}

/** What came of a parcel. `seen`: its sender has been told. */
export interface SentParcel extends ReportReceipt {
  key: string;
  summary: string;
  seen: boolean;
}

interface Contents {
  parcels: Parcel;
  drafts: Draft & { key: string; at: number };
  photos: Photo;
  sent: SentParcel;
}
export type Shelf = keyof Contents;
export type Change = { [S in Shelf]: { shelf: S; put: Contents[S] } }[Shelf] | { shelf: Shelf; drop: string };

export interface Box {
  /** Whether what is put here survives the page. */
  lasting: boolean;
  get<S extends Shelf>(shelf: S, key: string): Promise<Contents[S] | undefined>;
  all<S extends Shelf>(shelf: S): Promise<Contents[S][]>;
  /** All of it or nothing. @throws DOMException `QuotaExceededError` where the device is full */
  write(...changes: Change[]): Promise<void>;
}

const shelves: readonly Shelf[] = ['parcels', 'drafts', 'photos', 'sent'];

function inDatabase(database: IDBPDatabase): Box {
  return {
    lasting: true,
    get: (shelf, key) => database.get(shelf, key),
    all: (shelf) => database.getAll(shelf),
    async write(...changes) {
      const transaction = database.transaction([...new Set(changes.map((one) => one.shelf))], 'readwrite');
      for (const one of changes) {
        const shelf = transaction.objectStore(one.shelf);
        // A failed request fails the transaction, which is awaited below.
        void ('put' in one ? shelf.put(one.put) : shelf.delete(one.drop)).catch(() => {});
      }
      await transaction.done;
    },
  };
}

function inMemory(): Box {
  const kept = new Map(shelves.map((shelf) => [shelf, new Map<string, unknown>()]));
  return {
    lasting: false,
    get: async (shelf, key) => kept.get(shelf)!.get(key) as never,
    all: async (shelf) => [...kept.get(shelf)!.values()] as never,
    async write(...changes) {
      for (const one of changes) {
        if ('put' in one) kept.get(one.shelf)!.set(one.put.key, one.put);
        else kept.get(one.shelf)!.delete(one.drop);
      }
    },
  };
}

let opened: Promise<Box> | undefined;

/** Async so that a browser without IndexedDB, or one that forbids it, rejects instead of throwing. */
async function open(): Promise<IDBPDatabase> {
  return openDB('qn', 1, {
    upgrade(database) {
      for (const shelf of shelves) database.createObjectStore(shelf, { keyPath: 'key' });
    },
    // A newer page wants to change the shelves: out of its way.
    blocking(_current, _next, event) {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  });
}

/** The device's box, opened once. Never rejects. */
export function box(): Promise<Box> {
  opened ??= open().then(inDatabase, inMemory);
  return opened;
}
