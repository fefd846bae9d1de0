/**
 * The bytes of a file → its cells. CSV as Excel and others write it (`;`, `,` or tab; UTF-8 with or without its mark,
 * UTF-16) or XLSX, told apart by content. Formulas count by the value that was kept with them.
 */
import { Worker } from 'node:worker_threads';
import { parse } from 'csv-parse/sync';
import { mostLetters, mostRows } from '../../../domain/sheets.ts';
import { stored, unpacked } from './zip.ts';

export type Cell = string | number | boolean | Date | null;

/** A file that can't be read; the code has its words in `domain/text/<lang>/sheets.ts`. */
export class Unreadable extends Error {
  readonly code: string;
  readonly column: string | undefined;
  constructor(code: string, column?: string) {
    super(code);
    this.code = code;
    this.column = column;
  }
}

/** What an XLSX of the largest size may become: fifty megabytes hold ten thousand rows of any kind here. */
const mostInflated = 50 * 1024 * 1024;

/** What reading a workbook may take: ten thousand rows take a second or two. */
const patience = 20_000;
const mostMegabytes = 512;
/** Letters of one row of a CSV. */
const longestRow = 200_000;

/**
 * Rows as the spreadsheet counts them: the first is row 1, empty ones are among them. `patienceMs`: after which a workbook
 * counts as too large. @throws Unreadable
 */
export async function readGrid(bytes: Buffer, patienceMs = patience): Promise<Cell[][]> {
  const grid =
    bytes.subarray(0, 2).toString('latin1') === 'PK' ? await readWorkbook(bytes, patienceMs) : readCsv(bytes);
  const letters = grid.reduce((sum, row) => sum + row.reduce<number>((all, cell) => all + lengthOf(cell), 0), 0);
  if (grid.length > mostRows + 1 || letters > mostLetters) throw new Unreadable('too-many-rows');
  return grid;
}

const lengthOf = (cell: Cell): number => (typeof cell === 'string' ? cell.length : 8);

function readWorkbook(bytes: Buffer, patienceMs: number): Promise<Cell[][]> {
  const parts = unpacked(bytes, mostInflated);
  if (!parts) throw new Unreadable('unreadable');
  if (parts === 'too-much') throw new Unreadable('too-many-rows');
  // The reader unpacks whatever it meets, without a limit: it gets what was measured and nothing else.
  const thread = new Worker(new URL('./workbook-thread.ts', import.meta.url), {
    workerData: stored(parts),
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    stdout: true,
    stderr: true,
  });
  return new Promise<Cell[][]>((resolve, reject) => {
    const late = setTimeout(() => reject(new Unreadable('too-many-rows')), patienceMs);
    thread.once('message', (answer: { grid: Cell[][] } | { code: string }) => {
      clearTimeout(late);
      if ('grid' in answer) resolve(answer.grid);
      else reject(new Unreadable(answer.code));
    });
    // It may take no more memory: the same to who brought the file.
    thread.once('error', () => reject(new Unreadable('too-many-rows')));
    thread.once('exit', () => {
      clearTimeout(late);
      reject(new Unreadable('unreadable'));
    });
  }).finally(() => thread.terminate());
}

function readCsv(bytes: Buffer): Cell[][] {
  const said = textOf(bytes);
  const named = /^sep=(.)\r?\n/i.exec(said);
  const text = named ? said.slice(named[0].length) : said;
  const delimiter = named?.[1] ?? delimiterOf(text);
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter,
      relax_column_count: true,
      to: mostRows + 2,
      skip_empty_lines: false,
      max_record_size: longestRow,
    });
  } catch {
    throw new Unreadable('unreadable');
  }
  // The line that names the delimiter is a row of the sheet to who counts them.
  return named ? [[], ...rows] : rows;
}

function textOf(bytes: Buffer): string {
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new Unreadable('old-format');
  const [first, second] = bytes;
  const name =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : second === 0 && first !== 0
          ? 'utf-16le'
          : first === 0 && second !== 0
            ? 'utf-16be'
            : 'utf-8';
  try {
    const text = new TextDecoder(name, { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw new Unreadable('unreadable');
    return text;
  } catch (error) {
    // What holds zeros is no text in any encoding; the rest is text of some old code page.
    throw error instanceof Unreadable || bytes.includes(0) ? new Unreadable('unreadable') : new Unreadable('encoding');
  }
}

/** What stands most often between the cells of the first line that has any. */
function delimiterOf(text: string): string {
  const line = text.split(/\r?\n/, 20).find((one) => /[^\s;,]/.test(one)) ?? '';
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (one: string): number => bare.split(one).length;
  return [';', '\t', ','].reduce((best, one) => (count(one) > count(best) ? one : best), ',');
}
