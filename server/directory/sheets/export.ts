/** A sheet as it stands, as CSV that Excel opens as it is (UTF-8 with its mark), or as XLSX with real days. */
import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type Cell } from 'write-excel-file/node';
import { type ColumnAs, type SheetKind, sheets } from '../../../domain/sheets.ts';
import { type Language, texts } from '../../../domain/text/texts.ts';
import { guarded, showCell } from './cells.ts';
import type { Row } from './kind.ts';

export function csvOf(kind: SheetKind, rows: readonly Row[], language: Language): Buffer {
  const { columns } = sheets[kind];
  const { headers } = texts(language).sheets;
  const lines = rows.map((row) => columns.map(({ key, as }) => guarded(showCell(as, row[key] ?? '', language))));
  const table = [columns.map(({ key }) => headers[key]!), ...lines];
  return Buffer.from(stringify(table, { bom: true, record_delimiter: 'windows' }));
}

const widths = { text: 28, list: 34, number: 14, day: 14, time: 20 } as const;

export function workbookOf(kind: SheetKind, rows: readonly Row[], language: Language): Promise<Buffer> {
  const { columns } = sheets[kind];
  const { headers, titles } = texts(language).sheets;
  const head = columns.map(({ key }): Cell => ({ value: headers[key]!, type: String, fontWeight: 'bold' }));
  const body = rows.map((row) => columns.map(({ key, as }) => cellOf(as, row[key] ?? '', language)));
  return writeExcelFile([head, ...body], {
    sheet: titles[kind]!,
    columns: columns.map(({ as }) => ({ width: typeof as === 'object' ? 18 : widths[as] })),
    stickyRowsCount: 1,
  }).toBuffer();
}

function cellOf(as: ColumnAs, value: string, language: Language): Cell {
  if (value === '') return null;
  // A workbook knows no zones: what the clock in Vietnam shows is what it shows.
  if (as === 'day') return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  if (as === 'time') return { value: new Date(`${value}:00Z`), type: Date, format: 'dd/mm/yyyy hh:mm' };
  if (as === 'number') return { value: Number(value), type: Number };
  return { value: guarded(showCell(as, value, language)), type: String };
}
