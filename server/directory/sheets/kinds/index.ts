/** The kinds of sheets, by name. */
import type { SheetKind } from '../../../../domain/sheets.ts';
import type { Kind } from '../kind.ts';
import { holidays } from './holidays.ts';
import { agencies, areas, fields } from './lists.ts';
import { people } from './people.ts';
import { roster } from './roster.ts';

// What a kind keeps beside its rows is its own affair; who goes through the table only hands it on.
export const kinds = { people, roster, holidays, agencies, areas, fields } as unknown as Readonly<
  Record<SheetKind, Kind<unknown>>
>;
