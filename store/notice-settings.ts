/** How each person wants to be told; who has chosen nothing has no document. */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { type NoticeSettings, standardSettings } from '../domain/notices.ts';
import { schemaOf } from './schema.ts';

type Kept = NoticeSettings & {
  /** The user name. */
  _id: string;
};

const schema = schemaOf<Kept>('noticeSettings', {
  _id: { type: String, required: true },
  inPage: { type: Boolean, required: true },
  push: { type: Boolean, required: true },
  mail: { type: String, required: true },
  quietHours: { type: Schema.Types.Mixed, default: null },
  what: { type: Schema.Types.Mixed, required: true },
});
schema.index({ mail: 1 });

export function noticeSettingsOf(connection: Connection) {
  const model = connection.model<Kept>('NoticeSettings', schema);
  return {
    model,
    async of(username: string): Promise<NoticeSettings> {
      return (await model.findById(username).lean<Kept>().exec()) ?? standardSettings;
    },
    /** Of several people at once; who has chosen nothing gets the standard. */
    async ofAll(usernames: string[], session?: ClientSession): Promise<Map<string, NoticeSettings>> {
      const found = await model
        .find({ _id: { $in: usernames } })
        .session(session ?? null)
        .lean<Kept[]>()
        .exec();
      const known = new Map(found.map((one) => [one._id, one]));
      return new Map(usernames.map((one) => [one, known.get(one) ?? standardSettings]));
    },
    async put(username: string, settings: NoticeSettings): Promise<void> {
      const { inPage, push, mail, quietHours, what } = settings;
      await model.replaceOne({ _id: username }, { inPage, push, mail, quietHours, what }, { upsert: true });
    },
    /** User names of those who want the morning's digest. */
    async wantingDigest(): Promise<string[]> {
      const found = await model.find({ mail: 'digest' }).select({ _id: 1 }).lean<{ _id: string }[]>().exec();
      return found.map((one) => one._id);
    },
  };
}
export type NoticeSettingsStore = ReturnType<typeof noticeSettingsOf>;
