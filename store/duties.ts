/** The roster of the operations centre (article 13.2): who takes in reports, and who is on duty, when. Business time. */
import type { ClientSession, Connection } from 'mongoose';
import { type DutyRole, dutyRoles } from '../domain/roster.ts';
import { schemaOf } from './schema.ts';

export interface Duty {
  /** 128 random bits, hex. */
  _id: string;
  role: DutyRole;
  username: string;
  from: number;
  /** The first moment at which it no longer holds. */
  to: number;
  /** Rises with each change. */
  version: number;
}

const schema = schemaOf<Duty>('duties', {
  _id: { type: String, required: true },
  role: { type: String, enum: [...dutyRoles], required: true },
  username: { type: String, required: true },
  from: { type: Number, required: true },
  to: { type: Number, required: true },
  version: { type: Number, required: true },
});
schema.index({ to: 1, from: 1 });
schema.index({ username: 1, to: 1 });

export function dutiesOf(connection: Connection) {
  const model = connection.model<Duty>('Duty', schema);
  return {
    model,
    find: (id: string): Promise<Duty | null> => model.findById(id).lean<Duty>().exec(),
    /** Those that touch a span, in order. */
    between: (from: number, to: number, session?: ClientSession): Promise<Duty[]> =>
      model
        .find({ to: { $gt: from }, from: { $lt: to } })
        .sort({ from: 1, role: 1, _id: 1 })
        .session(session ?? null)
        .lean<Duty[]>()
        .exec(),
    /** Whether a roster is kept at all: some row ends after this. */
    isKept: async (since: number): Promise<boolean> => (await model.exists({ to: { $gt: since } })) !== null,
    async addAll(duties: Duty[], session?: ClientSession): Promise<void> {
      if (duties.length > 0) await model.collection.insertMany(duties as never[], { session });
    },
    /** Whether it had this version still. */
    async change(id: string, version: number, set: Partial<Duty>, session?: ClientSession): Promise<boolean> {
      const change = { $set: { ...set, version: version + 1 } };
      return (await model.updateOne({ _id: id, version }, change, { session })).modifiedCount === 1;
    },
    async remove(id: string, version: number): Promise<boolean> {
      return (await model.deleteOne({ _id: id, version })).deletedCount === 1;
    },
  };
}
export type Duties = ReturnType<typeof dutiesOf>;
