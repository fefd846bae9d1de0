/**
 * Reads the body of `POST /_bulk`: pairs of lines, an action and a document. Integers that a JavaScript number cannot
 * hold (keys of later partitions, sequences) become strings before anything is parsed, so no digit is lost.
 */
import type { EngineRecord } from './record.ts';

/** Digits that may be more than a number holds (2^53 has 16, the first a 9): rare, the keys of three partitions are less. */
const mayBeTooMany = /\d{17}|9\d{15}/;
/** Strings are skipped whole; a bare integer of 16 digits or more is quoted. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g;

export function parseLossless(text: string): unknown {
  if (!mayBeTooMany.test(text)) return JSON.parse(text);
  return JSON.parse(text.replace(tokens, (token) => (token.charCodeAt(0) === 34 ? token : `"${token}"`)));
}

export interface BulkItem {
  /** `index`, `create`, … as the exporter named it. */
  action: string;
  id: string;
  index: string;
  /** Null where the document could not be read as a record. */
  record: EngineRecord | null;
  source: string;
}

/**
 * @throws SyntaxError when the body is not pairs of JSON lines (the whole request is refused then).
 * A document that is JSON but no record is returned with `record: null`.
 */
export function parseBulk(body: string): BulkItem[] {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length % 2 !== 0) throw new SyntaxError('The bulk body must be pairs of lines.');
  const items: BulkItem[] = [];
  for (let n = 0; n < lines.length; n += 2) {
    const head = JSON.parse(lines[n]!) as Record<string, { _id?: string; _index?: string }>;
    const action = Object.keys(head)[0] ?? 'index';
    const source = lines[n + 1]!;
    items.push({
      action,
      id: String(head[action]?._id ?? ''),
      index: String(head[action]?._index ?? ''),
      record: asRecord(parseLossless(source)),
      source,
    });
  }
  return items;
}

function asRecord(document: unknown): EngineRecord | null {
  const record = document as Partial<Record<keyof EngineRecord, unknown>> | null;
  if (record === null || typeof record !== 'object') return null;
  const position = Number(record.position);
  const partitionId = Number(record.partitionId);
  if (!Number.isSafeInteger(position) || !Number.isSafeInteger(partitionId)) return null;
  if (typeof record.valueType !== 'string' || typeof record.intent !== 'string') return null;
  const timestamp = Number(record.timestamp ?? 0);
  if (!Number.isSafeInteger(timestamp)) return null;
  if (record.value !== undefined && (record.value === null || typeof record.value !== 'object')) return null;
  return {
    partitionId,
    position,
    key: String(record.key ?? '-1'),
    timestamp,
    recordType: String(record.recordType ?? 'EVENT'),
    valueType: record.valueType,
    intent: record.intent,
    value: record.value ?? {},
  };
}
