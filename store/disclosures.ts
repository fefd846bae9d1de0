/** What was disclosed to authorities (article 13.7): who asked, on what ground, who told, when. Never what was told. */
import type { ClientSession, Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Disclosure {
  /** 128 random bits, hex. */
  _id: string;
  reportCode: string;
  authority: string;
  ground: string;
  /** Number and date of the document that asks. */
  document?: string;
  /** User name. */
  by: string;
  /** Business time. */
  at: number;
}

const schema = schemaOf<Disclosure>('disclosures', {
  _id: { type: String, required: true },
  reportCode: { type: String, required: true },
  authority: { type: String, required: true },
  ground: { type: String, required: true },
  document: String,
  by: { type: String, required: true },
  at: { type: Number, required: true },
});
schema.index({ at: -1, _id: -1 });

export function disclosuresOf(connection: Connection) {
  const model = connection.model<Disclosure>('Disclosure', schema);
  return {
    model,
    async insert(disclosure: Disclosure, session: ClientSession): Promise<void> {
      await model.collection.insertOne(disclosure as never, { session });
    },
    /** Newest first, those before `after` where it is given. */
    list: (limit: number, after?: { at: number; id: string }): Promise<Disclosure[]> =>
      model
        .find(after ? { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] } : {})
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<Disclosure[]>()
        .exec(),
  };
}
export type Disclosures = ReturnType<typeof disclosuresOf>;
