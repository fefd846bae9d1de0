/**
 * One command at a time: checked, turned into events, applied, queued for the journal as one batch; answered and told to
 * exporters once the batch is durable. What could go wrong: (1) a command that never ends is cut after a number of
 * steps, the rest waits in the state and takes turns with other commands; (2) a throw that is no refusal stops only the
 * instance that was being worked on; (3) a journal that fails stops everything, because memory would run ahead of disk.
 */
import { type Elements, Step, type StepHost } from './behaviors/step.ts';
import type { Capacity } from './capacity.ts';
import { runFollowUp, settleScopes } from './commands/follow-ups.ts';
import { recurJob, timeOutJob } from './commands/jobs.ts';
import { expireMessage } from './commands/messages.ts';
import { refusedCommand } from './commands/refused.ts';
import { triggerTimer } from './commands/timers.ts';
import { apply } from './state/apply/index.ts';
import { keepPending } from './state/apply/pending.ts';
import type { DueKind } from './state/due.ts';
import type { RecentlyEnded } from './state/ended.ts';
import type { FollowUp } from './state/entities.ts';
import type { Models } from './state/models.ts';
import type { Known, State } from './state/state.ts';
import { type Clock, type Journal, type LogRecord, Rejection, type RejectionType, type Whole } from './types.ts';

/** Follow-ups of one command before it is cut into another batch. */
const defaultStepsPerBatch = 1000;
/** Milliseconds of work before the event loop gets a turn. */
const sliceMs = 15;

interface Task {
  intent: string;
  run: (step: Step) => unknown;
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
  operationReference: Whole;
  asked: Asked | undefined;
}
/** What a refusal in the log tells of the command. */
export interface Asked {
  valueType: string;
  request: object;
}
export interface LoopOptions {
  /** Remembers what ends. */
  recent?: RecentlyEnded;
  state: State;
  models: Models;
  elements: Elements;
  clock: Clock;
  journal: Journal | undefined;
  /** Refuses what would be too much; absent: nothing is. */
  capacity?: Capacity;
  brokerVersion: string;
  wholeJobBatches?: boolean;
  zone: string;
  random: () => number;
  stepsPerBatch?: number;
}

const onDue: Record<DueKind, (step: Step, key: number) => void> = {
  timer: triggerTimer,
  jobDeadline: timeOutJob,
  jobBackoff: recurJob,
  message: expireMessage,
};

export class Loop implements StepHost {
  readonly #options: LoopOptions;
  readonly #state: State;
  readonly state: Known;
  readonly elements: Elements;
  readonly brokerVersion: string;
  readonly wholeJobBatches: boolean;
  readonly zone: string;
  readonly random: () => number;

  readonly #tasks: Task[] = [];
  #taskAt = 0;
  #running = false;
  #scheduled = false;
  #closed = false;
  #failed: Error | undefined;
  /** Nothing can be written just now: nothing is begun, and nothing more is taken. */
  #trouble: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stopListening: () => void;

  /** Batches that are on their way to disk, oldest first. */
  readonly #writing: { records: LogRecord[]; durable: boolean; done: () => void }[] = [];
  readonly #listeners = new Set<(records: LogRecord[]) => void>();
  #idle: (() => void)[] = [];

  /** Set by the dispatcher: activatable jobs have come, in order of their keys. */
  onJobs: (types: ReadonlySet<string>, fresh: readonly number[]) => void = () => {};
  /** Set by the door: root variables of an instance that has completed. */
  onResult: (processInstanceKey: number, variables: ReadonlyMap<string, string>) => void = () => {};

  /** Set by the door: a user task's change is through, or was denied. */
  onSettled: (userTaskKey: number, refusal: { type: RejectionType; reason: string } | undefined) => void = () => {};

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#state = options.state;
    this.state = options.state as unknown as Known;
    this.elements = options.elements;
    this.brokerVersion = options.brokerVersion;
    this.wholeJobBatches = options.wholeJobBatches ?? false;
    this.zone = options.zone;
    this.random = options.random;
    this.#stopListening = options.clock.onChange(() => this.#wake());
    options.journal?.onTrouble?.((trouble) => this.#pause(trouble));
  }

  /**
   * Runs a command in turn. `run` checks first, then writes; what it returns is answered once durable. A refusal goes
   * into the log when `asked` says of what; only such commands count towards what may be under way.
   */
  submit<T>(intent: string, run: (step: Step) => T, operationReference: Whole = -1, asked?: Asked): Promise<T> {
    let leave: (() => void) | undefined;
    try {
      leave = asked && this.#options.capacity?.enter(asked.valueType, intent);
    } catch (error) {
      return Promise.reject(error);
    }
    const answer = this.#queue<T>(intent, run, operationReference, asked);
    if (leave) answer.then(leave, leave);
    return answer;
  }

  #queue<T>(intent: string, run: (step: Step) => T, operationReference: Whole, asked?: Asked): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#failed || this.#trouble || this.#closed) {
        reject(this.#failed ?? this.#trouble ?? new Error('the engine is closed'));
        return;
      }
      this.#tasks.push({ intent, run, resolve, reject, operationReference, asked });
      this.#pump();
    });
  }

  apply(record: LogRecord): void {
    this.#state.lastPosition = record.position;
    if (record.recordType !== 'EVENT') return;
    this.#options.recent?.before(record, this.state);
    apply(this.#state, this.#options.models, record);
  }

  subscribe(listener: (records: LogRecord[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins to look at time; called once the state is complete. */
  start(): void {
    this.#wake();
  }

  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    clearTimeout(this.#timer);
    for (const task of this.#tasks.splice(this.#taskAt)) task.reject(new Error('the engine is closed'));
    this.#taskAt = 0;
    if (!this.#isIdle() && !this.#failed && !this.#trouble)
      await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #isIdle(): boolean {
    return this.#taskAt >= this.#tasks.length && this.#writing.length === 0 && !this.#running && !this.#workLeft();
  }
  #workLeft(): boolean {
    if (this.#closed || this.#failed) return false;
    return this.#state.pending.size > 0 || (this.#state.due.next()?.due ?? Infinity) <= this.#options.clock.now();
  }

  #wake(): void {
    if (!this.#closed) this.#pump();
  }

  /** Works until nothing is left or the slice of time is used up. */
  #pump(): void {
    if (this.#running || this.#failed || this.#trouble) return;
    this.#running = true;
    const until = performance.now() + sliceMs;
    let more = true;
    while (more && !this.#failed && !this.#trouble) {
      more = false;
      const task = this.#nextTask();
      if (task) {
        this.#runTask(task);
        more = true;
      }
      if (!this.#closed) {
        const position = this.#state.pending.keys().next();
        if (!position.done) {
          this.#runPending(position.value);
          more = true;
        }
        if (this.#runDue()) more = true;
      }
      if (more && performance.now() > until) {
        this.#schedule();
        break;
      }
    }
    this.#running = false;
    this.#arm();
    this.#settleIdle();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #nextTask(): Task | undefined {
    const task = this.#tasks[this.#taskAt];
    if (!task) return undefined;
    this.#tasks[this.#taskAt++] = undefined as never;
    if (this.#taskAt === this.#tasks.length) {
      this.#tasks.length = 0;
      this.#taskAt = 0;
    } else if (this.#taskAt > 1024) {
      this.#tasks.splice(0, this.#taskAt);
      this.#taskAt = 0;
    }
    return task;
  }

  #runTask(task: Task): void {
    const step = new Step(this, this.#options.clock.now(), -1, task.operationReference);
    let answer: unknown;
    let refusal: Error | undefined;
    try {
      answer = task.run(step);
    } catch (error) {
      refusal = this.#refusalOf(step, task, error);
    }
    this.#finish(step);
    // A refusal speaks of what is known now, so it too waits until that is on disk.
    this.#handOver(step, () => (refusal ? task.reject(refusal) : task.resolve(answer as never)), task.reject);
  }

  #refusalOf(step: Step, { intent, asked }: Task, error: unknown): Error {
    if (error instanceof Rejection && step.records.length === 0) {
      if (!asked) return error;
      const { key, value } = refusedCommand(asked.valueType, asked.request);
      step.command(asked.valueType, error.intent, key, value);
      step.rejection(asked.valueType, error.intent, key, value, error.type, error.reason);
      return error;
    }
    this.#stop(step, error);
    return new Rejection(intent, 'PROCESSING_ERROR', error instanceof Error ? error.message : String(error));
  }

  /** Something threw that never should: the instance is banned, its trace is in the log, the engine goes on. */
  #stop(step: Step, error: unknown): void {
    const { processInstanceKey } = step;
    step.event('ERROR', 'CREATED', step.newKey(), {
      exceptionMessage: error instanceof Error ? error.message : String(error),
      stacktrace: error instanceof Error ? (error.stack ?? '') : '',
      errorEventPosition: step.sourcePosition,
      processInstanceKey,
    });
  }

  #runPending(position: number): void {
    const followUps = this.#state.pending.get(position)!;
    this.#state.pending.delete(position);
    const step = new Step(this, this.#options.clock.now(), position);
    for (const followUp of followUps) {
      if (followUp.intent === 'SETTLE_SCOPE') step.unsettled.add(followUp.key);
      else step.followUps.push(followUp);
    }
    this.#finish(step);
    this.#handOver(step);
  }

  /** One thing that is due; true if there was one. */
  #runDue(): boolean {
    const now = this.#options.clock.now();
    const next = this.#state.due.next();
    if (!next || next.due > now) return false;
    const { kind, key } = next.entry;
    const step = new Step(this, now);
    try {
      onDue[kind](step, key);
    } catch (error) {
      this.#stop(step, error);
    }
    // Whatever happened, the same entry must not come up for ever.
    if (step.records.length === 0) this.#state.due.delete(kind, key);
    this.#finish(step);
    this.#handOver(step);
    return true;
  }

  /** Runs what follows, cuts what grows too long, hands the batch over. */
  #finish(step: Step): void {
    const { stepsPerBatch = defaultStepsPerBatch } = this.#options;
    const queue = step.followUps;
    let at = 0;
    for (;;) {
      while (at < queue.length && at < stepsPerBatch) {
        const followUp: FollowUp = queue[at++]!;
        try {
          runFollowUp(step, followUp);
        } catch (error) {
          this.#stop(step, error);
        }
      }
      if (at < queue.length || step.unsettled.size === 0) break;
      settleScopes(step);
    }
    const rest = queue.slice(at);
    // Scopes in which something has still to begin are looked at after that.
    for (const { intent, key } of rest) if (intent === 'ACTIVATE_ELEMENT') step.unsettled.add(key);
    for (const key of step.unsettled) rest.push({ intent: 'SETTLE_SCOPE', key, value: {} });
    if (rest.length > 0) this.#keepRest(step, rest);
    if (step.jobTypes.size > 0) this.onJobs(step.jobTypes, step.freshJobs);
  }

  /** The rest is in the log as commands, and in the state until its turn. */
  #keepRest(step: Step, rest: FollowUp[]): void {
    const position = this.#state.lastPosition + 1;
    step.writePending(rest);
    keepPending(this.#state, position, rest);
    this.#schedule();
  }

  /** To the journal, and, once it is on disk there, to the caller and the exporters. */
  #handOver(step: Step, answer = () => {}, failed: (error: Error) => void = () => {}): void {
    const { journal } = this.#options;
    const { records, results, settled } = step;
    const done = () => {
      answer();
      for (const [key, variables] of results) this.onResult(key, variables);
      for (const [key, refusal] of settled) this.onSettled(key, refusal);
    };
    const entry = { records, durable: false, done };
    this.#writing.push(entry);
    const written = records.length > 0 && journal ? journal.append({ records }) : Promise.resolve();
    written.then(
      () => {
        entry.durable = true;
        this.#flush();
      },
      (error: Error) => {
        this.#fail(error);
        failed(error);
      },
    );
  }

  /** Answers and publishes in log order, whatever order the promises come in. */
  #flush(): void {
    const batches: LogRecord[][] = [];
    const done: (() => void)[] = [];
    while (this.#writing[0]?.durable) {
      const entry = this.#writing.shift()!;
      if (entry.records.length > 0) batches.push(entry.records);
      done.push(entry.done);
    }
    const records = batches.length === 1 ? batches[0]! : batches.flat();
    if (records.length > 0) for (const listener of [...this.#listeners]) listener(records);
    for (const each of done) each();
    this.#settleIdle();
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    this.#refuseWaiting(this.#failed);
    this.#settleIdle();
  }

  /** What was begun waits for the disk; what was not is refused, and time stands still, until it is written. */
  #pause(trouble: Error | undefined): void {
    this.#trouble = trouble;
    if (trouble) this.#refuseWaiting(trouble);
    else this.#wake();
  }

  #refuseWaiting(why: Error): void {
    for (const task of this.#tasks.splice(this.#taskAt)) task.reject(why);
  }

  #settleIdle(): void {
    if (this.#idle.length === 0 || !(this.#failed || this.#isIdle())) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  /** Wakes up when the next thing is due. A clock that stands still is asked again, rarely. */
  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#closed || this.#failed) return;
    const next = this.#state.due.next();
    if (!next) return;
    const wait = next.due - this.#options.clock.now();
    this.#timer = setTimeout(() => this.#wake(), Math.min(Math.max(wait, 1), 60_000));
    this.#timer.unref();
  }
}
