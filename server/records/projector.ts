/**
 * Folds records into the store: in position order per partition, each batch in one transaction together with the
 * partition's position. A record that comes twice is behind the position and changes nothing; a batch that was cut off
 * was never written. Any split of the stream into batches gives the same documents.
 */
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import type { Definition } from '../../store/definitions.ts';
import type { StreamEvent } from '../../store/events.ts';
import type { Store } from '../../store/store.ts';
import { type Trace, traceFrom, traceOfAction } from '../../telemetry/trace.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { eventsOf } from './events.ts';
import { decoded } from './project/definition.ts';
import { projectors } from './project/registry.ts';
import { readDiagram } from './read-diagram.ts';
import { type EngineRecord, idOf } from './record.ts';
import { Unit, Wanted } from './unit.ts';

export interface Projected {
  events: StreamEvent[];
  /** Something of the outbox was confirmed, released or may go now. */
  outbox: boolean;
  applied: number;
  /** The requests behind it: those that its records name, and those that brought the reports it is about. */
  traces: Trace[];
}

export interface Projector {
  /** Resolves when everything is durable. @throws when the database is down; the engine then sends again */
  project(records: EngineRecord[]): Promise<Projected>;
}

export interface ProjectorOptions {
  store: Store;
  /** Machine time, epoch ms. */
  machineNow: () => number;
  /** Most records that one transaction takes. */
  batchSize?: number;
  onPoison?: (id: string, error: unknown) => void;
}

/** Before the directory is loaded. */
const withoutDirectory = compileCalendar(shippedCalendar);

/** Somebody else has moved the partition meanwhile. */
class Overtaken extends Error {}

export function createProjector(options: ProjectorOptions): Projector {
  const { store, machineNow, batchSize = 1000, onPoison = () => {} } = options;
  const definitions = new Map<string, Definition>();
  const queues = new Map<number, Promise<unknown>>();

  /** One batch of a partition at a time; partitions don't wait for each other. */
  function inTurn<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const before = queues.get(partition) ?? Promise.resolve();
    const mine = before.then(work, work);
    queues.set(
      partition,
      mine.catch(() => {}),
    );
    return mine;
  }

  /** `poisoned`: records of this batch that can't be applied, with the reason. */
  async function attempt(
    partition: number,
    records: EngineRecord[],
    poisoned: Map<string, unknown>,
  ): Promise<Projected> {
    const calendar = (await calendarInForce(store)) ?? withoutDirectory;
    let fresh: EngineRecord[] = [];
    let held: Definition[] = [];
    const result = await store.telling(async (session) => {
      const position = await store.positions.of(partition, session);
      fresh = records.filter((record) => record.position > position);
      const newest = fresh.at(-1);
      if (!newest) return nothing;
      const unit = new Unit(store, session, calendar, definitions.values());
      const wanted = new Wanted();
      const known = fresh.filter((record) => projectors.has(record.valueType) && !poisoned.has(idOf(record)));
      for (const record of known) step(record, () => projectors.get(record.valueType)!.wants(record, wanted));
      await unit.load(wanted);
      for (const record of known) step(record, () => projectors.get(record.valueType)!.apply(record, unit));
      const now = machineNow();
      const times = { machineNow: now, recordAt: newest.timestamp };
      const moved = await store.positions.advance(partition, position, newest.position, times, session);
      if (!moved) throw new Overtaken();
      for (const record of fresh) {
        const reason = poisoned.get(idOf(record));
        if (reason !== undefined) await keepPoison(record, reason, now, session);
      }
      const events = await unit.write(eventsOf(unit, newest.timestamp), now);
      held = unit.definitions.loaded();
      return {
        events,
        outbox: unit.outboxTouched || unit.subscriptions.changed.length > 0,
        applied: fresh.length,
        traces: tracesOf(fresh, unit.reports.loaded()),
      };
    });
    for (const definition of held) definitions.set(definition._id, definition);
    return result;
  }

  function keepPoison(
    record: EngineRecord,
    reason: unknown,
    now: number,
    session: Parameters<Store['positions']['of']>[1],
  ) {
    const poison = {
      valueType: record.valueType,
      intent: record.intent,
      error: String((reason as Error)?.message ?? reason),
      at: now,
      record: JSON.stringify(record),
    };
    onPoison(idOf(record), reason);
    return store.positions.poison.updateOne({ _id: idOf(record) }, { $setOnInsert: poison }, { upsert: true, session });
  }

  async function projectBatch(partition: number, records: EngineRecord[]): Promise<Projected> {
    const poisoned = new Map<string, unknown>();
    let doubled = false;
    for (;;) {
      try {
        return await attempt(partition, records, poisoned);
      } catch (error) {
        if (error instanceof Overtaken) continue;
        // Another server may have written the same meanwhile: then it is read now. Else the records contradict each other.
        if ((error as { code?: number }).code === duplicateKey && !doubled) {
          doubled = true;
          continue;
        }
        if (error instanceof RecordError) {
          poisoned.set(error.id, error.cause);
          continue;
        }
        // The database refused what was folded (too large a document, …): find the record that is to blame.
        if (!isRefusal(error)) throw error;
        if (records.length === 1) {
          poisoned.set(idOf(records[0]!), error);
          continue;
        }
        const middle = records.length >> 1;
        const first = await projectBatch(partition, records.slice(0, middle));
        return joined(first, await projectBatch(partition, records.slice(middle)));
      }
    }
  }

  return {
    async project(records) {
      const prepared = await Promise.all(records.map(prepare));
      const byPartition = Map.groupBy(prepared, (record) => record.partitionId);
      const results = await Promise.all(
        [...byPartition].map(([partition, own]) =>
          inTurn(partition, async () => {
            const ordered = own.sort((a, b) => a.position - b.position);
            let sum: Projected = nothing;
            for (let n = 0; n < ordered.length; n += batchSize)
              sum = joined(sum, await projectBatch(partition, ordered.slice(n, n + batchSize)));
            return sum;
          }),
        ),
      );
      return results.reduce(joined, nothing);
    },
  };
}

const nothing: Projected = { events: [], outbox: false, applied: 0, traces: [] };

const joined = (a: Projected, b: Projected): Projected => ({
  events: [...a.events, ...b.events],
  outbox: a.outbox || b.outbox,
  applied: a.applied + b.applied,
  traces: [...a.traces, ...b.traces],
});

/** Each once, by its id. */
function tracesOf(records: EngineRecord[], reports: { trace?: string }[]): Trace[] {
  const found = [
    ...records.map(({ value }) => traceOfAction(value.action)),
    ...reports.map(({ trace }) => traceFrom(trace)),
  ].filter((one) => one !== undefined);
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** A record that its projector could not take. */
class RecordError extends Error {
  readonly id: string;
  constructor(id: string, cause: unknown) {
    super(`Record ${id} cannot be projected`, { cause });
    this.id = id;
  }
}

function step(record: EngineRecord, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new RecordError(idOf(record), error);
  }
}

/** A value that another document has in a unique index. */
const duplicateKey = 11000;

/** A write that will fail again, as opposed to a database that is away. */
function isRefusal(error: unknown): boolean {
  const { name, code, errorLabels } = error as { name?: string; code?: number; errorLabels?: string[] };
  if (errorLabels?.some((label) => label === 'TransientTransactionError' || label === 'UnknownTransactionCommitResult'))
    return false;
  if (/^(?:BSONError|BSONVersionError|MongoInvalidArgumentError|CastError|ValidationError)$/.test(name ?? ''))
    return true;
  const refusals = [2, 9, 17, 40, 52, 57, 66, 73, 121, 10334, duplicateKey, 17280, 17419, 17420];
  return (name === 'MongoServerError' || name === 'MongoBulkWriteError') && refusals.includes(code ?? -1);
}

/** Diagrams are read before the fold, because that takes its time. One that can't be read keeps its XML alone. */
async function prepare(record: EngineRecord): Promise<EngineRecord> {
  if (record.valueType !== 'PROCESS' || record.intent !== 'CREATED') return record;
  const read = await (async () => readDiagram(decoded(record), record.value.bpmnProcessId))().catch(() => undefined);
  return { ...record, value: { ...record.value, read } };
}
