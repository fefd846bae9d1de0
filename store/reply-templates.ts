/** Reply templates: a person's own, and those that a unit (an agency, `ioc`, `province`) shares. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface ReplyTemplate {
  _id: string;
  /** Agency id, `ioc` or `province`. */
  unit: string;
  /** User name of whose own it is; null for one that the unit shares. */
  owner: string | null;
  name: string;
  text: string;
  stage?: string;
  outcome?: string;
  /** Epoch ms, machine time, and who wrote it last. */
  at: number;
  by: string;
}

const schema = schemaOf<ReplyTemplate>('reply-templates', {
  _id: { type: String, required: true },
  unit: { type: String, required: true },
  owner: { type: String, default: null },
  name: { type: String, required: true },
  text: { type: String, required: true },
  stage: String,
  outcome: String,
  at: { type: Number, required: true },
  by: { type: String, required: true },
});
schema.index({ unit: 1, owner: 1, name: 1 });

/** How many a person or a unit may keep: a list that is read in one go. */
export const mostTemplates = 200;

export function replyTemplatesOf(connection: Connection) {
  const model = connection.model<ReplyTemplate>('ReplyTemplate', schema);
  return {
    model,
    find: (id: string): Promise<ReplyTemplate | null> => model.findById(id).lean<ReplyTemplate>().exec(),
    /** What this person may use, by name. */
    usable: (unit: string, username: string): Promise<ReplyTemplate[]> =>
      model
        .find({ unit, owner: { $in: [null, username] } })
        .sort({ name: 1, _id: 1 })
        .lean<ReplyTemplate[]>()
        .exec(),
    count: (unit: string, owner: string | null): Promise<number> => model.countDocuments({ unit, owner }).exec(),
    async put(template: ReplyTemplate): Promise<void> {
      await model.replaceOne({ _id: template._id }, template, { upsert: true });
    },
    async remove(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
    },
  };
}
export type ReplyTemplates = ReturnType<typeof replyTemplatesOf>;
