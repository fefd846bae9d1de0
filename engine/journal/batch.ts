/**
 * A batch as the text of its frame. The records of one command agree in most of what is not their value, so that is
 * written once, and a record is `[type, valueType, intent, key, value]`, with `{…}` behind where it differs. In place of
 * a value stands the index of the record before that has the very same, or `[index, changes]` where only some
 * properties differ from that one's.
 * A batch with a number that a double would round begins with a mark, because looking for one takes longer than reading
 * the rest. Format 1 wrote the list of whole records; it is told by its first character. What could go wrong: a property
 * is added to the record and not here; then this file does not compile.
 */
import { needsExact, parseExact } from '../exact-json.ts';
import type { Batch, LogRecord } from '../types.ts';

type Shared = Omit<LogRecord, 'position' | 'recordType' | 'valueType' | 'intent' | 'key' | 'value'>;
const shared = Object.keys({
  partitionId: 0,
  sourceRecordPosition: 0,
  timestamp: 0,
  brokerVersion: 0,
  recordVersion: 0,
  rejectionType: 0,
  rejectionReason: 0,
  operationReference: 0,
} satisfies Record<keyof Shared, 0>) as (keyof Shared)[];

type Value = LogRecord['value'];
type Packed = [
  string,
  string,
  string,
  string,
  Value | number | [number, Value],
  Partial<Shared & { position: number }>?,
];
interface PackedBatch {
  /** Position of the first record; the others follow it. */
  p: number;
  /** What the last record has, and those that say nothing else. */
  s: Shared;
  r: Packed[];
}

/** The values of a batch so far: the last one, and the last of an element instance. */
class Values {
  #last: Value | undefined;
  #lastAt = -1;
  #element: Value | undefined;
  #elementAt = -1;

  packed({ valueType, value }: LogRecord, at: number): Packed[4] {
    if (this.#lastAt >= 0 && value === this.#last) return this.#lastAt;
    this.#last = value;
    this.#lastAt = at;
    if (valueType !== 'PROCESS_INSTANCE') return value;
    const before = this.#element;
    const beforeAt = this.#elementAt;
    if (before === value && beforeAt >= 0) return beforeAt;
    this.#element = value;
    this.#elementAt = at;
    const changes = before && value && changesOf(before, value);
    return changes ? [beforeAt, changes] : value;
  }
}

/** The properties of `to` that are others in `from`; undefined unless both have the same ones. */
function changesOf(from: Value, to: Value): Value | undefined {
  const changes: Value = {};
  let more = 0;
  for (const name in from) if (from[name] !== undefined) more++;
  for (const name in to) {
    const was = from[name];
    const is = to[name];
    if (was === undefined || is === undefined || name === '__proto__') return undefined;
    more--;
    if (was !== is && !areSameLists(was, is)) changes[name] = is;
  }
  return more === 0 ? changes : undefined;
}

function areSameLists(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

const mark = '{"exact":true,';

export function encodeBatch({ records }: Batch): string {
  const last = records.at(-1)!;
  const s = {} as Record<string, unknown>;
  for (const name of shared) s[name] = last[name];
  const p = records[0]!.position;
  const r: unknown[] = [];
  const values = new Values();
  for (let at = 0; at < records.length; at++) {
    const record = records[at]!;
    let other: Record<string, unknown> | undefined;
    for (const name of shared) {
      if (record[name] === last[name]) continue;
      other ??= {};
      other[name] = record[name];
    }
    if (record.position !== p + at) {
      other ??= {};
      other.position = record.position;
    }
    const { recordType, valueType, intent, key } = record;
    const value = values.packed(record, at);
    r.push(other ? [recordType, valueType, intent, key, value, other] : [recordType, valueType, intent, key, value]);
  }
  const text = JSON.stringify({ p, s, r });
  return needsExact(text) ? `${mark}${text.slice(1)}` : text;
}

/** The text has passed its checksum, so it is what an engine wrote. */
export function decodeBatch(text: string): Batch {
  const exact = text.startsWith('[') || text.startsWith(mark);
  const parsed = (exact ? parseExact(text) : JSON.parse(text)) as LogRecord[] | PackedBatch;
  if (Array.isArray(parsed)) return { records: parsed };
  const { p, s, r } = parsed;
  const records: LogRecord[] = [];
  for (let at = 0; at < r.length; at++) {
    const [recordType, valueType, intent, key, value, other] = r[at]!;
    const record: LogRecord = {
      partitionId: s.partitionId,
      position: p + at,
      sourceRecordPosition: s.sourceRecordPosition,
      key,
      timestamp: s.timestamp,
      recordType: recordType as LogRecord['recordType'],
      valueType,
      intent,
      brokerVersion: s.brokerVersion,
      recordVersion: s.recordVersion,
      rejectionType: s.rejectionType,
      rejectionReason: s.rejectionReason,
      operationReference: s.operationReference,
      value: wholeValue(value, records),
    };
    records.push(other ? Object.assign(record, other) : record);
  }
  return { records };
}

function wholeValue(value: Packed[4], records: readonly LogRecord[]): Value {
  if (typeof value === 'number') return records[value]!.value;
  if (!Array.isArray(value)) return value;
  const [at, changes] = value;
  return { ...records[at]!.value, ...changes };
}
