/**
 * Jobs that are run in a process of their own, because what they work on was written by people who may err: diagrams,
 * tables, forms, expressions. One line a job: what goes in, what comes out, what is told meanwhile. The server asks
 * (server/sandbox), rehearsal/process does.
 */
import type { ModelFile } from './api/models.ts';
import type { CheckInput, CheckResult } from './checks.ts';
import type { Outline } from './migration/outline.ts';
import type { FileProblem } from './reading.ts';
import type { TableRow } from './regulation/contradictions/contradiction.ts';
import type { LawReading } from './regulation/reading.ts';
import type { Forecast, ForecastInput } from './rehearsal/forecast.ts';
import type { RehearsalInput } from './rehearsal/input.ts';
import type { RehearsalResult, Speed } from './rehearsal/result.ts';
import type { TryInput, TryState } from './rehearsal/try-run.ts';

export interface SandboxJobs {
  /** How many running reports will be late. */
  forecast: { input: ForecastInput; output: Forecast; progress: { runs: number } };
  /** Takes one report through a draft. Refused: `deployment`, `step`, `endless`. */
  try: { input: TryInput; output: TryState; progress: never };
  /** Plays a draft and what is in force; refuses with `draft-refused`, `in-force-refused` and the engine's words. */
  rehearse: {
    input: RehearsalInput;
    output: { result: RehearsalResult; speed: Speed };
    progress: { done: number; of: number };
  };
  /** Reads the diagram of this process and the tables for what the law asks of them. Refused: `unreadable`, `no-process`. */
  law: {
    input: { files: readonly ModelFile[]; processId: string };
    output: { file: string; reading: LawReading; rows: TableRow[] };
    progress: never;
  };
  /** What is wrong with files that somebody brings along. */
  read: { input: { files: readonly ModelFile[] }; output: { problems: FileProblem[] }; progress: never };
  /** Deploys the files to an engine in memory: what it refuses them with, in its own words; null where it takes them. */
  trial: { input: { files: readonly ModelFile[] }; output: { refusal: string | null }; progress: never };
  /** What a migration asks of the diagram; null where no file has this process. */
  outline: {
    input: { files: readonly ModelFile[]; processId: string };
    output: { outline: Outline | null };
    progress: never;
  };
  /** What the engine would refuse in a draft, what the regulation forbids, what does not fit together. */
  check: { input: CheckInput; output: CheckResult; progress: never };
}

export type JobName = keyof SandboxJobs;

/** A job's own answer that it can't be done with this input: not a fault, something to be shown to who asked. */
export class JobRefused extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  constructor(code: string, data: Readonly<Record<string, unknown>> = {}) {
    super(`Refused: ${code}`);
    this.name = 'JobRefused';
    this.code = code;
    this.data = data;
  }
}

/** What a job is given besides its input. */
export interface JobTools<Progress> {
  progress(told: Progress): void;
}

export type JobOf<Name extends JobName> = (
  input: SandboxJobs[Name]['input'],
  tools: JobTools<SandboxJobs[Name]['progress']>,
) => Promise<SandboxJobs[Name]['output']>;

/** What the two processes say to each other. */
export type JobAnswer =
  | { is: 'progress'; told: unknown }
  | { is: 'done'; output: unknown }
  | { is: 'refused'; code: string; data: Readonly<Record<string, unknown>> }
  | { is: 'failed'; message: string };
