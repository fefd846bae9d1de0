/** Names of agencies and fields in the language in force; they are data of domain/, not texts of a page. */
import { agencyById } from '../../domain/agencies.ts';
import { fieldById, fields } from '../../domain/fields.ts';
import { atStart, type Choice, nameOf } from './districts.ts';
import { inLanguage } from './text.ts';

export { districtChoices, districtName } from './districts.ts';

export const fieldChoices = (): Choice[] => fields.map((one) => ({ value: one.id, text: inLanguage(one) }));
export const agencyName = (id: string | undefined): string => atStart(nameOf(id ? agencyById(id) : undefined, id));
export const fieldName = (id: string | undefined): string => nameOf(id ? fieldById(id) : undefined, id);
