/**
 * People who log in, and the groups that tasks are offered to. Written by administration and the first start.
 * Group names: `ioc-intake`, `ioc-duty`, `province`, `agency:<id>:officer`, `agency:<id>:leader`, and for those who
 * claim nothing `admin`, `watch`, `analyst`, `leaders`.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Person {
  /** The user name. */
  _id: string;
  name: string;
  groups: string[];
  /** `argon2id$…` or null for people who come by OIDC only. */
  passwordHash: string | null;
  email?: string;
  phone?: string;
  active: boolean;
  /** Rises with each change by an administrator; absent where there was none. */
  version?: number;
  /** Has left, or lost a group: tasks that were held by it are still to be given back. */
  owesRelease?: boolean;
}

const schema = schemaOf<Person>('people', {
  _id: { type: String, required: true },
  name: { type: String, required: true },
  groups: { type: [String], required: true },
  passwordHash: { type: String, default: null },
  email: String,
  phone: String,
  active: { type: Boolean, default: true },
  version: Number,
  owesRelease: Boolean,
});
schema.index({ groups: 1 });
schema.index({ owesRelease: 1 }, { sparse: true });

export function peopleOf(connection: Connection) {
  const model = connection.model<Person>('Person', schema);
  return {
    model,
    find: (username: string): Promise<Person | null> => model.findById(username).lean<Person>().exec(),
    findMany: (usernames: string[]): Promise<Person[]> =>
      model
        .find({ _id: { $in: usernames } })
        .lean<Person[]>()
        .exec(),
    /** Active people of any of these groups. */
    inGroups: (groups: string[]): Promise<Person[]> =>
      model
        .find({ groups: { $in: groups }, active: true })
        .lean<Person[]>()
        .exec(),
    /** Adds or replaces a person. */
    async put(person: Person): Promise<void> {
      await model.replaceOne({ _id: person._id }, person, { upsert: true });
    },
  };
}
export type People = ReturnType<typeof peopleOf>;
