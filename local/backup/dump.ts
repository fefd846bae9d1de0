/**
 * The database as files: every collection read at one cluster time while others write, each as BSON documents one after
 * the other (what mongorestore reads too). Sorted by id, so that the same data make the same file. What could go wrong:
 * it takes longer than the server keeps the past (`minSnapshotHistoryWindowInSeconds`, 300 s unless set): then it says so.
 */
import { join } from 'node:path';
import mongoose from 'mongoose';
import { newFile } from './copy.ts';
import type { DumpedCollection, Manifest } from './manifest.ts';

/** Who was logged in, who looked at what and which processes lived: nobody is and none does by a restore. */
const leftOut = new Set(['sessions', 'presence', 'parts']);
const writeBytes = 1 << 20;
const sideBySide = 3;
const snapshotTooOld = 239;

export interface Dump {
  clusterTime: { t: number; i: number };
  /** Writes all collections below `folder`/database. */
  write(folder: string): Promise<Manifest['database']>;
  /** The audit log's newest entry at that moment. */
  auditHead(): Promise<Manifest['audit']>;
  /** Leaves a note in the database that is there now: a whole backup was made at this moment (ms). */
  noteMade(at: number): Promise<void>;
  close(): Promise<void>;
}

/** Fixes the moment: what was acknowledged before this call is in the dump, what comes after it resolved is not. */
export async function beginDump(mongodbUri: string): Promise<Dump> {
  const client = await new mongoose.mongo.MongoClient(mongodbUri, { readPreference: 'primary' }).connect();
  const session = client.startSession({ snapshot: true });
  const close = async () => {
    await session.endSession();
    await client.close();
  };
  try {
    const db = client.db();
    // The first reading of the session chooses the moment; all others are of the same one. It must be of something.
    const [any] = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
    if (!any) throw new Error(`There is nothing in the database ${db.databaseName}.`);
    await db.collection(any.name).findOne({}, { session });
    const { snapshotTime } = session as unknown as { snapshotTime: { getHighBits(): number; getLowBits(): number } };
    const clusterTime = { t: snapshotTime.getHighBits() >>> 0, i: snapshotTime.getLowBits() >>> 0 };

    async function one(folder: string, collection: string): Promise<DumpedCollection> {
      const name = `database/${collection}.bson`;
      const file = await newFile(join(folder, name));
      let documents = 0;
      let chunks: Buffer[] = [];
      let waiting = 0;
      const flush = async () => {
        if (waiting > 0) await file.write(Buffer.concat(chunks));
        chunks = [];
        waiting = 0;
      };
      const cursor = db.collection(collection).find({}, { session, raw: true, sort: { _id: 1 } });
      for await (const document of cursor as unknown as AsyncIterable<Uint8Array>) {
        documents += 1;
        chunks.push(Buffer.from(document));
        waiting += document.length;
        if (waiting >= writeBytes) await flush();
      }
      await flush();
      return { collection, name, documents, ...(await file.close()) };
    }

    return {
      clusterTime,
      close,
      async auditHead() {
        const [newest] = await db
          .collection('audit')
          .find({}, { session, sort: { _id: -1 }, limit: 1 })
          .toArray();
        return { number: Number(newest?._id ?? 0), hash: String(newest?.hash ?? '') };
      },
      async noteMade(at) {
        await db.collection<{ _id: string }>('backups').updateOne({ _id: 'last' }, { $max: { at } }, { upsert: true });
      },
      async write(folder) {
        const listed = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
        const names = listed
          .map(({ name }) => name)
          .filter((name) => !name.startsWith('system.') && !leftOut.has(name));
        const { version } = await db.admin().command({ buildInfo: 1 });
        const collections: DumpedCollection[] = [];
        const left = names.sort();
        const work = async () => {
          for (let name = left.shift(); name !== undefined; name = left.shift())
            collections.push(await one(folder, name));
        };
        await Promise.all(Array.from({ length: sideBySide }, work)).catch((error: { code?: number }) => {
          if (error.code !== snapshotTooOld) throw error;
          throw new Error(
            'The database forgot the moment of the backup while it was read: set its parameter minSnapshotHistoryWindowInSeconds higher (300 s unless set) and begin again.',
          );
        });
        collections.sort((a, b) => (a.collection < b.collection ? -1 : 1));
        return { version: String(version), clusterTime, collections };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
