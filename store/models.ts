/**
 * Drafts of the procedure: a diagram with its tables and forms as plain files, byte for byte as they were written.
 * `version` rises with each save, so that two people do not overwrite each other; versions with a note are copies that
 * nobody changes any more.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface ModelFile {
  /** As it is deployed: `field-report.bpmn`, `routing.dmn`, `forms/intake.form`. */
  name: string;
  content: string;
}

export interface Model {
  _id: string;
  name: string;
  files: ModelFile[];
  /** What it was begun from; null where it came from files. */
  basedOn: { definitionKey: string; version: number } | null;
  version: number;
  /** Machine time, epoch ms, and the user name of who did it. */
  createdAt: number;
  createdBy: string;
  changedAt: number;
  changedBy: string;
  archived: boolean;
}

const modelSchema = schemaOf<Model>('models', {
  _id: { type: String, required: true },
  name: { type: String, required: true },
  files: { type: [Schema.Types.Mixed], required: true },
  basedOn: { type: Schema.Types.Mixed, default: null },
  version: { type: Number, required: true },
  createdAt: { type: Number, required: true },
  createdBy: { type: String, required: true },
  changedAt: { type: Number, required: true },
  changedBy: { type: String, required: true },
  archived: { type: Boolean, default: false },
});
modelSchema.index({ archived: 1, changedAt: -1, _id: -1 });

export interface ModelVersion {
  /** `<model id>:<n>`. */
  _id: string;
  modelId: string;
  /** 1, 2, 3 … within the draft. */
  n: number;
  note: string;
  files: ModelFile[];
  at: number;
  by: string;
}

const versionSchema = schemaOf<ModelVersion>('model-versions', {
  _id: { type: String, required: true },
  modelId: { type: String, required: true },
  n: { type: Number, required: true },
  note: { type: String, default: '' },
  files: { type: [Schema.Types.Mixed], required: true },
  at: { type: Number, required: true },
  by: { type: String, required: true },
});
versionSchema.index({ modelId: 1, n: -1 });

export const modelDeeds = [
  'begun',
  'saved',
  'versioned',
  'imported',
  'renamed',
  'archived',
  'brought-back',
  'restored',
  'release-asked',
  'released',
] as const;

/** What was done to a draft, by whom, when and why. Saves of one person in a row are one line. */
export interface ModelLine {
  _id: string;
  modelId: string;
  what: (typeof modelDeeds)[number];
  /** Machine time of the newest, and of the first where several are one. */
  at: number;
  since: number;
  by: string;
  /** The person's own words, or a name or number that belongs to the deed. */
  note: string;
  /** Names of the files that it touched. */
  files: string[];
}

const lineSchema = schemaOf<ModelLine>('model-lines', {
  _id: { type: String, required: true },
  modelId: { type: String, required: true },
  what: { type: String, enum: [...modelDeeds], required: true },
  at: { type: Number, required: true },
  since: { type: Number, required: true },
  by: { type: String, required: true },
  note: { type: String, default: '' },
  files: { type: [String], default: [] },
});
lineSchema.index({ modelId: 1, at: -1, _id: -1 });

/** Who has a draft open just now; said anew every 20 s and gone by itself. */
export interface ModelPresence {
  /** `<model id>:<user name>`. */
  _id: string;
  modelId: string;
  username: string;
  name: string;
  expiresAt: Date;
}

const presenceSchema = schemaOf<ModelPresence>('model-presence', {
  _id: { type: String, required: true },
  modelId: { type: String, required: true },
  username: { type: String, required: true },
  name: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});
presenceSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
presenceSchema.index({ modelId: 1 });

/** Saves so close to each other are one line of the log (ms). */
const oneSittingMs = 10 * 60_000;

export function modelsOf(connection: Connection) {
  const model = connection.model<Model>('Model', modelSchema);
  const versions = connection.model<ModelVersion>('ModelVersion', versionSchema);
  const lines = connection.model<ModelLine>('ModelLine', lineSchema);
  const presence = connection.model<ModelPresence>('ModelPresence', presenceSchema);
  return {
    model,
    versions,
    lines,
    find: (id: string): Promise<Model | null> => model.findById(id).lean<Model>().exec(),
    async add(draft: Model): Promise<void> {
      await model.collection.insertOne(draft as never);
    },
    /** Newest change first, without the files. */
    list: (archived: boolean, limit: number): Promise<Omit<Model, 'files'>[]> =>
      model
        .find({ archived })
        .sort({ changedAt: -1, _id: -1 })
        .limit(limit)
        .select({ files: 0 })
        .lean<Omit<Model, 'files'>[]>()
        .exec(),
    /** Changes the name, or puts it away or brings it back. Null where it is not there. */
    change: (id: string, set: Partial<Pick<Model, 'name' | 'archived'>>): Promise<Model | null> =>
      model.findByIdAndUpdate(id, { $set: set }, { returnDocument: 'after' }).lean<Model>().exec(),
    /** Keeps the files as the next version. */
    async keepVersion(draft: Model, kept: { note: string; at: number; by: string }): Promise<ModelVersion> {
      for (;;) {
        const last = await versions
          .findOne({ modelId: draft._id })
          .sort({ n: -1 })
          .select({ n: 1 })
          .lean<ModelVersion>();
        const n = (last?.n ?? 0) + 1;
        const made = { _id: `${draft._id}:${n}`, modelId: draft._id, n, files: draft.files, ...kept };
        try {
          await versions.collection.insertOne(made as never);
          return made;
        } catch (error) {
          // Somebody has kept one at the same moment: theirs has this number.
          if ((error as { code?: number }).code !== 11000) throw error;
        }
      }
    },
    /** Newest first, without the files. */
    versionsOf: (modelId: string, limit: number): Promise<Omit<ModelVersion, 'files'>[]> =>
      versions
        .find({ modelId })
        .sort({ n: -1 })
        .limit(limit)
        .select({ files: 0 })
        .lean<Omit<ModelVersion, 'files'>[]>()
        .exec(),
    findVersion: (modelId: string, n: number): Promise<ModelVersion | null> =>
      versions.findById(`${modelId}:${n}`).lean<ModelVersion>().exec(),
    /** Writes a line of the log; a save soon after a save of the same person lengthens that one. */
    async log(line: Omit<ModelLine, 'since'>): Promise<void> {
      if (line.what === 'saved') {
        const last = await lines.findOne({ modelId: line.modelId }).sort({ at: -1, _id: -1 }).lean<ModelLine>();
        if (last?.what === 'saved' && last.by === line.by && line.at - last.at < oneSittingMs) {
          await lines.updateOne(
            { _id: last._id },
            { $set: { at: line.at }, $addToSet: { files: { $each: line.files } } },
          );
          return;
        }
      }
      await lines.collection.insertOne({ ...line, since: line.at } as never);
    },
    linesOf: (modelId: string, limit: number): Promise<ModelLine[]> =>
      lines.find({ modelId }).sort({ at: -1, _id: -1 }).limit(limit).lean<ModelLine[]>().exec(),
    async sayPresence(one: Omit<ModelPresence, '_id'>): Promise<void> {
      const whole = { _id: `${one.modelId}:${one.username}`, ...one };
      await presence.collection.replaceOne({ _id: whole._id } as never, whole as never, { upsert: true });
    },
    async leave(modelId: string, username: string): Promise<void> {
      await presence.deleteOne({ _id: `${modelId}:${username}` });
    },
    /** Who is there at this machine time: in one draft, or in any. */
    present: (machineNow: number, modelId?: string): Promise<ModelPresence[]> =>
      presence
        .find({ expiresAt: { $gt: new Date(machineNow) }, ...(modelId ? { modelId } : {}) })
        .sort({ name: 1 })
        .lean<ModelPresence[]>()
        .exec(),
    /** Writes all files over the version that the person saw. Null when somebody else was faster. */
    save: (
      id: string,
      files: ModelFile[],
      seen: number,
      change: { changedAt: number; changedBy: string },
    ): Promise<Model | null> =>
      model
        .findOneAndUpdate(
          { _id: id, version: seen },
          { $set: { files, ...change }, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean<Model>()
        .exec(),
  };
}
export type Models = ReturnType<typeof modelsOf>;
