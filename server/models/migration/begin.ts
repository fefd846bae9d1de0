/** A migration of every report that runs on another version: written down, and carried out by the keeper. */
import { newId } from '../../../domain/ids.ts';
import type { Mapping } from '../../../domain/migration/plan.ts';
import type { Definition } from '../../../store/definitions.ts';
import type { Migration } from '../../../store/migrations.ts';
import type { House } from '../../house.ts';
import { pairsOf } from './mapping.ts';

export interface MigrationWish {
  to: Pick<Definition, '_id' | 'version' | 'processId'>;
  mapping: Mapping;
  recompute: boolean;
  reason: string;
  by: string;
  releaseId?: string;
}

/** One of a release is begun once, however often it is asked for. */
export async function beginMigration(house: House, wish: MigrationWish): Promise<Migration> {
  const { to, mapping, recompute, reason, by, releaseId } = wish;
  const migration: Migration = {
    _id: releaseId ?? newId(house.random),
    releaseId: releaseId ?? null,
    processId: to.processId,
    to: { definitionKey: to._id, version: to.version },
    mapping: pairsOf(mapping),
    recompute,
    reason,
    by,
    at: await house.clock.now(),
    state: 'listing',
    waitsSince: null,
    endedAt: null,
    lease: null,
  };
  if (!(await house.store.migrations.add(migration))) return (await house.store.migrations.find(migration._id))!;
  const data = { migration: migration._id, to: to._id, version: to.version, reason };
  await house.store.audit.append({ who: by, what: 'migrate-running', data }, house.machineNow());
  house.wakeKeeper();
  return migration;
}
