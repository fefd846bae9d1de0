/** What a kind of sheet knows: its rows as they are, what may not be, and how it is written. */
import type { ClientSession } from 'mongoose';
import type { SheetKind } from '../../../domain/sheets.ts';
import type { Actor, House } from '../../house.ts';

/** Column → value in the form that is compared. */
export type Row = Readonly<Record<string, string>>;

/** A row that is added or changed. `at`: row of the spreadsheet. `before`: null where it is new. */
export interface Step {
  at: number;
  row: Row;
  before: Row | null;
}

export interface State<C> {
  rows: readonly Row[];
  /** What else its checks look at. */
  context: C;
  /** Says by its value whether rows or context have changed since. */
  basis: unknown;
}

export interface CellError {
  at: number;
  column: string;
  code: string;
}

export interface Kind<C> {
  name: SheetKind;
  /** What stands in a new row's blank cells; the row itself may say. */
  blanks(row: Row): Row;
  read(house: House, session?: ClientSession): Promise<State<C>>;
  /** By what single edits are checked by. */
  check(steps: readonly Step[], state: State<C>): CellError[];
  /**
   * Writes the steps, which were checked over this very state. Answers what goes on the audit log, a part a row, and
   * what is to be done when all of it stands.
   */
  write(
    house: House,
    actor: Actor,
    steps: readonly Step[],
    state: State<C>,
    session: ClientSession,
  ): Promise<{ onRecord: object[]; after?: () => void }>;
}
