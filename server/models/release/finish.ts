/** A release whose version the records show is in force: its asker is told, and the reports that run are moved if so chosen. */
import type { Release } from '../../../store/releases.ts';
import type { House } from '../../house.ts';
import type { Work } from '../../keeper.ts';
import { beginMigration } from '../migration/begin.ts';
import { mappingOf } from '../migration/mapping.ts';
import { tellOfRelease } from './events.ts';
import { logOfDraft, tellAsker } from './tell.ts';

/** A machine that stopped in mid-approval left it so long ago, or longer (ms). */
const abandonedMs = 60_000;

/** The release as it is then: `deploying` still where the records have not come. Harmless to repeat. */
export async function finish(house: House, id: string): Promise<Release> {
  const { releases, definitions, audit } = house.store;
  const release = (await releases.find(id))!;
  const { deployed, decidedBy, running, note } = release;
  if (release.state !== 'deploying' || deployed === null) return release;
  const to = await definitions.find(deployed.definitionKey);
  if (!to) return release;
  // Before the state: whoever finds it released finds its migration too.
  if (running.choice === 'migrate')
    await beginMigration(house, {
      to,
      mapping: mappingOf(running.mapping),
      recompute: running.recompute,
      reason: note,
      by: decidedBy!,
      releaseId: id,
    });
  const done = await releases.change(id, 'deploying', { state: 'released', deployingSince: null });
  if (!done) return (await releases.find(id))!;
  const data = {
    release: id,
    version: deployed.version,
    definition: deployed.definitionKey,
    askedBy: done.askedBy,
    note,
  };
  await audit.append({ who: decidedBy!, what: 'release', data }, house.machineNow());
  await logOfDraft(house, done, 'released');
  await tellAsker(house, done, 'release-done');
  await tellOfRelease(house, { release: id });
  return done;
}

/** What a server that ended in mid-approval left: finished where the engine had answered, open again otherwise. */
export async function finishOpen(house: House): Promise<void> {
  const { releases } = house.store;
  for (const { _id, deployed, deployingSince } of await releases.list({ states: ['deploying'] }, { limit: 50 })) {
    if (deployed) await finish(house, _id);
    else if (house.machineNow() - (deployingSince ?? 0) > abandonedMs)
      await releases.change(
        _id,
        'deploying',
        { state: 'asked', deployingSince: null, decidedBy: null },
        { deployingSince },
      );
  }
}

/** `finishOpen`, for the keeper. */
export function releaseWork(house: House): Work {
  return {
    async work() {
      await finishOpen(house);
      return 'idle';
    },
    stop() {},
  };
}
