/**
 * Carries out what migrations are open, report by report, each with its own result. An engine that is away is waited
 * for; a server that ends in the middle is followed by the next, which goes on where it was.
 */
import { randomUUID } from 'node:crypto';
import type { Definition } from '../../../store/definitions.ts';
import type { Migration, MigrationItem } from '../../../store/migrations.ts';
import { isDatabaseDown } from '../../error-handler.ts';
import type { House } from '../../house.ts';
import { type Moved, migrateInstance } from '../../plugins/migrate-instance.ts';
import { EngineDown } from '../../zeebe.ts';
import { recomputeDeadlines } from '../recompute.ts';
import { tellOfRelease } from '../release/events.ts';
import { mappingOf } from './mapping.ts';

/** Others keep off so long after a sign of life: longer than one report can take. */
const leaseMs = 30_000;
/** Progress is told at most so often. */
const tellEveryMs = 250;
const listedAtOnce = 500;

/** One report that cannot be worked on must not keep the others: it is told with what was said. */
function unexpected(error: Error): Moved {
  if (error instanceof EngineDown || isDatabaseDown(error)) throw error;
  return { is: 'refused', words: error.message };
}

/** The report has moved all the same: that its dates have not is told by their number, which stays unknown. */
function notReckoned(error: Error): null {
  if (error instanceof EngineDown || isDatabaseDown(error)) throw error;
  return null;
}

export interface MigrationWork {
  /** Works until nothing is left to do, or the engine is away. `waits`: to be called again in a moment. */
  work(): Promise<'idle' | 'waits'>;
  stop(): void;
}

export function migrationWork(house: House): MigrationWork {
  const { migrations, instances, definitions } = house.store;
  const owner = randomUUID();
  let stopped = false;
  let toldAt = 0;

  async function tell(id: string, always = false): Promise<void> {
    const now = house.machineNow();
    if (!always && now - toldAt < tellEveryMs) return;
    toldAt = now;
    await tellOfRelease(house, { migration: id });
  }

  const hold = (id: string, set: Partial<Migration> = {}): Promise<Migration | null> =>
    migrations.hold(id, owner, { ...set, lease: { owner, until: house.machineNow() + leaseMs } });

  /** Writes down which reports it is about. A repeat after a stop adds those that are missing. */
  async function list({ _id, processId, to }: Migration): Promise<void> {
    let items: MigrationItem[] = [];
    for await (const { _id: instanceKey, reportCode, version } of instances.runningElsewhere(
      processId,
      to.definitionKey,
    )) {
      items.push({
        _id: `${_id}:${instanceKey}`,
        migrationId: _id,
        instanceKey,
        reportCode,
        fromVersion: version,
        state: 'waiting',
        why: [],
        words: null,
        datesMoved: null,
        at: null,
      });
      if (items.length < listedAtOnce) continue;
      await migrations.addItems(items);
      await hold(_id);
      items = [];
    }
    await migrations.addItems(items);
  }

  async function moveOne(migration: Migration, item: MigrationItem, to: Definition): Promise<void> {
    const instance = await instances.find(item.instanceKey);
    const { by, reason } = migration;
    const data = { migration: migration._id };
    const mapping = mappingOf(migration.mapping);
    const moved: Moved = instance
      ? await migrateInstance(house, { instance, to, mapping, by, reason, data }).catch(unexpected)
      : { is: 'ended' };
    // `there`: it was moved, and the engine went away before the dates were.
    const redated =
      migration.recompute && (moved.is === 'moved' || moved.is === 'there')
        ? await recomputeDeadlines(house, { instanceKey: item.instanceKey, by, reason, mapping }).catch(notReckoned)
        : null;
    await migrations.settle(item._id, {
      state: moved.is,
      why: moved.is === 'hindered' ? moved.by : [],
      words: moved.is === 'refused' ? moved.words : null,
      datesMoved: redated && (redated.is === 'moved' ? redated.dates.length : 0),
      at: await house.clock.now(),
    });
  }

  /** `waits` when the engine is away; the migration stays open. */
  async function carryOut(taken: Migration): Promise<'done' | 'waits'> {
    let migration: Migration | null = taken;
    if (migration.state === 'listing') {
      await list(migration);
      migration = await hold(migration._id, { state: 'running' });
    }
    const to = await definitions.find(taken.to.definitionKey);
    while (migration && to && !stopped) {
      const item = await migrations.nextItem(migration._id);
      if (!item) {
        const endedAt = await house.clock.now();
        await hold(migration._id, { state: 'done', endedAt, waitsSince: null });
        await tell(migration._id, true);
        return 'done';
      }
      try {
        await moveOne(migration, item, to);
      } catch (error) {
        if (!(error instanceof EngineDown)) throw error;
        // Whoever looks next goes on, this server or another.
        const waitsSince = migration.waitsSince ?? house.machineNow();
        await migrations.hold(migration._id, owner, { waitsSince, lease: null });
        if (migration.waitsSince === null) await tell(migration._id, true);
        return 'waits';
      }
      migration = await hold(migration._id, { waitsSince: null });
      if (migration) await tell(migration._id);
    }
    return 'done';
  }

  return {
    async work() {
      while (!stopped) {
        const taken = await migrations.take(owner, house.machineNow(), leaseMs);
        if (!taken) return 'idle';
        if ((await carryOut(taken)) === 'waits') return 'waits';
      }
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}
