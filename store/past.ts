/**
 * What was at a moment: which instances ran, which elements, tasks and incidents stood, as the records tell. Every
 * question goes by the tree of domain/past-tree.ts, so that it costs as much as was there, not as has passed since.
 */
import type { Model } from 'mongoose';
import { nodeOf, nodesTo } from '../domain/past-tree.ts';
import type { Deadlines } from './deadlines.ts';
import type { Incident, Incidents } from './incidents.ts';
import type { ElementInstance, Instance, Instances } from './instances.ts';
import type { Task, Tasks } from './tasks.ts';

/** How many stood at an element. */
export interface StoodAt {
  definitionKey: string;
  elementId: string;
  type: string;
  count: number;
}

export type Stood = Pick<ElementInstance, '_id' | 'instanceKey' | 'definitionKey' | 'elementId' | 'type' | 'startedAt'>;
type Field = 'startedAt' | 'createdAt';
type End = 'endedAt' | 'resolvedAt';
export type Filter = Record<string, unknown>;

/** What had begun by then and was not over; what is not over yet hangs at no node. */
const held = (at: number, begin: Field, end: End): Filter => ({
  node: { $in: [...nodesTo(at), null] },
  [begin]: { $lte: at },
  $or: [{ [end]: null }, { [end]: { $gt: at } }],
});

export interface PastSources {
  instances: Instances;
  tasks: Tasks;
  incidents: Incidents;
  deadlines: Deadlines;
}

export function pastOf(of: PastSources) {
  const { model: instances, elements } = of.instances;
  const moved = (at: number) => ({ 'was.until': { $gt: at }, startedAt: { $lte: at } });
  const placeThen = (one: ElementInstance, at: number) => one.was?.find(({ until }) => until > at) ?? one;

  return {
    /** Filters for questions of one's own. */
    running: (at: number): Filter => held(at, 'startedAt', 'endedAt'),
    openTasks: (at: number): Filter => held(at, 'createdAt', 'endedAt'),
    openIncidents: (at: number): Filter => held(at, 'createdAt', 'resolvedAt'),
    standing: (at: number): Filter => held(at, 'startedAt', 'endedAt'),

    /** How many stood at each element; scopes and watches are among them. */
    async countStanding(at: number): Promise<StoodAt[]> {
      const found = await elements.aggregate<{ _id: Omit<StoodAt, 'count'>; count: number }>([
        { $match: held(at, 'startedAt', 'endedAt') },
        {
          $group: {
            _id: { definitionKey: '$definitionKey', elementId: '$elementId', type: '$type' },
            count: { $sum: 1 },
          },
        },
      ]);
      const sums = new Map(found.map(({ _id, count }) => [keyOf(_id), { ..._id, count }]));
      const add = (place: Omit<StoodAt, 'count'>, by: number) => {
        const known = sums.get(keyOf(place)) ?? { ...place, count: 0 };
        sums.set(keyOf(place), { ...known, count: known.count + by });
      };
      // What was migrated since stood elsewhere then.
      const since = await elements
        .find(moved(at) as never)
        .lean<ElementInstance[]>()
        .exec();
      for (const one of since) {
        if (one.endedAt !== null && one.endedAt <= at) continue;
        add({ definitionKey: one.definitionKey, elementId: one.elementId, type: one.type }, -1);
        const { definitionKey, elementId } = placeThen(one, at);
        add({ definitionKey, elementId, type: one.type }, 1);
      }
      return [...sums.values()].filter(({ count }) => count > 0);
    },

    /** The elements that stood in these instances then, each where it was then. */
    async standingIn(instanceKeys: string[], at: number): Promise<Stood[]> {
      const found = await elements
        .find({ instanceKey: { $in: instanceKeys }, startedAt: { $lte: at } })
        .sort({ instanceKey: 1, position: 1 })
        .lean<ElementInstance[]>()
        .exec();
      return found
        .filter(({ endedAt }) => endedAt === null || endedAt > at)
        .map((one) => {
          const { definitionKey, elementId } = placeThen(one, at);
          const { _id, instanceKey, type, startedAt } = one;
          return { _id, instanceKey, definitionKey, elementId, type, startedAt };
        });
    },

    /** Keys of the instances of which something stood at this element. */
    async instancesAt(elementId: string, at: number): Promise<string[]> {
      const [now, since] = await Promise.all([
        elements
          .find({ ...held(at, 'startedAt', 'endedAt'), elementId })
          .lean<ElementInstance[]>()
          .exec(),
        elements
          .find({ ...moved(at), 'was.elementId': elementId } as never)
          .lean<ElementInstance[]>()
          .exec(),
      ]);
      const there = [...now, ...since].filter(
        (one) => placeThen(one, at).elementId === elementId && (one.endedAt === null || one.endedAt > at),
      );
      return [...new Set(there.map(({ instanceKey }) => instanceKey))];
    },

    /** How many ran on each version. */
    async countRunning(at: number): Promise<Map<string, number>> {
      const found = await instances.aggregate<{ _id: string; count: number }>([
        { $match: held(at, 'startedAt', 'endedAt') },
        { $group: { _id: '$definitionKey', count: { $sum: 1 } } },
      ]);
      const sums = new Map(found.map(({ _id, count }) => [_id, count]));
      const add = (key: string, by: number) => sums.set(key, (sums.get(key) ?? 0) + by);
      const since = await instances
        .find(moved(at) as never)
        .lean<Instance[]>()
        .exec();
      for (const one of since) {
        if (one.endedAt !== null && one.endedAt <= at) continue;
        add(one.definitionKey, -1);
        add(versionThen(one, at).definitionKey, 1);
      }
      return sums;
    },

    /** The tasks that were open then, each with the date it had then; `where` narrows by what does not change. */
    async tasksOpen(at: number, where: Filter = {}): Promise<Task[]> {
      const found = await of.tasks.model
        .find({ $and: [held(at, 'createdAt', 'endedAt'), where] } as never)
        .select({ search: 0, summary: 0 })
        .lean<Task[]>()
        .exec();
      const deadlines = await of.deadlines.model
        .find({ _id: { $in: found.map(({ taskInstance }) => taskInstance) }, 'moves.at': { $gt: at } })
        .lean()
        .exec();
      const later = new Map(deadlines.map((one) => [one._id, one.moves.find((move) => move.at > at)]));
      const movedSince = (
        await elements
          .find({ _id: { $in: found.map(({ taskInstance }) => taskInstance) }, 'was.until': { $gt: at } } as never)
          .lean<ElementInstance[]>()
          .exec()
      ).map((one) => [one._id, placeThen(one, at)] as const);
      const places = new Map(movedSince);
      return found.map((task) => {
        const dueAt = later.get(task.taskInstance)?.from ?? task.dueAt;
        const { definitionKey, elementId } = places.get(task.taskInstance) ?? task;
        return { ...task, dueAt, definitionKey, elementId };
      });
    },

    /** The incidents that stood open then, each where it was then. */
    async incidentsOpen(at: number): Promise<Incident[]> {
      const found = await of.incidents.model
        .find(held(at, 'createdAt', 'resolvedAt') as never)
        .sort({ createdAt: 1, _id: 1 })
        .lean<Incident[]>()
        .exec();
      const since = await elements
        .find({ _id: { $in: found.map((one) => one.elementInstanceKey) }, 'was.until': { $gt: at } } as never)
        .lean<ElementInstance[]>()
        .exec();
      const places = new Map(since.map((one) => [one._id, placeThen(one, at)]));
      return found.map((one) => {
        const { definitionKey, elementId } = places.get(one.elementInstanceKey) ?? one;
        return { ...one, definitionKey, elementId };
      });
    },

    /** How many things are over and hang nowhere: from before the tree was kept. */
    async countLoose(): Promise<number> {
      const loose = (model: unknown, end: End) =>
        (model as Model<unknown>).collection.countDocuments({ node: null, [end]: { $ne: null } } as never);
      const counts = await Promise.all([
        loose(instances, 'endedAt'),
        loose(elements, 'endedAt'),
        loose(of.tasks.model, 'endedAt'),
        loose(of.incidents.model, 'resolvedAt'),
      ]);
      return counts.reduce((sum, count) => sum + count, 0);
    },

    /** Hangs up what was over before the tree was kept; of no effect the second time. */
    async hangUp(): Promise<void> {
      await hangUpOne(instances as never, 'startedAt', 'endedAt');
      await hangUpOne(elements as never, 'startedAt', 'endedAt');
      await hangUpOne(of.tasks.model as never, 'createdAt', 'endedAt');
      await hangUpOne(of.incidents.model as never, 'createdAt', 'resolvedAt');
    },
  };
}
export type Past = ReturnType<typeof pastOf>;

const keyOf = (place: Omit<StoodAt, 'count'>): string => `${place.definitionKey}:${place.elementId}:${place.type}`;

/** The version that an instance ran on then. */
export function versionThen(instance: Instance, at: number): { definitionKey: string; version: number } {
  return instance.was?.find(({ until }) => until > at) ?? instance;
}

/** The person who held a task then; null when nobody did. */
export function holderThen(task: Pick<Task, 'history'>, at: number): string | null {
  return task.history.findLast((one) => one.at <= at)?.assignee ?? null;
}

async function hangUpOne(model: Model<Record<string, number>>, begin: Field, end: End): Promise<void> {
  let writes: object[] = [];
  const write = async () => {
    if (writes.length > 0) await model.collection.bulkWrite(writes as never[], { ordered: false });
    writes = [];
  };
  const over = model.collection.find({ node: null, [end]: { $ne: null } } as never, {
    projection: { [begin]: 1, [end]: 1 },
  });
  for await (const one of over as AsyncIterable<Record<string, number> & { _id: never }>) {
    const node = nodeOf(one[begin]!, one[end]!);
    writes.push({ updateOne: { filter: { _id: one._id, node: null }, update: { $set: { node } } } });
    if (writes.length >= 1_000) await write();
  }
  await write();
}
