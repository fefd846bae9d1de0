/**
 * Reports. A report has two halves: what its sender said (written by server/reports only) and what the engine's record
 * stream says of it (`status` to `flow`, written by server/records/project only; no one else may touch those).
 * Shard key: `_id` hashed.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';
import { isSealed, type Sealed, type Seals } from './sealed.ts';

export type ReportStatus =
  | 'received'
  | 'needs-supplement'
  | 'in-progress'
  | 'answered'
  | 'closed'
  | 'rejected'
  | 'withdrawn';

export type Rating = 'satisfied' | 'acceptable' | 'unsatisfied';

/** Who sent it. Sealed at rest; what cannot be read (erased, or opened without keys) is `noSender`. */
export interface Sender {
  name: string;
  phone: string;
  email?: string;
  address?: string;
}

export const noSender: Readonly<Sender> = { name: '', phone: '' };

export interface Place {
  text: string;
  district?: string;
  lat?: number;
  lng?: number;
}

/** One line of a report's way; `by` is an agency id (or `sender`, `ioc`), never a person. */
export interface HistoryLine {
  /** Epoch milliseconds. */
  at: number;
  /** What happened: a key of the text catalogue, e.g. `received`, `intake.accepted`, `deadline-moved`. */
  what: string;
  by?: string;
  stage?: string;
  data?: Record<string, unknown>;
  /** The record that brought it, `partition-position`; orders lines of one instant and makes repeats harmless. */
  id?: string;
}

export interface PublishedReply {
  agency: string;
  text: string;
  attachments: string[];
  at: number;
  kind: 'public' | 'private' | 'sealed';
  /** "Answered" and "fixed" are different things; absent for a sealed reply. */
  resolution?: 'fixed' | 'answered' | 'cannot-fix';
}

export interface Report {
  /** The code, e.g. `PA-7K2M-…` (domain/report-code.ts). */
  _id: string;
  sender: Sender;
  /** What was erased by rule (docs/decisions/0025): the sender, and, of a report that was never published, the words. */
  erased?: { at: number; words: boolean };
  content: string;
  place: Place;
  /** GeoJSON point of `place`, for `near`. */
  geo?: { type: 'Point'; coordinates: [number, number] };
  occurredAt?: number;
  hideIdentity: boolean;
  confidential: boolean;
  attachments: string[];
  /** Business time of reception. */
  receivedAt: number;
  /** SHA-256 of the access token, hex. */
  tokenHash: string;
  /** Intake's due date as promised at reception; null while no definition was known. */
  promisedDueAt: number | null;
  /** Folded content and place, for words without diacritics. */
  search: string;
  supplements: { id: string; at: number; content?: string; attachments: string[]; addendum?: boolean }[];
  feedback: { id: string; at: number; rating?: Rating; comment?: string; addendum?: boolean }[];
  withdrawal?: { at: number; reason?: string; addendum?: boolean };
  takenDown?: { at: number; by: string; reason: string };
  /** The sender's address cannot be reached (a mail server said so for good): no mail goes there until staff try again. */
  mailFailing?: { at: number; status: string };
  /** Code of the report that this one repeats; set by staff, changes nothing of the procedure. */
  duplicateOf?: string;
  /** The field that the sender chose, where the channel let one choose; intake decides. */
  suggestedField?: string;
  /** Where it did not come by the portal: by which channel, and whose software sent it. */
  via?: { channel: 'open311'; agency: string };
  /** The request that brought it, as a `traceparent`: what the product does with it later names it. */
  trace?: string;

  // --- the projected half ---
  status: ReportStatus;
  /** Element id of the stage where it stands, `supplement`, `feedback`, or null. */
  stage: string | null;
  dueAt: number | null;
  instanceKey?: string;
  field?: string;
  district?: string;
  leadAgency?: string;
  coordinatingAgencies: string[];
  proposedAgencies: string[];
  missing?: string;
  ground?: string;
  rating?: Rating;
  reply?: PublishedReply;
  publishedAt?: number;
  /** Of a published reply: whether every step before it was done by its first date, and by the date in force. */
  timeliness?: { byFirst: boolean; byMoved: boolean };
  history: HistoryLine[];
  /** What only the projection needs to go on from here. */
  flow: ReportFlow;
}

export interface ReportFlow {
  /** User tasks of this report that are open: key → stage and due date. */
  tasks: Record<string, { stage: string; dueAt: number | null }>;
  /** False from a completion until the instance has arrived at its next task, wait or end. */
  settled: boolean;
  /** How the stages ended: `answered`, `rejected`, `incomplete`, `closed`. */
  closure?: string;
  /** Until when the instance waits for the sender (supplement, feedback). */
  waitUntil?: number;
  /** Whether the reply in force was rated; the instance has ended (`Standing` of domain/status.ts). */
  rated?: boolean;
  ended?: boolean;
  /** Whether a step so far was done after its first date; after the date in force. */
  lateByFirst?: boolean;
  lateByMoved?: boolean;
}

/** The fields of the projected half: what a rebuild clears first. */
export const projectedFields = [
  'status',
  'stage',
  'dueAt',
  'instanceKey',
  'field',
  'district',
  'leadAgency',
  'coordinatingAgencies',
  'proposedAgencies',
  'missing',
  'ground',
  'rating',
  'reply',
  'publishedAt',
  'timeliness',
  'history',
  'flow',
] as const;

/** The projected half as it is before the engine's first record. */
export function projectedStart(promisedDueAt: number | null) {
  return {
    status: 'received' as const,
    stage: null,
    dueAt: promisedDueAt,
    coordinatingAgencies: [],
    proposedAgencies: [],
    history: [],
    flow: { tasks: {}, settled: true } as ReportFlow,
  };
}

const schema = schemaOf<Report>('reports', {
  _id: { type: String, required: true },
  sender: { type: Schema.Types.Mixed, required: true },
  erased: Schema.Types.Mixed,
  content: { type: String, required: true },
  place: { type: Schema.Types.Mixed, required: true },
  geo: Schema.Types.Mixed,
  occurredAt: Number,
  hideIdentity: { type: Boolean, required: true },
  confidential: { type: Boolean, required: true },
  attachments: { type: [String], required: true },
  receivedAt: { type: Number, required: true },
  tokenHash: { type: String, required: true },
  promisedDueAt: { type: Number, default: null },
  search: { type: String, required: true },
  supplements: { type: [Schema.Types.Mixed], default: [] },
  feedback: { type: [Schema.Types.Mixed], default: [] },
  withdrawal: Schema.Types.Mixed,
  takenDown: Schema.Types.Mixed,
  suggestedField: String,
  via: Schema.Types.Mixed,
  trace: String,
  status: { type: String, required: true },
  stage: { type: String, default: null },
  dueAt: { type: Number, default: null },
  instanceKey: String,
  field: String,
  district: String,
  leadAgency: String,
  coordinatingAgencies: { type: [String], default: [] },
  proposedAgencies: { type: [String], default: [] },
  missing: String,
  ground: String,
  rating: String,
  reply: Schema.Types.Mixed,
  publishedAt: Number,
  timeliness: Schema.Types.Mixed,
  history: { type: [Schema.Types.Mixed], default: [] },
  flow: { type: Schema.Types.Mixed, required: true },
});
schema.index({ instanceKey: 1 }, { sparse: true });
schema.index({ geo: '2dsphere' }, { sparse: true });
// Published reports: newest first, and by each filter of the page.
const published = { 'reply.kind': 'public' };
schema.index({ publishedAt: -1, _id: -1 }, { partialFilterExpression: published, name: 'published' });
for (const filter of ['field', 'district', 'leadAgency'] as const)
  schema.index(
    { [filter]: 1, publishedAt: -1, _id: -1 },
    { partialFilterExpression: published, name: `published-${filter}` },
  );
// Where intake names no district the sender's counts.
schema.index(
  { 'place.district': 1, publishedAt: -1, _id: -1 },
  { partialFilterExpression: published, name: 'published-place' },
);
schema.index({ search: 'text' }, { default_language: 'none', name: 'words' });
schema.index({ status: 1, receivedAt: -1 });
// A month of reception, for its figures.
schema.index({ receivedAt: 1 });
schema.index({ duplicateOf: 1, receivedAt: 1 }, { sparse: true });

/** Where a report's sender is sealed (`sealed.ts`). */
export const senderPlace = (code: string): string => `reports:${code}:sender`;

/** Keeps and finds reports. Their senders are sealed in the database and plain in here. */
export function reportsOf(connection: Connection, seals: Seals) {
  const model = connection.model<Report>('Report', schema);
  const opened = (report: Report): Report => {
    const kept = report.sender as Sender | Sealed | null | undefined;
    const sender = isSealed(kept) ? seals.open<Sender>(kept, senderPlace(report._id)) : kept;
    return { ...report, sender: sender ?? noSender };
  };
  const sealed = (report: Report): object => ({
    ...report,
    sender: seals.seal(report.sender, senderPlace(report._id)),
  });
  return {
    model,
    /** A report as the database has it, read through `model`: with its sender in plain. */
    opened,
    /** The report with this code, or null. */
    async find(code: string, session?: ClientSession): Promise<Report | null> {
      const found = await model
        .findById(code)
        .session(session ?? null)
        .lean<Report>()
        .exec();
      return found && opened(found);
    },
    async findMany(codes: string[], session?: ClientSession): Promise<Report[]> {
      const found = await model
        .find({ _id: { $in: codes } })
        .session(session ?? null)
        .lean<Report[]>()
        .exec();
      return found.map(opened);
    },
    /** The request that brought it, as a `traceparent`; undefined where none is known. */
    async traceOf(code: string): Promise<string | undefined> {
      const found = await model.findById(code).select({ trace: 1 }).lean<Pick<Report, 'trace'>>().exec();
      return found?.trace;
    },
    /** When each of these came in, by code. */
    async receivedAtOf(codes: string[]): Promise<Map<string, number>> {
      const found = await model
        .find({ _id: { $in: codes } })
        .select({ receivedAt: 1 })
        .lean<Pick<Report, '_id' | 'receivedAt'>[]>()
        .exec();
      return new Map(found.map(({ _id, receivedAt }) => [_id, receivedAt]));
    },
    /** The report that this instance handles; null until the first record of it is projected. */
    async findByInstance(instanceKey: string): Promise<Report | null> {
      const found = await model.findOne({ instanceKey }).lean<Report>().exec();
      return found && opened(found);
    },
    /** What says who may read them: no text, no sender. */
    facesOf: (
      codes: string[],
    ): Promise<Pick<Report, '_id' | 'confidential' | 'leadAgency' | 'coordinatingAgencies'>[]> =>
      model
        .find({ _id: { $in: codes } })
        .select({ confidential: 1, leadAgency: 1, coordinatingAgencies: 1 })
        .lean<Pick<Report, '_id' | 'confidential' | 'leadAgency' | 'coordinatingAgencies'>[]>()
        .exec(),
    /** How many others repeat each of these, by code; none where nobody does. */
    async repeatsOf(codes: string[]): Promise<Map<string, number>> {
      const counts = await model.aggregate<{ _id: string; count: number }>([
        { $match: { duplicateOf: { $in: codes } } },
        { $group: { _id: '$duplicateOf', count: { $sum: 1 } } },
      ]);
      return new Map(counts.map(({ _id, count }) => [_id, count]));
    },
    /** Received before `before`, and not yet shown by a record to have started. */
    notStarted: (before: number): Promise<Pick<Report, '_id' | 'receivedAt' | 'place'>[]> =>
      model
        .find({ status: 'received', receivedAt: { $lt: before }, instanceKey: null } as never)
        .select({ receivedAt: 1, place: 1 })
        .lean<Pick<Report, '_id' | 'receivedAt' | 'place'>[]>()
        .exec(),
    /** @throws NoKeys where the store was opened without keys */
    async insert(report: Report, session: ClientSession): Promise<void> {
      await model.collection.insertOne(sealed(report) as never, { session });
    },
    /** @throws NoKeys where the store was opened without keys */
    async insertAll(reports: Report[], session: ClientSession): Promise<void> {
      await model.collection.insertMany(reports.map(sealed) as never[], { session });
    },
  };
}
export type Reports = ReturnType<typeof reportsOf>;
