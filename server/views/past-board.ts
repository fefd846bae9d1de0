/** What stood where at a past moment, in the shapes of the live board: from what the records left, not from counters. */
import type { Counts } from '../../domain/api/instances.ts';
import type { Board, BoardCounts, Standing } from '../../domain/api/watch.ts';
import { isScope } from '../../domain/bpmn-kinds.ts';
import type { Definition } from '../../store/definitions.ts';
import type { Store } from '../../store/store.ts';
import { wire } from './time.ts';

type Drawn = Pick<Definition, '_id' | 'version' | 'name' | 'deployedAt' | 'elements'>;

/** Versions that had been deployed by then; when one was deleted is not on record, so that none is left out for it. */
export async function boardAt(store: Store, processId: string, at: number): Promise<Board> {
  const definitions = await store.definitions.model
    .find({ processId, deployedAt: { $lte: at } })
    .select({ xml: 0 })
    .sort({ version: -1 })
    .lean<Drawn[]>()
    .exec();
  const [counts, running] = await Promise.all([countedAt(store, definitions, at), store.past.countRunning(at)]);
  const inForce = definitions[0]?._id;
  const versions = definitions
    .filter(({ _id }) => _id === inForce || (running.get(_id) ?? 0) > 0)
    .map(({ _id, version, name, deployedAt }) => ({
      definitionKey: _id,
      version,
      name,
      deployedAt: wire(deployedAt),
      running: running.get(_id) ?? 0,
      inForce: _id === inForce,
    }));
  return { asOf: wire(at), upTo: 0, versions, counts };
}

/** The counts of one definition. */
export async function countsAt(store: Store, definition: Drawn, at: number): Promise<Counts> {
  const counts = await countedAt(store, [definition], at);
  return { asOf: wire(at), elements: counts[definition._id] ?? {} };
}

async function countedAt(store: Store, definitions: readonly Drawn[], at: number): Promise<BoardCounts> {
  const drawn = new Map(definitions.map((one) => [one._id, one.elements]));
  const [standing, tasks, incidents] = await Promise.all([
    store.past.countStanding(at),
    store.past.tasksOpen(at),
    store.past.incidentsOpen(at),
  ]);
  const counts: BoardCounts = {};
  const of = (definitionKey: string, elementId: string): Standing => {
    counts[definitionKey] ??= {};
    counts[definitionKey][elementId] ??= { tokens: 0, incidents: 0, overdue: 0 };
    return counts[definitionKey][elementId];
  };
  for (const { definitionKey, elementId, type, count } of standing) {
    const elements = drawn.get(definitionKey);
    if (!elements || isScope(type) || elements[elementId]?.watch) continue;
    of(definitionKey, elementId).tokens += count;
  }
  for (const { definitionKey, elementId } of incidents)
    if (drawn.has(definitionKey)) of(definitionKey, elementId).incidents += 1;
  for (const { definitionKey, elementId, dueAt } of tasks)
    if (drawn.has(definitionKey) && dueAt !== null && dueAt < at) of(definitionKey, elementId).overdue += 1;
  return counts;
}
