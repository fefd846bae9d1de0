/**
 * One record as two lines of a `_bulk` request (contract 3.1, 3.5): every property of its value type, nothing else, and
 * something for each that is absent. What could go wrong: a key is a 64-bit integer on the wire, so a key that is text
 * in memory is written as bare digits, never through a floating-point number.
 */
import type { LogRecord } from '../types.ts';
import { type Kind, type Shape, shapes } from './shapes.ts';
import { dashed } from './value-types.ts';

/** Partition 1 in the upper bits, as in keys: below 2^53, so a number holds it exactly. */
export const sequenceBase = 2 ** 51;
const integer = /^-?\d+$/;

export interface IndexNaming {
  prefix: string;
  /** The last part of the name: a day, as a rule, in UTC. */
  suffix: (timestamp: number) => string;
}

/** `zeebe-record_user-task_8.8.0_2026-05-20`: the date is the record's. */
export function indexName(record: LogRecord, { prefix, suffix }: IndexNaming): string {
  return `${prefix}_${dashed(record.valueType)}_${record.brokerVersion}_${suffix(record.timestamp)}`;
}

/** Action line and document line, each with its newline. `count` is how many of the value type were sent, with this. */
export function bulkLines(record: LogRecord, count: number, naming: IndexNaming): string {
  const id = `${record.partitionId}-${record.position}`;
  const action = `{"index":{"_index":"${indexName(record, naming)}","_id":"${id}","routing":"${record.partitionId}"}}`;
  return `${action}\n${recordJson(record, count)}\n`;
}

function recordJson(record: LogRecord, count: number): string {
  return (
    `{"partitionId":${record.partitionId},"position":${record.position}` +
    `,"sourceRecordPosition":${record.sourceRecordPosition},"key":${whole(record.key, '-1')}` +
    `,"timestamp":${record.timestamp},"recordType":"${record.recordType}","valueType":"${record.valueType}"` +
    `,"intent":"${record.intent}","brokerVersion":${JSON.stringify(record.brokerVersion)}` +
    `,"recordVersion":${record.recordVersion},"rejectionType":"${record.rejectionType}"` +
    `,"rejectionReason":${JSON.stringify(record.rejectionReason)},"authorizations":{}` +
    `,"operationReference":${JSON.stringify(record.operationReference)},"batchOperationReference":-1` +
    `,"value":${valueJson(record)},"sequence":${sequenceBase + count}}`
  );
}

type Write = (value: unknown) => string;
type WriteNumber = (value: unknown, absent: string) => string;
const ofEvents = new Map<string, Write>();
const ofCommands = new Map<string, Write>();

/** Events are the engine's word; a command, refused perhaps for that, holds what somebody sent. */
function valueJson(record: LogRecord): string {
  const event = record.recordType === 'EVENT';
  const writers = event ? ofEvents : ofCommands;
  let write = writers.get(record.valueType);
  if (!write) {
    const shape = shapes[record.valueType];
    if (!shape) throw new Error(`The shape of ${record.valueType} is not known.`);
    write = objectWriter(shape, event ? whole : wholeIfAny);
    writers.set(record.valueType, write);
  }
  return write(record.value);
}

function objectWriter(shape: Shape, number: WriteNumber): Write {
  const properties = Object.entries(shape).map(([name, kind]) => ({
    name,
    start: `"${name}":`,
    write: writer(kind, number),
  }));
  return (value) => {
    const held = (value ?? {}) as Record<string, unknown>;
    let text = '';
    for (const { name, start, write } of properties) text += `${text ? ',' : ''}${start}${write(held[name])}`;
    return `{${text}}`;
  };
}

function writer(kind: Kind, number: WriteNumber): Write {
  if (typeof kind !== 'string') {
    if ('list' in kind) return listOf(objectWriter(kind.list, number));
    if ('of' in kind) return objectWriter(kind.of, number);
    const [absent] = kind;
    return (value) => JSON.stringify(value || absent);
  }
  switch (kind) {
    case 'long':
    case 'int':
      return (value) => number(value, '-1');
    case 'count':
      return (value) => number(value, '0');
    case 'text':
    case 'bytes':
      return textOf;
    case 'flag':
      return (value) => String(value === true);
    case 'json':
    case 'headers':
      return (value) => (value ? JSON.stringify(value) : '{}');
    case 'texts':
      return listOf(textOf);
    case 'longs':
    case 'ints':
      return listOf((value) => number(value, '-1'));
    case 'paths':
      return listOf(listOf((value) => number(value, '-1')));
  }
}

const listOf =
  (write: Write): Write =>
  (value) =>
    Array.isArray(value) ? `[${value.map(write).join(',')}]` : '[]';

function textOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value === undefined || value === null ? '""' : JSON.stringify(JSON.stringify(value));
}

/** What is no whole number is an error of the engine, not to be sent as something else. */
function whole(value: unknown, absent: string): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (value === undefined || value === null || value === '') return absent;
  if (typeof value === 'string' && integer.test(value)) return BigInt(value).toString();
  if (typeof value === 'bigint') return value.toString();
  throw new Error(`Not a whole number: ${JSON.stringify(value)}.`);
}

/** The same of what somebody sent: anything else counts as absent. */
function wholeIfAny(value: unknown, absent: string): string {
  try {
    return whole(value, absent);
  } catch {
    return absent;
  }
}
