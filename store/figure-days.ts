/**
 * Rows of figures laid out by column (domain/statistics/columns.ts), one document a day: of all reports with which
 * everything was over on that day, so that nothing in them can change any more. Made by server/statistics from the
 * dossiers, given up by the projection where one of them changes after all. Shard key: `_id`.
 */
import type { Connection } from 'mongoose';
import type { Numbers, Table, Tables } from '../domain/statistics/columns.ts';
import type { RowKind } from '../domain/statistics/rows.ts';
import { rollupsOf } from './rollups.ts';

type KeptTable = Omit<Table, 'columns'> & { columns: Record<string, Buffer> };
export type KeptTables = Record<RowKind, KeptTable>;

export const figureDaysOf = (connection: Connection) => rollupsOf<KeptTables>(connection, 'FigureDay', 'figure-days');

const eachKind = <A, B>(tables: Record<RowKind, A>, of: (table: A) => B): Record<RowKind, B> =>
  Object.fromEntries(Object.entries(tables).map(([kind, table]) => [kind, of(table as A)])) as Record<RowKind, B>;

const bytesOf = (numbers: Numbers): Buffer =>
  Buffer.from(numbers.buffer as ArrayBuffer, numbers.byteOffset, numbers.byteLength);

/** As they are kept: a number's width follows from the number of rows. */
export const keptTables = (tables: Tables): KeptTables =>
  eachKind(tables, (table) => ({
    ...table,
    columns: Object.fromEntries(Object.entries(table.columns).map(([name, numbers]) => [name, bytesOf(numbers)])),
  }));

export const tablesKept = (kept: KeptTables): Tables =>
  eachKind(kept, (table) => ({
    ...table,
    columns: Object.fromEntries(
      Object.entries(table.columns).map(([name, bytes]) => [name, numbersOf(bytes, table.rows)]),
    ),
  }));

function numbersOf(bytes: Buffer, rows: number): Numbers {
  // Where they lie in the answer may be no boundary of theirs.
  const own = Uint8Array.from(bytes);
  if (rows === 0 || own.byteLength === rows) return own;
  return own.byteLength === rows * 2 ? new Uint16Array(own.buffer) : new Int32Array(own.buffer);
}
