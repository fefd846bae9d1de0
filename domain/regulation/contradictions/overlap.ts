/**
 * Two agencies for one matter: rows of Annex 1 that name the same thing (8 and 9: polluted water), and rows of the
 * deployed table that take the same report to different agencies. The table's cells are compared as written, never run:
 * "any", lists of words; a cell that says something else is not guessed at.
 */
import { foldText } from '../../search-text.ts';
import type { AnnexRow, Contradiction, Known, TableRow } from './contradiction.ts';

export function overlappingAnnex({ annex }: Known): Contradiction[] {
  return pairsOf(annex).flatMap(([a, b]) => {
    if (a.agency !== null && a.agency === b.agency) return [];
    const thing = sharedThing(a, b);
    if (thing === null) return [];
    return [
      {
        rule: 'overlap-text' as const,
        articles: ['7.1', `PL1.${a.row}`, `PL1.${b.row}`],
        places: [],
        data: { first: a.row, second: b.row, thing },
      },
    ];
  });
}

/** The thing that both name: all words of one's phrase are in one of the other's. One word alone names too much. */
function sharedThing(a: AnnexRow, b: AnnexRow): string | null {
  for (const one of phrasesOf(a.about))
    for (const other of phrasesOf(b.about)) {
      const [shorter, longer] = one.words.length <= other.words.length ? [one, other] : [other, one];
      if (shorter.words.length >= 2 && shorter.words.every((word) => longer.words.includes(word))) return shorter.text;
    }
  return null;
}

const phrasesOf = (about: string) =>
  about.split(/[;,:]| và /u).map((text) => ({ text: text.trim(), words: foldText(text).split(/\s+/).filter(Boolean) }));

export function overlappingRows({ rows }: Known): Contradiction[] {
  return pairsOf(rows).flatMap(([a, b]) => {
    if (a.file !== b.file || a.decision !== b.decision || a.output === b.output) return [];
    if (!a.inputs.every((cell, column) => meets(cell, b.inputs[column] ?? '-'))) return [];
    return [
      {
        rule: 'overlap-table' as const,
        articles: ['7.1'],
        places: [a, b].map(({ file, id, output }: TableRow) => ({ file, id, name: `${id}: ${output}` })),
        data: { first: a.output, second: b.output },
      },
    ];
  });
}

/** Whether some word passes both cells. */
function meets(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  if (one === 'any') return other !== null;
  if (other === 'any') return one !== null;
  return one !== null && other !== null && one.some((word) => other.includes(word));
}

/** The words of a cell such as `"water", "waste"`; null where it says something else. */
function wordsOf(cell: string): string[] | 'any' | null {
  const text = cell.trim();
  if (text === '' || text === '-') return 'any';
  if (!/^"[^"]*"(\s*,\s*"[^"]*")*$/.test(text)) return null;
  return [...text.matchAll(/"([^"]*)"/g)].map(([, word]) => word!);
}

function pairsOf<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((one, at) => list.slice(at + 1).map((other): [T, T] => [one, other]));
}
