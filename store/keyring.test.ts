import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KeyRing, openKeyRing, ringFile } from './keyring.ts';
import { NoKeys, sealsOver } from './sealed.ts';

let folder: string;
const opened: KeyRing[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => {
  for (const ring of opened.splice(0)) ring.close();
  rmSync(folder, { recursive: true, force: true });
});
function open(at = folder): KeyRing {
  const ring = openKeyRing(at);
  opened.push(ring);
  return ring;
}

describe('the key ring', () => {
  test('is for its owner alone, and has a key on the disk before it is handed out', () => {
    const { id, key } = open().take();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, ringFile)).mode & 0o777).toBe(0o600);
    // Another process reads the file.
    expect(open().find(id)).toEqual(key);
    expect(readFileSync(join(folder, ringFile)).includes(key)).toBe(true);
  });

  test('never gives two processes the same key', () => {
    const [one, other] = [open(), open()];
    const taken = Array.from({ length: 1_200 }, (_, n) => (n % 2 ? one : other).take().id);
    expect(new Set(taken).size).toBe(1_200);
  });

  test('destroys keys: no byte of them is left in the file, and the id is known as destroyed', () => {
    const [ring, other] = [open(), open()];
    const [gone, stays] = [ring.take(), ring.take()];
    ring.destroy([gone.id]);
    ring.destroy([gone.id]);
    expect(other.find(gone.id)).toBeNull();
    expect([other.isDestroyed(gone.id), other.isDestroyed(stays.id)]).toEqual([true, false]);
    const bytes = readFileSync(join(folder, ringFile));
    expect([bytes.includes(gone.key), bytes.includes(stays.key)]).toEqual([false, true]);
  });

  test('gets no destroyed key back from an older copy, and takes over what it lacks', () => {
    const ring = open();
    const [gone, stays] = [ring.take(), ring.take()];
    const copy = join(folder, 'copy.db');
    ring.copyTo(copy);
    ring.destroy([gone.id]);
    ring.takeOver(copy);
    expect([ring.find(gone.id), ring.find(stays.id)]).toEqual([null, stays.key]);
    const elsewhere = open(join(folder, 'elsewhere'));
    elsewhere.takeOver(copy);
    expect(elsewhere.find(gone.id)).toEqual(gone.key);
    elsewhere.takeOver(join(folder, ringFile));
    expect([elsewhere.find(gone.id), elsewhere.find(stays.id)]).toEqual([null, stays.key]);
  });

  test('keeps what was taken over a close, and gives back what was not', () => {
    const first = open();
    const { id, key } = first.take();
    first.close();
    const ring = open();
    expect(ring.find(id)).toEqual(key);
    expect(ring.count()).toEqual({ keys: 501, destroyed: 0 });
  });
});

describe('what is sealed', () => {
  const sender = { name: 'Nguyễn Văn An', phone: '0905123456' };

  test('opens in its place alone, and not after a change', () => {
    const seals = sealsOver(open());
    const sealed = seals.seal(sender, 'reports:A:sender');
    expect(seals.open(sealed, 'reports:A:sender')).toEqual(sender);
    expect(() => seals.open(sealed, 'reports:B:sender')).toThrow();
    const data = Buffer.from((sealed.data as mongo.Binary).value());
    expect(data.includes('0905')).toBe(false);
    data[3]! ^= 1;
    expect(() => seals.open({ ...sealed, data }, 'reports:A:sender')).toThrow();
  });

  test('is absent without its key and without a ring, which cannot seal', () => {
    const seals = sealsOver(open());
    const sealed = seals.seal(sender, 'x');
    expect(sealsOver(null).open(sealed, 'x')).toBeUndefined();
    expect(() => sealsOver(null).seal(sender, 'x')).toThrow(NoKeys);
    seals.destroy([sealed.k]);
    expect(seals.open(sealed, 'x')).toBeUndefined();
  });

  test('is sealed again under the same key with another nonce', () => {
    const seals = sealsOver(open());
    const first = seals.seal('a', 'x');
    const second = seals.seal('a', 'x', first.k);
    expect(second.k).toBe(first.k);
    expect(second.iv).not.toEqual(first.iv);
  });

  test.each([0, 1, 15, 16, 17, 70_001])('as a stream can be read from byte %i on', async (from) => {
    const seals = sealsOver(open());
    const content = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 31) % 251));
    const { seal, through } = seals.sealing();
    const stored = await gathered([content], through);
    expect(stored.includes(content.subarray(0, 32))).toBe(false);
    expect(await gathered([stored.subarray(from)], seals.opening(seal, from)!)).toEqual(content.subarray(from));
    seals.destroy([seal.k]);
    expect(seals.opening(seal)).toBeNull();
  });
});

async function gathered(content: Buffer[], through: NodeJS.ReadWriteStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  await pipeline(content, through, async (source: AsyncIterable<Buffer>) => {
    for await (const part of source) parts.push(part);
  });
  return Buffer.concat(parts);
}
