/**
 * Gathers records into request bodies, and counts them by value type: `sequence`. What could go wrong: a body that was
 * cut is sent until it is taken, so it must not change afterwards; nothing of it is kept here.
 */
import type { LogRecord } from '../types.ts';
import type { ExporterConfig } from './config.ts';
import { bulkLines } from './document.ts';
import type { Acknowledged } from './position.ts';
import { isExported } from './value-types.ts';

export interface Bulk extends Acknowledged {
  /** Empty when none of its records is exported. */
  body: string;
  count: number;
  /** Broker versions of its records: each has templates of its own. */
  versions: ReadonlySet<string>;
}

export type BulkRules = Pick<ExporterConfig, 'filter' | 'naming' | 'bulkSize' | 'bulkBytes'>;

export class BulkWriter {
  readonly #rules: BulkRules;
  readonly #sequences: Record<string, number>;
  #position: number;
  #parts: string[] = [];
  #bytes = 0;
  #versions = new Set<string>();

  /** `from`: up to where records were acknowledged, and how many of each value type. */
  constructor(rules: BulkRules, from: Acknowledged) {
    this.#rules = rules;
    this.#sequences = { ...from.sequences };
    this.#position = from.position;
  }

  /** Documents that wait to be cut. */
  get count(): number {
    return this.#parts.length;
  }

  /** True when the limit of records or of bytes is reached. */
  get full(): boolean {
    return this.#parts.length >= this.#rules.bulkSize || this.#bytes >= this.#rules.bulkBytes;
  }

  /** Takes the next record of the log. Answers what had to be cut before it, so that no body is longer than allowed. */
  add(record: LogRecord): Bulk | undefined {
    let before: Bulk | undefined;
    if (isExported(this.#rules.filter, record)) {
      const count = (this.#sequences[record.valueType] ?? 0) + 1;
      const lines = bulkLines(record, count, this.#rules.naming);
      const bytes = Buffer.byteLength(lines);
      if (this.#parts.length > 0 && (this.full || this.#bytes + bytes > this.#rules.bulkBytes)) before = this.cut();
      this.#sequences[record.valueType] = count;
      this.#parts.push(lines);
      this.#bytes += bytes;
      this.#versions.add(record.brokerVersion);
    }
    this.#position = record.position;
    return before;
  }

  /** All that waits, as one request, and where the log stands once it is acknowledged. */
  cut(): Bulk {
    const bulk: Bulk = {
      body: this.#parts.join(''),
      count: this.#parts.length,
      position: this.#position,
      sequences: { ...this.#sequences },
      versions: this.#versions,
    };
    this.#parts = [];
    this.#bytes = 0;
    this.#versions = new Set();
    return bulk;
  }
}
