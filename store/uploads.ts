/**
 * Resumable uploads on their way in (tus): how far each has come, and its pieces. A piece is stored before the offset
 * moves past it, and both are keyed by the offset, so that two senders of one piece cannot both win. Pieces are sealed
 * with a key of the upload's own. Machine time.
 */
import type { Connection } from 'mongoose';
import mongoose, { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';
import type { Seals, StreamSeal } from './sealed.ts';

export interface ResumableUpload {
  /** 128 random bits, hex; the file has the same id when it is complete. */
  _id: string;
  length: number;
  offset: number;
  /** The id of the key of its pieces; none on uploads of before there were keys. */
  key?: string;
  by: string | null;
  mayUploadDocuments: boolean;
  /** The file stands in `files`. */
  done: boolean;
  expiresAt: Date;
}
const schema = schemaOf<ResumableUpload>('uploads', {
  _id: { type: String, required: true },
  length: { type: Number, required: true },
  offset: { type: Number, required: true },
  key: String,
  by: { type: String, default: null },
  mayUploadDocuments: { type: Boolean, required: true },
  done: { type: Boolean, required: true },
  expiresAt: { type: Date, required: true },
});
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

interface Piece {
  /** `<upload>:<offset>`. */
  _id: string;
  upload: string;
  offset: number;
  data: mongoose.mongo.Binary;
  seal?: StreamSeal;
  expiresAt: Date;
}
const pieceSchema = schemaOf<Piece>('uploadPieces', {
  _id: { type: String, required: true },
  upload: { type: String, required: true },
  offset: { type: Number, required: true },
  data: { type: Schema.Types.Buffer, required: true },
  seal: Schema.Types.Mixed,
  expiresAt: { type: Date, required: true },
});
pieceSchema.index({ upload: 1, offset: 1 });
pieceSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function uploadsOf(connection: Connection, seals: Seals) {
  const model = connection.model<ResumableUpload>('ResumableUpload', schema);
  const pieces = connection.model<Piece>('UploadPiece', pieceSchema);
  /** Pieces first, then their key: what a stop leaves behind goes by itself after a day. */
  async function dropPieces(upload: Pick<ResumableUpload, '_id' | 'key'>): Promise<void> {
    await pieces.deleteMany({ upload: upload._id });
    if (upload.key) seals.destroy([upload.key]);
  }
  return {
    model,
    pieces,
    find: (id: string): Promise<ResumableUpload | null> => model.findById(id).lean<ResumableUpload>().exec(),
    /** Begins an upload and gives its pieces a key. @throws NoKeys */
    async insert(upload: Omit<ResumableUpload, 'key'>): Promise<void> {
      await model.collection.insertOne({ ...upload, key: seals.newKey() } as never);
    },
    /** Adds the piece that begins at `offset`; false when the upload no longer stands there. */
    async append(upload: ResumableUpload, offset: number, data: Buffer): Promise<boolean> {
      const { _id, key, expiresAt } = upload;
      const { seal, through } = seals.sealing(key);
      const bytes = new mongoose.mongo.Binary(Buffer.concat([through.update(data), through.final()]));
      const piece = { upload: _id, offset, data: bytes, seal, expiresAt };
      // A piece that was left behind by a crash before the offset moved is written over.
      await pieces.collection.replaceOne({ _id: `${_id}:${offset}` } as never, piece as never, { upsert: true });
      const moved = await model.updateOne({ _id, offset, done: false }, { $set: { offset: offset + data.length } });
      return moved.modifiedCount === 1;
    },
    /** The pieces in order. @throws when their key is gone */
    async *content(id: string): AsyncGenerator<Buffer> {
      for await (const one of pieces.collection.find({ upload: id } as never).sort({ offset: 1 })) {
        const { data, seal } = one as unknown as Piece;
        const bytes = Buffer.from(data.value());
        const through = seal && seals.opening(seal);
        if (through === null) throw new Error(`the key of upload ${id} is gone`);
        yield through ? through.update(bytes) : bytes;
      }
    },
    async finish(upload: ResumableUpload): Promise<void> {
      await model.updateOne({ _id: upload._id }, { $set: { done: true } });
      await dropPieces(upload);
    },
    async remove(upload: ResumableUpload): Promise<void> {
      await model.deleteOne({ _id: upload._id });
      await dropPieces(upload);
    },
  };
}
export type Uploads = ReturnType<typeof uploadsOf>;
