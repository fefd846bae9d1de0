/** Where a text stops being JSON: the parser of the runtime says it for some mistakes and not for others. */

const token =
  /\s*(?:("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([[\]{}:,]))/uy;

/** What may come next, by what has just been read. */
type Next = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** Index of the first character that can't stand there; the text's length where it ends too early; -1 where it is JSON. */
export function brokenAt(text: string): number {
  const inside: ('[' | '{')[] = [];
  let next: Next = 'value';
  token.lastIndex = 0;
  for (;;) {
    const from = token.lastIndex;
    const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (start >= text.length) return next === 'nothing' ? -1 : text.length;
    token.lastIndex = from;
    const [, string, number, word, sign] = token.exec(text) ?? [];
    const isValue = number !== undefined || word !== undefined || string !== undefined;
    const after = (): Next => (inside.length === 0 ? 'nothing' : 'comma-or-end');
    if (isValue && (next === 'value' || next === 'value-or-end')) next = after();
    else if (string !== undefined && (next === 'key' || next === 'key-or-end')) next = 'colon';
    else if (sign === ':' && next === 'colon') next = 'value';
    else if ((sign === '[' || sign === '{') && (next === 'value' || next === 'value-or-end')) {
      inside.push(sign);
      next = sign === '[' ? 'value-or-end' : 'key-or-end';
    } else if (sign === ',' && next === 'comma-or-end') next = inside.at(-1) === '[' ? 'value' : 'key';
    else if (sign === closing(inside.at(-1)) && /end$/.test(next)) {
      inside.pop();
      next = after();
    } else return start;
  }
}

const closing = (open: '[' | '{' | undefined): string | null => (open ? { '[': ']', '{': '}' }[open] : null);
