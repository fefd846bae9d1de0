/** What stands where on every version that runs: asked of kept counters and of what is open now, never of history. */
import type { BoardCounts, RunningVersion, Standing } from '../../domain/api/watch.ts';
import type { Definition } from '../../store/definitions.ts';
import type { Store } from '../../store/store.ts';
import { wire } from '../views/time.ts';

export interface Picture {
  /** Business time of the count. */
  at: number;
  upTo: number;
  versions: RunningVersion[];
  counts: BoardCounts;
  /** When the next task turns overdue; null when none is open. */
  nextDueAt: number | null;
}

type Named = Pick<Definition, '_id' | 'version' | 'name' | 'deployedAt' | 'deleted'>;

export async function takePicture(store: Store, processId: string, now: number): Promise<Picture> {
  const { definitions, instances, tasks, events } = store;
  // Before the counts: they then hold at least everything up to this event.
  const upTo = await events.last();
  const all = await definitions.model
    .find({ processId })
    .select({ version: 1, name: 1, deployedAt: 1, deleted: 1 })
    .sort({ version: -1 })
    .lean<Named[]>()
    .exec();
  const keys = all.map(({ _id }) => _id);
  const open = { definitionKey: { $in: keys }, open: true };
  const [running, kept, late, next] = await Promise.all([
    instances.model.aggregate<{ _id: string; running: number }>([
      { $match: { state: 'active', definitionKey: { $in: keys } } },
      { $group: { _id: '$definitionKey', running: { $sum: 1 } } },
    ]),
    definitions.counts
      .find({ definitionKey: { $in: keys }, $or: [{ active: { $gt: 0 } }, { incidents: { $gt: 0 } }] })
      .lean<{ definitionKey: string; elementId: string; active: number; incidents: number }[]>()
      .exec(),
    tasks.overdue(keys, now),
    tasks.model
      .findOne({ ...open, dueAt: { $gte: now } })
      .sort({ dueAt: 1 })
      .select({ dueAt: 1 })
      .lean<{ dueAt: number }>()
      .exec(),
  ]);
  const counts: BoardCounts = {};
  const at = (definitionKey: string, elementId: string): Standing => {
    counts[definitionKey] ??= {};
    counts[definitionKey][elementId] ??= { tokens: 0, incidents: 0, overdue: 0 };
    return counts[definitionKey][elementId];
  };
  for (const { definitionKey, elementId, active: tokens, incidents } of kept)
    Object.assign(at(definitionKey, elementId), { tokens, incidents });
  for (const { definitionKey, elementId, overdue } of late) at(definitionKey, elementId).overdue = overdue;
  const runs = new Map(running.map((one) => [one._id, one.running]));
  const inForce = all.find(({ deleted }) => !deleted)?._id;
  const versions = all
    .filter(({ _id }) => _id === inForce || runs.has(_id))
    .map(({ _id, version, name, deployedAt }) => ({
      definitionKey: _id,
      version,
      name,
      deployedAt: wire(deployedAt),
      running: runs.get(_id) ?? 0,
      inForce: _id === inForce,
    }));
  return { at: now, upTo, versions, counts, nextDueAt: next?.dueAt ?? null };
}

const none: Standing = { tokens: 0, incidents: 0, overdue: 0 };
const same = (a: Standing, b: Standing): boolean =>
  a.tokens === b.tokens && a.incidents === b.incidents && a.overdue === b.overdue;

/** Per element what is another now, zeros where nothing is any more. Pure. */
export function changedFrom(before: BoardCounts, after: BoardCounts): BoardCounts {
  const changed: BoardCounts = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, fresh] = [before[key] ?? {}, after[key] ?? {}];
    for (const id of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
      const now = fresh[id] ?? none;
      if (same(old[id] ?? none, now)) continue;
      changed[key] ??= {};
      changed[key][id] = now;
    }
  }
  return changed;
}
