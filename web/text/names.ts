/** Names of agencies and fields in the language in force; they are data of domain/, not texts of a page. */
import { agencies, agencyById } from '../../domain/agencies.ts';
import { fieldById, fields } from '../../domain/fields.ts';
import { atStart, type Choice, nameOf } from './districts.ts';
import { inLanguage, textFor } from './text.ts';

export { districtChoices, districtName } from './districts.ts';

export const fieldChoices = (): Choice[] => fields.map((one) => ({ value: one.id, text: inLanguage(one) }));
export const agencyChoices = (): Choice[] => agencies.map((one) => ({ value: one.id, text: atStart(inLanguage(one)) }));
export function agencyName(id: string | undefined): string {
  const found = id ? agencyById(id) : undefined;
  return found ? atStart(inLanguage(found)) : (id ?? '');
}

/** Who did something, in a history: the sender, the IOC, the province, an agency; for staff also a person's user name. */
export function actorName(by: string): string {
  return textFor('by', by) ?? agencyName(by);
}
export const fieldName = (id: string | undefined): string => nameOf(id ? fieldById(id) : undefined, id);
