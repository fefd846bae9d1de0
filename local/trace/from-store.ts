/** What the database knows of a trace or a report: the report, what was owed for it, what people decided. */
import type { Store } from '../../store/store.ts';
import { traceFrom } from '../../telemetry/trace.ts';
import { type Sought, type Step, told } from './step.ts';

const longest = 30_000;

/** Whatever is asked for, by report code or trace id; fills `sought` with what else belongs to it. */
export async function stepsOfStore(store: Store, asked: { report?: string; trace?: string }, sought: Sought) {
  const { reports, outbox, completions } = store;
  const ofTrace = asked.trace === undefined ? {} : { trace: new RegExp(`^00-${asked.trace}-`) };
  const read = <T>(model: { find(filter: object): unknown }, filter: object): Promise<T[]> =>
    // No index leads to a trace: this is asked seldom, and by a person.
    (model.find(filter) as ReturnType<typeof reports.model.find>).maxTimeMS(longest).limit(1_000).lean<T[]>().exec();
  const whose = (own: object): object => (asked.report === undefined ? ofTrace : own);
  const [found, owed, decided] = await Promise.all([
    read<{ _id: string; receivedAt: number; trace?: string }>(reports.model, whose({ _id: asked.report })),
    read<Owed>(outbox.model, whose({ reportCode: asked.report })),
    read<Decided>(completions.model, whose({ reportCode: asked.report })),
  ]);
  const steps: Step[] = [
    ...found.map(({ _id, receivedAt, trace }) => ({ at: receivedAt, where: 'report', what: `received ${_id}`, trace })),
    ...owed.map(({ _id, kind, state, createdAt, attempts, message, trace }) => ({
      at: createdAt,
      where: 'outbox',
      what: told({ owed: message?.name ?? kind, id: _id, state, attempts }),
      trace,
    })),
    ...decided.map(({ _id, stage, outcome, state, at, taskKey, trace }) => ({
      at,
      where: 'decision',
      what: told({ stage, outcome, state, task: taskKey, completionId: _id }),
      trace,
    })),
  ].map((step) => ({ ...step, trace: traceFrom(step.trace)?.id }) as Step);
  for (const { _id } of found) sought.reports.add(_id);
  for (const { reportCode } of [...owed, ...decided]) if (reportCode) sought.reports.add(reportCode);
  for (const { trace } of steps) if (trace) sought.traces.add(trace);
  return steps;
}

interface Owed {
  _id: string;
  kind: string;
  reportCode: string;
  state: string;
  createdAt: number;
  attempts: number;
  message?: { name: string };
  trace?: string;
}

interface Decided {
  _id: string;
  reportCode: string;
  taskKey: string;
  stage: string;
  outcome: string;
  state: string;
  at: number;
  trace?: string;
}
