/**
 * How the database carried out what it was asked: read from its own profile, so that the plans are those of the real
 * questions. A question is at fault where it reads a growing collection from end to end, sorts in memory more than it
 * answers, or looks at many documents for few.
 */
import type { Store } from '../../store/store.ts';

type Db = NonNullable<Store['connection']['db']>;

/** One operation of the profile. */
export interface Profiled {
  op: string;
  /** When it was over. */
  ts: Date;
  ns: string;
  command: Record<string, unknown>;
  /** Of what fetches more: what was asked first. */
  originatingCommand?: { pipeline?: object[] };
  planSummary?: string;
  hasSortStage?: boolean;
  keysExamined?: number;
  docsExamined?: number;
  nreturned?: number;
  nMatched?: number;
  ndeleted?: number;
  cursorExhausted?: boolean;
  millis: number;
}

/** Collections that grow with the reports; what lies in the others is read whole without harm. */
export const growing = new Set([
  'reports',
  'dossiers',
  'tasks',
  'instances',
  'elements',
  'timers',
  'trails',
  'deadlines',
  'completions',
  'replies',
  'incidents',
  'subscriptions',
  'outbox',
  'audit',
  'events',
  'notices',
  'followers',
  'files',
  'drafts',
  'passages',
  'figure-days',
]);

/** Documents that may be looked at for each that is answered, and besides. */
const each = 4;
const besides = 150;

/** Everything asked of the database while `work` runs. Needs the right to profile. */
export async function profiled(db: Db, work: () => Promise<void>): Promise<Profiled[]> {
  // There from an earlier time: what is in it was over before.
  await db.createCollection('system.profile', { capped: true, size: 100 * 2 ** 20 }).catch(() => {});
  const before = await db.collection('system.profile').countDocuments();
  await db.command({ profile: 2 });
  try {
    await work();
  } finally {
    await db.command({ profile: 0 });
  }
  return (await db.collection('system.profile').find().skip(before).toArray()) as unknown as Profiled[];
}

export const collectionOf = ({ ns }: Profiled): string => ns.slice(ns.indexOf('.') + 1);

/** What is wrong with the way an operation went; null for nothing. */
export function faultOf(one: Profiled): string | null {
  if (!growing.has(collectionOf(one))) return null;
  const { planSummary = '', docsExamined = 0, hasSortStage } = one;
  // Follows what is written from now on.
  if (one.originatingCommand?.pipeline?.some((stage) => '$changeStream' in stage)) return null;
  const answered = (one.nreturned ?? 0) + (one.nMatched ?? 0) + (one.ndeleted ?? 0) + askedFor(one.command);
  const text = ofWordSearch(one.command);
  if (planSummary.includes('COLLSCAN')) return 'reads the collection from end to end';
  if (hasSortStage && !text && docsExamined > answered + besides) return 'sorts in memory more than it answers';
  if (whole.some(({ is }) => is(one))) return null;
  if (!text && docsExamined > answered * each + besides) return `looks at ${docsExamined} for ${answered}`;
  return null;
}

/** Of a count no more than its limit, of a question by keys no more than those may be looked at. */
function askedFor({ filter, pipeline }: Record<string, unknown>): number {
  const limits = (pipeline as { $limit?: number }[] | undefined)?.map(({ $limit = 0 }) => $limit) ?? [];
  return Math.max(0, (filter as { _id?: { $in?: unknown[] } } | undefined)?._id?.$in?.length ?? 0, ...limits);
}

/** Questions whose answer is made of everything that stands, or stood at a moment: as much is looked at, by reason. */
const whole: { reason: string; is(one: Profiled): boolean }[] = [
  {
    reason: 'what stood at a past moment (domain/past-tree.ts)',
    is: ({ command }) => /"node":\{"\$in"/.test(JSON.stringify(command)),
  },
  {
    reason: 'the map shows everything that runs, and says how many there are',
    is: (one) =>
      collectionOf(one) === 'instances' &&
      /^\[\{"\$match":\{"state":"active","reportCode"/.test(JSON.stringify(one.command.pipeline ?? '')),
  },
];

/** A search for words, or the list's own order over the newest thousand that it found (server/tasks/list.ts). */
function ofWordSearch({ filter }: Record<string, unknown>): boolean {
  if (/"\$text"|"search":\{"\$regex"/.test(JSON.stringify(filter ?? {}))) return true;
  const keys = (filter as { _id?: { $in?: unknown[] } } | undefined)?._id?.$in;
  return Object.keys(filter ?? {}).length === 1 && keys !== undefined && keys.length <= 1_000;
}

/** The question in short, for who has to mend it. */
export function told(one: Profiled): string {
  const { filter, pipeline, query, q, sort } = one.command as Record<string, unknown>;
  const what = JSON.stringify(pipeline ?? filter ?? query ?? q ?? {}).slice(0, 400);
  const order = sort ? ` sort ${JSON.stringify(sort)}` : '';
  return `${collectionOf(one)}: ${one.op} ${what}${order} by ${one.planSummary}, ${one.docsExamined} documents and ${one.keysExamined} keys for ${one.nreturned ?? one.nMatched}`;
}
