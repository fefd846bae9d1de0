/** Article 14.1: each agency names one leader (or delegate) and one officer as its point of contact. */
import type { FocalPerson, FocalPoint } from '../../../domain/api/people.ts';
import type { Person } from '../../../store/people.ts';
import type { House } from '../../house.ts';
import { directoryNow } from '../../plugins/directory.ts';

/** Agencies in force; those that have not one of each come first. */
export async function focalPoints(house: House): Promise<FocalPoint[]> {
  const now = await house.clock.now();
  const [directory, people, open] = await Promise.all([
    directoryNow(house),
    house.store.people.model.find({ active: true }).lean<Person[]>().exec(),
    house.store.delegations.open(now),
  ]);
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  const inForce = open.filter(({ startsAt }) => startsAt <= now);
  const shown = ({ _id: username, name }: Person): FocalPerson => {
    const away = inForce.find(({ absent }) => absent === username);
    const standIn = away && names.has(away.standIn) ? { username: away.standIn, name: names.get(away.standIn)! } : null;
    return { username, name, ...(standIn && { standIn }) };
  };
  const inGroup = (group: string): FocalPerson[] => people.filter(({ groups }) => groups.includes(group)).map(shown);
  const points = directory.agencies.map(({ id, name }) => ({
    agency: id,
    name,
    leaders: inGroup(`agency:${id}:leader`),
    officers: inGroup(`agency:${id}:officer`),
  }));
  const isWhole = ({ leaders, officers }: FocalPoint): number =>
    leaders.length === 1 && officers.length === 1 ? 1 : 0;
  return points.sort((a, b) => isWhole(a) - isWhole(b));
}
