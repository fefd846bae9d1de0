/**
 * One record as two lines of a `_bulk` request (contract 3.1, 3.5). What could go wrong: a key is a 64-bit integer on
 * the wire, so a key that is text in memory is written as bare digits, never through a floating-point number.
 */
import type { LogRecord } from '../types.ts';
import { dashed, keyProperties, userData } from './value-types.ts';

export const indexPrefix = 'zeebe-record';
/** Partition 1 in the upper bits, as in keys: below 2^53, so a number holds it exactly. */
const sequenceBase = 2 ** 51;
const integer = /^-?\d+$/;

/** `zeebe-record_user-task_8.8.0_2026-05-20`: the day is the record's, in UTC. */
export function indexName(record: LogRecord): string {
  const day = new Date(record.timestamp).toISOString().slice(0, 10);
  return `${indexPrefix}_${dashed(record.valueType)}_${record.brokerVersion}_${day}`;
}

/** Action line and document line, each with its newline. `count` is how many of the value type were sent, with this. */
export function bulkLines(record: LogRecord, count: number): string {
  const id = `${record.partitionId}-${record.position}`;
  const action = `{"index":{"_index":"${indexName(record)}","_id":"${id}","routing":"${record.partitionId}"}}`;
  return `${action}\n${recordJson(record, count)}\n`;
}

function recordJson(record: LogRecord, count: number): string {
  return (
    `{"partitionId":${record.partitionId},"position":${record.position}` +
    `,"sourceRecordPosition":${record.sourceRecordPosition},"key":${long(record.key)},"timestamp":${record.timestamp}` +
    `,"recordType":"${record.recordType}","valueType":"${record.valueType}","intent":"${record.intent}"` +
    `,"brokerVersion":${JSON.stringify(record.brokerVersion)},"recordVersion":${record.recordVersion}` +
    `,"rejectionType":"${record.rejectionType}","rejectionReason":${JSON.stringify(record.rejectionReason)}` +
    `,"authorizations":{},"operationReference":${record.operationReference},"batchOperationReference":-1` +
    `,"value":${valueJson(record.value)},"sequence":${sequenceBase + count}}`
  );
}

function valueJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts: string[] = [];
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const text = keyProperties.has(name) ? long(inner) : userData.has(name) ? JSON.stringify(inner) : valueJson(inner);
    parts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** A key, or lists of them. What is no whole number is an error of the engine, not to be sent as something else. */
function long(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(long).join(',')}]`;
  if (typeof value === 'string' && integer.test(value)) return BigInt(value).toString();
  if (typeof value === 'bigint') return value.toString();
  if (Number.isSafeInteger(value)) return String(value);
  // Absent keys are -1 in the contract.
  if (value === '' || value === null) return '-1';
  throw new Error(`A key is no whole number: ${JSON.stringify(value)}.`);
}
