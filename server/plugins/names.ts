/** People's names by user name, for lists that say who did what. */
import type { House } from '../house.ts';

/** Answers the name of each of these people; the user name of who is known no more. */
export async function namesOf(house: House, usernames: readonly string[]): Promise<(username: string) => string> {
  const people = await house.store.people.findMany([...new Set(usernames)]);
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  return (username) => names.get(username) ?? username;
}
