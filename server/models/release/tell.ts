/** Who is told of a release: the other analysts that one waits, its asker what became of it. */
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

async function tell(house: House, id: string, username: string, template: string): Promise<void> {
  const mail = { to: { username }, template, data: {} };
  const item = { _id: `notice:release:${id}`, kind: 'notice' as const, reportCode: '', mail };
  await house.store.outbox.add(item, house.machineNow());
}
