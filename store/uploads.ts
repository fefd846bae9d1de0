/**
 * Resumable uploads on their way in (tus): how far each has come, and its pieces. A piece is stored before the offset
 * moves past it, and both are keyed by the offset, so that two senders of one piece cannot both win. Machine time.
 */
import type { Connection } from 'mongoose';
import mongoose, { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface ResumableUpload {
  /** 128 random bits, hex; the file has the same id when it is complete. */
  _id: string;
  length: number;
  offset: number;
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
  expiresAt: Date;
}
const pieceSchema = schemaOf<Piece>('uploadPieces', {
  _id: { type: String, required: true },
  upload: { type: String, required: true },
  offset: { type: Number, required: true },
  data: { type: Schema.Types.Buffer, required: true },
  expiresAt: { type: Date, required: true },
});
pieceSchema.index({ upload: 1, offset: 1 });
pieceSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function uploadsOf(connection: Connection) {
  const model = connection.model<ResumableUpload>('ResumableUpload', schema);
  const pieces = connection.model<Piece>('UploadPiece', pieceSchema);
  return {
    model,
    pieces,
    find: (id: string): Promise<ResumableUpload | null> => model.findById(id).lean<ResumableUpload>().exec(),
    async insert(upload: ResumableUpload): Promise<void> {
      await model.collection.insertOne(upload as never);
    },
    /** Adds the piece that begins at `offset`; false when the upload no longer stands there. */
    async append(upload: ResumableUpload, offset: number, data: Buffer): Promise<boolean> {
      const { _id, expiresAt } = upload;
      const piece = { upload: _id, offset, data: new mongoose.mongo.Binary(data), expiresAt };
      // A piece that was left behind by a crash before the offset moved is written over.
      await pieces.collection.replaceOne({ _id: `${_id}:${offset}` } as never, piece as never, { upsert: true });
      const moved = await model.updateOne({ _id, offset, done: false }, { $set: { offset: offset + data.length } });
      return moved.modifiedCount === 1;
    },
    /** The pieces in order. */
    async *content(id: string): AsyncGenerator<Buffer> {
      for await (const piece of pieces.collection.find({ upload: id } as never).sort({ offset: 1 }))
        yield (piece as unknown as Piece).data.buffer as Buffer;
    },
    async finish(id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { done: true } });
      await pieces.deleteMany({ upload: id });
    },
    async remove(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
      await pieces.deleteMany({ upload: id });
    },
  };
}
export type Uploads = ReturnType<typeof uploadsOf>;
