/** The list of people: all of them are some thousands at most, so they are read whole and looked through here. */
import type { PersonList, PersonQuery } from '../../../domain/api/people.ts';
import { foldText as fold } from '../../../domain/search-text.ts';
import type { Person } from '../../../store/people.ts';
import type { House } from '../../house.ts';
import { makeCursor, readCursor } from '../../plugins/cursor.ts';
import { personItem } from './person.ts';

/** By name; words are found without diacritics in name, user name and address. */
export async function listPeople(house: House, query: PersonQuery): Promise<PersonList> {
  const { q = '', group, state = 'active', limit = 50, after } = query;
  const filter = { ...(state === 'all' ? {} : { active: state === 'active' }), ...(group && { groups: group }) };
  const all = await house.store.people.model
    .find(filter as never)
    .lean<Person[]>()
    .exec();
  const words = fold(q).split(/\s+/).filter(Boolean);
  const found = all
    .filter(({ _id, name, email = '' }) => {
      const text = `${fold(name)} ${_id} ${email.toLowerCase()}`;
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi') || (a._id < b._id ? -1 : 1));
  const { secret } = house.settings;
  const from = after ? Number(readCursor(secret, 'people', after)[0]) : 0;
  const next = found.length > from + limit ? makeCursor(secret, 'people', [from + limit]) : null;
  return { items: found.slice(from, from + limit).map(personItem), next };
}
