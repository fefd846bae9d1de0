/** When the last whole backup was taken: written by `npm run backup` when it is whole. One document. Machine time. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

interface BackupNote {
  _id: 'last';
  at: number;
}
const schema = schemaOf<BackupNote>('backups', {
  _id: { type: String, required: true },
  at: { type: Number, required: true },
});

export function backupNotesOf(connection: Connection) {
  const model = connection.model<BackupNote>('BackupNote', schema);
  return {
    model,
    async made(at: number): Promise<void> {
      await model.updateOne({ _id: 'last' }, { $max: { at } }, { upsert: true });
    },
    /** Null where none was taken. */
    async last(): Promise<number | null> {
      const found = await model.findById('last').lean<BackupNote>().exec();
      return found?.at ?? null;
    },
  };
}
export type BackupNotes = ReturnType<typeof backupNotesOf>;
