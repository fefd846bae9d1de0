/** One report through a draft, step by step, on the engine in memory with the product's own job handlers. */
import { splitCompletion } from '../domain/completion.ts';
import { formatTime } from '../domain/iso-time.ts';
import type { TryHappening, TryInput, TryState, TryStep, TryTask } from '../domain/rehearsal/try-run.ts';
import { JobRefused } from '../domain/sandbox.ts';
import { isStage } from '../domain/stages.ts';
import { type ActivatedJob, createEngine, type Engine } from '../engine/engine.ts';
import { answerJob, takeJobs } from './answer-job.ts';
import { openDesk } from './desk.ts';
import { randomOf } from './random.ts';
import { virtualClock } from './virtual-clock.ts';

const code = 'R1';
const minuteMs = 60_000;
/** More than this happening at one moment is a loop that nothing ends. */
const mostAtOnce = 5_000;

/** When the sender does something, a variable says so. */
const stamps = { supplement: 'supplementedAt', feedback: 'feedbackAt', withdrawal: null } as const;

/** @throws JobRefused `deployment` with the engine's words; `step` with the number of the step that can't be done */
export async function tryRun(input: TryInput): Promise<TryState> {
  const clock = virtualClock(input.startAt);
  const happenings: TryHappening[] = [];
  const standing = new Map<string, number>();
  const tasks = new Map<string, TryTask>();
  const waits = new Map<string, string>();
  const timers = new Map<string, number>();
  const variables: Record<string, unknown> = {};
  const jobs: ActivatedJob[] = [];
  let instance: string | undefined;
  let ended = false;
  let newSince = 0;

  /** The engine has other dates as well (messages that grow old): nobody waits for those. */
  const nextTimer = (): number | null => (timers.size > 0 ? Math.min(...timers.values()) : null);
  const say = (what: TryHappening['what'], elementId: string, detail?: string): void => {
    happenings.push({ at: clock.now(), what, elementId, ...(detail === undefined ? {} : { detail }) });
  };
  const stand = (id: string, by: number): void => {
    const now = (standing.get(id) ?? 0) + by;
    if (now > 0) standing.set(id, now);
    else standing.delete(id);
  };

  // biome-ignore lint/suspicious/noExplicitAny: the value of a record depends on its type
  const listeners: Record<string, (intent: string, value: any, key: string) => void> = {
    PROCESS_INSTANCE(intent, value) {
      const { elementId, bpmnElementType: type } = value;
      if (type === 'PROCESS') {
        if (intent === 'ELEMENT_ACTIVATED') instance ??= String(value.processInstanceKey);
        if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') {
          ended = true;
          say('ended', elementId);
        }
        return;
      }
      if (type === 'SEQUENCE_FLOW') return;
      if (intent === 'ELEMENT_ACTIVATED') {
        stand(elementId, 1);
        say('entered', elementId);
      }
      if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') {
        stand(elementId, -1);
        say(intent === 'ELEMENT_COMPLETED' ? 'left' : 'broken', elementId);
      }
    },
    USER_TASK(intent, value) {
      const key = String(value.userTaskKey);
      const known = tasks.get(key);
      const dueAt = value.dueDate ? Date.parse(value.dueDate) : (known?.dueAt ?? null);
      if (intent === 'CREATED') {
        const groups: string[] = value.candidateGroupsList ?? [];
        const task = { key, elementId: value.elementId, group: groups[0] ?? '', createdAt: clock.now(), dueAt };
        tasks.set(key, task);
        putTask(task, String(value.elementInstanceKey), groups, true);
      } else if (known && intent === 'UPDATED') tasks.set(key, { ...known, dueAt });
      else if (known && (intent === 'COMPLETED' || intent === 'CANCELED')) {
        tasks.delete(key);
        putTask(known, String(value.elementInstanceKey), value.candidateGroupsList ?? [], false);
      }
    },
    JOB(intent, value) {
      if (intent === 'COMPLETED') say('job', value.elementId, value.type);
    },
    TIMER(intent, value, key) {
      if (intent === 'CREATED') timers.set(key, Number(value.dueDate));
      else timers.delete(key);
      if (intent === 'TRIGGERED') say('timer', value.targetElementId);
    },
    PROCESS_MESSAGE_SUBSCRIPTION(intent, value) {
      const name = `${value.elementInstanceKey} ${value.messageName}`;
      if (intent === 'CREATED') waits.set(name, value.messageName);
      if (intent === 'CORRELATED') say('message', value.elementId, value.messageName);
      if (intent === 'DELETED' || (intent === 'CORRELATED' && value.interrupting !== false)) waits.delete(name);
    },
    INCIDENT(intent, value) {
      if (intent === 'CREATED') say('incident', value.elementId, value.errorMessage);
    },
    VARIABLE(intent, value) {
      if (intent !== 'CREATED' && intent !== 'UPDATED') return;
      if (String(value.scopeKey) === String(value.processInstanceKey)) variables[value.name] = JSON.parse(value.value);
    },
  };

  const engine: Engine = await createEngine({
    clock,
    zone: 'Z',
    random: randomOf(1),
    onRecords: (records) => {
      for (const { valueType, intent, value, key } of records)
        listeners[valueType]?.(intent, value as never, String(key));
    },
  });
  const desk = openDesk({
    calendar: input.calendar,
    agencies: input.agencies,
    now: clock.now,
    isConfidential: () => input.confidential,
    engine: { publish: async (message) => void (await engine.publishMessage(message)) },
  });
  function putTask(task: TryTask, taskInstance: string, groups: string[], open: boolean): void {
    const agency = /^agency:([^:]+):/.exec(task.group)?.[1] ?? null;
    desk.putTask({ _id: task.key, taskInstance, stage: task.elementId, groups, agency, dueAt: task.dueAt, open });
  }

  /** Until nothing is left to do at this moment. */
  async function settle(): Promise<void> {
    const before = happenings.length;
    for (;;) {
      await engine.idle();
      const found = jobs.splice(0);
      if (found.length === 0) return;
      for (const job of found) await answerJob(engine, desk, job);
      if (happenings.length - before > mostAtOnce) throw new JobRefused('endless');
    }
  }

  async function take(step: TryStep): Promise<void> {
    if (step.is === 'task') {
      const task = tasks.get(step.taskKey);
      if (!task) throw new Error('no such task');
      const { outcome, ...codes } = variablesOf(task.elementId, step.values, step.taskKey);
      desk.decided(code, task.elementId, String(outcome ?? ''), clock.now());
      await engine.completeUserTask({ userTaskKey: task.key, variables: { ...codes, outcome } });
    } else if (step.is === 'message') {
      const stamp = stamps[step.name];
      const stamped = stamp ? { [stamp]: formatTime(clock.now()) } : {};
      await engine.correlateMessage({
        name: step.name,
        correlationKey: code,
        variables: { ...step.codes, ...stamped },
      });
    } else {
      const to = step.is === 'wait' ? clock.now() + step.minutes * minuteMs : nextTimer();
      if (to === null) throw new Error('no timer');
      await goOn(to);
    }
  }

  /** Time passes timer by timer, so that each fires when it should. */
  async function goOn(to: number): Promise<void> {
    for (let due = engine.nextDue(); due !== undefined && due < to; due = engine.nextDue()) {
      clock.goTo(Math.max(due, clock.now()));
      await settle();
    }
    clock.goTo(Math.max(to, clock.now()));
  }

  try {
    try {
      await engine.deploy(input.files.map(({ name, content }) => ({ name, content })));
    } catch (error) {
      throw new JobRefused('deployment', { said: (error as Error).message });
    }
    takeJobs(engine, (job) => jobs.push(job));
    await engine.publishMessage({
      name: 'field-report-received',
      correlationKey: code,
      messageId: code,
      timeToLive: minuteMs,
      variables: { reportCode: code, receivedAt: formatTime(input.startAt), confidential: input.confidential },
    });
    await settle();
    for (const [n, step] of input.steps.entries()) {
      newSince = happenings.length;
      try {
        await take(step);
      } catch (error) {
        if (error instanceof JobRefused) throw error;
        throw new JobRefused('step', { n, said: (error as Error).message });
      }
      await settle();
    }
    return {
      now: clock.now(),
      ended: ended || instance === undefined,
      standing: Object.fromEntries(standing),
      tasks: [...tasks.values()],
      waitsFor: [...new Set(waits.values())].filter((name) => name !== 'deadline-set'),
      nextTimer: nextTimer(),
      variables,
      happenings,
      newSince,
    };
  } finally {
    await engine.close();
  }
}

/** What of a form goes to the engine: of the regulation's stages what it may know, of a new task all that is short. */
function variablesOf(stage: string, values: Readonly<Record<string, unknown>>, id: string): Record<string, unknown> {
  const body = { ...values };
  if (isStage(stage)) return splitCompletion(stage, body, id).variables;
  return { ...body, completionId: id };
}
