/** The audit log: whole under many writers, and what was done to it afterwards is found at the first place. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuditEntry, canonical, chainReader, type Head, hashOf } from './audit-chain.ts';
import { openStore, type Store } from './store.ts';

/** A chain of `count` entries as the log writes it. */
function chainOf(count: number): AuditEntry[] {
  const chain: AuditEntry[] = [];
  for (let n = 1; n <= count; n += 1) {
    const content = {
      _id: n,
      at: 1_000 * n,
      who: `officer.${n % 7}`,
      what: n % 3 ? 'look-confidential' : 'take-down',
      ...(n % 5 ? { reportCode: `QN-${n}` } : {}),
      data: { where: 'report', step: n, more: { list: [n, null, 'ổ gà'], yes: n % 2 === 0 } },
      previous: chain.at(-1)?.hash ?? '',
    };
    chain.push({ ...content, hash: hashOf(content) });
  }
  return chain;
}

function faultOf(chain: readonly AuditEntry[], anchors: Head[] = []) {
  const reader = chainReader(anchors);
  for (const entry of chain) if (!reader.take(entry)) break;
  reader.end();
  return reader.fault();
}
const anchorAt = (chain: readonly AuditEntry[], n: number): Head => ({ number: n, hash: chain[n - 1]!.hash });

/** Every place of a value that holds a plain value, as a path. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, one]) =>
    leaves(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The same with another value at `path`. */
function changedAt(entry: AuditEntry, path: (string | number)[], flip: number): AuditEntry {
  const copy = structuredClone(entry);
  // biome-ignore lint/suspicious/noExplicitAny: any place of it
  let at: any = copy;
  for (const step of path.slice(0, -1)) at = at[step];
  const last = path.at(-1)!;
  const value = at[last];
  if (typeof value === 'string' && value !== '') {
    const n = flip % value.length;
    at[last] = value.slice(0, n) + String.fromCharCode(value.charCodeAt(n) ^ 1) + value.slice(n + 1);
  } else if (typeof value === 'number') at[last] = value + 1;
  else at[last] = value === null ? false : value === '' ? 'x' : null;
  return copy;
}

describe('a chain', () => {
  const chain = chainOf(60);
  const place = fc.nat({ max: chain.length - 1 });

  test('of thousands that nobody touched is whole', () => {
    const long = chainOf(5_000);
    expect(faultOf(long, [anchorAt(long, 1), anchorAt(long, 5_000)])).toBeNull();
  });

  test('with one value changed, in any field at any depth, is broken there', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.nat(), (n, field, flip) => {
        const entry = chain[n]!;
        const paths = leaves(entry).filter(([first]) => first !== '_id');
        const changed = changedAt(entry, paths[field % paths.length]!, flip);
        expect(faultOf(chain.with(n, changed))).toEqual({ number: n + 1, kind: 'changed' });
      }),
      { numRuns: 2_000 },
    );
  });

  test('with a field more or less in one entry is broken there', () => {
    fc.assert(
      fc.property(place, fc.constantFrom('reportCode', 'data', 'who', 'x', 'data.x'), (n, field) => {
        const entry = structuredClone(chain[n]!) as unknown as Record<string, unknown>;
        if (field === 'data.x') (entry.data as Record<string, unknown>).x = 1;
        else if (field in entry) delete entry[field];
        else entry[field] = 'x';
        expect(faultOf(chain.with(n, entry as never))?.number).toBe(n + 1);
      }),
    );
  });

  test('with entries taken out is broken at the first of them', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 5 }), (n, count) => {
        const rest = chain.toSpliced(n, count);
        const found = faultOf(rest, [anchorAt(chain, chain.length)]);
        expect(found).toEqual({ number: n + 1, kind: n + count >= chain.length ? 'cut-off' : 'missing' });
      }),
    );
  });

  test('with an entry put in, whole in itself, is broken there', () => {
    fc.assert(
      fc.property(place, fc.boolean(), (n, between) => {
        const { hash: _, ...before } = chain[n]!;
        const forged = { ...before, _id: between ? n + 1.5 : n + 2, who: 'somebody', previous: chain[n]!.hash };
        const put = chain.toSpliced(n + 1, 0, { ...forged, hash: hashOf(forged) });
        const found = faultOf(put);
        // With a number that another has, it is the other one that has no place; after the last it is an entry more.
        if (!between && n === chain.length - 1) expect(found).toBeNull();
        else expect(found).toEqual({ number: between ? n + 1.5 : n + 2, kind: 'inserted' });
      }),
    );
  });

  test('with entries that changed places is broken at the first of them', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(a !== b);
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const contents = (n: number, of: number) => ({ ...chain[of]!, _id: n + 1 });
        const swapped = chain.with(first, contents(first, second)).with(second, contents(second, first));
        expect(faultOf(swapped)).toEqual({ number: first + 1, kind: 'changed' });
      }),
    );
  });

  test('that was reckoned anew from a change on is found by the next anchor', () => {
    fc.assert(
      fc.property(place, place, (n, anchored) => {
        fc.pre(anchored >= n);
        const anew = chain.slice(0, n);
        for (const { hash: _, ...entry } of chain.slice(n)) {
          const content = { ...entry, who: 'nobody', previous: anew.at(-1)?.hash ?? '' };
          anew.push({ ...content, hash: hashOf(content) });
        }
        const found = faultOf(anew, [anchorAt(chain, anchored + 1)]);
        expect(found).toEqual({ number: anchored + 1, kind: 'rewritten' });
      }),
    );
  });

  test('that follows another entry than it says is out of place', () => {
    const { hash: _, ...content } = { ...chain[9]!, previous: chain[3]!.hash };
    expect(faultOf(chain.with(9, { ...content, hash: hashOf(content) }))).toEqual({ number: 10, kind: 'out-of-place' });
  });

  test('is the same whatever the order of keys, and tells apart what JSON does not', () => {
    expect(canonical({ b: 1, a: { d: [1], c: 'x' } })).toBe(canonical({ a: { c: 'x', d: [1] }, b: 1 }));
    const alike = [null, Number.NaN, 'null', [null], {}, [], '', 0, '0', false, new Date(0), new Date(0).toISOString()];
    expect(new Set(alike.map(canonical)).size).toBe(alike.length);
  });

  test('of before, hashed in another form, is still read', async () => {
    const { createHash } = await import('node:crypto');
    const old = { _id: 1, at: 5, who: 'a', what: 'delegate', data: { b: 1, a: 2 }, previous: '' };
    const text = JSON.stringify([1, 5, 'a', 'delegate', null, { b: 1, a: 2 }, '']);
    const entry = { ...old, hash: createHash('sha256').update(text).digest('hex') };
    expect(faultOf([entry])).toBeNull();
    expect(faultOf([{ ...entry, who: 'b' }])).toEqual({ number: 1, kind: 'changed' });
    expect(faultOf([{ ...entry, more: 'x' } as AuditEntry])).toEqual({ number: 1, kind: 'changed' });
  });
});

describe('the log in the database', () => {
  const stores: Store[] = [];
  beforeAll(async () => {
    const uri = process.env.MONGODB_TEST_URI;
    if (!uri) throw new Error('MONGODB_TEST_URI is not set');
    const dbName = `audit_${randomBytes(6).toString('hex')}`;
    // As several servers: each with its own connection and its own queue.
    for (let n = 0; n < 3; n += 1) stores.push(await openStore({ uri, dbName }));
    await stores[0]!.prepare();
  });
  afterAll(async () => {
    await stores[0]?.connection.dropDatabase();
    for (const store of stores) await store.close();
  });
  beforeEach(() => stores[0]!.audit.model.deleteMany({}));

  const entry = (n: number) => ({
    who: 'ioc.duty',
    what: 'look-confidential',
    data: { z: n, a: { y: 1, b: undefined } },
  });

  test('takes two hundred entries at once from three servers, each once', async () => {
    const kept = await Promise.all(Array.from({ length: 200 }, (_, n) => stores[n % 3]!.audit.append(entry(n), n)));
    expect(kept.map((one) => one._id).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    const found = await stores[0]!.audit.verify();
    expect(found).toMatchObject({ entries: 200, fault: null, complete: true, head: await stores[1]!.audit.head() });
  });

  test('lets a transaction in while others append without a pause, and takes nothing of one that fails', async () => {
    const [busy, store] = [stores[0]!, stores[1]!];
    let going = true;
    const looks = Promise.all(
      [busy, store].map(async (one) => {
        let n = 0;
        while (going) await Promise.all([one.audit.append(entry(n), n), one.audit.append(entry(n), n)]).then(() => n++);
        return n;
      }),
    );
    const within = async (n: number) => {
      await store.transaction((session) => store.audit.append({ ...entry(n), what: 'take-down' }, n, session));
    };
    await Promise.all([1, 2, 3, 4, 5].map(within));
    const undone = store.transaction(async (session) => {
      await store.audit.append({ ...entry(9), what: 'release' }, 9, session);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    going = false;
    await looks;
    expect(await store.audit.model.countDocuments({ what: 'take-down' })).toBe(5);
    expect(await store.audit.model.countDocuments({ what: 'release' })).toBe(0);
    expect((await store.audit.verify()).fault).toBeNull();
  });

  test('is read as the database gives it, and names what was changed there', async () => {
    const { audit } = stores[0]!;
    await Promise.all(Array.from({ length: 20 }, (_, n) => audit.append(entry(n), n)));
    const anchor = await audit.head();
    const { collection } = audit.model;
    await collection.updateOne({ _id: 7 } as never, { $set: { 'data.z': new Date(0) } });
    expect((await audit.verify()).fault).toEqual({ number: 7, kind: 'changed' });
    await collection.deleteOne({ _id: 6 } as never);
    expect((await audit.verify()).fault).toEqual({ number: 6, kind: 'missing' });
    await collection.deleteMany({ _id: { $gte: 6 } } as never);
    expect((await audit.verify()).fault).toBeNull();
    expect((await audit.verify([anchor])).fault).toEqual({ number: 6, kind: 'cut-off' });
  });

  test('says when the time was too short for the whole of it', async () => {
    const { audit } = stores[0]!;
    await Promise.all(Array.from({ length: 20 }, (_, n) => audit.append(entry(n), n)));
    expect(await audit.verify([], 0)).toMatchObject({ complete: false, fault: null, entries: 1 });
  });
});
