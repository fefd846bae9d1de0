/**
 * Erases one report's data in the database, within the caller's transaction, and says which keys and bytes are to be
 * destroyed once that has been committed. Its code, dates, deadlines, ratings, field, agency and outcomes stay: no
 * statistic changes. Of a report that anyone may read the words stay (article 5.4), without the sender's name.
 */
import type { ClientSession, mongo } from 'mongoose';
import { type Erasable, isOpen, withoutWords } from '../../domain/keeping.ts';
import { foldText } from '../../domain/search-text.ts';
import type { Completion } from '../../store/completions.ts';
import type { StoredFile } from '../../store/files.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { Report } from '../../store/reports.ts';
import { isSealed } from '../../store/sealed.ts';
import type { Store } from '../../store/store.ts';

export interface Doomed {
  /** Ids in the key ring. */
  keys: string[];
  /** GridFS ids. */
  blobs: mongo.ObjectId[];
}

export async function eraseReport(
  store: Store,
  report: Report,
  what: Erasable,
  at: number,
  session: ClientSession,
): Promise<Doomed> {
  const words = what === 'words' && !isOpen(report);
  const doomed: Doomed = { keys: keyOf(report.sender), blobs: [] };
  await eraseFollowers(store, report._id, doomed, session);
  await eraseMails(store, report._id, doomed, session);
  await store.idempotency.model.deleteMany({ reportCode: report._id }, { session });
  if (words) {
    await eraseFiles(store, report._id, doomed, session);
    await eraseWords(store, report._id, session);
  }
  const set = { sender: null, erased: { at, words: words || report.erased?.words === true } };
  const update = words ? { $set: { ...set, ...wordless(report) }, $unset: { geo: '', missing: '' } } : { $set: set };
  await store.reports.model.collection.updateOne({ _id: report._id } as never, update as never, { session });
  return doomed;
}

/** The same of one mail that no report was made of. */
export async function eraseMail(
  store: Store,
  mail: Pick<StoredMail, '_id' | 'key'>,
  at: number,
  session: ClientSession,
): Promise<Doomed> {
  const { model, pieces } = store.mails;
  await pieces.deleteMany(piecesOf(mail._id) as never, { session });
  await model.collection.updateOne({ _id: mail._id } as never, { $set: { erasedAt: at } } as never, { session });
  return { keys: [mail.key], blobs: [] };
}

const piecesOf = (mail: string): object => ({ _id: { $gte: `${mail}:`, $lt: `${mail};` } });

const keyOf = (value: unknown): string[] => (isSealed(value) ? [value.k] : []);

/** What the report itself says, emptied; that something was said, and when, stays. */
function wordless({ place, supplements, feedback, withdrawal, reply }: Report): Record<string, unknown> {
  return {
    content: '',
    place: { text: '', ...(place.district ? { district: place.district } : {}) },
    search: '',
    supplements: supplements.map((one) => (one.content === undefined ? one : { ...one, content: '' })),
    feedback: feedback.map((one) => (one.comment === undefined ? one : { ...one, comment: '' })),
    ...(withdrawal ? { withdrawal: withdrawal.reason === undefined ? withdrawal : { ...withdrawal, reason: '' } } : {}),
    ...(reply ? { reply: { ...reply, text: '' } } : {}),
  };
}

/** Who follows it, and the devices that hear of it, the sender's own among them. */
async function eraseFollowers(store: Store, code: string, doomed: Doomed, session: ClientSession): Promise<void> {
  const { followers, pushSubscriptions } = store;
  const following = await followers.model.collection.find({ reportCode: code }, { session }).toArray();
  const owners = [`sender:${code}`, ...following.map(({ _id }) => `follower:${_id}`)];
  const devices = await pushSubscriptions.model.collection.find({ owner: { $in: owners } }, { session }).toArray();
  doomed.keys.push(...following.flatMap(({ email }) => keyOf(email)), ...devices.flatMap(({ reach }) => keyOf(reach)));
  await followers.model.deleteMany({ reportCode: code }, { session });
  await pushSubscriptions.model.deleteMany({ owner: { $in: owners } }, { session });
}

/** The mails that it came by: that there were some, and what became of them, stays. */
async function eraseMails(store: Store, code: string, doomed: Doomed, session: ClientSession): Promise<void> {
  const { model, pieces } = store.mails;
  const found = await model.collection.find({ reportCode: code }, { session, projection: { key: 1 } }).toArray();
  for (const { _id, key } of found) {
    doomed.keys.push(key as string);
    await pieces.deleteMany(piecesOf(String(_id)) as never, { session });
  }
}

async function eraseFiles(store: Store, code: string, doomed: Doomed, session: ClientSession): Promise<void> {
  const found = await store.files.model
    .find({ reportCode: code, erased: null } as never)
    .session(session)
    .lean<StoredFile[]>()
    .exec();
  for (const { blob, thumb, seal } of found) {
    doomed.blobs.push(blob, ...(thumb ? [thumb] : []));
    if (seal) doomed.keys.push(seal.k);
  }
  const change = { $set: { erased: true }, $unset: { seal: '', thumbSeal: '' } };
  await store.files.model.updateMany({ _id: { $in: found.map((one) => one._id) } }, change as never, { session });
}

/** What tasks, decisions, replies and letters repeat of it. */
async function eraseWords(store: Store, code: string, session: ClientSession): Promise<void> {
  const { tasks, drafts, completions, replies, outbox } = store;
  const keys = (await tasks.model.find({ reportCode: code }).select({ _id: 1 }).session(session).lean().exec()).map(
    ({ _id }) => _id,
  );
  await tasks.model.updateMany({ reportCode: code }, { $set: { summary: '', search: foldText(code) } }, { session });
  await drafts.model.deleteMany({ _id: { $in: keys } }, { session });
  const decided = await completions.model.find({ reportCode: code }).session(session).lean<Completion[]>().exec();
  for (const { _id, stage, fields } of decided)
    await completions.model.updateOne({ _id }, { $set: { fields: withoutWords(stage, fields) } }, { session });
  await replies.model.collection.updateMany({ reportCode: code }, { $set: { text: '' } }, { session });
  const letters = { 'mail.data.text': '', 'mail.data.missing': '' };
  await outbox.model.collection.updateMany({ reportCode: code }, { $unset: letters }, { session });
}
