/** A record of the engine's stream as the exporter publishes it (zeebe-contract, 3.1), with keys as decimal strings. */

export interface EngineRecord {
  partitionId: number;
  position: number;
  key: string;
  /** Epoch ms, the engine's clock. */
  timestamp: number;
  recordType: string;
  valueType: string;
  intent: string;
  /** Of a command that came with one (telemetry/trace.ts: `referenceOf`); absent for none. */
  operationReference?: string;
  // biome-ignore lint/suspicious/noExplicitAny: shapes differ by value type; readers take what they know
  value: any;
}

/** A key as a string; null for "none" (-1, absent). */
export function keyOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = String(value);
  return text === '' || text === '-1' ? null : text;
}

/** An ISO time of the stream in epoch ms (also with `[Zone]` behind it); null for "" and what is no time. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return value > 0 ? value : null;
  if (typeof value !== 'string' || value === '') return null;
  const at = Date.parse(value.replace(/\[[^\]]*\]$/, ''));
  return Number.isNaN(at) ? null : at;
}

/** `partition-position`: the record's id in the exporter's documents. */
export const idOf = (record: EngineRecord): string => `${record.partitionId}-${record.position}`;
