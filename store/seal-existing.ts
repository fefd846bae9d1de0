/**
 * Seals what is still plain from before there were keys: senders, followers' addresses, the public's devices, and files'
 * bytes. In batches; safe to repeat, over a stop, and beside a server that does the same. What older backups and the
 * database's log hold in plain stays there until they roll over.
 */

import type { StoredFile } from './files.ts';
import { senderPlace } from './reports.ts';
import type { Sealed } from './sealed.ts';
import type { Store } from './store.ts';

const batch = 200;

interface Plain {
  _id: string;
  [field: string]: unknown;
}

const plain = {
  senders: { 'sender.k': { $exists: false }, 'sender.phone': { $type: 'string' } },
  addresses: { email: { $type: 'string' } },
  devices: { owner: /^(sender|follower):/, endpoint: { $type: 'string' } },
  files: { seal: null, erased: null },
};

/** How many things are plain. */
export async function countPlain({ reports, followers, pushSubscriptions, files }: Store): Promise<number> {
  const counts = await Promise.all([
    reports.model.collection.countDocuments(plain.senders),
    followers.model.collection.countDocuments(plain.addresses),
    pushSubscriptions.model.collection.countDocuments(plain.devices),
    files.model.collection.countDocuments(plain.files as never),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Until nothing is plain, or it is told to stop. */
export async function sealAll(store: Store, stopped: () => boolean = () => false): Promise<void> {
  while (!stopped() && (await sealSome(store)) > 0);
}

/** One batch of each kind. Returns how many things were plain; 0 when all is sealed. */
export async function sealSome(store: Store): Promise<number> {
  const { reports, followers, pushSubscriptions } = store;
  const senders = await sealField(reports.model, plain.senders, ({ _id, sender }) => ({
    set: { sender: store.seals.seal(sender, senderPlace(_id)) },
    was: { sender },
  }));
  const addresses = await sealField(followers.model, plain.addresses, ({ _id, email }) => ({
    set: { email: store.seals.seal(email, followers.emailPlace(_id)) },
    was: { email },
  }));
  const devices = await sealField(pushSubscriptions.model, plain.devices, ({ _id, endpoint, keys }) => ({
    set: { reach: store.seals.seal({ endpoint, keys }, pushSubscriptions.reachPlace(_id)) },
    unset: { endpoint: '', keys: '' },
    was: { endpoint },
  }));
  return senders + addresses + devices + (await sealFiles(store));
}

interface Change {
  set: Record<string, Sealed>;
  unset?: Record<string, ''>;
  /** What it must still be when it is written. */
  was: Record<string, unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: the model's type plays no part in a raw write
async function sealField(model: any, where: object, change: (found: Plain) => Change): Promise<number> {
  const { collection } = model;
  const found: Plain[] = await collection.find(where).limit(batch).toArray();
  if (found.length === 0) return 0;
  const writes = found.map((one) => {
    const { set, unset, was } = change(one);
    const update = { $set: set, ...(unset ? { $unset: unset } : {}) };
    return { updateOne: { filter: { _id: one._id, ...was }, update } };
  });
  await collection.bulkWrite(writes, { ordered: false });
  return found.length;
}

/** A file's bytes are stored anew, then the old ones go. */
async function sealFiles(store: Store): Promise<number> {
  const { files } = store;
  const found = await files.model
    .find(plain.files as never)
    .limit(20)
    .lean<StoredFile[]>()
    .exec();
  for (const file of found) {
    const whole = await files.putBytes(file._id, files.bucket().openDownloadStream(file.blob as never));
    const thumb =
      file.thumb &&
      (await files.putBytes(`${file._id}-thumb`, files.bucket().openDownloadStream(file.thumb as never), whole.seal.k));
    const set = { ...whole, ...(thumb ? { thumb: thumb.blob, thumbSeal: thumb.seal } : {}) };
    const { matchedCount } = await files.model.updateOne({ _id: file._id, blob: file.blob }, { $set: set });
    // Another server was faster, or the file is gone: its bytes stand, ours go.
    await files.dropBytes(matchedCount === 1 ? file : set);
  }
  return found.length;
}
