/** /api/directory/{exports,imports}: sheets of the directory, CSV and XLSX. */
import { type Static, Type } from 'typebox';
import { sheetKinds } from '../sheets.ts';
import { Time } from './common.ts';

/** E.g. `people.csv`. */
export const ExportParams = Type.Object({
  file: Type.String({ pattern: `^(${sheetKinds.join('|')})\\.(csv|xlsx)$`, maxLength: 20 }),
});
/** The language of headers and words; that of `Accept-Language` where it is left out. */
export const ExportQuery = Type.Object({ language: Type.Optional(Type.Enum(['vi', 'en'])) });
export type ExportQuery = Static<typeof ExportQuery>;

export const ImportParams = Type.Object({ kind: Type.Enum([...sheetKinds]) });
export type ImportParams = Static<typeof ImportParams>;

const Counts = { new: Type.Integer(), changed: Type.Integer() };

/** One row that would be added or changed. `row`: as the spreadsheet counts, 1 is the first. */
const ImportItem = Type.Object({
  row: Type.Integer(),
  state: Type.Enum(['new', 'changed']),
  /** What tells the row from others, as the sheet shows it. */
  title: Type.String(),
  /** Header of the column, what stands there now, what would. */
  changes: Type.Array(Type.Object({ column: Type.String(), from: Type.String(), to: Type.String() })),
});
export type ImportItem = Static<typeof ImportItem>;

const ImportError = Type.Object({
  row: Type.Integer(),
  /** Header of the column. */
  column: Type.String(),
  code: Type.String(),
  /** In the reader's language. */
  detail: Type.String(),
});

/** Nothing has changed by it. Within an hour it may be carried out, by who made it, if no row is wrong. */
export const ImportPreview = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...sheetKinds]),
  rows: Type.Object({ ...Counts, unchanged: Type.Integer(), wrong: Type.Integer() }),
  /** The first 200 that would be added or changed. */
  items: Type.Array(ImportItem),
  /** The first 200. */
  errors: Type.Array(ImportError),
  /** Headers that belong to no column: passed over. */
  ignored: Type.Array(Type.String()),
  until: Time,
});
export type ImportPreview = Static<typeof ImportPreview>;

export const ImportId = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });
export type ImportId = Static<typeof ImportId>;
export const ImportDone = Type.Object(Counts);
export type ImportDone = Static<typeof ImportDone>;
