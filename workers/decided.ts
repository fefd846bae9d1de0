/** What people decided, as far as the record stream has confirmed it. */
import type { Completion } from '../store/completions.ts';
import type { Store } from '../store/store.ts';
import { whenProjected } from './projected.ts';

/**
 * The newest decision at a stage, null where there is none. A completion that the projection has not adopted yet may
 * still be refused: the job waits for it (a moment as a rule) and loses none of its tries.
 */
export function decidedAt(store: Store, reportCode: string, stage: string): Promise<Completion | null> {
  return whenProjected(
    () => store.completions.latest(reportCode, stage),
    (newest) => newest?.state !== 'offered',
    `the decision at ${stage}`,
  );
}

/** A text field of a decision; undefined where it was left out. */
export function wordsOf(completion: Completion | null, field: string): string | undefined {
  const value = completion?.fields[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
