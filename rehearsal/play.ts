/**
 * Plays reports through a diagram on the engine itself, in virtual time: they come in when they came in, people decide
 * what they decided after the working time that they took, the job handlers are the product's own, and the clock hops
 * from one happening to the next. The same input and seed give the same result.
 */
import { type CalendarData, compileCalendar } from '../domain/calendar.ts';
import { formatTime } from '../domain/iso-time.ts';
import type { Codes, MessageStep, ReportHistory, Step, TaskStep } from '../domain/rehearsal/histories.ts';
import { partsOf, type Staffing } from '../domain/rehearsal/staffing.ts';
import { addWorking } from '../domain/working-time.ts';
import { type ActivatedJob, createEngine, type Engine } from '../engine/engine.ts';
import { agenda } from './agenda.ts';
import { answerJob, takeJobs } from './answer-job.ts';
import { type Agency, openDesk } from './desk.ts';
import { firstOutcomeOf } from './first-outcome.ts';
import { type Officers, openOfficers, type Stirring } from './officers.ts';
import { alike, drawn, type Pool, poolOf } from './precedents.ts';
import type { QueueRecord } from './queue-record.ts';
import { randomFor, randomOf } from './random.ts';
import type { Resource } from './resources.ts';
import { virtualClock } from './virtual-clock.ts';

export interface PlayInput {
  /** The diagram with its tables and forms, as they would be deployed. */
  readonly resources: readonly Resource[];
  readonly histories: readonly ReportHistory[];
  readonly calendar: CalendarData;
  readonly agencies: readonly Agency[];
  readonly seed: number;
  /** What is drawn from where a report's own history has no step; the histories themselves where this is not given. */
  readonly precedents?: readonly ReportHistory[];
  /** Plays up to here and no further (epoch ms of virtual time); to the end where it is not given. */
  readonly until?: number;
  /**
   * Officers who take the tasks from queues. Without them every task takes the time that it took: as many people as
   * there are tasks.
   */
  readonly staffing?: Staffing;
  /** How long a step takes is drawn anew from what the same unit did with the same outcome. */
  readonly vary?: boolean;
  /** Working minutes of a stage that nobody has ever done; without it such a task stays open. */
  readonly unknownMinutes?: number;
  /** Called now and then with how many reports have ended. */
  onProgress?(ended: number): void;
  readonly signal?: AbortSignal;
}

export interface PlayedTask {
  readonly report: string;
  readonly stage: string;
  readonly group: string;
  readonly createdAt: number;
  /** Null while it is open at the end of the rehearsal, or was broken off. */
  completedAt: number | null;
  /** When somebody took it; null where nobody did, or nobody knows. */
  takenAt: number | null;
  outcome: string | null;
  broken: boolean;
  dueAt: number | null;
  /** The first date, which no extension overwrites. */
  firstDueAt: number | null;
  /** No history said what to do here: how long and what came of it was drawn from other reports. */
  readonly assumed: boolean;
}

export interface PlayedReport {
  readonly id: string;
  readonly receivedAt: number;
  endedAt: number | null;
}

export interface Played {
  readonly reports: readonly PlayedReport[];
  readonly tasks: readonly PlayedTask[];
  /** How often each element was entered, and each flow taken. */
  readonly entered: ReadonlyMap<string, number>;
  /** Incidents by element and message. */
  readonly incidents: readonly { elementId: string; message: string; count: number }[];
  /** Open tasks that nothing was known for: no history of the stage at all. */
  readonly unplayed: ReadonlyMap<string, number>;
  readonly notices: ReadonlyMap<string, number>;
  /** By group, where officers took the tasks. */
  readonly groups: ReadonlyMap<string, { people: number; queue: QueueRecord; busyMinutes: number }>;
  /** Virtual time of the last happening, epoch ms. */
  readonly until: number;
}

/** What the engine knows a report by, while it runs. */
interface Running {
  readonly report: PlayedReport;
  readonly left: Step[];
  readonly confidential: boolean;
  /** How often each stage has been there. */
  readonly rounds: Map<string, number>;
}

type Happening =
  | { is: 'arrival'; history: ReportHistory }
  | { is: 'completion'; userTaskKey: string; task: PlayedTask; step: TaskStep }
  | { is: 'stirring'; what: Stirring }
  | { is: 'message'; report: string; step: MessageStep };

/** A message that is published waits this long for its instance (ms of virtual time). */
const startTtlMs = 60_000;

/** @throws what a deployment is refused with (`Rejection` of the engine); AbortError when `signal` says so */
export async function play(input: PlayInput): Promise<Played> {
  const { histories } = input;
  const calendar = compileCalendar(input.calendar, 1);
  const random = randomOf(input.seed);
  const clock = virtualClock(Math.min(...histories.map((one) => one.receivedAt), Number.MAX_SAFE_INTEGER) - 1);
  const todo = agenda<Happening>();
  const running = new Map<string, Running>();
  const codeOf = new Map<string, string>();
  const reports: PlayedReport[] = [];
  const tasks: PlayedTask[] = [];
  const open = new Map<string, PlayedTask>();
  const offered = new Map<string, TaskStep>();
  const firstOutcomes = new Map<string, string | null>();
  const entered = new Map<string, number>();
  const incidents = new Map<string, { elementId: string; message: string; count: number }>();
  const unplayed = new Map<string, number>();
  const jobs: ActivatedJob[] = [];
  const pool: Pool = poolOf(input.precedents ?? histories);
  let ended = 0;

  const engine: Engine = await createEngine({
    clock,
    zone: 'Z',
    random,
    onRecords: (records) => {
      for (const { valueType, intent, value } of records) hear(valueType, intent, value as Record<string, never>);
    },
  });
  const desk = openDesk({
    calendar: input.calendar,
    agencies: input.agencies,
    now: clock.now,
    isConfidential: (code) => running.get(code)?.confidential ?? false,
    engine: {
      publish: async (message) => void (await engine.publishMessage(message)),
    },
  });

  const officers: Officers | undefined =
    input.staffing &&
    openOfficers({
      staffing: input.staffing,
      calendar: input.calendar,
      now: clock.now,
      later: (at, what) => todo.add(at, { is: 'stirring', what }),
      onTaken: (userTaskKey, doneAt) => {
        const task = open.get(userTaskKey)!;
        task.takenAt = clock.now();
        todo.add(doneAt, { is: 'completion', userTaskKey, task, step: offered.get(userTaskKey)! });
      },
    });

  // biome-ignore lint/suspicious/noExplicitAny: the value of a record depends on its type
  function hear(valueType: string, intent: string, value: any): void {
    if (valueType === 'PROCESS_INSTANCE') {
      if (intent === 'ELEMENT_ACTIVATED' || intent === 'SEQUENCE_FLOW_TAKEN')
        entered.set(value.elementId, (entered.get(value.elementId) ?? 0) + 1);
      if (value.bpmnElementType === 'PROCESS' && (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED'))
        finish(String(value.processInstanceKey));
    } else if (valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION' && intent === 'CORRELATED') {
      codeOf.set(String(value.processInstanceKey), value.correlationKey);
    } else if (valueType === 'PROCESS_MESSAGE_SUBSCRIPTION' && intent === 'CREATED') waits(value);
    else if (valueType === 'USER_TASK') userTask(intent, value);
    else if (valueType === 'FORM' && intent === 'CREATED')
      firstOutcomes.set(String(value.formKey), firstOutcomeOf(value.resource));
    else if (valueType === 'INCIDENT' && intent === 'CREATED') {
      const key = `${value.elementId}: ${value.errorMessage}`;
      const known = incidents.get(key) ?? { elementId: value.elementId, message: value.errorMessage, count: 0 };
      incidents.set(key, { ...known, count: known.count + 1 });
    }
  }

  function finish(instanceKey: string): void {
    const code = codeOf.get(instanceKey);
    const report = code === undefined ? undefined : running.get(code)?.report;
    if (!code || !report) return;
    report.endedAt = clock.now();
    running.delete(code);
    codeOf.delete(instanceKey);
    desk.forget(code);
    ended += 1;
    input.onProgress?.(ended);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  function userTask(intent: string, value: any): void {
    const key = String(value.userTaskKey);
    if (intent === 'CREATED') opened(key, value);
    const task = intent === 'CREATED' ? undefined : open.get(key);
    if (!task) return;
    if (intent === 'UPDATED') {
      task.dueAt = value.dueDate ? Date.parse(value.dueDate) : task.dueAt;
      officers?.moved(key, task.dueAt);
    }
    if (intent !== 'COMPLETED' && intent !== 'CANCELED') return;
    task.completedAt = intent === 'COMPLETED' ? clock.now() : null;
    task.broken = intent === 'CANCELED';
    if (task.broken) task.outcome = null;
    open.delete(key);
    offered.delete(key);
    officers?.gone(key);
    seen(key, value, task, false);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  function opened(key: string, value: any): void {
    const code = codeOf.get(String(value.processInstanceKey));
    const one = code === undefined ? undefined : running.get(code);
    if (!code || !one) return;
    const groups: string[] = value.candidateGroupsList ?? [];
    const stage: string = value.elementId;
    const round = (one.rounds.get(stage) ?? 0) + 1;
    one.rounds.set(stage, round);
    const own = takeStep(one.left, stage, groups);
    // Drawn by name, so that one report's draw is the same beside whatever another diagram does to the others.
    const draw = randomFor(input.seed, `${one.report.id} ${stage} ${groups[0] ?? ''} ${round}`);
    const step = own
      ? input.vary
        ? varied(own, pool, draw)
        : own
      : (drawn(pool, stage, groups[0] ?? '', draw) ?? neverDone(stage, value));
    const limit = desk.deadlines.get(String(value.elementInstanceKey));
    const task: PlayedTask = {
      report: one.report.id,
      stage,
      group: groups[0] ?? '',
      createdAt: clock.now(),
      completedAt: null,
      takenAt: null,
      outcome: null,
      broken: false,
      dueAt: limit?.dueAt ?? (value.dueDate ? Date.parse(value.dueDate) : null),
      firstDueAt: limit?.originalDueAt ?? null,
      assumed: own === undefined,
    };
    tasks.push(task);
    open.set(key, task);
    seen(key, value, task, true);
    if (!step) {
      unplayed.set(stage, (unplayed.get(stage) ?? 0) + 1);
      return;
    }
    if (officers) {
      offered.set(key, step);
      const { held, work } = partsOf(step, input.staffing!.work);
      officers.offer({ key, groups, dueAt: task.dueAt, held, work });
      return;
    }
    // Nothing in working hours: not the next morning, but in the night or on the Saturday on which it was there.
    const worked = step.workingMinutes === 0 ? clock.now() : addWorking(clock.now(), step.workingMinutes, calendar);
    const at = worked + step.afterHoursMs;
    if (step.heldMinutes !== undefined)
      task.takenAt = addWorking(clock.now(), step.workingMinutes - step.heldMinutes, calendar);
    todo.add(at, { is: 'completion', userTaskKey: key, task, step });
  }

  /** A stage without any precedent, where a time is assumed for it: its form's first outcome, or none. */
  function neverDone(
    stage: string,
    value: { formKey?: unknown; candidateGroupsList?: string[] },
  ): TaskStep | undefined {
    if (input.unknownMinutes === undefined) return undefined;
    const outcome = firstOutcomes.get(String(value.formKey)) ?? '';
    const group = value.candidateGroupsList?.[0] ?? '';
    const workingMinutes = input.unknownMinutes;
    return { kind: 'task', stage, group, outcome, codes: {}, workingMinutes, afterHoursMs: 0 };
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  function seen(key: string, value: any, task: PlayedTask, isOpen: boolean): void {
    const agency = /^agency:([^:]+):/.exec(task.group)?.[1] ?? null;
    desk.putTask({
      _id: key,
      taskInstance: String(value.elementInstanceKey),
      stage: task.stage,
      groups: value.candidateGroupsList ?? [],
      agency,
      dueAt: task.dueAt,
      open: isOpen,
    });
  }

  /** The instance waits for its sender: what the sender did then is on its way. */
  function waits(value: { messageName: string; correlationKey: string }): void {
    const one = running.get(value.correlationKey);
    if (!one) return;
    const at = one.left.findIndex((step) => step.kind === 'message' && step.name === value.messageName);
    if (at < 0) return;
    const [step] = one.left.splice(at, 1) as [MessageStep];
    todo.add(clock.now() + step.afterMs, { is: 'message', report: value.correlationKey, step });
  }

  /** Until nothing is left to do at this moment of virtual time. */
  async function settle(): Promise<void> {
    for (;;) {
      await engine.idle();
      const found = jobs.splice(0);
      if (found.length === 0) return;
      await Promise.all(found.map((job) => answerJob(engine, desk, job)));
    }
  }

  async function happen(what: Happening): Promise<void> {
    if (what.is === 'arrival') return arrive(what.history);
    if (what.is === 'message') {
      // Nobody waits for it any more: too late, as in life.
      const variables = { ...what.step.codes, ...stampOf(what.step.name, clock.now()) };
      await engine
        .correlateMessage({ name: what.step.name, correlationKey: what.report, variables })
        .catch(() => undefined);
      return;
    }
    if (what.is === 'stirring') {
      officers!.stir(what.what);
      return;
    }
    const { userTaskKey, task, step } = what;
    if (!open.has(userTaskKey)) return;
    task.outcome = step.outcome;
    desk.decided(task.report, step.stage, step.outcome, clock.now());
    const variables = { ...step.codes, outcome: step.outcome, completionId: userTaskKey };
    await engine.completeUserTask({ userTaskKey, variables: variables as Record<string, unknown> });
  }

  async function arrive({ id, receivedAt, confidential, steps }: ReportHistory): Promise<void> {
    const report: PlayedReport = { id, receivedAt, endedAt: null };
    reports.push(report);
    running.set(id, { report, left: [...steps], confidential, rounds: new Map() });
    await engine.publishMessage({
      name: 'field-report-received',
      correlationKey: id,
      messageId: id,
      timeToLive: startTtlMs,
      variables: { reportCode: id, receivedAt: formatTime(receivedAt), confidential },
    });
  }

  try {
    await engine.deploy(input.resources.map(({ name, content }) => ({ name, content })));
    takeJobs(engine, (job) => jobs.push(job));
    for (const history of histories) todo.add(history.receivedAt, { is: 'arrival', history });
    for (;;) {
      input.signal?.throwIfAborted();
      const [mine, engines] = [todo.next(), running.size > 0 ? engine.nextDue() : undefined];
      if (mine === undefined && engines === undefined) break;
      const at = Math.max(clock.now(), Math.min(mine ?? Number.MAX_SAFE_INTEGER, engines ?? Number.MAX_SAFE_INTEGER));
      // Open tasks that nobody is known to do, and nothing else: the rehearsal is over.
      if (mine === undefined && at > clock.now() + quietMs) break;
      if (at > (input.until ?? Number.MAX_SAFE_INTEGER)) break;
      if (at > clock.now()) {
        clock.goTo(at);
        await settle();
      }
      while (todo.next() !== undefined && todo.next()! <= clock.now()) {
        await happen(todo.take()!.what);
        await settle();
      }
    }
    return {
      reports,
      tasks,
      entered,
      incidents: [...incidents.values()],
      unplayed,
      notices: desk.notices,
      groups: officers?.groups() ?? new Map(),
      until: clock.now(),
    };
  } finally {
    await engine.close();
  }
}

/** Longer than any wait of the procedure: after so long without anybody doing anything it is over (ms). */
const quietMs = 60 * 86_400_000;

const stamps: Record<MessageStep['name'], string | null> = {
  supplement: 'supplementedAt',
  feedback: 'feedbackAt',
  withdrawal: null,
};
function stampOf(name: MessageStep['name'], at: number): Codes {
  const stamp = stamps[name];
  return stamp ? { [stamp]: formatTime(at) } : {};
}

/** The same step in the time that another such one took. */
function varied(step: TaskStep, pool: Pool, random: () => number): TaskStep {
  const others = alike(pool, step);
  const other = others[Math.floor(random() * others.length)];
  if (!other) return step;
  const { workingMinutes, heldMinutes, afterHoursMs } = other;
  return { ...step, workingMinutes, afterHoursMs, ...(heldMinutes === undefined ? {} : { heldMinutes }) };
}

/** Takes the first step of this stage that one of these groups did, or else the first of the stage. */
function takeStep(left: Step[], stage: string, groups: readonly string[]): TaskStep | undefined {
  const of = (step: Step): step is TaskStep => step.kind === 'task' && step.stage === stage;
  const same = left.findIndex((step) => of(step) && groups.includes(step.group));
  const at = same >= 0 ? same : left.findIndex(of);
  return at < 0 ? undefined : (left.splice(at, 1)[0] as TaskStep);
}
