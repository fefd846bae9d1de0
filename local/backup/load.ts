/** A dump into an empty database: each document with the very types that it had. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import type { DumpedCollection } from './manifest.ts';

const { deserialize } = mongoose.mongo.BSON;
const batchBytes = 4 << 20;
/** Nothing is turned into a number or a text of JavaScript's: an integer stays one. */
const asItIs = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };

/** The documents of a file of BSON documents, as bytes. @throws Error when the file ends within one */
export async function* documentsOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let at = 0;
    while (rest.length - at >= 4) {
      const size = rest.readInt32LE(at);
      if (size < 5) throw new Error(`${path} has no BSON document at ${at}.`);
      if (rest.length - at < size) break;
      yield rest.subarray(at, at + size);
      at += size;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw new Error(`${path} ends within a document.`);
}

/** @throws Error when another number of documents arrived than the backup counted */
export async function load(
  mongodbUri: string,
  folder: string,
  collections: readonly DumpedCollection[],
): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(mongodbUri).connect();
  try {
    const db = client.db();
    for (const { collection, name, documents } of collections) {
      const target = db.collection(collection);
      let batch: mongoose.mongo.BSON.Document[] = [];
      let waiting = 0;
      const flush = async () => {
        if (batch.length > 0)
          await target.insertMany(batch, { ordered: true, writeConcern: { w: 'majority', journal: true } });
        batch = [];
        waiting = 0;
      };
      for await (const document of documentsOf(join(folder, name))) {
        batch.push(deserialize(document, asItIs));
        waiting += document.length;
        if (waiting >= batchBytes) await flush();
      }
      await flush();
      const arrived = await target.countDocuments();
      if (arrived !== documents)
        throw new Error(`${collection}: ${documents} documents in the backup, ${arrived} arrived.`);
    }
  } finally {
    await client.close();
  }
}
