/** What a rehearsal is made of, all of it: with the same input it gives the same result. Nothing personal. */
import type { ModelFile } from '../api/models.ts';
import type { CalendarData } from '../calendar.ts';
import type { ReportHistory } from './histories.ts';
import type { Staff, Staffing } from './staffing.ts';
import type { SurgeAssumptions } from './surge.ts';

export interface RehearsalInput {
  readonly draft: readonly ModelFile[];
  /** Null where nothing is in force yet. */
  readonly inForce: readonly ModelFile[] | null;
  readonly source:
    | { readonly kind: 'histories'; readonly histories: readonly ReportHistory[] }
    | {
        readonly kind: 'surge';
        readonly reports: number;
        /** Epoch ms of the first day. */
        readonly from: number;
        readonly days: number;
        readonly assumptions: SurgeAssumptions;
      };
  readonly calendar: CalendarData;
  readonly agencies: readonly { readonly id: string; readonly handlingLimit?: string | undefined }[];
  /** How many people the directory has in each group. */
  readonly directory: readonly Staff[];
  /** Null: as many officers as there are tasks; every task takes the time that it took. */
  readonly staffing: Staffing | null;
  readonly runs: number;
  /** Durations are drawn anew in every run. */
  readonly vary: boolean;
  /** Working minutes of a stage that nobody has ever done. */
  readonly unknownMinutes: number;
  readonly seed: number;
}
