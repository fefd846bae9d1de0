/**
 * Requests to put a version into force and what came of them: the files as they were when it was asked, frozen, with the
 * note; who asked, who decided, what the engine answered. Never erased: together they are the history of the procedure.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { ModelFile } from './models.ts';
import { schemaOf } from './schema.ts';

/**
 * `asked` → `deploying` → `released`, or back to `asked` when the engine refuses; `returned` by the second person,
 * `withdrawn` by the first, `stale` when what it was about has changed meanwhile.
 */
export const releaseStates = ['asked', 'deploying', 'released', 'returned', 'withdrawn', 'stale'] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** A deployed definition. */
export interface VersionMark {
  definitionKey: string;
  version: number;
}

/** What becomes of the reports that run: they go on as they began, or move to the new version. */
export interface RunningChoice {
  choice: 'stay' | 'migrate';
  /** Elements that become one with another id. */
  mapping: { source: string; target: string }[];
  /** Whether the dates of open tasks are reckoned anew by the new version. */
  recompute: boolean;
}

export interface Release {
  /** 128 random bits, hex. */
  _id: string;
  /** The draft; null of a roll back. */
  modelId: string | null;
  /** The draft's name; of a roll back that of the diagram. */
  name: string;
  files: ModelFile[];
  /** SHA-256 over the files. */
  hash: string;
  note: string;
  /** In force when it was asked for; null where nothing was. */
  before: VersionMark | null;
  rollBackTo: VersionMark | null;
  running: RunningChoice;
  /** Warnings of the check, and why it is right nevertheless. */
  warnings: { count: number; reason: string };
  state: ReleaseState;
  askedBy: string;
  /** Business time. */
  askedAt: number;
  /** Who approved or returned it; the words of who returned it. */
  decidedBy: string | null;
  decidedAt: number | null;
  remark: string;
  /** Machine time: since when somebody's approval is being carried out. */
  deployingSince: number | null;
  /** The engine's last refusal, in its words. */
  refusal: { at: number; by: string; words: string } | null;
  /** What the engine made of it. */
  deployed: VersionMark | null;
}

const schema = schemaOf<Release>('releases', {
  _id: { type: String, required: true },
  modelId: { type: String, default: null },
  name: { type: String, required: true },
  files: { type: [Schema.Types.Mixed], required: true },
  hash: { type: String, required: true },
  note: { type: String, required: true },
  before: { type: Schema.Types.Mixed, default: null },
  rollBackTo: { type: Schema.Types.Mixed, default: null },
  running: { type: Schema.Types.Mixed, required: true },
  warnings: { type: Schema.Types.Mixed, required: true },
  state: { type: String, enum: [...releaseStates], required: true },
  askedBy: { type: String, required: true },
  askedAt: { type: Number, required: true },
  decidedBy: { type: String, default: null },
  decidedAt: { type: Number, default: null },
  remark: { type: String, default: '' },
  deployingSince: { type: Number, default: null },
  refusal: { type: Schema.Types.Mixed, default: null },
  deployed: { type: Schema.Types.Mixed, default: null },
});
schema.index({ askedAt: -1, _id: -1 });
schema.index({ state: 1, askedAt: -1 });
schema.index({ modelId: 1, askedAt: -1 });
schema.index({ 'deployed.definitionKey': 1 });
// One open request a draft: two people who ask at once are told.
schema.index(
  { modelId: 1 },
  {
    unique: true,
    partialFilterExpression: { modelId: { $type: 'string' }, state: { $in: ['asked', 'deploying'] } },
    name: 'one-open',
  },
);

export type ReleaseHead = Omit<Release, 'files'>;
const head = { files: 0 } as const;

export function releasesOf(connection: Connection) {
  const model = connection.model<Release>('Release', schema);
  return {
    model,
    find: (id: string): Promise<Release | null> => model.findById(id).lean<Release>().exec(),
    /** False when there is an open request for the same draft. */
    async add(release: Release): Promise<boolean> {
      try {
        await model.collection.insertOne(release as never);
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === 11000) return false;
        throw error;
      }
    },
    /** Newest first, from `after` on. */
    list: (
      filter: { states?: readonly ReleaseState[]; modelId?: string },
      options: { after?: { at: number; id: string }; limit: number },
    ): Promise<ReleaseHead[]> => {
      const { states, modelId } = filter;
      const { after, limit } = options;
      return model
        .find({
          ...(states ? { state: { $in: states } } : {}),
          ...(modelId ? { modelId } : {}),
          ...(after ? { $or: [{ askedAt: { $lt: after.at } }, { askedAt: after.at, _id: { $lt: after.id } }] } : {}),
        } as never)
        .select(head)
        .sort({ askedAt: -1, _id: -1 })
        .limit(limit)
        .lean<ReleaseHead[]>()
        .exec();
    },
    /** Those that put one of these versions into force. */
    ofDefinitions: (keys: string[]): Promise<ReleaseHead[]> =>
      model
        .find({ 'deployed.definitionKey': { $in: keys }, state: 'released' } as never)
        .select(head)
        .sort({ askedAt: 1 })
        .lean<ReleaseHead[]>()
        .exec(),
    /** Changes it where it is still in this state (and as found); null where somebody else was faster. */
    change: (
      id: string,
      from: ReleaseState,
      set: Partial<Omit<Release, '_id'>>,
      also: Partial<Pick<Release, 'deployingSince'>> = {},
    ): Promise<Release | null> =>
      model
        .findOneAndUpdate({ _id: id, state: from, ...also }, { $set: set }, { returnDocument: 'after' })
        .lean<Release>()
        .exec(),
  };
}
export type Releases = ReturnType<typeof releasesOf>;
