/** Sheets that nobody meant well: each is read, or refused in words, in bounded time and memory, and nothing else happens. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { type Cell, readGrid, Unreadable } from './grid.ts';
import { type Part, stored, unpacked } from './zip.ts';

const codes = ['unreadable', 'too-many-rows', 'encoding', 'old-format'];
const counts: Record<string, { read: number; refused: number }> = {};
afterAll(() => {
  for (const [what, { read, refused }] of Object.entries(counts))
    console.log(`fuzzed ${what}: ${read + refused} tried, ${read} read, ${refused} refused in words`);
});

/** The grid, or the code that it is refused with. @throws where it is refused with anything but words */
async function outcome(what: string, bytes: Buffer, patienceMs?: number): Promise<Cell[][] | string> {
  counts[what] ??= { read: 0, refused: 0 };
  try {
    const grid = await readGrid(bytes, patienceMs);
    counts[what].read++;
    return grid;
  } catch (error) {
    expect(error).toBeInstanceOf(Unreadable);
    expect(codes).toContain((error as Unreadable).code);
    counts[what].refused++;
    return (error as Unreadable).code;
  }
}

const book = await writeExcelFile([
  [{ value: 'username' }, { value: 'name' }],
  [{ value: 'an' }, { value: 'Nguyễn Văn An' }],
]).toBuffer();
const parts = unpacked(book, 1_000_000);
if (!parts || parts === 'too-much') throw new Error('The workbook to begin with is none');
const whole: Part[] = parts;
const sheetPart = /worksheets\/sheet1\.xml$/;
const xmlns = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The workbook with other rows, and with what else may lie in one. */
function bookWith(rows: string, head = '', more: Record<string, string> = {}, behind = ''): Buffer {
  const content = Buffer.from(
    `<?xml version="1.0"?>${head}<worksheet xmlns="${xmlns}"><sheetData>${rows}</sheetData>${behind}</worksheet>`,
  );
  const changed = whole.map((part) => (sheetPart.test(part.name.toString()) ? { ...part, content } : part)) as {
    name: Buffer;
    content: Buffer;
  }[];
  const added = Object.entries(more).map(([name, text]) => ({ name: Buffer.from(name), content: Buffer.from(text) }));
  return stored([...changed, ...added]);
}
const text = (place: string, value: string): string => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
const entities = `<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx">${Array.from({ length: 9 }, (_, n) => `<!ENTITY b${n} "${`&b${n ? n - 1 : ''};`.repeat(10)}">`).join('')}]>`;
const outside = '<!DOCTYPE a [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>';

describe('a workbook', () => {
  test.each([
    ['with one cell at the far end of the sheet', `<row r="1048576">${text('XFD1048576', 'x')}</row>`],
    [
      'with its first cell and its last',
      `<row r="1">${text('A1', 'x')}</row><row r="1048576">${text('XFD1048576', 'x')}</row>`,
    ],
    ['of a million empty rows', '<row/>'.repeat(1_000_000)],
  ])('%s is refused before it takes the server’s time', async (_what, rows) => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const file = bookWith(rows);
    expect(file.length).toBeLessThan(7_000_000);
    expect(await outcome('workbook bombs', file, 1_500)).toBe('too-many-rows');
    clearInterval(ticking);
    // The server went on with what else there was to do.
    expect(ticks).toBeGreaterThan(20);
  });

  test.each([
    ['with a million cells in a row', `<row r="1">${'<c/>'.repeat(1_000_000)}</row>`],
    ['nested beyond measure', '<row>'.repeat(100_000)],
    ['with a place that is none', `<row r="1">${text('&#88;FD&#x31;', 'x')}</row>`],
    ['with a negative row', `<row r="-5">${text('A-5', 'x')}</row>`],
    ['cut off in a cell', '<row r="1"><c r="A1" t="inlineStr"><is><t>x'],
  ])('%s is read or refused', async (_what, rows) => {
    await outcome('workbook bombs', bookWith(rows), 5_000);
  });

  test('whose entities grow, or name a file, gets neither', async () => {
    for (const [head, name] of [
      [entities, 'b8'],
      [outside, 'passwd'],
    ] as const) {
      const grid = await outcome(
        'workbook bombs',
        bookWith(`<row r="1">${text('A1', `&${name};`)}</row>`, head),
        5_000,
      );
      expect(JSON.stringify(grid).length).toBeLessThan(200);
      expect(JSON.stringify(grid)).not.toContain('root:');
    }
  });

  test('with a formula, a link to another file, merged cells and macros gives what was kept in its cells', async () => {
    const rows = `<row r="1"><c r="A1"><f>[1]Sheet1!A1*2</f><v>42</v></c>${text('B1', 'x')}</row>`;
    const more = {
      'xl/vbaProject.bin': 'Sub AutoOpen()',
      'xl/externalLinks/externalLink1.xml': '<externalLink><externalBook r:id="rId1"/></externalLink>',
      '../../../../tmp/escaped': 'x',
    };
    const merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    expect(await outcome('workbooks with parts', bookWith(rows, '', more, merged), 10_000)).toEqual([[42, 'x']]);
  });

  test('with bytes that were changed is read, or refused in words', { timeout: 120_000 }, async () => {
    const change = fc.record({ at: fc.nat(book.length - 1), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(book.length), async (changes, end) => {
        const file = Buffer.from(book);
        for (const { at, bytes } of changes) file.set(bytes.slice(0, file.length - at), at);
        await outcome('workbooks with changed bytes', changes.length % 2 ? file : file.subarray(0, end), 10_000);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

test('a CSV of anything is read, or refused in words', { timeout: 60_000 }, async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('"', '""', '\u202e', '=1+1', '\0', '\r'),
  );
  const table = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 });
  const ways = [
    (s: string) => Buffer.from(s),
    (s: string) => Buffer.from(`\ufeff${s}`, 'utf16le'),
    (s: string) => Buffer.from(s, 'latin1'),
  ];
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(...';,\t'), fc.constantFrom(...ways), async (rows, mark, way) => {
      await outcome('CSV', way(rows.map((row) => row.join(mark)).join('\n')));
    }),
    { numRuns: 500, endOnFailure: true },
  );
  for (const file of [
    `"${'a'.repeat(4_000_000)}`,
    ';'.repeat(4_000_000),
    '\n'.repeat(4_000_000),
    '"\n'.repeat(1_000_000),
  ])
    await outcome('CSV', Buffer.from(file));
});
