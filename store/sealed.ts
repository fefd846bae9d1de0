/**
 * Sealing: AES-256-GCM with a key of the ring. What is sealed is bound to its place (`collection:id:field`), so that it
 * cannot be moved to another document. Without a ring (workers, tools) sealed things read as absent.
 */
import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv, randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import type { KeyRing } from './keyring.ts';

type Bytes = mongoose.mongo.Binary | Uint8Array;

export interface Sealed {
  /** The key's id in the ring. */
  k: string;
  /** 12 bytes, never used twice with one key. */
  iv: Bytes;
  /** Ciphertext and the 16 bytes that vouch for it. */
  data: Bytes;
}

/** How the bytes of one blob are sealed: AES-256-CTR, so that a part of it can be read alone. */
export interface StreamSeal {
  k: string;
  /** 16 bytes, never used twice with one key. */
  iv: Bytes;
}

/** Sealing without a ring: a part of the product that has no business with it tries to write people's data. */
export class NoKeys extends Error {}

export interface Seals {
  ring: KeyRing | null;
  /** The id of a key that things of one owner are sealed under. @throws NoKeys */
  newKey(): string;
  /** `under`: the id of a key to use again; a new one where it is missing or gone. @throws NoKeys */
  seal(value: unknown, place: string, under?: string): Sealed;
  /** The value; undefined when the key is gone or there is no ring. @throws when it was changed or moved */
  open<T>(sealed: Sealed, place: string): T | undefined;
  /** A stream that seals what goes through it. `under`: the same key for another blob of one file. @throws NoKeys */
  sealing(under?: string): { seal: StreamSeal; through: Cipheriv };
  /** A stream that opens what goes through it, from byte `from` on; null when the key is gone. */
  opening(seal: StreamSeal, from?: number): Decipheriv | null;
  /** For good. Safe to repeat; nothing without a ring. */
  destroy(ids: readonly string[]): void;
}

/** Bytes as the driver and as Mongoose give them. */
const bytesOf = (value: Bytes): Buffer => {
  const view = value instanceof Uint8Array ? value : value.value();
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
};

const binary = (bytes: Buffer): mongoose.mongo.Binary => new mongoose.mongo.Binary(bytes);

/** Whether a field holds something sealed; a plain value is of before there were keys. */
export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'k' in value && 'iv' in value && 'data' in value;
}

const tagBytes = 16;
const blockBytes = 16;

export function sealsOver(ring: KeyRing | null): Seals {
  function keyFor(under?: string): { id: string; key: Buffer } {
    if (!ring) throw new NoKeys('this process has no key ring: it may not write what is sealed');
    const key = under === undefined ? null : ring.find(under);
    return key ? { id: under as string, key } : ring.take();
  }

  return {
    ring,
    newKey: () => keyFor().id,
    seal(value, place, under) {
      const { id, key } = keyFor(under);
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const body = [cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
      return { k: id, iv: binary(iv), data: binary(Buffer.concat([...body, cipher.getAuthTag()])) };
    },
    open<T>(sealed: Sealed, place: string) {
      const key = ring?.find(sealed.k);
      if (!key) return undefined;
      const data = bytesOf(sealed.data);
      const decipher = createDecipheriv('aes-256-gcm', key, bytesOf(sealed.iv)).setAAD(Buffer.from(place));
      decipher.setAuthTag(data.subarray(-tagBytes));
      const text = decipher.update(data.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      return JSON.parse(text) as T;
    },
    sealing(under) {
      const { id, key } = keyFor(under);
      const iv = randomBytes(16);
      return { seal: { k: id, iv: binary(iv) }, through: createCipheriv('aes-256-ctr', key, iv) };
    },
    opening(seal, from = 0) {
      const key = ring?.find(seal.k);
      if (!key) return null;
      const start = counterAt(bytesOf(seal.iv), BigInt(Math.floor(from / blockBytes)));
      const through = createDecipheriv('aes-256-ctr', key, start);
      // Into the middle of a block: its beginning is passed over.
      through.update(Buffer.alloc(from % blockBytes));
      return through;
    },
    destroy(ids) {
      ring?.destroy(ids);
    },
  };
}

/** The counter of the n-th block: the first one and n, modulo 2^128. */
function counterAt(iv: Buffer, block: bigint): Buffer {
  const sum = (BigInt(`0x${iv.toString('hex')}`) + block) & ((1n << 128n) - 1n);
  return Buffer.from(sum.toString(16).padStart(32, '0'), 'hex');
}
