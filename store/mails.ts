/**
 * Incoming mails: each as it came, whole and sealed (in pieces, in `mailparts`), and what became of it. Written in one
 * transaction before the mailbox is touched; the same bytes are never kept twice. What a mail says stands in `letter` and
 * the pieces alone, which one key of the ring opens: destroyed with it (docs/decisions/0025).
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import {
  type KeptLetter,
  type MailState,
  type MailWhy,
  type MissingPart,
  unreadLetter,
} from '../domain/mail-in/letter.ts';
import { schemaOf } from './schema.ts';
import type { Sealed, Seals } from './sealed.ts';

export interface StoredMail {
  /** 128 random bits, hex. */
  _id: string;
  /** `<UIDVALIDITY>.<UID>` in the mailbox that it came to. */
  source: string;
  /** Keyed hash of the whole mail, hex. */
  hash: string;
  /** Keyed hash of Message-ID and body: a mail that was delivered twice has it twice. */
  sameAs: string;
  /** Bytes; of a mail that was too large to fetch, what the mailbox says. */
  size: number;
  state: MailState;
  why: MailWhy;
  /** The report that was made of it or that it belongs to. */
  reportCode: string | null;
  /** The asked mail that it answers. */
  answers: string | null;
  /** Business time, epoch ms. */
  receivedAt: number;
  /** The key that letter and pieces are sealed under. */
  key: string;
  /** Who, what, what was understood; sealed at rest, unread where the key is gone. */
  letter: KeptLetter;
  /** While its sender is asked: what for, and when that ends (business time). */
  ask: MailAsk | null;
  /** Machine time from which it is to be looked at (again); null when nothing is left to do. */
  nextAt: number | null;
  attempts: number;
  /** Why the last look failed: a class of error, never what the mail says. */
  lastError?: string;
  lease?: { owner: string; until: number };
  /** Who decided by hand, and why. */
  by?: string;
  reason?: string;
  /** When its content was erased by rule (business time). */
  erasedAt?: number;
}

export interface MailAsk {
  missing: MissingPart[];
  remindAt: number;
  closeAt: number;
  reminded: boolean;
  /** How often it was asked: part of the request's id. */
  round: number;
  /** The mails whose files go with the report: the first, then answers. */
  from: string[];
}

interface MailPart {
  /** `<mail>:<n>` */
  _id: string;
  data: Sealed;
}

/** As it lies in the database. */
type Kept = Omit<StoredMail, 'letter'> & { letter: Sealed };

/** Bytes of a piece: sealed, it is well below what one document may hold. */
const pieceBytes = 4 * 1024 * 1024;

const schema = schemaOf<Kept>('mails', {
  _id: { type: String, required: true },
  source: { type: String, required: true },
  hash: { type: String, required: true },
  sameAs: { type: String, required: true },
  size: { type: Number, required: true },
  state: { type: String, required: true },
  why: { type: String, required: true },
  reportCode: { type: String, default: null },
  answers: { type: String, default: null },
  receivedAt: { type: Number, required: true },
  key: { type: String, required: true },
  letter: { type: Schema.Types.Mixed, required: true },
  ask: { type: Schema.Types.Mixed, default: null },
  nextAt: { type: Number, default: null },
  attempts: { type: Number, required: true },
  lastError: String,
  lease: Schema.Types.Mixed,
  by: String,
  reason: String,
  erasedAt: Number,
});
schema.index({ hash: 1 }, { unique: true });
schema.index({ source: 1 });
schema.index({ sameAs: 1 });
schema.index({ reportCode: 1 }, { sparse: true });
schema.index({ state: 1, receivedAt: -1, _id: -1 }, { name: 'list' });
schema.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: 'number' } }, name: 'due' });
schema.index({ 'ask.remindAt': 1 }, { partialFilterExpression: { state: 'asked' }, name: 'asked' });

const parts = schemaOf<MailPart>('mailparts', {
  _id: { type: String, required: true },
  data: { type: Schema.Types.Mixed, required: true },
});

export function mailsOf(connection: Connection, seals: Seals) {
  const model = connection.model<Kept>('StoredMail', schema);
  const pieces = connection.model<MailPart>('MailPart', parts);
  const place = (id: string): string => `mails:${id}:letter`;
  const piecePlace = (id: string): string => `mailparts:${id}:data`;
  const opened = (kept: Kept): StoredMail => ({
    ...kept,
    letter: seals.open<KeptLetter>(kept.letter, place(kept._id)) ?? unreadLetter,
  });
  const lean = (one: Kept | null): StoredMail | null => one && opened(one);
  return {
    model,
    pieces,
    find: async (id: string, session?: ClientSession): Promise<StoredMail | null> =>
      lean(
        await model
          .findById(id)
          .session(session ?? null)
          .lean<Kept>()
          .exec(),
      ),
    bySource: async (source: string): Promise<StoredMail | null> =>
      lean(await model.findOne({ source }).lean<Kept>().exec()),
    /** A key for a mail that is to be kept. @throws NoKeys */
    newKey: (): string => seals.newKey(),
    /** Keeps a mail with its bytes. @throws code 11000 when these bytes are here already, NoKeys */
    async insert(mail: StoredMail, raw: Buffer, session: ClientSession): Promise<void> {
      const { _id, key } = mail;
      const letter = seals.seal(mail.letter, place(_id), key);
      await model.collection.insertOne({ ...mail, letter } as never, { session });
      const sealed: MailPart[] = [];
      for (let start = 0; start < raw.length; start += pieceBytes) {
        const id = `${_id}:${sealed.length}`;
        const data = raw.subarray(start, start + pieceBytes).toString('base64');
        sealed.push({ _id: id, data: seals.seal(data, piecePlace(id), key) });
      }
      if (sealed.length > 0) await pieces.collection.insertMany(sealed as never[], { session });
    },
    /** The mail as it came (its head, where it was too large to fetch); null when its key is gone. */
    async raw(id: string): Promise<Buffer | null> {
      const found = await pieces
        .find({ _id: { $gte: `${id}:`, $lt: `${id};` } } as never)
        .lean<MailPart[]>()
        .exec();
      const order = ({ _id }: MailPart): number => Number(_id.split(':')[1]);
      const opened = found
        .sort((a, b) => order(a) - order(b))
        .map((one) => seals.open<string>(one.data, piecePlace(one._id)));
      if (opened.some((one) => one === undefined)) return null;
      return Buffer.concat(opened.map((one) => Buffer.from(one!, 'base64')));
    },
    /** An earlier mail with the same Message-ID and body. */
    earlier: async (mail: Pick<StoredMail, '_id' | 'sameAs'>): Promise<StoredMail | null> =>
      lean(
        await model
          .findOne({ sameAs: mail.sameAs, _id: { $ne: mail._id }, why: { $ne: 'repeat' } })
          .lean<Kept>()
          .exec(),
      ),
    /** Takes the next mail that is due for this server; others keep off until `until`. Machine time. */
    async claim(owner: string, now: number, until: number): Promise<StoredMail | null> {
      return lean(
        await model
          .findOneAndUpdate(
            { nextAt: { $lte: now }, $or: [{ lease: null }, { 'lease.until': { $lt: now } }] } as never,
            { $set: { lease: { owner, until } }, $inc: { attempts: 1 } },
            { sort: { nextAt: 1 }, returnDocument: 'after' },
          )
          .lean<Kept>()
          .exec(),
      );
    },
    /** Changes a mail that is still in this state. Returns whether it was. */
    async change(
      { _id, key }: Pick<StoredMail, '_id' | 'key'>,
      from: MailState,
      { letter, ...change }: Partial<StoredMail>,
      session?: ClientSession,
    ): Promise<boolean> {
      const sealed = letter ? { letter: seals.seal(letter, place(_id), key) } : {};
      const result = await model.collection.updateOne(
        { _id, state: from } as never,
        { $set: { ...change, ...sealed }, $unset: { lease: '' } } as never,
        { session },
      );
      return result.matchedCount === 1;
    },
    /** For good: the key is destroyed and the pieces go; that there was a mail, and what became of it, stays. */
    async erase(mail: Pick<StoredMail, '_id' | 'key'>): Promise<void> {
      seals.destroy([mail.key]);
      await pieces.deleteMany({ _id: { $gte: `${mail._id}:`, $lt: `${mail._id};` } } as never);
    },
    /** Asked mails whose reminder or end has come. `now`: business time. */
    asksDue: (now: number, limit: number): Promise<StoredMail[]> =>
      model
        .find({
          state: 'asked',
          $or: [{ 'ask.reminded': false, 'ask.remindAt': { $lte: now } }, { 'ask.closeAt': { $lte: now } }],
        } as never)
        .limit(limit)
        .lean<Kept[]>()
        .exec()
        .then((all) => all.map(opened)),
    /** Newest first, from `after` on. */
    list: (
      states: readonly MailState[] | null,
      options: { after?: { at: number; id: string }; limit: number },
    ): Promise<StoredMail[]> => {
      const { after, limit } = options;
      const filter: Record<string, unknown> = states ? { state: { $in: states } } : {};
      if (after) filter.$or = [{ receivedAt: { $lt: after.at } }, { receivedAt: after.at, _id: { $lt: after.id } }];
      return model
        .find(filter as never)
        .sort({ receivedAt: -1, _id: -1 })
        .limit(limit)
        .lean<Kept[]>()
        .exec()
        .then((all) => all.map(opened));
    },
    async counts(): Promise<Partial<Record<MailState, number>>> {
      const found = await model.aggregate<{ _id: MailState; n: number }>([
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      return Object.fromEntries(found.map(({ _id, n }) => [_id, n]));
    },
  };
}
export type Mails = ReturnType<typeof mailsOf>;
