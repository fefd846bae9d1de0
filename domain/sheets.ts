/**
 * Sheets of the directory: what each kind's columns are, in the order in which they are written. Read and written as CSV
 * or XLSX by `server/directory/sheets/`; headers and words of choices stand in `domain/text/<lang>/sheets.ts`.
 *
 * A cell's value is text in one form, so that what was written and what is read compare as they stand: a day
 * `YYYY-MM-DD`, a time `YYYY-MM-DDTHH:MM` of Vietnam, a list of codes sorted and parted by `, `, a number as JavaScript
 * writes it, a choice by its code; blank where there is none.
 */
import { agencyKinds, areaKinds } from './directory/dated.ts';
import type { Action } from './rights.ts';
import { dutyRoles } from './roster.ts';

export const sheetKinds = ['people', 'roster', 'holidays', 'agencies', 'areas', 'fields'] as const;
export type SheetKind = (typeof sheetKinds)[number];

export type ColumnAs = 'text' | 'day' | 'time' | 'number' | 'list' | { readonly of: readonly string[] };

export interface Column {
  readonly key: string;
  readonly as: ColumnAs;
  /** A blank cell is an error. */
  readonly needed?: true;
  /** Which row it is: each of a sheet has its own, and a sheet without the column is none. */
  readonly names?: true;
}

const name = (key: string, as: ColumnAs = 'text'): Column => ({ key, as, needed: true, names: true });
const needed = (key: string, as: ColumnAs = 'text'): Column => ({ key, as, needed: true });
const column = (key: string, as: ColumnAs = 'text'): Column => ({ key, as });
const named = [needed('nameVi'), needed('nameEn'), column('nameFrom', 'day')];

/** `right`: who may take the sheet, and bring one. */
export const sheets: Readonly<Record<SheetKind, { right: Action; columns: readonly Column[] }>> = {
  people: {
    right: 'directory.edit',
    columns: [
      name('username'),
      needed('name'),
      column('email'),
      column('phone'),
      column('groups', 'list'),
      column('state', { of: ['active', 'closed'] }),
    ],
  },
  roster: {
    right: 'roster.edit',
    columns: [name('role', { of: dutyRoles }), name('username'), name('from', 'time'), needed('to', 'time')],
  },
  holidays: {
    right: 'calendar.edit',
    columns: [name('day', 'day'), needed('dayKind', { of: ['off', 'working'] }), needed('dayVi'), column('dayEn')],
  },
  agencies: {
    right: 'directory.edit',
    columns: [
      name('id'),
      needed('agencyKind', { of: agencyKinds }),
      ...named,
      needed('validFrom', 'day'),
      column('handlingLimit'),
      column('phone'),
      column('email'),
      column('address'),
    ],
  },
  areas: {
    right: 'directory.edit',
    columns: [
      name('id'),
      needed('areaKind', { of: areaKinds }),
      ...named,
      needed('validFrom', 'day'),
      column('validTo', 'day'),
      column('parent'),
      column('lat', 'number'),
      column('lng', 'number'),
      needed('agency'),
      column('agencyFrom', 'day'),
      column('successors', 'list'),
    ],
  },
  fields: {
    right: 'directory.edit',
    columns: [
      name('id'),
      needed('row', 'number'),
      ...named,
      needed('validFrom', 'day'),
      column('validTo', 'day'),
      needed('aboutVi'),
      needed('aboutEn'),
      column('agency'),
    ],
  },
};

/** Of one file: bytes, rows under the header, letters of all cells together. */
export const largestSheet = 5 * 1024 * 1024;
export const mostRows = 10_000;
/** Of a workbook, the empty ones among them. */
export const mostCells = 1_000_000;
export const mostLetters = 2_000_000;
/** So long a preview may be carried out. */
export const previewMs = 3_600_000;
