/** Areas of the province (districts, and communes where they are kept), dated. Changed through `store.directory`. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { type AreaData, areaKinds } from '../domain/directory/dated.ts';
import { type DatedRecord, datedFields, listOf } from './dated.ts';
import { schemaOf } from './schema.ts';

export type Area = DatedRecord<AreaData>;

const schema = schemaOf<Area>('areas', {
  ...datedFields,
  kind: { type: String, enum: [...areaKinds], required: true },
  parent: { type: String, default: null },
  point: { type: Schema.Types.Mixed, default: null },
  agencies: { type: [Schema.Types.Mixed], required: true },
  successors: { type: [String], required: true },
});

export const areasOf = (connection: Connection) => listOf<Area>(connection.model<Area>('Area', schema));
export type Areas = ReturnType<typeof areasOf>;
