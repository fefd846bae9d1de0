/**
 * The engine's records that belong to a trace or a report, read from a copy of its journal, so that the engine may go on.
 * What was compacted away is no longer there: then the logs of the projection have it.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClosed, recoverJournal } from '../../engine/journal/recover.ts';
import type { LogRecord } from '../../engine/types.ts';
import { referenceOf, traceOfAction } from '../../telemetry/trace.ts';
import { type Sought, type Step, told } from './step.ts';

/** What a reader follows a report by; the rest is how the engine gets from one to the next. */
const telling: Record<string, readonly string[]> = {
  MESSAGE: ['PUBLISHED'],
  MESSAGE_START_EVENT_SUBSCRIPTION: ['CORRELATED'],
  PROCESS_MESSAGE_SUBSCRIPTION: ['CORRELATED'],
  USER_TASK: ['CREATED', 'ASSIGNED', 'COMPLETED', 'CANCELED', 'UPDATED'],
  JOB: ['CREATED', 'COMPLETED', 'FAILED', 'ERROR_THROWN', 'TIMED_OUT'],
  INCIDENT: ['CREATED', 'RESOLVED'],
};

// biome-ignore lint/suspicious/noExplicitAny: records have many shapes
type Value = any;

/** `instances`: those of the report. Records that name none of the traces are left out where one was asked for. */
export async function stepsOfJournal(dir: string, instances: Set<string>, sought: Sought): Promise<Step[]> {
  const copy = await mkdtemp(join(tmpdir(), 'journal-'));
  try {
    await cp(dir, copy, { recursive: true });
    const nothing = (): void => {};
    const { segments } = await recoverJournal(copy, nothing, nothing, nothing);
    const steps: Step[] = [];
    for await (const { records } of readClosed(segments, segments[0]?.previous ?? 0))
      for (const record of records) {
        const step = stepOf(record, instances, sought);
        if (step) steps.push(step);
      }
    return steps;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function stepOf(record: LogRecord & { value: Value }, instances: Set<string>, sought: Sought): Step | undefined {
  const { recordType, valueType, intent, key, position, timestamp, value } = record;
  if (recordType !== 'EVENT') return undefined;
  const trace = traceOf(record, sought);
  const isAsked = trace !== undefined && (sought.only === undefined || trace === sought.only);
  const ofReport = instances.has(String(value.processInstanceKey)) || sought.reports.has(String(value.correlationKey));
  const follows = sought.only === undefined && ofReport && telling[valueType]?.includes(intent);
  if (!isAsked && !follows) return undefined;
  const what = told({
    element: value.elementId,
    message: value.messageName ?? value.name,
    job: value.type,
    assignee: undefined,
    key,
    operationReference: record.operationReference === -1 ? undefined : record.operationReference,
    position,
  });
  return { at: timestamp, where: 'record', what: `${valueType} ${intent} ${what}`, ...(trace ? { trace } : {}) };
}

/** What a record itself says of whose request it comes from. */
function traceOf({ value, operationReference }: LogRecord & { value: Value }, { traces }: Sought): string | undefined {
  const named = traceOfAction(value.action)?.id;
  if (named !== undefined) return traces.has(named) ? named : undefined;
  if (typeof operationReference !== 'number' || operationReference <= 0) return undefined;
  return [...traces].find((id) => referenceOf({ id }) === operationReference);
}
