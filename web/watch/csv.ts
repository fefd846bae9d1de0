/** A table as CSV that spreadsheets open as it is: UTF-8 with a byte order mark, CRLF, quoted where needed. Pure. */

/** A cell that begins like a formula is made text: a spreadsheet would reckon it. */
const dangerous = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : dangerous.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
