/** Agencies that handle reports (article 2.3), dated, with their own shorter limits. Changed through `store.directory`. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { type AgencyData, agencyKinds } from '../domain/directory/dated.ts';
import { type DatedRecord, datedFields, listOf } from './dated.ts';
import { schemaOf } from './schema.ts';

export interface Agency extends DatedRecord<AgencyData> {
  /** The agency's own handling limit where shorter than the article's, as a budget (`"4d"`); absent = the article's. */
  handlingLimit?: string;
  /** How the operations centre reaches it; for staff. */
  contact?: { phone?: string; email?: string; address?: string };
}

const schema = schemaOf<Agency>('agencies', {
  ...datedFields,
  kind: { type: String, enum: [...agencyKinds], required: true },
  successor: { type: Schema.Types.Mixed, default: null },
  handlingLimit: String,
  contact: Schema.Types.Mixed,
});

export function agenciesOf(connection: Connection) {
  const list = listOf<Agency>(connection.model<Agency>('Agency', schema));
  return {
    ...list,
    /** Records of a database that kept one undated name: they get it as of the regulation's first day. */
    async date(): Promise<void> {
      await list.model.collection.updateMany({ names: { $exists: false } }, [
        {
          $set: {
            names: [{ vi: '$name.vi', en: '$name.en', from: '2020-11-01' }],
            validFrom: '2020-11-01',
            validTo: null,
            successor: null,
            version: 1,
          },
        },
        { $unset: ['name', 'active'] },
      ]);
    },
  };
}
export type Agencies = ReturnType<typeof agenciesOf>;
