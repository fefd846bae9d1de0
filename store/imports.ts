/**
 * Sheets that were looked at and not yet carried out: what they would change, and of which state. Gone by themselves
 * when they may be carried out no more.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { SheetKind } from '../domain/sheets.ts';
import { schemaOf } from './schema.ts';

export interface SheetImport {
  /** 128 random bits, hex. */
  _id: string;
  kind: SheetKind;
  /** User name. */
  by: string;
  /** Hash of the state that it was made over. */
  basis: string;
  /** Rows that are wrong: with any it can't be carried out. */
  wrong: number;
  /** `at`: row of the sheet. `row`, `before`: column → value (domain/sheets.ts); null where it is new. */
  steps: { at: number; row: Record<string, string>; before: Record<string, string> | null }[];
  expiresAt: Date;
}

const schema = schemaOf<SheetImport>('sheet-imports', {
  _id: { type: String, required: true },
  kind: { type: String, required: true },
  by: { type: String, required: true },
  basis: { type: String, required: true },
  wrong: { type: Number, required: true },
  steps: { type: [Schema.Types.Mixed], required: true } as never,
  expiresAt: { type: Date, required: true },
});
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function importsOf(connection: Connection) {
  const model = connection.model<SheetImport>('SheetImport', schema);
  return {
    model,
    async add(one: SheetImport): Promise<void> {
      await model.collection.insertOne(one as never);
    },
    /** Who may carry it out is who made it. */
    open: (id: string, by: string, machineNow: number): Promise<SheetImport | null> =>
      model
        .findOne({ _id: id, by, expiresAt: { $gt: new Date(machineNow) } })
        .lean<SheetImport>()
        .exec(),
    /** Whether this call is the one that takes it. */
    async take(id: string, session: ClientSession): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session })).deletedCount === 1;
    },
  };
}
export type Imports = ReturnType<typeof importsOf>;
