/**
 * Takes instances from start to end as fast as the engine goes: whatever the records show as waiting is done at once.
 * What could go wrong: an instance that waits for something nobody does; then `ended` never resolves, and the bench says
 * so after a minute.
 */
import type { Engine } from '../../engine/engine.ts';
import type { LogRecord } from '../../engine/types.ts';

export interface Deeds {
  job(engine: Engine, record: LogRecord): Promise<void>;
  task(engine: Engine, record: LogRecord): Promise<void>;
}

export interface Driver {
  /** Give this to the engine as `onRecords`. */
  onRecords(records: LogRecord[]): void;
  drive(engine: Engine): void;
  /** Resolves when so many instances have ended since the start. */
  ended(count: number): Promise<void>;
  /** Resolves when so many of an element's jobs (`job intake`) or user tasks (`task intake`) have been done. */
  done(what: string, count: number): Promise<void>;
  /** Records and elements entered, so far. */
  counts(): { records: number; elements: number };
}

const patience = 60_000;

export function driver(deeds: Deeds): Driver {
  let engine: Engine | undefined;
  const seen = new Map<string, number>();
  const waiting: { what: string; count: number; resolve: () => void }[] = [];
  let records = 0;
  let elements = 0;
  const count = (what: string) => {
    const now = (seen.get(what) ?? 0) + 1;
    seen.set(what, now);
    for (const each of waiting) if (each.what === what && each.count <= now) each.resolve();
  };
  const until = (what: string, goal: number) =>
    new Promise<void>((resolve, reject) => {
      if ((seen.get(what) ?? 0) >= goal) return resolve();
      const timer = setTimeout(() => reject(new Error(`${seen.get(what) ?? 0} of ${goal}: ${what}`)), patience);
      waiting.push({
        what,
        count: goal,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  const perform = (work: Promise<void>, what: string) =>
    work.then(
      () => count(what),
      (error: Error) => console.error(`${what}: ${error.message}`),
    );
  return {
    onRecords(batch) {
      records += batch.length;
      for (const record of batch) {
        if (record.recordType !== 'EVENT' || !engine) continue;
        const { valueType, intent, value } = record;
        if (valueType === 'JOB' && intent === 'CREATED')
          void perform(deeds.job(engine, record), `job ${value.elementId}`);
        if (valueType === 'USER_TASK' && intent === 'CREATED') {
          void perform(deeds.task(engine, record), `task ${value.elementId}`);
        }
        if (valueType !== 'PROCESS_INSTANCE') continue;
        if (intent === 'ELEMENT_ACTIVATED') elements++;
        if (intent === 'ELEMENT_COMPLETED' && value.bpmnElementType === 'PROCESS') count('end of a process');
      }
    },
    drive(given) {
      engine = given;
    },
    ended: (goal) => until('end of a process', goal),
    done: until,
    counts: () => ({ records, elements }),
  };
}

/** Completes everything with nothing. */
export const plainDeeds: Deeds = {
  job: (engine, record) => engine.completeJob({ jobKey: record.key }),
  task: (engine, record) => engine.completeUserTask({ userTaskKey: record.key }),
};

const hour = 3_600_000;
/** What each stage of the procedure decides on the straight way. */
const decisions: Record<string, object> = {
  intake: { outcome: 'accepted', field: 'transport', district: 'tam-ky' },
  routing: { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: [] },
  scope: { outcome: 'in-scope' },
  instruction: { outcome: 'instructed' },
  handling: { outcome: 'done' },
  approval: { outcome: 'approved' },
  publication: { outcome: 'public' },
};
/** Behind it only the days for the sender's comment are left. */
export const lastDeed = 'job publish';

/** The straight way of a report, with the jobs of the product's workers answered at once. `now` is the engine's time. */
export function procedureDeeds(now: () => number): Deeds {
  const at = (hours: number) => new Date(now() + hours * hour).toISOString();
  return {
    async job(engine, record) {
      const { elementId, elementInstanceKey, jobKind } = record.value;
      const dates = { dueAt: at(24), remindAt: at(12), publishedAt: at(0) };
      if (jobKind === 'EXECUTION_LISTENER') {
        const seen = engine.visibleVariables(String(elementInstanceKey)) ?? [];
        const code = JSON.parse(seen.find(({ name }) => name === 'reportCode')!.value) as string;
        await engine.publishMessage({
          name: 'deadline-set',
          correlationKey: code,
          timeToLive: 60_000,
          messageId: String(elementInstanceKey),
          variables: { task: elementId, taskInstance: String(elementInstanceKey), ...dates },
        });
      }
      await engine.completeJob({ jobKey: record.key, variables: dates });
    },
    task: (engine, record) =>
      engine.completeUserTask({
        userTaskKey: record.key,
        variables: { ...decisions[String(record.value.elementId)] },
      }),
  };
}
