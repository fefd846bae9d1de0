/** Flows taken and variables set within one batch, by instance: what is added to the trails when the batch is written. */
import type { Trail } from '../../store/trails.ts';
import type { EngineRecord } from './record.ts';

/** A value that is longer, as JSON, is not kept: the trail is for codes, dates and numbers. */
const longest = 2_000;

export class TrailSteps {
  readonly #steps = new Map<string, Trail>();

  flow(record: EngineRecord): void {
    const { timestamp: at, position } = record;
    this.#of(record).flows.push({ id: record.value.elementId, at, position });
  }

  /** `value` as the record has it parsed. */
  variable(record: EngineRecord, value: unknown): void {
    const { timestamp: at, position } = record;
    const kept = String(record.value.value ?? '').length > longest ? null : value;
    const scope = String(record.value.scopeKey);
    this.#of(record).variables.push({ name: record.value.name, value: kept, scope, at, position });
  }

  steps(): Iterable<Trail> {
    return this.#steps.values();
  }

  #of(record: EngineRecord): Trail {
    const key = String(record.value.processInstanceKey);
    const known = this.#steps.get(key) ?? { _id: key, since: record.timestamp, flows: [], variables: [] };
    this.#steps.set(key, known);
    return known;
  }
}
