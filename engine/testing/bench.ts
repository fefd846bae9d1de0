/** An engine in memory with a clock moved by hand, and words for tests to speak with it. */
import { expect, onTestFinished } from 'vitest';
import { ManualClock } from '../clock.ts';
import { type ActivatedJob, createEngine, type Engine, type UserTaskView } from '../engine.ts';
import { parseExact } from '../exact-json.ts';
import type { Batch, Journal, LogRecord } from '../types.ts';
import { unlikeContract } from './shape-check.ts';

/** Remembers batches as JSON text, so that what is replayed is what a file would give back. */
export class MemoryJournal implements Journal {
  readonly batches: string[] = [];
  snapshot: string | undefined;
  async recover(onSnapshot: (state: unknown) => void, onBatch: (batch: Batch) => void): Promise<void> {
    if (this.snapshot) onSnapshot(parseExact(this.snapshot));
    for (const batch of this.batches) onBatch(parseExact(batch) as Batch);
  }
  async append(batch: Batch): Promise<void> {
    this.batches.push(JSON.stringify(batch));
  }
  exported(): void {}
  async close(): Promise<void> {}
}

export interface Bench {
  engine: Engine;
  clock: ManualClock;
  journal: MemoryJournal;
  records: LogRecord[];
  deploy(...resources: (string | [name: string, content: string])[]): Promise<void>;
  /** Starts an instance and waits until the engine has nothing to do; answers its key. */
  create(bpmnProcessId: string, variables?: Record<string, unknown>): Promise<string>;
  /** The activatable jobs of a type, activated. */
  jobs(type: string, limit?: number): Promise<ActivatedJob[]>;
  /** Activates the one job of a type and completes it. */
  work(type: string, variables?: Record<string, unknown>): Promise<ActivatedJob>;
  /** The one open user task of an element. */
  task(elementId: string): UserTaskView;
  complete(elementId: string, variables?: Record<string, unknown>): Promise<void>;
  /** Moves the clock and waits until all that became due has been done. */
  forward(ms: number): Promise<void>;
  /** `VALUE_TYPE INTENT elementId` of the events since `from`, PI for PROCESS_INSTANCE. */
  trace(from?: number): string[];
  /** Root or scope variables by name, parsed. */
  variables(scopeKey: string): Record<string, unknown>;
  /** Whether the instance is still there. */
  alive(processInstanceKey: string): boolean;
}

export const t0 = Date.UTC(2026, 0, 5, 1, 0, 0);

export async function bench(options: { stepsPerBatch?: number } = {}): Promise<Bench> {
  const clock = new ManualClock(t0);
  const journal = new MemoryJournal();
  const records: LogRecord[] = [];
  // Whatever a test is about: no record of it may be unlike the contract.
  const unlike = new Set<string>();
  onTestFinished(() => expect([...unlike]).toEqual([]));
  const onRecords = (batch: LogRecord[]) => {
    records.push(...batch);
    for (const record of batch) for (const one of unlikeContract(record)) unlike.add(one);
  };
  const engine = await createEngine({ clock, journal, onRecords, wholeJobBatches: true, zone: '+07:00', ...options });
  const jobs = (type: string, limit = 100) =>
    engine.activateJobs({ type, worker: 'test', timeout: 60_000, maxJobsToActivate: limit, requestTimeout: -1 });
  const task = (elementId: string) => {
    const { items } = engine.searchUserTasks({ filter: { elementId } });
    if (items.length !== 1) throw new Error(`${items.length} tasks '${elementId}'`);
    return items[0]!;
  };
  return {
    engine,
    clock,
    journal,
    records,
    async deploy(...resources) {
      await engine.deploy(
        resources.map((resource, at) =>
          typeof resource === 'string'
            ? { name: `resource-${at}.bpmn`, content: resource }
            : { name: resource[0], content: resource[1] },
        ),
      );
    },
    async create(bpmnProcessId, variables = {}) {
      const { processInstanceKey } = await engine.createInstance({ bpmnProcessId, variables });
      await engine.idle();
      return processInstanceKey;
    },
    jobs,
    async work(type, variables = {}) {
      const found = await jobs(type);
      if (found.length !== 1) throw new Error(`${found.length} jobs of type '${type}'`);
      await engine.completeJob({ jobKey: found[0]!.key, variables });
      await engine.idle();
      return found[0]!;
    },
    task,
    async complete(elementId, variables = {}) {
      await engine.completeUserTask({ userTaskKey: task(elementId).userTaskKey, variables });
      await engine.idle();
    },
    async forward(ms) {
      clock.forward(ms);
      await engine.idle();
    },
    trace(from = 0) {
      return records
        .slice(from)
        .filter((record) => record.recordType === 'EVENT')
        .map((record) => {
          const short = record.valueType === 'PROCESS_INSTANCE' ? 'PI' : record.valueType;
          const { elementId, targetElementId, bpmnElementType, name, messageName } = record.value;
          const what = elementId ?? targetElementId ?? messageName ?? name ?? '';
          const body = bpmnElementType === 'MULTI_INSTANCE_BODY' ? ' (body)' : '';
          return `${short} ${record.intent.replace('ELEMENT_', '')} ${what}${body}`.trim();
        });
    },
    variables(scopeKey) {
      const { items } = engine.searchVariables({ filter: { scopeKey }, page: { limit: 10_000 } });
      return Object.fromEntries(items.map((variable) => [variable.name, JSON.parse(variable.value)]));
    },
    alive: (key) => engine.processInstance(key) !== undefined,
  };
}
