/**
 * Who waits for jobs: long polls and streams, by type. A poll that finds nothing waits here without costing anything;
 * jobs that come go first to the streams of their type (by turns), then to the polls, oldest first.
 */
import type { Step } from './behaviors/step.ts';
import { type Activation, activateThese, activateWaiting, checkActivation } from './commands/activate-jobs.ts';
import { yieldJobs } from './commands/jobs.ts';
import type { ActivatedJob, ActivateJobsRequest, JobStream, StreamJobsRequest } from './door.ts';
import type { Loop } from './loop.ts';

interface Poll {
  request: ActivateJobsRequest;
  /** Answered, given up or over: it may take nothing more. */
  done: boolean;
  answer: (jobs: ActivatedJob[]) => void;
  fail: (error: Error) => void;
}
interface Stream {
  request: Activation;
  onJob: (job: ActivatedJob) => boolean | undefined;
}

/** What `requestTimeout: 0` waits, in real milliseconds. */
const defaultPollMs = 10_000;

export class Dispatcher {
  readonly #loop: Loop;
  readonly #polls = new Map<string, Set<Poll>>();
  readonly #streams = new Map<string, Set<Stream>>();
  #closed = false;

  constructor(loop: Loop) {
    this.#loop = loop;
    loop.onJobs = (types, fresh) => this.#offer(types, fresh);
  }

  async activate(request: ActivateJobsRequest, signal?: AbortSignal): Promise<ActivatedJob[]> {
    const look = (step: Step) => {
      checkActivation(request, true);
      return signal?.aborted ? [] : activateWaiting(step, request, request.maxJobsToActivate);
    };
    const first = await this.#loop.submit('ACTIVATE', look, -1, { valueType: 'JOB_BATCH', request });
    const wait = request.requestTimeout ?? 0;
    const jobs =
      first.length > 0 || wait < 0 || signal?.aborted || this.#closed ? first : await this.#wait(request, wait, signal);
    if (!signal?.aborted || jobs.length === 0) return jobs;
    await this.yield(jobs.map((job) => job.key));
    return [];
  }

  #wait(request: ActivateJobsRequest, wait: number, signal?: AbortSignal): Promise<ActivatedJob[]> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        poll.done = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#remove(request.type, poll);
      };
      const poll: Poll = {
        request,
        done: false,
        answer: (jobs) => {
          stop();
          resolve(jobs);
        },
        fail: (error) => {
          stop();
          reject(error);
        },
      };
      const onAbort = () => poll.answer([]);
      const timer = setTimeout(() => poll.answer([]), wait === 0 ? defaultPollMs : wait);
      timer.unref();
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#add(request.type, poll);
      // A job may have come between the first look and now.
      if ((this.#loop.state.waitingJobs.get(request.type)?.size ?? 0) > 0) this.#offer(new Set([request.type]), []);
    });
  }

  #add(type: string, poll: Poll): void {
    const polls = this.#polls.get(type);
    if (polls) polls.add(poll);
    else this.#polls.set(type, new Set([poll]));
  }

  #remove(type: string, poll: Poll): void {
    const polls = this.#polls.get(type);
    polls?.delete(poll);
    if (polls?.size === 0) this.#polls.delete(type);
  }

  stream(request: StreamJobsRequest, onJob: Stream['onJob']): JobStream {
    checkActivation({ ...request, worker: request.worker ?? '', maxJobsToActivate: 1 }, false);
    const stream: Stream = { request: { ...request, worker: request.worker ?? '' }, onJob };
    const streams = this.#streams.get(request.type) ?? new Set();
    streams.add(stream);
    this.#streams.set(request.type, streams);
    return {
      close: () => {
        streams.delete(stream);
        if (streams.size === 0 && this.#streams.get(request.type) === streams) this.#streams.delete(request.type);
      },
    };
  }

  yield(jobKeys: string[]): Promise<void> {
    return this.#loop.submit('YIELD', (step) => yieldJobs(step, jobKeys));
  }

  close(): void {
    this.#closed = true;
    for (const polls of [...this.#polls.values()]) for (const poll of [...polls]) poll.answer([]);
    this.#streams.clear();
  }

  #offer(types: ReadonlySet<string>, fresh: readonly number[]): void {
    for (const type of types) {
      const streams = this.#streams.get(type);
      if (streams && fresh.length > 0) {
        const keys = fresh.filter((key) => this.#loop.state.jobs.get(key)?.type === type);
        for (const key of keys) this.#push(streams, key);
      }
      this.#serve(type);
    }
  }

  /** Streams take turns: who was served goes to the end. */
  #push(streams: Set<Stream>, key: number): void {
    const stream = streams.values().next().value;
    if (!stream) return;
    streams.delete(stream);
    streams.add(stream);
    this.#loop
      .submit('ACTIVATE', (step) => activateThese(step, stream.request, [key]))
      .then(([job]) => {
        if (!job) return;
        let taken = false;
        try {
          taken = streams.has(stream) && stream.onJob(job) !== false;
        } finally {
          if (!taken) this.yield([job.key]).catch(() => {});
        }
      })
      .catch(() => {});
  }

  /**
   * The oldest poll takes what is there; if something is left, the next. A poll may end while its jobs are on their way
   * to disk: they go back at once, to whoever waits next.
   */
  #serve(type: string): void {
    const poll = this.#polls.get(type)?.values().next().value;
    if (!poll) return;
    this.#remove(type, poll);
    this.#loop
      .submit('ACTIVATE', (step: Step) => {
        if (poll.done) return [];
        const jobs = activateWaiting(step, poll.request, poll.request.maxJobsToActivate);
        if (jobs.length === 0) this.#add(type, poll);
        return jobs;
      })
      .then((jobs) => {
        if (jobs.length === 0) return;
        if (poll.done) return this.yield(jobs.map((job) => job.key));
        poll.answer(jobs);
      })
      .catch(poll.fail);
    // What is left, or what a poll that has ended did not take, is the next one's.
    this.#loop
      .submit('ACTIVATE', () => {
        if ((this.#loop.state.waitingJobs.get(type)?.size ?? 0) > 0) this.#serve(type);
      })
      .catch(() => {});
  }
}
