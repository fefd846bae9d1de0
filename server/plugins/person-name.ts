/** The name that goes with a user name: a person's, or that of the agency whose software it is. */
import { agencyOfSoftware } from '../../domain/software.ts';
import { type Language, texts } from '../../domain/text/texts.ts';
import type { House } from '../house.ts';
import { directoryNow } from './directory.ts';

/** Null for a user name that nobody has. */
export async function nameOfUser(house: House, username: string, language: Language = 'vi'): Promise<string | null> {
  const agency = agencyOfSoftware(username);
  if (agency === undefined) return (await house.store.people.find(username))?.name ?? null;
  return texts(language).names.softwareOf((await directoryNow(house)).agencyName(agency, language));
}
