/** What a report may be about (Annex 1, article 13.8), dated. Changed through `store.directory`. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { FieldData } from '../domain/directory/dated.ts';
import { type DatedRecord, datedFields, listOf } from './dated.ts';
import { schemaOf } from './schema.ts';

export type ReportField = DatedRecord<FieldData>;

const schema = schemaOf<ReportField>('fields', {
  ...datedFields,
  row: { type: Number, required: true },
  about: { type: Schema.Types.Mixed, required: true },
  agency: { type: String, default: null },
});

export const fieldsOf = (connection: Connection) =>
  listOf<ReportField>(connection.model<ReportField>('ReportField', schema));
export type Fields = ReturnType<typeof fieldsOf>;
