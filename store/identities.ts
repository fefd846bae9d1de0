/** Who of the people is who at an OpenID Connect provider. One person may have several; one identity is one person's. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Identity {
  /** `<issuer> <subject>`: a subject never changes and is never given to somebody else, unlike a name or address. */
  _id: string;
  issuer: string;
  username: string;
  /** Machine time. */
  linkedAt: number;
}

const schema = schemaOf<Identity>('identities', {
  _id: { type: String, required: true },
  issuer: { type: String, required: true },
  username: { type: String, required: true },
  linkedAt: { type: Number, required: true },
});
schema.index({ username: 1 });

export function identitiesOf(connection: Connection) {
  const model = connection.model<Identity>('Identity', schema);
  return {
    model,
    find: (issuer: string, subject: string): Promise<Identity | null> =>
      model.findById(`${issuer} ${subject}`).lean<Identity>().exec(),
    ofPerson: (username: string): Promise<Identity[]> =>
      model.find({ username }).sort({ linkedAt: 1 }).lean<Identity[]>().exec(),
    /** Links, unless somebody has it already. Returns whose it is then. */
    async link(issuer: string, subject: string, username: string, linkedAt: number): Promise<string> {
      const _id = `${issuer} ${subject}`;
      const kept = await model
        .findOneAndUpdate(
          { _id },
          { $setOnInsert: { issuer, username, linkedAt } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<Identity>()
        .exec();
      return kept!.username;
    },
    /** Unlinks all of a person's at this issuer. Returns how many. */
    async unlink(username: string, issuer: string): Promise<number> {
      return (await model.deleteMany({ username, issuer })).deletedCount;
    },
  };
}
export type Identities = ReturnType<typeof identitiesOf>;
