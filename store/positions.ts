/**
 * How far each partition's records are projected, and records that could not be. A position is advanced by a
 * conditional update in the transaction of the projection, so that only one writer advances a partition.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

interface Position {
  /** Partition id. */
  _id: number;
  position: number;
  /** Machine time of the last advance. */
  at: number;
  /** Engine time of the newest record. */
  recordAt: number;
}
const positionSchema = schemaOf<Position>('positions', {
  _id: { type: Number, required: true },
  position: { type: Number, required: true },
  at: { type: Number, required: true },
  recordAt: { type: Number, default: 0 },
});

/** A record that made the projection fail: kept whole so that it can be replayed after a repair. */
export interface Poison {
  /** `partition-position`. */
  _id: string;
  valueType: string;
  intent: string;
  error: string;
  at: number;
  /** The record's JSON as it came. */
  record: string;
}
const poisonSchema = schemaOf<Poison>('poison', {
  _id: { type: String, required: true },
  valueType: { type: String, default: '' },
  intent: { type: String, default: '' },
  error: { type: String, required: true },
  at: { type: Number, required: true },
  record: { type: Schema.Types.Mixed, required: true },
});

export function positionsOf(connection: Connection) {
  const model = connection.model<Position>('Position', positionSchema);
  const poison = connection.model<Poison>('Poison', poisonSchema);
  return {
    model,
    poison,
    /** The newest projected position of a partition; -1 before the first. */
    async of(partition: number, session?: ClientSession): Promise<number> {
      const found = await model
        .findById(partition)
        .session(session ?? null)
        .lean<Position>()
        .exec();
      return found?.position ?? -1;
    },
    all: (): Promise<Position[]> => model.find().lean<Position[]>().exec(),
    /**
     * Moves a partition from `from` to `to` within the caller's transaction. False when it no longer stands at `from`:
     * someone else was faster and the caller must abort.
     */
    async advance(
      partition: number,
      from: number,
      to: number,
      times: { machineNow: number; recordAt: number },
      session: ClientSession,
    ): Promise<boolean> {
      const set = { position: to, at: times.machineNow, recordAt: times.recordAt };
      if (from === -1) {
        const result = await model.updateOne({ _id: partition }, { $setOnInsert: set }, { upsert: true, session });
        return result.upsertedCount === 1;
      }
      const result = await model.updateOne({ _id: partition, position: from }, { $set: set }, { session });
      return result.matchedCount === 1;
    },
  };
}
export type Positions = ReturnType<typeof positionsOf>;
