/**
 * One command being processed: it reads the state, writes events (each applied at once) and notes follow-ups, which run
 * in order before anything else. What could go wrong: a refusal must come before the first event, because events stay.
 */
import type { Surroundings } from '../expressions/feel.ts';
import type { ElementType, FlowNode } from '../model/model.ts';
import type { FollowUp, Instance } from '../state/entities.ts';
import type { Known } from '../state/state.ts';
import type { LogRecord, RejectionType, Whole } from '../types.ts';
import { followUpCommand } from './follow-up-commands.ts';

/** Value type of follow-ups that wait for a batch of their own: the engine's alone, never exported. */
export const pendingType = 'FOLLOW_UP';

/** What one kind of element does; the rest of its life is the same for all (lifecycle.ts). */
export interface ElementBehavior {
  /**
   * After ACTIVATING, input mappings and start listeners. Writes ELEMENT_ACTIVATED when it is in; completes at once if
   * it has nothing to wait for. Runs again after an incident: events that it wrote before must not be written twice.
   */
  activate(step: Step, instance: Instance): void;
  /** After COMPLETING and the merging of payloads, before output mappings. */
  completing?(step: Step, instance: Instance): void;
  /** After COMPLETED, instead of taking the outgoing flows. The instance is gone from the state. */
  completed?(step: Step, instance: Instance): void;
  /** While TERMINATING, after the children: cancels what only this element has; what cannot go at once holds it up. */
  terminate?(step: Step, instance: Instance): void;
  /** Just before TERMINATED: nothing is left in it. */
  terminating?(step: Step, instance: Instance): void;
  /**
   * An instance in this scope has ended after having been held up, and nothing else is left in it. True if the scope
   * goes on by that; otherwise what ended it was a modification, and the scope ends too.
   */
  emptied?(step: Step, scope: Instance): boolean;
  /** A child of this multi-instance body or ad-hoc sub-process is about to complete; true if the condition holds. */
  childCompleting?(step: Step, item: Instance): boolean;
  /** A child of this multi-instance body or ad-hoc sub-process has completed. */
  childCompleted?(step: Step, body: Instance, enough: boolean): void;
  /** An incident that it had while it was active is resolved, and was of no job. */
  resume?(step: Step, instance: Instance): void;
}
export type Elements = Record<ElementType, ElementBehavior>;

export interface Completion {
  variables?: Record<string, unknown>;
  flows?: readonly FlowNode[];
}

/** What a command answers that may have begun a user task's change. */
export interface Begun<A> {
  answer: A;
  /** Absent if no task's change was begun. */
  change?: { userTaskKey: number; intent: string };
}

export interface StepHost {
  readonly state: Known;
  readonly elements: Elements;
  readonly brokerVersion: string;
  readonly wholeJobBatches: boolean;
  readonly zone: string;
  readonly random: () => number;
  /** Takes the position and, if it is an event, changes the state. */
  apply(record: LogRecord): void;
}

export class Step implements Surroundings {
  readonly state: Known;
  readonly elements: Elements;
  readonly records: LogRecord[] = [];
  readonly followUps: FollowUp[] = [];
  /** Types that have got activatable jobs. */
  readonly jobTypes = new Set<string>();
  /** Jobs that have become activatable, in order: offered to job streams. */
  readonly freshJobs: number[] = [];
  /** Scopes to look at when all else is done: an inclusive join may have become ready, or nothing be left in them. */
  readonly unsettled = new Set<number>();
  /** Root variables (JSON texts by name) of instances that completed, for those who await a result. */
  readonly results = new Map<number, Map<string, string>>();
  /** User tasks whose change is through, and why not if it is not: for those who asked for it and wait. */
  readonly settled = new Map<number, { type: RejectionType; reason: string } | undefined>();
  /** The instance that is being worked on: the one to stop if something throws that never should. */
  processInstanceKey = -1;
  readonly now: number;
  readonly wholeJobBatches: boolean;
  readonly zone: string;
  readonly random: () => number;
  readonly #host: StepHost;
  #sourcePosition: number;
  #operationReference: Whole;
  #lastKey: number;

  constructor(host: StepHost, now: number, sourcePosition = -1, operationReference: Whole = -1) {
    this.#host = host;
    this.state = host.state;
    this.elements = host.elements;
    this.wholeJobBatches = host.wholeJobBatches;
    this.zone = host.zone;
    this.random = host.random;
    this.now = now;
    this.#sourcePosition = sourcePosition;
    this.#operationReference = operationReference;
    this.#lastKey = host.state.lastKey;
  }

  /** The record of the command that this batch answers; its position is the source of all that follows. */
  command(valueType: string, intent: string, key: number, value: object): void {
    const record = this.#record('COMMAND', valueType, intent, key, value);
    this.#sourcePosition = record.position;
  }

  event(valueType: string, intent: string, key: number, value: object): void {
    this.#record('EVENT', valueType, intent, key, value);
  }

  /** A command that is carried out within this one, at once; for readers of the log only. */
  inner(valueType: string, intent: string, key: number, value: object): void {
    this.#record('COMMAND', valueType, intent, key, value);
  }

  /** The command that was written last is refused: nothing else may follow. */
  rejection(valueType: string, intent: string, key: number, value: object, type: string, reason: string): void {
    const record = this.#recordOf('COMMAND_REJECTION', valueType, intent, key, value);
    record.rejectionType = type;
    record.rejectionReason = reason;
    this.#write(record);
  }

  /** Runs after this command and after the follow-ups noted before. `value` must be JSON. */
  follow(intent: string, key: number, value: Record<string, unknown> = {}): void {
    const followUp = { intent, key, value };
    this.followUps.push(followUp);
    const command = followUpCommand(this.state, this.find, followUp);
    if (command) this.inner(command.valueType, command.intent, command.key, command.value);
  }

  /** What is left over goes into the log in a form of its own (`FOLLOW_UP`), to be continued in a later batch. */
  writePending(followUps: readonly FollowUp[]): void {
    for (const { intent, key, value } of followUps) this.#record('COMMAND', pendingType, intent, key, value);
  }

  /** An element instance by key. */
  readonly find = (key: number): Instance | undefined => this.state.instances.get(key);

  newKey(): number {
    this.#lastKey = Math.max(this.#lastKey, this.state.lastKey) + 1;
    return this.#lastKey;
  }

  get sourcePosition(): number {
    return this.#sourcePosition;
  }

  #record(
    recordType: LogRecord['recordType'],
    valueType: string,
    intent: string,
    key: number,
    value: object,
  ): LogRecord {
    return this.#write(this.#recordOf(recordType, valueType, intent, key, value));
  }

  #write(record: LogRecord): LogRecord {
    this.records.push(record);
    this.#host.apply(record);
    return record;
  }

  #recordOf(
    recordType: LogRecord['recordType'],
    valueType: string,
    intent: string,
    key: number,
    value: object,
  ): LogRecord {
    return {
      partitionId: 1,
      position: this.state.lastPosition + 1,
      sourceRecordPosition: this.#sourcePosition,
      key: String(key),
      timestamp: this.now,
      recordType,
      valueType,
      intent,
      brokerVersion: this.#host.brokerVersion,
      recordVersion: 1,
      rejectionType: 'NULL_VAL',
      rejectionReason: '',
      operationReference: this.#operationReference,
      value: value as Record<string, unknown>,
    };
  }
}
