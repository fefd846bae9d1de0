/**
 * An article as it is in force: what the server says of its clauses, in the frame (chapter, opening lines) of the shipped
 * text. Where the server cannot be asked, the shipped text stands for it. Pure.
 */

export interface Article {
  article: string;
  chapter: string;
  title: string;
  intro: string[];
  clauses: { clause: string; label: string; lines: string[] }[];
}

interface Clause {
  clause: string;
  title: string;
  text: string;
}

/** Undefined for an article that is not, or no longer, in force. `inForce`: null where nobody could tell. */
export function articleInForce(
  article: string,
  shipped: Article | undefined,
  inForce: readonly Clause[] | null,
): Article | undefined {
  if (inForce === null) return shipped;
  const own = inForce.filter(({ clause }) => clause.split('.')[0] === article);
  // An article without clauses stands in no list of clauses: only the shipped text has it.
  if (own.length === 0) return shipped?.clauses.length === 0 ? shipped : undefined;
  const labels = new Map(shipped?.clauses.map(({ clause, label }) => [clause, label]));
  return {
    article,
    chapter: shipped?.chapter ?? '',
    title: own[0]!.title,
    intro: shipped?.intro ?? [],
    clauses: own.map(({ clause: reference, text }) => {
      const clause = reference.split('.')[1] ?? '';
      return { clause, label: labels.get(clause) ?? (clause && `${clause}.`), lines: text.split('\n') };
    }),
  };
}
