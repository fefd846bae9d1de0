/** Releases and versions as analysts see them. */
import type { ReleaseItem, VersionItem } from '../../../domain/api/releases.ts';
import type { ReleaseHead } from '../../../store/releases.ts';
import { processId } from '../../deploy.ts';
import type { Actor, House } from '../../house.ts';
import { namesOf } from '../../plugins/names.ts';
import { wire, wireOrNull } from '../../views/time.ts';
import { mappingOf } from '../migration/mapping.ts';
import { standNow } from './stale.ts';

export async function releaseItems(
  house: House,
  actor: Actor,
  releases: readonly ReleaseHead[],
): Promise<ReleaseItem[]> {
  const people = releases.flatMap(({ askedBy, decidedBy, refusal }) => [askedBy, decidedBy, refusal?.by]);
  const nameOf = await namesOf(
    house,
    people.flatMap((one) => one ?? []),
  );
  const who = (username: string) => ({ username, name: nameOf(username) });
  return Promise.all(
    releases.map(async (one): Promise<ReleaseItem> => {
      const state = await standNow(house, one);
      const mine = one.askedBy === actor.username;
      const migration = one.state === 'released' && one.running.choice === 'migrate' ? one._id : null;
      return {
        id: one._id,
        modelId: one.modelId,
        name: one.name,
        note: one.note,
        state,
        before: one.before,
        rollBackTo: one.rollBackTo,
        running: { ...one.running, mapping: mappingOf(one.running.mapping) },
        warnings: one.warnings,
        askedBy: who(one.askedBy),
        askedAt: wire(one.askedAt),
        decidedBy: one.decidedBy ? who(one.decidedBy) : null,
        decidedAt: wireOrNull(one.decidedAt),
        remark: one.remark,
        refusal: one.refusal ? { at: wire(one.refusal.at), by: who(one.refusal.by), words: one.refusal.words } : null,
        deployed: one.deployed,
        migration,
        mayDecide: state === 'asked' && !mine,
        mine,
      };
    }),
  );
}

/** Versions that are named at once: a procedure has few. */
const mostVersions = 200;

/** Every version that was deployed, newest first, with who put it into force and how many reports run on it. */
export async function versionItems(house: House): Promise<VersionItem[]> {
  const { definitions, instances, releases } = house.store;
  const [all, running] = await Promise.all([
    definitions.versionsOf(processId, mostVersions),
    instances.runningByVersion(processId),
  ]);
  const counts = new Map(running.map(({ definitionKey, reports }) => [definitionKey, reports]));
  const made = await releases.ofDefinitions(all.map(({ _id }) => _id));
  const byKey = new Map(made.map((one) => [one.deployed!.definitionKey, one]));
  const nameOf = await namesOf(
    house,
    made.flatMap(({ askedBy, decidedBy }) => [askedBy, decidedBy ?? askedBy]),
  );
  const who = (username: string) => ({ username, name: nameOf(username) });
  const inForce = all.find(({ deleted }) => !deleted)?._id;
  return all.map(({ _id, version, deployedAt }) => {
    const release = byKey.get(_id);
    return {
      definitionKey: _id,
      version,
      deployedAt: wire(deployedAt),
      inForce: _id === inForce,
      running: counts.get(_id) ?? 0,
      release: release
        ? {
            id: release._id,
            name: release.name,
            note: release.note,
            askedBy: who(release.askedBy),
            approvedBy: release.decidedBy ? who(release.decidedBy) : null,
            rollBackTo: release.rollBackTo,
          }
        : null,
    };
  });
}
