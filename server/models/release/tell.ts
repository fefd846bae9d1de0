/** Who is told of a release: the other analysts that one waits, its asker what became of it. */
import { newId } from '../../../domain/ids.ts';
import type { Release } from '../../../store/releases.ts';
import type { House } from '../../house.ts';

export async function tellAnalysts(house: House, { _id, askedBy }: Pick<Release, '_id' | 'askedBy'>): Promise<void> {
  const analysts = await house.store.people.inGroups(['analyst']);
  for (const { _id: username } of analysts)
    if (username !== askedBy) await tell(house, `${_id}:asked:${username}`, username, 'release-asked');
  house.wakeOutbox();
}

export async function tellAsker(
  house: House,
  { _id, askedBy, askedAt }: Pick<Release, '_id' | 'askedBy' | 'askedAt'>,
  template: 'release-done' | 'release-returned',
): Promise<void> {
  await tell(house, `${_id}:${template}:${askedAt}`, askedBy, template);
  house.wakeOutbox();
}

/** A line in the draft's own history; a roll back is of no draft. */
export async function logOfDraft(
  house: House,
  { modelId, note, askedBy, decidedBy, deployed }: Release,
  what: 'release-asked' | 'released',
): Promise<void> {
  if (modelId === null) return;
  const by = what === 'released' ? (decidedBy ?? askedBy) : askedBy;
  const said = what === 'released' ? String(deployed?.version ?? '') : note;
  const line = { _id: newId(house.random), modelId, what, at: house.machineNow(), by, note: said, files: [] };
  await house.store.models.log(line);
}

async function tell(house: House, id: string, username: string, template: string): Promise<void> {
  const mail = { to: { username }, template, data: {} };
  const item = { _id: `notice:release:${id}`, kind: 'notice' as const, reportCode: '', mail };
  await house.store.outbox.add(item, house.machineNow());
}
