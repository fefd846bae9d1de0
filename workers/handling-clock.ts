/** The record of the handling clock, which several tasks share and an extension moves. */
import type { Deadline } from '../store/deadlines.ts';
import type { Store } from '../store/store.ts';

/**
 * The clock that was opened at `handlingFrom` (root variable, epoch ms): of the report's records that start then, the
 * oldest with a budget, because the clock is there before any task on it. Undefined where none was opened.
 */
export async function handlingClock(
  store: Store,
  reportCode: string,
  handlingFrom: number | undefined,
): Promise<Deadline | undefined> {
  const opened = (await store.deadlines.ofReport(reportCode)).filter(
    (one) => one.budget !== null && one.startAt === handlingFrom,
  );
  return opened.sort((a, b) => (BigInt(a._id) < BigInt(b._id) ? -1 : 1))[0];
}
