/**
 * The shapes that the engine's rooms share: what is written to the log, what a caller asks and gets back.
 * Nothing here knows a transport, a file or a product.
 */

export type Key = bigint;

/** A whole number; one that a double would round is kept as it was written (`exact-json.ts`). */
export type Whole = number | object;

/** One record of the log, in the form that the Elasticsearch exporter publishes (zeebe record contract). */
export interface LogRecord<V extends object = Record<string, unknown>> {
  partitionId: 1;
  /** Unique and increasing within the partition. */
  position: number;
  /** Position of the command that caused this record; -1 if none. */
  sourceRecordPosition: number;
  /** Entity key as a decimal string while in memory and in the journal; written as a JSON integer on export. */
  key: string;
  /** Epoch milliseconds of the engine's clock. */
  timestamp: number;
  recordType: 'EVENT' | 'COMMAND' | 'COMMAND_REJECTION';
  valueType: string;
  intent: string;
  brokerVersion: string;
  recordVersion: number;
  rejectionType: string;
  rejectionReason: string;
  operationReference: Whole;
  value: V;
}

export type RejectionType =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_STATE'
  | 'PROCESSING_ERROR'
  | 'RESOURCE_EXHAUSTED';

/** A command that was refused. Its text is Zeebe's: "Command '<INTENT>' rejected with code '<TYPE>': <reason>". */
export class Rejection extends Error {
  readonly intent: string;
  readonly type: RejectionType;
  readonly reason: string;
  constructor(intent: string, type: RejectionType, reason: string) {
    super(`Command '${intent}' rejected with code '${type}': ${reason}`);
    this.intent = intent;
    this.type = type;
    this.reason = reason;
  }
}

/** The engine has too much to do just now; the same command may be sent again later (contract 1.1, back pressure). */
export class Overloaded extends Error {}

/**
 * One processed command: everything that it caused, written and recovered as a whole or not at all.
 * `events` are what is applied to the state; applying them again, in order, gives the same state.
 */
export interface Batch {
  records: LogRecord[];
}

/** Where batches become durable. The engine resolves an answer only after `durable()` of its batch. */
export interface Journal {
  /** Reads what was written before: first the newest snapshot (if any), then each whole batch after it. */
  recover(onSnapshot: (state: unknown) => void, onBatch: (batch: Batch) => void): Promise<void>;
  /** Queues a batch; the promise resolves when it is on disk (group commit). Must be called in log order. */
  append(batch: Batch): Promise<void>;
  /** Calls the listener when nothing can be written for now, with the reason, and with undefined when it can again. */
  onTrouble?(listener: (trouble: Error | undefined) => void): void;
  /** Tells which records every exporter has acknowledged: nothing after this may be deleted. */
  exported(position: number): void;
  close(): Promise<void>;
}

/** Time as the engine sees it; a controllable clock calls `onChange` so that timers are looked at again. */
export interface Clock {
  now(): number;
  onChange(listener: () => void): () => void;
}

/** An answer that did not come in time; what was asked for goes on (gRPC DEADLINE_EXCEEDED, HTTP 504). */
export class DeadlineExceeded extends Error {}
