/**
 * What the log says, counted as it is written: elements, jobs, incidents, whole instances, under the words that Zeebe's
 * metrics have. Runs for every record, so it only adds; nothing is kept but counts and the start times of what runs.
 */
import type { LogRecord } from '../types.ts';

/** Labels, joined by this, as the key of a count. */
const separator = '\u0000';

export class RecordCounts {
  written = 0;
  commands = 0;
  /** action, BPMN element type */
  readonly elements = new Counts();
  /** action, job type, job kind */
  readonly jobs = new Counts();
  /** action */
  readonly incidents = new Counts();
  /** action; root instances only */
  readonly instances = new Counts();
  readonly #startedAt = new Map<string, number>();
  readonly #onEnd: (seconds: number) => void;

  /** `onEnd` is told how long each process instance took that began while this was counting. */
  constructor(onEnd: (seconds: number) => void) {
    this.#onEnd = onEnd;
  }

  readonly count = (records: readonly LogRecord[]): void => {
    for (const record of records) {
      this.written++;
      if (record.recordType !== 'EVENT') {
        if (record.recordType === 'COMMAND') this.commands++;
        continue;
      }
      const actions = counted[record.valueType];
      const action = actions?.[record.intent];
      if (action !== undefined) this.#countEvent(record, action);
    }
  };

  #countEvent({ valueType, key, timestamp, value }: LogRecord, action: string): void {
    switch (valueType) {
      case 'PROCESS_INSTANCE': {
        const type = String(value.bpmnElementType);
        this.elements.add(action, type);
        if (type !== 'PROCESS') return;
        if (!(Number(value.parentProcessInstanceKey) > 0)) this.instances.add(action);
        this.#measure(key, timestamp, action);
        return;
      }
      case 'JOB':
        this.jobs.add(action, String(value.type), String(value.jobKind));
        return;
      case 'JOB_BATCH':
        this.jobs.add(action, String(value.type), 'UNKNOWN', (value.jobKeys as unknown[]).length);
        return;
      default:
        this.incidents.add(action);
    }
  }

  #measure(key: string, timestamp: number, action: string): void {
    if (action === 'activated') {
      // Of very many that run, the oldest are not measured.
      if (this.#startedAt.size >= mostMeasured) this.#startedAt.delete(this.#startedAt.keys().next().value!);
      this.#startedAt.set(key, timestamp);
      return;
    }
    const began = this.#startedAt.get(key);
    if (began === undefined) return;
    this.#startedAt.delete(key);
    this.#onEnd((timestamp - began) / 1000);
  }
}

const mostMeasured = 100_000;

/** Value type → intent → the action's word. */
const counted: Record<string, Record<string, string> | undefined> = {
  PROCESS_INSTANCE: {
    ELEMENT_ACTIVATED: 'activated',
    ELEMENT_COMPLETED: 'completed',
    ELEMENT_TERMINATED: 'terminated',
  },
  JOB: {
    CREATED: 'created',
    COMPLETED: 'completed',
    FAILED: 'failed',
    TIMED_OUT: 'timed out',
    CANCELED: 'canceled',
    ERROR_THROWN: 'error thrown',
  },
  JOB_BATCH: { ACTIVATED: 'activated' },
  INCIDENT: { CREATED: 'created', RESOLVED: 'resolved' },
};

/** Counts under one to three words. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(first: string, second = '', third = '', by = 1): void {
    const key = `${first}${separator}${second}${separator}${third}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }
  *[Symbol.iterator](): Generator<[words: string[], count: number]> {
    for (const [key, count] of this.#counts) yield [key.split(separator), count];
  }
}
