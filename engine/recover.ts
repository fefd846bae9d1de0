/** The state as the journal has it: the newest snapshot, then each whole batch after it. */
import { pendingType } from './behaviors/step.ts';
import { apply } from './state/apply/index.ts';
import { keepPending } from './state/apply/pending.ts';
import type { FollowUp } from './state/entities.ts';
import { Models } from './state/models.ts';
import { prepareModels, restore, type Snapshot } from './state/snapshot.ts';
import { State } from './state/state.ts';
import type { Batch, Journal, LogRecord } from './types.ts';

export async function recover(journal: Journal | undefined): Promise<{ state: State; models: Models }> {
  const models = new Models();
  const replay = new Replay(models);
  await journal?.recover(
    (snapshot) => replay.snapshot(snapshot as Snapshot),
    (batch) => replay.batch(batch),
  );
  return { state: await replay.finish(), models };
}

/**
 * Applies in order. Parsing a resource takes a promise: while one is under way, what comes is kept back and applied
 * right after it.
 */
export class Replay {
  readonly #models: Models;
  #state = new State();
  #held: (() => Promise<void> | void)[] | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(models: Models) {
    this.#models = models;
  }

  snapshot(snapshot: Snapshot): void {
    this.#run(async () => {
      await prepareModels(snapshot, this.#models);
      this.#state = restore(snapshot, this.#models);
    });
  }

  batch(batch: Batch): void {
    const waiting = batch.records.filter(Models.needs);
    if (waiting.length === 0) {
      this.#run(() => applyBatch(this.#state, this.#models, batch));
      return;
    }
    this.#run(async () => {
      for (const record of waiting) await this.#models.prepare(record);
      applyBatch(this.#state, this.#models, batch);
    });
  }

  async finish(): Promise<State> {
    await this.#working;
    return this.#state;
  }

  #run(work: () => Promise<void> | void): void {
    if (this.#held) {
      this.#held.push(work);
      return;
    }
    const result = work();
    if (!(result instanceof Promise)) return;
    const held: (() => Promise<void> | void)[] = [];
    this.#held = held;
    this.#working = (async () => {
      await result;
      for (let next = held.shift(); next; next = held.shift()) await next();
      this.#held = undefined;
    })();
  }
}

/** Applies a whole batch: its events, and what it left over for a batch of its own. */
export function applyBatch(state: State, models: Models, batch: Batch): void {
  const [first] = batch.records;
  if (!first) return;
  if (first.sourceRecordPosition !== -1) state.pending.delete(first.sourceRecordPosition);
  const rest: FollowUp[] = [];
  let restAt = -1;
  for (const record of batch.records) {
    state.lastPosition = record.position;
    if (record.recordType === 'EVENT') {
      apply(state, models, record);
    } else if (isPending(record)) {
      if (restAt < 0) restAt = record.position;
      rest.push({ intent: record.intent, key: Number(record.key), value: record.value });
    }
  }
  if (rest.length > 0) keepPending(state, restAt, rest);
}

/**
 * A follow-up that was left over, in the engine's own form; other commands and rejections tell only readers something.
 * Up to format 1 it looked like a command on a process instance, but without the value that such a command has.
 */
const isPending = (record: LogRecord): boolean =>
  record.recordType === 'COMMAND' &&
  (record.valueType === pendingType ||
    (record.valueType === 'PROCESS_INSTANCE' && record.sourceRecordPosition !== -1 && !('tenantId' in record.value)));
