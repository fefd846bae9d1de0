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

export function modelsOf(connection: Connection) {
  const model = connection.model<Model>('Model', modelSchema);
  const versions = connection.model<ModelVersion>('ModelVersion', versionSchema);
  return {
    model,
    versions,
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
