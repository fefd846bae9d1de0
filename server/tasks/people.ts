/** The people whose work one sees, so that lists name them: user name and name, nothing else. */
import type { Colleague } from '../../domain/api/delegations.ts';
import { may, roleOf, scopeOf, workGroups } from '../../domain/rights.ts';
import { softwareUser } from '../../domain/software.ts';
import type { Language } from '../../domain/text/texts.ts';
import type { Actor, House } from '../house.ts';
import { nameOfUser } from '../plugins/person-name.ts';

/** By name. Whoever takes on work and whose tasks the person may see, agencies' software among them; the person too. */
export async function peopleSeen(house: House, actor: Actor, language: Language): Promise<Colleague[]> {
  const scope = scopeOf(actor.groups, 'task.see');
  const people = await house.store.people.model
    .find({ active: true })
    .select({ name: 1, groups: 1 })
    .lean<{ _id: string; name: string; groups: string[] }[]>()
    .exec();
  const seen = (group: string): boolean => {
    if (scope.everything || scope.groups.includes(group)) return true;
    const agency = roleOf(group)?.agency;
    return agency !== undefined && scope.agencies.includes(agency);
  };
  const colleagues = people
    .filter((one) => one._id === actor.username || workGroups(one.groups).some(seen))
    .map(({ _id: username, name }) => ({ username, name }));
  const agencies = (await house.store.apiKeys.agencies()).filter((one) =>
    may(actor.groups, 'task.see', { agencies: [one] }),
  );
  const software = await Promise.all(
    agencies.map(softwareUser).map(async (username) => ({
      username,
      name: (await nameOfUser(house, username, language)) ?? username,
    })),
  );
  return [...colleagues, ...software].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}
