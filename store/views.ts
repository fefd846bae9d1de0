/** Saved lists of tasks: a person's own, and those that a unit's leader or the IOC's duty officer made for the unit. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface View {
  /** 128 random bits, hex. */
  _id: string;
  /** `person:<username>`, or the unit: `agency:<id>`, `ioc`. */
  owner: string;
  name: string;
  /** As domain/api/task-views.ts has it. */
  filter: Record<string, unknown>;
  /** Place among the owner's views. */
  order: number;
  createdBy: string;
  /** Machine time. */
  createdAt: number;
}

const schema = schemaOf<View>('views', {
  _id: { type: String, required: true },
  owner: { type: String, required: true },
  name: { type: String, required: true },
  filter: { type: Schema.Types.Mixed, required: true },
  order: { type: Number, required: true },
  createdBy: { type: String, required: true },
  createdAt: { type: Number, required: true },
});
schema.index({ owner: 1, order: 1, _id: 1 });

export function viewsOf(connection: Connection) {
  const model = connection.model<View>('View', schema);
  return {
    model,
    find: (id: string): Promise<View | null> => model.findById(id).lean<View>().exec(),
    of: (owners: string[]): Promise<View[]> =>
      model
        .find({ owner: { $in: owners } })
        .sort({ order: 1, _id: 1 })
        .lean<View[]>()
        .exec(),
    async add(view: View): Promise<void> {
      await model.collection.insertOne(view as never);
    },
    async change(id: string, change: Pick<View, 'name' | 'filter' | 'order'>): Promise<void> {
      await model.updateOne({ _id: id }, { $set: change });
    },
    async remove(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
    },
  };
}
