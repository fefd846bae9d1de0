/**
 * Uploaded files: what is known of each here, the bytes in GridFS (bucket `blobs`), sealed with a key of the file's own.
 * A file belongs to nobody until a report or a completion uses it; unused ones go after 24 hours. Machine time.
 */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose, { type ClientSession, type Connection, Schema } from 'mongoose';
import { schemaOf } from './schema.ts';
import type { Seals, StreamSeal } from './sealed.ts';

export interface StoredFile {
  /** 128 random bits, hex. */
  _id: string;
  /** By content, e.g. `image/jpeg`. */
  type: string;
  /** Bytes as stored, after re-encoding. */
  size: number;
  /** GridFS ids. */
  blob: mongoose.Types.ObjectId;
  thumb?: mongoose.Types.ObjectId;
  thumbType?: string;
  /** How the bytes are sealed; none on files of before there were keys. */
  seal?: StreamSeal;
  thumbSeal?: StreamSeal;
  /** The bytes are gone by rule (docs/decisions/0025); what is left says that there was a file. */
  erased?: boolean;
  /** Who uploaded it: a user name, or null for the public. */
  by: string | null;
  createdAt: number;
  /** The report that uses it; null = unused. */
  reportCode: string | null;
  /** `sender`: the report itself or a supplement; `staff`: part of a result or reply. */
  usedAs: 'sender' | 'staff' | null;
  /** Public once its report is published (the reply's attachments and the report's own pictures). */
  expiresAt: number | null;
}
const schema = schemaOf<StoredFile>('files', {
  _id: { type: String, required: true },
  type: { type: String, required: true },
  size: { type: Number, required: true },
  blob: { type: Schema.Types.ObjectId, required: true },
  thumb: Schema.Types.ObjectId,
  thumbType: String,
  seal: Schema.Types.Mixed,
  thumbSeal: Schema.Types.Mixed,
  erased: Boolean,
  by: { type: String, default: null },
  createdAt: { type: Number, required: true },
  reportCode: { type: String, default: null },
  usedAs: { type: String, default: null },
  expiresAt: { type: Number, default: null },
});
schema.index({ reportCode: 1 });
schema.index({ expiresAt: 1 }, { partialFilterExpression: { expiresAt: { $type: 'number' } } });

export function filesOf(connection: Connection, seals: Seals) {
  const model = connection.model<StoredFile>('StoredFile', schema);
  const bucket = () => new mongoose.mongo.GridFSBucket(connection.db as never, { bucketName: 'blobs' });
  return {
    model,
    bucket,
    /**
     * Stores bytes, sealed. `under`: the id of the key of the file's other bytes. @throws NoKeys, and what the source does
     */
    async putBytes(
      name: string,
      content: Readable | Buffer[],
      under?: string,
    ): Promise<{ blob: mongoose.Types.ObjectId; seal: StreamSeal }> {
      const { seal, through } = seals.sealing(under);
      const target = bucket().openUploadStream(name);
      await pipeline(content, through, target);
      return { blob: target.id as mongoose.Types.ObjectId, seal };
    },
    /**
     * A file's bytes (a part of them: `from` up to, but not at, `to`), or its small picture's; null when they are gone,
     * or there is no small one.
     */
    bytes(file: StoredFile, what: 'thumb' | { from: number; to: number } | 'whole' = 'whole'): Readable | null {
      const [blob, seal] = what === 'thumb' ? [file.thumb, file.thumbSeal] : [file.blob, file.seal];
      const part = typeof what === 'string' ? undefined : what;
      if (!blob || file.erased) return null;
      const through = seal && seals.opening(seal, part?.from);
      if (through === null) return null;
      const source = bucket().openDownloadStream(blob as never, part && { start: part.from, end: part.to });
      if (!through) return source;
      source.on('error', (error) => through.destroy(error));
      through.on('close', () => source.destroy());
      return source.pipe(through);
    },
    /** Removes the bytes and their key. Safe to repeat. */
    async dropBytes(file: Pick<StoredFile, 'blob' | 'thumb' | 'seal'>): Promise<void> {
      for (const blob of [file.blob, file.thumb])
        if (blob)
          await bucket()
            .delete(blob as never)
            .catch((error: Error) => {
              if (!/FileNotFound|File not found/.test(`${error.name} ${error.message}`)) throw error;
            });
      if (file.seal) seals.destroy([file.seal.k]);
    },
    find: (id: string): Promise<StoredFile | null> => model.findById(id).lean<StoredFile>().exec(),
    findMany: (ids: string[]): Promise<StoredFile[]> =>
      model
        .find({ _id: { $in: ids } })
        .lean<StoredFile[]>()
        .exec(),
    async insert(file: StoredFile): Promise<void> {
      await model.collection.insertOne(file as never);
    },
    /**
     * Takes unused files for a report, within the caller's transaction. Returns false when one of them does not exist
     * or is used already: the caller must abort.
     */
    async use(ids: string[], reportCode: string, usedAs: 'sender' | 'staff', session: ClientSession): Promise<boolean> {
      if (ids.length === 0) return true;
      const result = await model.updateMany(
        { _id: { $in: ids }, reportCode: null },
        { $set: { reportCode, usedAs, expiresAt: null } },
        { session },
      );
      return result.modifiedCount === ids.length;
    },
    /** Gives staff's files back that a refused completion had taken; they expire as unused ones do. */
    async release(ids: string[], machineNow: number): Promise<void> {
      await model.updateMany(
        { _id: { $in: ids }, usedAs: 'staff' },
        { $set: { reportCode: null, usedAs: null, expiresAt: machineNow + 24 * 3_600_000 } },
      );
    },
    expired: (machineNow: number, limit: number): Promise<StoredFile[]> =>
      model
        .find({ expiresAt: { $ne: null, $lte: machineNow } })
        .limit(limit)
        .lean<StoredFile[]>()
        .exec(),
  };
}
export type Files = ReturnType<typeof filesOf>;
