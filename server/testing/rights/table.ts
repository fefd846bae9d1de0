/** Reads the rights' tables, which are text so that people can review them: a name, cells, and what stands after `|`. */
import { readFileSync } from 'node:fs';

export interface Row {
  /** `GET /api/tasks/:key`, with ` #…` where one call has several rows. */
  name: string;
  /** By caller. */
  cells: Readonly<Record<string, string>>;
  /** What stands after the bar. */
  rest: string;
}

/** `file`: beside this one. The first line that is not a remark names the callers. */
export function readTable(file: string): { callers: string[]; rows: Row[] } {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//'));
  const [head = '', ...rest] = lines;
  const callers = head.trim().split(/ {2,}/);
  const rows = rest.map((line) => {
    const [left = '', after = ''] = line.split('|');
    const words = left.trim().split(/ +/);
    const cells = words.splice(-callers.length);
    if (cells.length !== callers.length || words.length === 0) throw new Error(`Not a row of ${file}: ${line}`);
    return {
      name: words.join(' '),
      cells: Object.fromEntries(callers.map((caller, n) => [caller, cells[n]!])),
      rest: after.trim(),
    };
  });
  return { callers, rows };
}
