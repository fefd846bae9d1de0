/** Which row it is, among those of its kind. */
import { type SheetKind, sheets } from '../../../domain/sheets.ts';
import type { Row } from './kind.ts';

export const keyOf = (kind: SheetKind, row: Row): string =>
  sheets[kind].columns
    .filter(({ names }) => names)
    .map(({ key }) => row[key])
    .join('|');
