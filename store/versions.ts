/**
 * The version of what the database holds, and which programs may work on it (docs/decisions/0037). Two numbers, so that
 * old and new servers run side by side while one after the other is restarted: how far the steps have come, and the
 * oldest program that still finds its way in it.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

/** The newest step that this program knows: server/upgrades/steps.ts has them, one more with every change of shape. */
export const programVersion = 4;

export interface DatabaseVersion {
  /** Steps up to this one are done. */
  version: number;
  /** Programs of an older version than this may not work on it. */
  oldest: number;
}

/** The database is newer than this program. */
export class TooNew extends Error {}

interface Kept extends DatabaseVersion {
  _id: 'database';
  /** Machine time of the last step. */
  at: number;
}
const schema = schemaOf<Kept>('versions', {
  _id: { type: String, required: true },
  version: { type: Number, required: true },
  oldest: { type: Number, required: true },
  at: { type: Number, required: true },
});

export function versionsOf(connection: Connection) {
  const model = connection.model<Kept>('Version', schema);
  const read = async (): Promise<DatabaseVersion> => {
    const found = await model.findById('database').lean<Kept>().exec();
    return { version: found?.version ?? 0, oldest: found?.oldest ?? 0 };
  };
  return {
    model,
    /** Zeros before the first step. */
    read,
    /** @throws TooNew, with what to do */
    async check(program = programVersion): Promise<DatabaseVersion> {
      const found = await read();
      if (program < found.oldest)
        throw new TooNew(
          `The database is of version ${found.version} and this program of version ${program}; it needs ${found.oldest} ` +
            'at least. Start the newer program, or restore the backup that was taken before it.',
        );
      return found;
    },
    /** Older programs may no longer work on it, from before the step's first write. */
    async need(oldest: number, machineNow: number): Promise<void> {
      await model.updateOne(
        { _id: 'database' },
        { $max: { oldest }, $set: { at: machineNow }, $setOnInsert: { version: 0 } },
        { upsert: true },
      );
    },
    /** This step and all before it are done. */
    async reach(version: number, machineNow: number): Promise<void> {
      await model.updateOne(
        { _id: 'database' },
        { $max: { version }, $set: { at: machineNow }, $setOnInsert: { oldest: 0 } },
        { upsert: true },
      );
    },
  };
}
export type Versions = ReturnType<typeof versionsOf>;
