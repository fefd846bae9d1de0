/** What is wrong with a file that somebody brings along, and where. Lines and columns count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly code:
    | 'not-well-formed'
    | 'not-valid'
    | 'doctype'
    | 'wrong-kind'
    | 'duplicate-id'
    | 'not-json'
    | 'not-form'
    | 'empty';
  readonly line: number | null;
  readonly column: number | null;
  /** The reader's own words, where it has any (English). */
  readonly said: string;
}
