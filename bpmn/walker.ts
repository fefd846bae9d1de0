/**
 * Walks reports through the shipped diagram on the engine itself, in memory and on a clock that only moves when told:
 * the jobs answer at once with plain dates, people are played by the test.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { ActivatedJob, Engine, UserTaskView } from '../engine/engine.ts';
import { createEngine } from '../engine/engine.ts';
import type { LogRecord } from '../engine/types.ts';

type Variables = Record<string, unknown>;
const hour = 3_600_000;
const zone = 7 * hour;
const here = new URL('./', import.meta.url);

/** 2026-03-02T08:00:00+07:00, a Monday: where every walk starts. */
export const start = Date.parse('2026-03-02T08:00:00+07:00');

/** ISO 8601 with Vietnam's offset. */
export const iso = (ms: number): string => `${new Date(ms + zone).toISOString().slice(0, 19)}+07:00`;

/** What each job answers; dates are plain hours from now, working time is not this room's. */
const answers: Record<string, (now: number, job: ActivatedJob) => Variables> = {
  'set-deadline': (now) => ({ dueAt: iso(now + 8 * hour), remindAt: iso(now + 6 * hour), stray: 'a stray result' }),
  'extend-deadline': (now) => ({
    dueAt: iso(now + 48 * hour),
    remindAt: iso(now + 36 * hour),
    stray: 'a stray result',
  }),
  'request-supplement': (now) => ({ supplementDueAt: iso(now + 50 * hour), stray: 'a stray result' }),
  'publish-reply': (now) => ({ publishedAt: iso(now), stray: 'a stray result' }),
  'compose-reply': () => ({}),
  'notify-sender': () => ({ stray: 'a stray result' }),
  'notify-withdrawn': () => ({}),
  remind: () => ({}),
  'report-overdue': () => ({}),
};

export interface Walk {
  readonly engine: Engine;
  readonly code: string;
  /** Ids of the elements that were entered, in order, without the watch's. */
  readonly way: string[];
  /** Jobs that were done: `type elementId kind`. */
  readonly jobs: string[];
  /** Open user tasks by element id and first group, sorted. */
  open(): string[];
  /** Completes the one open task of a stage (or of an agency's group). */
  does(stage: string, outcome: string, fields?: Variables, group?: string): Promise<void>;
  /** A message of the sender. */
  says(name: string, variables?: Variables): Promise<void>;
  moves(ms: number): Promise<void>;
  /** Root variables of the instance, while it lives. */
  root(): Variables;
  /** Variables that an open task of the stage sees. */
  sees(stage: string): Variables;
  ended(): boolean;
  incidents(): string[];
  close(): Promise<void>;
}

async function files(): Promise<{ name: string; content: string }[]> {
  const forms = (await readdir(new URL('forms/', here))).filter((name) => name.endsWith('.form'));
  const names = ['field-report.bpmn', 'routing.dmn', ...forms.map((name) => `forms/${name}`)];
  return Promise.all(
    names.map(async (name) => ({
      name: name.replace('forms/', ''),
      content: await readFile(new URL(name, here), 'utf8'),
    })),
  );
}

/** A report that has just been received. */
export async function walk(report: Variables = {}): Promise<Walk> {
  let now = start;
  const listeners = new Set<() => void>();
  const clock = {
    now: () => now,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const way: string[] = [];
  const jobs: string[] = [];
  let instance = '';
  let over = false;
  const watchElements = new Set(['deadline-watch', 'deadline-set']);
  const listen = (records: LogRecord[]): void => {
    for (const { valueType, intent, value } of records) {
      if (valueType !== 'PROCESS_INSTANCE') continue;
      const { elementId, bpmnElementType, processInstanceKey } = value as Record<string, string>;
      if (intent === 'ELEMENT_ACTIVATED' && bpmnElementType !== 'SEQUENCE_FLOW') {
        if (bpmnElementType === 'PROCESS') instance = String(processInstanceKey);
        else if (!watchElements.has(elementId!) && !elementId!.startsWith('watch-')) way.push(elementId!);
      }
      if (intent === 'ELEMENT_COMPLETED' && bpmnElementType === 'PROCESS') over = true;
    }
  };
  const engine = await createEngine({ clock, onRecords: listen });
  await engine.deploy(await files());

  const done = async (job: ActivatedJob): Promise<void> => {
    const variables = answers[job.type]!(now, job);
    const { kind } = JSON.parse(job.customHeaders) as { kind?: string };
    jobs.push([job.type, job.elementId, kind].filter(Boolean).join(' '));
    const listener = job.type === 'set-deadline' && job.kind === 'EXECUTION_LISTENER';
    if (listener) {
      const { dueAt, remindAt } = variables;
      await engine.publishMessage({
        name: 'deadline-set',
        correlationKey: code,
        messageId: `${job.elementInstanceKey} ${dueAt}`,
        timeToLive: 60_000,
        variables: { task: job.elementId, taskInstance: job.elementInstanceKey, dueAt, remindAt },
      });
    }
    await engine.completeJob({ jobKey: job.key, variables });
  };
  const settle = async (): Promise<void> => {
    for (let busy = true; busy; ) {
      busy = false;
      await engine.idle();
      for (const type of Object.keys(answers)) {
        const found = await engine.activateJobs({
          type,
          worker: 'walk',
          timeout: 60_000,
          maxJobsToActivate: 100,
          requestTimeout: -1,
        });
        for (const job of found) await done(job);
        busy ||= found.length > 0;
      }
    }
  };

  const code = 'PA-2026-000001';
  const open = (): UserTaskView[] => engine.searchUserTasks().items.filter((task) => task.state === 'CREATED');
  const variablesOf = (list: { name: string; value: string }[]): Variables => {
    const seen: Variables = {};
    for (const { name, value } of list) if (!Object.hasOwn(seen, name)) seen[name] = JSON.parse(value);
    return seen;
  };
  const the = (stage: string, group?: string): UserTaskView => {
    const found = open().filter((t) => t.elementId === stage && (!group || t.candidateGroups.includes(group)));
    if (found.length !== 1) throw new Error(`${found.length} open tasks of ${stage}, open: ${describe(open())}`);
    return found[0]!;
  };
  const describe = (tasks: UserTaskView[]): string[] =>
    tasks.map((t) => `${t.elementId} ${t.candidateGroups[0]}`).sort();

  const walker: Walk = {
    engine,
    code,
    way,
    jobs,
    open: () => describe(open()),
    async does(stage, outcome, fields = {}, group) {
      const { userTaskKey } = the(stage, group);
      await engine.completeUserTask({
        userTaskKey,
        variables: { outcome, completionId: 'c-1', ...fields, stray: 'a stray field' },
      });
      await settle();
    },
    async says(name, variables = {}) {
      await engine.correlateMessage({ name, correlationKey: code, variables: { ...variables, stray: 'a stray word' } });
      await settle();
    },
    async moves(ms) {
      now += ms;
      for (const listener of listeners) listener();
      await settle();
    },
    root: () => variablesOf(engine.searchVariables({ filter: { scopeKey: instance }, page: { limit: 200 } }).items),
    sees: (stage) => variablesOf(engine.visibleVariables(the(stage).elementInstanceKey)!),
    ended: () => over,
    incidents: () => engine.searchIncidents().items.map((i) => `${i.elementId}: ${i.errorType}: ${i.errorMessage}`),
    close: () => engine.close(),
  };
  await engine.publishMessage({
    name: 'field-report-received',
    correlationKey: code,
    messageId: code,
    timeToLive: 60_000,
    variables: { reportCode: code, receivedAt: iso(now), confidential: false, ...report },
  });
  await settle();
  return walker;
}
