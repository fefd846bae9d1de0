/**
 * Which request a job goes back to: the one that brought its report. The engine's jobs have no room for it that is not
 * the procedure's own, so it is read from the report, once for each.
 */
import type { Store } from '../store/store.ts';
import { type Trace, traceFrom } from '../telemetry/trace.ts';
import type { Job } from './runtime/job.ts';

/** Reports whose trace is remembered; it never changes. */
const most = 10_000;

export function tracesOfReports(store: Pick<Store, 'reports'>): (job: Job) => Promise<Trace | undefined> {
  const known = new Map<string, Trace | undefined>();
  return async ({ variables }) => {
    const { reportCode: code } = variables;
    if (typeof code !== 'string') return undefined;
    if (!known.has(code)) {
      const trace = traceFrom(await store.reports.traceOf(code));
      if (known.size >= most) known.delete(known.keys().next().value!);
      known.set(code, trace);
    }
    return known.get(code);
  };
}
