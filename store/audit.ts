/**
 * The audit log: append-only, each entry carries the hash of the one before (audit-chain.ts). It names codes and users,
 * never a sender's data. Only one entry can follow another, so writers wait for one another: what comes at the same time
 * is written together, and of several processes that want the same number one is first and the others go on behind it.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { type AuditEntry, chainReader, type Fault, type Head, hashOf } from './audit-chain.ts';
import { schemaOf } from './schema.ts';
import { turns } from './turns.ts';

export type { AuditEntry } from './audit-chain.ts';

const schema = schemaOf<AuditEntry>('audit', {
  _id: { type: Number, required: true },
  at: { type: Number, required: true },
  who: { type: String, required: true },
  what: { type: String, required: true },
  reportCode: String,
  data: { type: Schema.Types.Mixed, required: true },
  previous: { type: String, required: true },
  hash: { type: String, required: true },
});
// Shown newest first, by any of these.
schema.index({ at: -1, _id: -1 });
schema.index({ reportCode: 1, at: -1, _id: -1 }, { partialFilterExpression: { reportCode: { $exists: true } } });
schema.index({ who: 1, at: -1, _id: -1 });
schema.index({ what: 1, at: -1, _id: -1 });

export type NewAudit = Pick<AuditEntry, 'who' | 'what' | 'reportCode' | 'data'>;

interface Waiting {
  entry: NewAudit;
  at: number;
  done: (entry: AuditEntry) => void;
  failed: (error: unknown) => void;
}

/** Most entries of one write. */
const together = 500;
/** So long a transaction keeps others of this process from taking the number that it wants. */
const transactionMs = 2_000;
const duplicateKey = 11000;

export interface Verified {
  /** Entries that are whole, from the first on. */
  entries: number;
  head: Head;
  fault: Fault | null;
  /** False: the time ran out before the last entry. */
  complete: boolean;
}

export function auditOf(connection: Connection) {
  const model = connection.model<AuditEntry>('AuditEntry', schema);
  const turn = turns();
  const holding = new WeakSet<ClientSession>();
  const waiting: Waiting[] = [];
  let writing = false;

  /** Of the primary's own state: what is not yet on the other members goes with the entry before it, or not at all. */
  const newest = async (session?: ClientSession): Promise<AuditEntry | null> => {
    const how = session ? { session } : { readConcern: { level: 'local' as const } };
    return (await model.collection.findOne({}, { sort: { _id: -1 }, ...how })) as AuditEntry | null;
  };

  function following(before: AuditEntry | null, { entry, at }: Pick<Waiting, 'entry' | 'at'>): AuditEntry {
    const { who, what, reportCode, data } = entry;
    const content = {
      _id: (before?._id ?? 0) + 1,
      at,
      who,
      what,
      ...(reportCode === undefined ? {} : { reportCode }),
      // What is hashed is what comes back from the database.
      data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>,
      previous: before?.hash ?? '',
    };
    return { ...content, hash: hashOf(content) };
  }

  /** Writes what waits, and returns how many of it were written before somebody else was faster. */
  async function writeSome(some: readonly Waiting[]): Promise<number> {
    const entries: AuditEntry[] = [];
    let before = await newest();
    for (const one of some) {
      before = following(before, one);
      entries.push(before);
    }
    let written = entries.length;
    try {
      await model.collection.insertMany(entries as never[], { ordered: true });
    } catch (error) {
      const { code, result } = error as { code?: number; result?: { insertedCount: number } };
      if (code !== duplicateKey) throw error;
      written = result?.insertedCount ?? 0;
    }
    for (let n = 0; n < written; n += 1) some[n]!.done(entries[n]!);
    return written;
  }

  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const release = await turn.take();
      const some = waiting.splice(0, together);
      try {
        waiting.unshift(...some.slice(await writeSome(some)));
      } catch (error) {
        for (const one of some) one.failed(error);
      } finally {
        release();
      }
    }
    writing = false;
  }

  /**
   * In a transaction the number is taken when it commits; until then this process writes no other entry, else one that
   * is asked often would keep it from ever committing. Whom another process was faster than is run again by its owner.
   */
  async function appendWithin(session: ClientSession, entry: NewAudit, at: number): Promise<AuditEntry> {
    if (!holding.has(session)) {
      holding.add(session);
      const release = await turn.take(transactionMs);
      const late = setTimeout(release, transactionMs);
      session.once('ended', () => {
        clearTimeout(late);
        release();
      });
    }
    const complete = following(await newest(session), { entry, at });
    try {
      await model.collection.insertOne(complete as never, { session });
    } catch (error) {
      // Said in this way, the transaction is begun anew like one that met any other conflict.
      const { code, addErrorLabel } = error as { code?: number; addErrorLabel?: (label: string) => void };
      if (code === duplicateKey) addErrorLabel?.call(error, 'TransientTransactionError');
      throw error;
    }
    return complete;
  }

  return {
    model,
    /** Appends one entry, within a transaction where `session` is given. Resolves when it is durable. */
    async append(entry: NewAudit, machineNow: number, session?: ClientSession): Promise<AuditEntry> {
      if (session) return appendWithin(session, entry, machineNow);
      return new Promise((done, failed) => {
        waiting.push({ entry, at: machineNow, done, failed });
        if (!writing) void writeAll();
      });
    },
    async head(): Promise<Head> {
      const entry = await model.findOne().sort({ _id: -1 }).lean<AuditEntry>().exec();
      return { number: entry?._id ?? 0, hash: entry?.hash ?? '' };
    },
    /** Reads the whole chain, one piece after the other, for `patience` ms at most. */
    async verify(anchors: readonly Head[] = [], patience = Number.POSITIVE_INFINITY): Promise<Verified> {
      const reader = chainReader(anchors);
      const until = performance.now() + patience;
      let complete = true;
      const cursor = model.collection.find({}, { sort: { _id: 1 }, batchSize: 1_000 });
      try {
        for await (const entry of cursor) {
          if (!reader.take(entry as unknown as AuditEntry)) break;
          if (performance.now() > until) {
            complete = false;
            break;
          }
        }
      } finally {
        await cursor.close();
      }
      if (complete) reader.end();
      const head = reader.head();
      return { entries: head.number, head, fault: reader.fault(), complete };
    },
  };
}
export type Audit = ReturnType<typeof auditOf>;
