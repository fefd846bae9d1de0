/**
 * Carries out what migrations are open, report by report, each with its own result. An engine that is away is waited
 * for; a server that ends in the middle is followed by the next, which goes on where it was.
 */
import type { Definition } from '../../../store/definitions.ts';
import type { Migration, MigrationItem } from '../../../store/migrations.ts';
import { isDatabaseDown } from '../../error-handler.ts';
import type { House } from '../../house.ts';
import type { Work } from '../../keeper.ts';
import { batchWork, type Hold } from '../../plugins/batch-work.ts';
import { type Moved, migrateInstance } from '../../plugins/migrate-instance.ts';
import { EngineDown } from '../../zeebe.ts';
import { recomputeDeadlines } from '../recompute.ts';
import { tellOfRelease } from '../release/events.ts';
import { mappingOf } from './mapping.ts';

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

export function migrationWork(house: House): Work {
  const { migrations, instances, definitions } = house.store;
  let toldAt = 0;

  async function tell(id: string, always: boolean): Promise<void> {
    const now = house.machineNow();
    if (!always && now - toldAt < tellEveryMs) return;
    toldAt = now;
    await tellOfRelease(house, { migration: id });
  }

  /** Writes down which reports it is about. A repeat after a stop adds those that are missing. */
  async function list({ _id, processId, to }: Migration, hold: Hold<Migration>): Promise<void> {
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
      await hold();
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

  return batchWork<Migration, MigrationItem>(house, {
    take: migrations.take,
    hold: migrations.hold,
    nextItem: migrations.nextItem,
    async begin(taken, hold) {
      let migration: Migration | null = taken;
      if (taken.state === 'listing') {
        await list(taken, hold);
        migration = await hold({ state: 'running' });
      }
      const to = await definitions.find(taken.to.definitionKey);
      return { batch: to && migration, one: (of, item) => moveOne(of, item, to!) };
    },
    tell: ({ _id }, always) => tell(_id, always),
  });
}
