/** Agencies of the directory: the eight departments of Annex 1 and the 18 districts, with their own shorter limits. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Agency {
  /** E.g. `sgtvt`, `tamky`. */
  _id: string;
  kind: 'department' | 'district';
  name: { vi: string; en: string };
  /** The agency's own handling limit where shorter than the article's, as a budget (`"4d"`); absent = the article's. */
  handlingLimit?: string;
  active: boolean;
}

const schema = schemaOf<Agency>('agencies', {
  _id: { type: String, required: true },
  kind: { type: String, enum: ['department', 'district'], required: true },
  name: { type: Schema.Types.Mixed, required: true },
  handlingLimit: String,
  active: { type: Boolean, default: true },
});

export function agenciesOf(connection: Connection) {
  const model = connection.model<Agency>('Agency', schema);
  return {
    model,
    find: (id: string): Promise<Agency | null> => model.findById(id).lean<Agency>().exec(),
    all: (): Promise<Agency[]> => model.find().sort({ kind: 1, _id: 1 }).lean<Agency[]>().exec(),
    async put(agency: Agency): Promise<void> {
      await model.replaceOne({ _id: agency._id }, agency, { upsert: true });
    },
  };
}
export type Agencies = ReturnType<typeof agenciesOf>;
