/**
 * The date at the end of an index name, from a pattern as Java's DateTimeFormatter reads it (contract 3.5), in UTC. What
 * could go wrong: a letter that is not known here would give two days one name or one day two; it is refused instead.
 */

const two = (number: number) => String(number).padStart(2, '0');

const fields: Readonly<Record<string, (date: Date) => string>> = {
  yyyy: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  uuuu: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  yy: (date) => two(date.getUTCFullYear() % 100),
  uu: (date) => two(date.getUTCFullYear() % 100),
  MM: (date) => two(date.getUTCMonth() + 1),
  M: (date) => String(date.getUTCMonth() + 1),
  dd: (date) => two(date.getUTCDate()),
  d: (date) => String(date.getUTCDate()),
  DDD: (date) => String(dayOfYear(date)).padStart(3, '0'),
  HH: (date) => two(date.getUTCHours()),
  H: (date) => String(date.getUTCHours()),
  mm: (date) => two(date.getUTCMinutes()),
};

const part = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/y;

/** `yyyy-MM-dd` → a function from epoch ms to `2026-05-20`. Throws an Error that says which part is not known. */
export function datePattern(pattern: string): (timestamp: number) => string {
  const parts: ((date: Date) => string)[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < pattern.length) {
    const from = part.lastIndex;
    const found = part.exec(pattern);
    if (!found) throw new Error(`the quote at ${from + 1} is not closed`);
    const [text, quoted, letter] = found;
    const literal = quoted === undefined ? text : quoted.replaceAll("''", "'") || "'";
    const field = letter === undefined ? () => literal : fields[text];
    if (!field) throw new Error(`"${text}" is not one of ${Object.keys(fields).join(', ')}`);
    parts.push(field);
  }
  let lastMinute = Number.NaN;
  let last = '';
  return (timestamp) => {
    // No field is finer than a minute, and records come in the order of time.
    const minute = Math.floor(timestamp / 60_000);
    if (minute !== lastMinute) {
      const date = new Date(timestamp);
      last = parts.map((of) => of(date)).join('');
      lastMinute = minute;
    }
    return last;
  };
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}
