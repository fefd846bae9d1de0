/** Sheets of the directory: the present one, what a file would change, and carrying it out. */
import type { ImportDone, ImportPreview } from '../../domain/api/sheets.ts';
import type { SheetKind } from '../../domain/sheets.ts';
import { currentLanguage } from '../text/text.ts';
import { ask, queryOf } from './http.ts';

export type { ImportDone, ImportItem, ImportPreview } from '../../domain/api/sheets.ts';

export const sheetAddress = (kind: SheetKind, ending: 'csv' | 'xlsx'): string =>
  `/api/directory/exports/${kind}.${ending}${queryOf({ language: currentLanguage() })}`;

export function previewSheet(kind: SheetKind, file: File): Promise<ImportPreview> {
  const form = new FormData();
  form.append('file', file, file.name);
  return ask(`/api/directory/imports/${kind}`, { method: 'POST', form });
}

export const carryOut = (id: string): Promise<ImportDone> =>
  ask(`/api/directory/imports/${id}/execution`, { method: 'POST' });
