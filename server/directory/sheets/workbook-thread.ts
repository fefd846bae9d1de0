/**
 * Reads a workbook on a thread of its own: a file of a few kilobytes may speak of a cell at the far end of a sheet, or of
 * a million empty rows, and the reader makes room for all between. Who started the thread ends it when that lasts too long.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';
import { mostCells, mostRows } from '../../../domain/sheets.ts';

let answer: { grid: unknown[][] } | { code: string };
try {
  const grid = (await readSheet(Buffer.from(workerData as Uint8Array), { trim: false } as never)) as unknown[][];
  const tooMuch = grid.length > mostRows + 1 || grid.length * (grid[0]?.length ?? 0) > mostCells;
  answer = tooMuch ? { code: 'too-many-rows' } : { grid };
} catch {
  answer = { code: 'unreadable' };
}
parentPort!.postMessage(answer);
