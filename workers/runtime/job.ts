/**
 * What a handler sees of a job and what it may answer: shapes and the errors that mean something. Knows no client and
 * no engine.
 */
import type { Clock } from '../../domain/clock.ts';
import type { Store } from '../../store/store.ts';

/** An activated job. Keys are decimal strings. */
export interface Job {
  key: string;
  type: string;
  processInstanceKey: string;
  processDefinitionKey: string;
  elementId: string;
  /** The element instance: for a listener of a user task, what the procedure calls the task instance. */
  elementInstanceKey: string;
  headers: Readonly<Record<string, string>>;
  variables: Readonly<Record<string, unknown>>;
  /** Tries left, this one included. */
  retries: number;
}

/** A message to the engine; `timeToLive` in ms. A second one with the same id and name within that time is dropped. */
export interface Message {
  name: string;
  correlationKey: string;
  messageId: string;
  timeToLive: number;
  variables: Record<string, unknown>;
}

/** What a handler may ask of the engine besides answering its job. */
export interface EnginePort {
  /** Resolves when the engine has taken the message, or already has it. Rejects when the engine can't be reached. */
  publish(message: Message): Promise<void>;
}

/** What handlers work with; everything is passed in. */
export interface Tools {
  store: Store;
  /** Business time. */
  clock: Clock;
  engine: EnginePort;
  /** Machine time in epoch ms: for the outbox's own order only. */
  machineNow(): number;
}

/** Variables to complete the job with; nothing where the element takes none. */
export type Result = Record<string, unknown> | undefined;

/** A handler is a plain function: the same job twice has the effect of once and the same answer. */
export type Handler = (job: Job, tools: Tools) => Promise<Result>;

/** Too early: what the job needs is on its way. The job comes back at once (its handler has waited) with all its tries. */
export class NotYet extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'NotYet';
  }
}

/** Trying again can't help: somebody has to mend something. Becomes an incident at once that says what, where and how. */
export class NeedsMending extends Error {
  readonly how: string;
  constructor(what: string, how: string) {
    super(what);
    this.name = 'NeedsMending';
    this.how = how;
  }
}

/** An error that the diagram may catch. */
export class BpmnError extends Error {
  readonly code: string;
  constructor(code: string, what: string) {
    super(what);
    this.name = 'BpmnError';
    this.code = code;
  }
}
