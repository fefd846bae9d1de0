/**
 * What a batch needs of several collections, in one question: a transaction carries one operation at a time, and the
 * waiting between them would be most of what a small batch costs.
 */
import type { ClientSession } from 'mongoose';
import type { Store } from '../../store/store.ts';
import type { Kept } from './kept.ts';

// biome-ignore lint/suspicious/noExplicitAny: the kinds of documents differ
type Want = readonly [Kept<any>, Iterable<string>];

/** One answer is one document, which has its limit of 16 MiB: more of one collection are asked for by themselves. */
const mostTogether = 50;

/** Loads what is not held yet. The documents must be small ones, of some 20 kB at the most. */
export async function loadTogether(store: Store, session: ClientSession, wants: readonly Want[]): Promise<void> {
  const asked: { kept: Want[0]; ids: string[] }[] = [];
  for (const [kept, wanted] of wants) {
    const ids = kept.missing(wanted);
    if (ids.length > mostTogether) await kept.load(ids);
    else if (ids.length > 0) asked.push({ kept, ids });
  }
  if (asked.length === 1) return asked[0]!.kept.load(asked[0]!.ids);
  if (asked.length === 0) return;
  const lookups = asked.map(({ kept, ids }, n) => ({
    $lookup: { from: kept.collection, pipeline: [{ $match: { _id: { $in: ids } } }], as: `of${n}` },
  }));
  const [found] = await store.connection.db!.aggregate([{ $documents: [{}] }, ...lookups], { session }).toArray();
  asked.forEach(({ kept, ids }, n) => {
    kept.hold(ids, found?.[`of${n}`] ?? []);
  });
}
