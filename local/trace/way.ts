/** A request's or a report's way through all parts, in order: database, logs, engine's records. */
import { existsSync } from 'node:fs';
import { readReportCode } from '../../domain/report-code.ts';
import type { Store } from '../../store/store.ts';
import { stepsOfJournal } from './from-journal.ts';
import { stepsOfLog } from './from-logs.ts';
import { stepsOfStore } from './from-store.ts';
import type { Sought, Step } from './step.ts';

export interface Sources {
  store: Store;
  logs: readonly string[];
  /** The engine's; absent where it is elsewhere. */
  journal?: string;
}

/** @throws Error when `asked` is neither a trace id nor a report's code */
export async function wayOf(asked: string, { store, logs, journal }: Sources): Promise<Step[]> {
  const trace = /^(?:00-)?([0-9a-f]{32})(?:-.*)?$/.exec(asked.toLowerCase())?.[1];
  const report = trace === undefined ? readReportCode(asked) : null;
  if (trace === undefined && report === null) throw new Error(`${asked} is no trace id and no report's code.`);
  const sought: Sought = {
    traces: new Set(trace ? [trace] : []),
    reports: new Set(report ? [report] : []),
    ...(trace ? { only: trace } : {}),
  };
  const steps = await stepsOfStore(store, trace ? { trace } : { report: report! }, sought);
  for (const file of logs) steps.push(...(await stepsOfLog(file, sought)));
  if (journal && existsSync(journal)) {
    const found = await store.instances.model
      .find({ reportCode: { $in: [...sought.reports] } })
      .select({ _id: 1 })
      .lean<{ _id: string }[]>();
    steps.push(...(await stepsOfJournal(journal, new Set(found.map(({ _id }) => _id)), sought)));
  }
  return steps.sort((a, b) => a.at - b.at);
}

/** As lines: time, where, what, and the first digits of the trace. */
export function shown(steps: readonly Step[]): string[] {
  return steps.map(({ at, where, what, trace }) =>
    [new Date(at).toISOString(), where.padEnd(8), (trace ?? '').slice(0, 8).padEnd(8), what].join('  '),
  );
}
