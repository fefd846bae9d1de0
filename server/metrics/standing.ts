/**
 * How things stand: what figures read from the database and the disk. Asked once for all figures of a scrape and kept for
 * a few seconds, by queries whose cost does not grow with what was ever kept: counters that the projection keeps, index
 * ranges of what is open, and no more than `most` of these.
 */
import { open, stat, statfs } from 'node:fs/promises';
import { stageIds } from '../../domain/stages.ts';
import type { House } from '../house.ts';

/** Of what is counted one by one; a figure that stands at it means "so many, or more". */
export const most = 100_000;
const mostOfOutbox = 10_000;
export const keptMs = 10_000;

type Labelled = [label: string, value: number][];

export interface Standing {
  /** By kind: entries that are to go out, and the age of the oldest, seconds. */
  outboxWaiting: Labelled;
  outboxOldest: Labelled;
  outboxFailed: number;
  positions: Labelled;
  poisoned: number;
  incidents: number;
  /** Open tasks by stage of the regulation. */
  tasksOpen: Labelled;
  tasksOverdue: number;
  reports: number;
  reportsOpen: Labelled;
  mailsWaiting: Labelled;
  webhooks: Labelled;
  sessions: number;
  /** By what is leased: until when, machine time in seconds. */
  leases: Labelled;
  lastBackup: number;
  auditEntries: number;
  auditAnchored: number;
  auditAnchoredAt: number;
  diskFree: number;
  diskSize: number;
}

const openStatuses = ['received', 'needs-supplement', 'in-progress', 'answered'] as const;
const mailStates = ['taken', 'held', 'asked'] as const;
const kinds = ['message', 'cancellation', 'notice', 'mail', 'push', 'webhook'] as const;

/** Undefined while the database does not answer. */
export function standingOf(house: House): () => Promise<Standing | undefined> {
  let kept: { at: number; standing: Promise<Standing | undefined> } | undefined;
  return () => {
    const now = house.machineNow();
    if (!kept || now - kept.at >= keptMs) kept = { at: now, standing: read(house).catch(() => undefined) };
    return kept.standing;
  };
}

async function read(house: House): Promise<Standing> {
  const { store, settings } = house;
  const [outbox, counts, incidents, overdue, reportsOpen, mails, webhooks, rest, anchor, disk] = await Promise.all([
    readOutbox(house),
    store.definitions.counts.aggregate<{ _id: string; active: number }>([
      { $match: { active: { $gt: 0 } } },
      { $group: { _id: '$elementId', active: { $sum: '$active' } } },
    ]),
    store.incidents.model.countDocuments({ state: 'open' }, { limit: most }),
    overdueTasks(house),
    Promise.all(openStatuses.map((status) => store.reports.model.countDocuments({ status }, { limit: most }))),
    Promise.all(mailStates.map((state) => store.mails.model.countDocuments({ state }, { limit: most }))),
    store.webhooks.list(),
    Promise.all([
      store.outbox.model.countDocuments({ state: 'failed' }, { limit: most }),
      store.positions.all(),
      store.positions.poison.estimatedDocumentCount(),
      store.reports.model.estimatedDocumentCount(),
      store.sessions.model.estimatedDocumentCount(),
      store.leases.model.find().limit(100).lean<{ _id: string; until: number }[]>(),
      store.audit.head(),
      store.backupNotes.last(),
    ]),
    newestAnchor(settings.anchorsFile),
    statfs(settings.dataDir).catch(() => ({ bavail: 0, bsize: 0, blocks: 0 })),
  ]);
  const [outboxFailed, positions, poisoned, reports, sessions, leases, head, backup] = rest;
  return {
    ...outbox,
    outboxFailed,
    positions: positions.map(({ _id, position }) => [String(_id), position]),
    poisoned,
    incidents,
    tasksOpen: byStage(counts),
    tasksOverdue: overdue,
    reports,
    reportsOpen: openStatuses.map((status, n) => [status, reportsOpen[n]!]),
    mailsWaiting: mailStates.map((state, n) => [state, mails[n]!]),
    webhooks: [
      ['active', webhooks.filter(({ state, failures }) => state === 'active' && failures === 0).length],
      ['failing', webhooks.filter(({ state, failures }) => state === 'active' && failures > 0).length],
      ['off', webhooks.filter(({ state }) => state === 'off').length],
    ],
    sessions,
    leases: leases.map(({ _id, until }) => [_id, until / 1000]),
    lastBackup: (backup ?? 0) / 1000,
    auditEntries: head.number,
    auditAnchored: anchor.number,
    auditAnchoredAt: anchor.at,
    diskFree: disk.bavail * disk.bsize,
    diskSize: disk.blocks * disk.bsize,
  };
}

/** At most 10,000 are looked at: the longest due first, so that the oldest is among them. */
async function readOutbox({ store, machineNow }: House): Promise<Pick<Standing, 'outboxWaiting' | 'outboxOldest'>> {
  const found = await store.outbox.model.aggregate<{ _id: string; count: number; oldest: number | null }>([
    { $match: { kind: { $in: [...kinds] }, state: { $in: ['pending', 'sent'] } } },
    { $sort: { kind: 1, nextAt: 1 } },
    { $limit: mostOfOutbox },
    {
      $group: {
        _id: '$kind',
        count: { $sum: 1 },
        // Entries of the projection have no time of their own.
        oldest: { $min: { $cond: [{ $gt: ['$createdAt', 0] }, '$createdAt', null] } },
      },
    },
  ]);
  const of = new Map(found.map((one) => [one._id, one]));
  const now = machineNow();
  return {
    outboxWaiting: kinds.map((kind) => [kind, of.get(kind)?.count ?? 0]),
    outboxOldest: kinds.map((kind) => {
      const oldest = of.get(kind)?.oldest;
      return [kind, oldest ? Math.max(0, (now - oldest) / 1000) : 0];
    }),
  };
}

/** Only stages are tasks of people; the rest of what stands in a diagram is none. */
function byStage(counts: { _id: string; active: number }[]): Labelled {
  const of = new Map(counts.map(({ _id, active }) => [_id, active]));
  return stageIds.map((stage) => [stage, of.get(stage) ?? 0]);
}

async function overdueTasks({ store, clock }: House): Promise<number> {
  const dueAt = { $gt: 0, $lt: await clock.now() };
  return store.tasks.model.countDocuments({ open: true, dueAt }, { limit: most });
}

/** The last whole line of the file, without reading the rest. */
async function newestAnchor(file: string): Promise<{ number: number; at: number }> {
  try {
    const { size } = await stat(file);
    const handle = await open(file, 'r');
    try {
      const length = Math.min(size, 2_048);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      const line = buffer.toString('utf8').split('\n').at(-2) ?? '{}';
      const { number = 0, at } = JSON.parse(line) as { number?: number; at?: string };
      return { number, at: at ? Date.parse(at) / 1000 : 0 };
    } finally {
      await handle.close();
    }
  } catch {
    return { number: 0, at: 0 };
  }
}
