/**
 * The one way from a job to its answer: job in → complete | fail | bpmnError. Clients only carry jobs here and answers
 * back, so both behave alike. A handler's failure is told with what, where and how to mend, and never with a sender's
 * data: messages of strangers' errors stay out. A job is a step of the trace of the request that brought its report.
 */
import { factsOf, inOneLine } from '../../telemetry/errors.ts';
import { spanned } from '../../telemetry/spans.ts';
import type { Trace } from '../../telemetry/trace.ts';
import { BpmnError, type EnginePort, type Handler, type Job, NeedsMending, NotYet, type Tools } from './job.ts';

export type Decision =
  | { kind: 'complete'; variables: Record<string, unknown> }
  /** `retries` left after this; 0 raises an incident with `message`. */
  | { kind: 'fail'; retries: number; backOffMs: number; message: string }
  | { kind: 'bpmnError'; code: string; message: string };

/** One job type: the list of them is `registry.ts`. */
export interface JobType {
  readonly type: string;
  readonly handler: Handler;
  /** The variables that the handler reads; nothing else is fetched. */
  readonly variables: readonly string[];
  /** Tries that the diagram gives the job; only for the length of the back-off. */
  readonly retries: number;
}

export interface WorkOptions {
  type: string;
  variables: readonly string[];
  /** After this many ms without an answer the engine gives the job to another worker. */
  timeoutMs: number;
  maxJobs: number;
}

/** What a client library has to be able to do. `runtime/zeebe-node.ts` and `runtime/camunda8-sdk.ts` do it. */
export interface WorkerClient extends EnginePort {
  /** Starts asking for jobs of a type; `handle` never rejects. */
  work(options: WorkOptions, handle: (job: Job) => Promise<Decision>): void;
  /** Takes no more jobs, waits until those in hand are answered, gives back what is not after `patienceMs`, and lets go of the engine. */
  close(patienceMs: number): Promise<void>;
}

const longestBackOffMs = 60_000;

/** 0.5 s, 1 s, 2 s, … up to a minute, by the tries that are used up. */
export function backOff(job: Pick<Job, 'retries'>, jobType: Pick<JobType, 'retries'>): number {
  const used = Math.max(0, jobType.retries - job.retries);
  return Math.min(longestBackOffMs, 500 * 2 ** used);
}

/**
 * What may be told of an error that is not ours: its name and code, and where in our code it came up. A driver's message
 * may quote the document that it could not write.
 */
export function describe(error: unknown): string {
  return error instanceof Error ? inOneLine(factsOf(error)) : 'an unknown error';
}

/** Runs a handler and turns whatever comes of it into a decision. Never rejects. */
export async function decide(jobType: JobType, job: Job, tools: Tools): Promise<Decision> {
  const where = `${job.type} at ${job.elementId}, instance ${job.processInstanceKey}`;
  try {
    return { kind: 'complete', variables: (await jobType.handler(job, tools)) ?? {} };
  } catch (error) {
    if (error instanceof BpmnError) return { kind: 'bpmnError', code: error.code, message: error.message };
    if (error instanceof NotYet) {
      return { kind: 'fail', retries: job.retries, backOffMs: 0, message: `${where}: ${error.message}` };
    }
    if (error instanceof NeedsMending) {
      const message = `${where}: ${error.message}. To mend: ${error.how}; then resolve the incident.`;
      return { kind: 'fail', retries: 0, backOffMs: 0, message };
    }
    const retries = Math.max(0, job.retries - 1);
    const message =
      `${where}: ${describe(error)}. To mend: see that the database and the engine can be reached from the workers; ` +
      'then resolve the incident.';
    return { kind: 'fail', retries, backOffMs: backOff(job, jobType), message };
  }
}

export interface RunningWorkers {
  /** Takes no more jobs, finishes those in hand, and gives back what takes too long. */
  stop(): Promise<void>;
}

/** A job that was decided, and how long that took. */
export interface JobDone {
  job: Job;
  decision: Decision;
  ms: number;
}

export interface StartOptions {
  timeoutMs?: number;
  maxJobs?: number;
  /** Told of each job that was decided, within its trace. */
  onJob?: (done: JobDone) => void;
  /** The request that the job goes back to. */
  traceOf?: (job: Job) => Promise<Trace | undefined>;
  /** How long a stop waits for jobs in hand before it gives them back. */
  patienceMs?: number;
}

/** Opens a worker for each job type. */
export function startWorkers(
  client: WorkerClient,
  jobTypes: readonly JobType[],
  tools: Omit<Tools, 'engine'>,
  {
    timeoutMs = 15_000,
    maxJobs = 32,
    onJob = () => {},
    traceOf = async () => undefined,
    patienceMs = 4_000,
  }: StartOptions = {},
): RunningWorkers {
  const complete: Tools = { ...tools, engine: client };
  for (const jobType of jobTypes) {
    const { type, variables } = jobType;
    client.work({ type, variables, timeoutMs, maxJobs }, async (job) => {
      const parent = (await traceOf(job).catch(() => undefined)) ?? null;
      return spanned(`job ${type}`, { kind: 'consumer', parent, attributes: attributesOf(job) }, async (span) => {
        const began = performance.now();
        const decision = await decide(jobType, job, complete);
        span?.set({ 'field_reports.outcome': decision.kind });
        onJob({ job, decision, ms: performance.now() - began });
        return decision;
      });
    });
  }
  return { stop: () => client.close(patienceMs) };
}

const attributesOf = ({ key, type, elementId, processInstanceKey, retries }: Job) => ({
  'field_reports.job': key,
  'field_reports.job_type': type,
  'field_reports.element': elementId,
  'field_reports.instance': processInstanceKey,
  'field_reports.retries': retries,
});
