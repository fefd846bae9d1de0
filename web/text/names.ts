/** Names of agencies and fields in the language in force: data of the directory, not texts of a page. */
import { type Directory, directoryAt } from '../../domain/directory/at.ts';
import { shippedDirectory } from '../../domain/directory/shipped.ts';
import { knownDirectory, today } from '../data/directory.ts';
import { atStart, type Choice, nameOf } from './districts.ts';
import { currentLanguage, inLanguage, textFor } from './text.ts';

export { districtChoices, districtName } from './districts.ts';

let last: Directory | undefined;
let lastOf: unknown;
/** Of today, as far as this device knows it. */
export function directoryNow(): Directory {
  const data = knownDirectory() ?? shippedDirectory;
  if (!last || lastOf !== data || last.day !== today()) {
    last = directoryAt(data, today());
    lastOf = data;
  }
  return last;
}

export const fieldChoices = (): Choice[] =>
  directoryNow().fields.map(({ id, name }) => ({ value: id, text: inLanguage(name) }));
export const agencyChoices = (): Choice[] =>
  directoryNow().agencies.map(({ id, name }) => ({ value: id, text: atStart(inLanguage(name)) }));
/** `at`: a time on the wire; an agency that was renamed since is called as it was then. */
export function agencyName(id: string | undefined, at?: string): string {
  if (!id || !directoryNow().agency(id)) return id ?? '';
  return atStart(directoryNow().agencyName(id, currentLanguage(), at?.slice(0, 10)));
}

/** Who did something, in a history: the sender, the IOC, the province, an agency; for staff also a person's user name. */
export function actorName(by: string): string {
  return textFor('by', by) ?? agencyName(by);
}
export const fieldName = (id: string | undefined): string =>
  nameOf(id ? directoryNow().field(id)?.name : undefined, id);
