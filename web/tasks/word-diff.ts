/** What changed between two texts, word by word (longest common subsequence). Pure. */

export interface Part {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Words with the blanks that follow them, so that the parts put together give the text again. */
const wordsOf = (text: string): string[] => text.match(/\s+|\S+\s*/g) ?? [];

/** The parts of both texts in order. Without those `removed` they give `after`; without those `added`, `before`. */
export function wordDiff(before: string, after: string): Part[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const parts: Part[] = [];
  const add = (kind: Part['kind'], words: readonly string[]) => {
    const text = words.join('');
    if (text === '') return;
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  add('same', a.slice(0, start));
  for (const { kind, text } of middle(a.slice(start, a.length - end), b.slice(start, b.length - end)))
    add(kind, [text]);
  add('same', end === 0 ? [] : a.slice(-end));
  return parts;
}

/** The rest that has no common start or end. `length[i][j]`: how many words a from i on and b from j on have in common. */
function middle(a: string[], b: string[]): Part[] {
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
  const parts: Part[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ kind: 'same', text: a[i]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!)) {
      parts.push({ kind: 'removed', text: a[i]! });
      i += 1;
    } else {
      parts.push({ kind: 'added', text: b[j]! });
      j += 1;
    }
  }
  return parts;
}
