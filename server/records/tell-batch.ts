/**
 * What is told of a projected batch: a span that is linked to the requests behind its records, a line of the log, and at
 * `debug` a line for each record. This is how a request's id comes back from the engine.
 */
import type { Log } from '../../telemetry/log.ts';
import { startSpan } from '../../telemetry/spans.ts';
import { traceOfAction } from '../../telemetry/trace.ts';
import type { Projected } from './projector.ts';
import { type EngineRecord, idOf } from './record.ts';

/** A batch may be about very many reports. */
const mostLinks = 64;

export interface Batch {
  records: EngineRecord[];
  projected: Projected;
  /** Machine time. */
  startedAt: number;
  ms: number;
}

/** Of a batch that is not empty. */
export function tellBatch({ records, projected, startedAt, ms }: Batch, log: Log): void {
  const [first, last] = [records[0]!, records.at(-1)!];
  const links = projected.traces.slice(0, mostLinks);
  const facts = { from: idOf(first), to: idOf(last), records: records.length, applied: projected.applied };
  startSpan('records projected', { kind: 'consumer', parent: null, links, startedAt, attributes: facts })?.end();
  log.info({ ...facts, ms: Math.round(ms), traces: links.map(({ id }) => id) }, 'records projected');
  if (log.isLevelEnabled('debug')) for (const record of records) log.debug(factsOf(record), 'record');
}

/** Keys, codes and times alone: a record's variables stay out. */
function factsOf(record: EngineRecord): Record<string, unknown> {
  const { valueType, intent, key, timestamp, value, operationReference } = record;
  return {
    record: idOf(record),
    valueType,
    intent,
    key,
    at: timestamp,
    instance: value.processInstanceKey === undefined ? undefined : String(value.processInstanceKey),
    element: value.elementId,
    message: value.messageName,
    messageKey: value.messageKey === undefined ? undefined : String(value.messageKey),
    operationReference,
    trace: traceOfAction(value.action)?.id,
  };
}
