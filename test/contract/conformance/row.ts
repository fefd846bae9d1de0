/** What a row of the conformance table says, and what it is based on. */

export interface Row {
  /** What the contract names: a call, an element, a route, a rule. */
  name: string;
  /** The contract's section. */
  section: string;
  /**
   * Tests that show it: `<file under test/ or engine/> <part of the title>`. Each must match a test, and every test that
   * it matches must have passed.
   */
  shown: readonly string[];
  /** How it differs; the tests then show what is done instead. */
  differs?: string;
  /** Why it is not there; such a row needs no test. */
  absent?: string;
  /** Names in the proto or in the list of routes that the row answers for; its own name when left out. */
  covers?: readonly string[];
}

export interface Area {
  title: string;
  rows: readonly Row[];
}

export const verdict = ({ differs, absent }: Row): 'holds' | 'differs' | 'not there' =>
  absent ? 'not there' : differs ? 'differs' : 'holds';

/** Rows of one section whose tests stand in one file: name → parts of titles. */
export const rowsOf = (section: string, file: string, list: Record<string, string | string[]>): Row[] =>
  Object.entries(list).map(([name, parts]) => ({
    name,
    section,
    shown: [parts].flat().map((part) => `${file} ${part}`),
  }));
