/**
 * Rehearsals: what they were asked with and what they found; nothing personal. The server that runs one says so every
 * moment (`seenAt`): one that nobody has spoken for is broken off, whichever server notices.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { NewRehearsal, RehearsalItem, RehearsalState } from '../domain/api/rehearsals.ts';
import type { RehearsalResult, Speed } from '../domain/rehearsal/result.ts';
import { schemaOf } from './schema.ts';

export interface Rehearsal {
  _id: string;
  modelId: string;
  modelVersion: number;
  /** Version in force that it is played beside. */
  inForce: number | null;
  input: NewRehearsal;
  reports: number;
  state: RehearsalState;
  /** 0…1 */
  progress: number;
  by: string;
  /** Machine time, epoch ms. */
  at: number;
  seenAt: number;
  endedAt: number | null;
  headline: RehearsalItem['headline'];
  refusal: { code: string; engine?: string } | null;
  result: RehearsalResult | null;
  speed: Speed | null;
}

const schema = schemaOf<Rehearsal>('rehearsals', {
  _id: { type: String, required: true },
  modelId: { type: String, required: true },
  modelVersion: { type: Number, required: true },
  inForce: { type: Number, default: null },
  input: { type: Schema.Types.Mixed, required: true },
  reports: { type: Number, required: true },
  state: { type: String, required: true },
  progress: { type: Number, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  seenAt: { type: Number, required: true },
  endedAt: { type: Number, default: null },
  headline: { type: Schema.Types.Mixed, default: null },
  refusal: { type: Schema.Types.Mixed, default: null },
  result: { type: Schema.Types.Mixed, default: null },
  speed: { type: Schema.Types.Mixed, default: null },
});
schema.index({ modelId: 1, at: -1, _id: -1 });
schema.index({ state: 1, at: 1 });
// One at a time per person, whoever is asked at the same moment.
schema.index(
  { by: 1 },
  { unique: true, partialFilterExpression: { state: { $in: ['waiting', 'running'] } }, name: 'one-at-a-time' },
);

/** Not at its end yet. */
const live = { $in: ['waiting', 'running'] satisfies RehearsalState[] };

export function rehearsalsOf(connection: Connection) {
  const model = connection.model<Rehearsal>('Rehearsal', schema);
  return {
    model,
    find: (id: string): Promise<Rehearsal | null> => model.findById(id).lean<Rehearsal>().exec(),
    /** False when this person has one that is not at its end. */
    async add(rehearsal: Rehearsal): Promise<boolean> {
      try {
        await model.collection.insertOne(rehearsal as never);
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === 11000) return false;
        throw error;
      }
    },
    /** Newest first, without results. */
    ofModel: (modelId: string, limit: number): Promise<Omit<Rehearsal, 'result'>[]> =>
      model
        .find({ modelId })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .select({ result: 0 })
        .lean<Omit<Rehearsal, 'result'>[]>()
        .exec(),
    /** How many were asked for before this one and are not at their end. */
    ahead: (at: number): Promise<number> => model.countDocuments({ state: live, at: { $lt: at } }).exec(),
    /** It goes on. False when somebody has called it off, or it was taken for broken off. */
    async alive(id: string, seen: Pick<Rehearsal, 'state' | 'progress' | 'seenAt'>): Promise<boolean> {
      return (await model.updateOne({ _id: id, state: live }, { $set: seen }).exec()).matchedCount > 0;
    },
    /** Comes to its end, once. */
    async end(id: string, end: Partial<Rehearsal> & Pick<Rehearsal, 'state' | 'endedAt'>): Promise<boolean> {
      return (await model.updateOne({ _id: id, state: live }, { $set: end }).exec()).matchedCount > 0;
    },
    /** Those that no server has spoken for since. */
    async breakOff(seenBefore: number, endedAt: number): Promise<void> {
      await model
        .updateMany({ state: live, seenAt: { $lt: seenBefore } }, { $set: { state: 'broken-off', endedAt } })
        .exec();
    },
  };
}
export type Rehearsals = ReturnType<typeof rehearsalsOf>;
