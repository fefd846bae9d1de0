/**
 * One-time links by which a person sets a password. The link's token is made from the server's secret and the id, and
 * is kept nowhere. Gone by themselves a day after they end.
 */
import type { ClientSession, Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface PasswordLink {
  /** 128 random bits, hex. */
  _id: string;
  username: string;
  /** Who made it. */
  by: string;
  /** Machine time. */
  at: number;
  expiresAt: Date;
  usedAt: number | null;
}

const schema = schemaOf<PasswordLink>('password-links', {
  _id: { type: String, required: true },
  username: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
  usedAt: { type: Number, default: null },
});
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 86_400 });
schema.index({ username: 1 });

export function passwordLinksOf(connection: Connection) {
  const model = connection.model<PasswordLink>('PasswordLink', schema);
  return {
    model,
    /** Adds one; earlier ones of the person are void. */
    async add(link: PasswordLink, session: ClientSession): Promise<void> {
      await model.deleteMany({ username: link.username, usedAt: null }, { session });
      await model.collection.insertOne(link as never, { session });
    },
    /** The one that may be used now. */
    open: (id: string, machineNow: number, session?: ClientSession): Promise<PasswordLink | null> =>
      model
        .findOne({ _id: id, usedAt: null, expiresAt: { $gt: new Date(machineNow) } })
        .session(session ?? null)
        .lean<PasswordLink>()
        .exec(),
    /** Whether this call is the one that used it. */
    async use(id: string, machineNow: number, session: ClientSession): Promise<boolean> {
      const open = { _id: id, usedAt: null, expiresAt: { $gt: new Date(machineNow) } };
      return (await model.updateOne(open, { $set: { usedAt: machineNow } }, { session })).modifiedCount === 1;
    },
  };
}
export type PasswordLinks = ReturnType<typeof passwordLinksOf>;
