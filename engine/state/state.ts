/**
 * All that is known now. Changed by events only (apply/); a command reads it through `Known`, whose maps and entities
 * are read-only to the compiler.
 */
import { DueDates, type KeyQueue } from './due.ts';
import type {
  CompensationSubscription,
  DecisionDefinition,
  ElementInstance,
  FollowUp,
  FormDefinition,
  Incident,
  Job,
  Message,
  MessageSubscription,
  ProcessDefinition,
  Read,
  RequirementsDefinition,
  SignalSubscription,
  StartSubscription,
  Timer,
  Trigger,
  UserTask,
  Variable,
} from './entities.ts';

/** The first key of partition 1 is this plus one (zeebe-contract 1.1). */
export const firstKey = 2 ** 51;

/** Definitions of one kind: by key, and all versions of an id in rising order. */
export class Versions<T extends { key: number; version: number; versionTag?: string; deploymentKey?: number }> {
  readonly byKey = new Map<number, T>();
  readonly byId = new Map<string, T[]>();
  /** Numbers once given are not given again, even after a deletion. */
  readonly lastVersion = new Map<string, number>();

  add(id: string, definition: T): void {
    this.byKey.set(definition.key, definition);
    const list = this.byId.get(id) ?? [];
    list.push(definition);
    this.byId.set(id, list);
    this.lastVersion.set(id, Math.max(definition.version, this.lastVersion.get(id) ?? 0));
  }
  delete(id: string, key: number): void {
    this.byKey.delete(key);
    const left = (this.byId.get(id) ?? []).filter((definition) => definition.key !== key);
    if (left.length > 0) this.byId.set(id, left);
    else this.byId.delete(id);
  }
  latest(id: string): T | undefined {
    return this.byId.get(id)?.at(-1);
  }
  version(id: string, version: number): T | undefined {
    return this.byId.get(id)?.find((definition) => definition.version === version);
  }
  tagged(id: string, tag: string): T | undefined {
    return this.byId.get(id)?.findLast((definition) => definition.versionTag === tag);
  }
  deployedWith(id: string, deploymentKey: number): T | undefined {
    return this.byId.get(id)?.findLast((definition) => definition.deploymentKey === deploymentKey);
  }
}

export class State {
  lastKey = firstKey;
  lastPosition = 0;

  readonly processes = new Versions<ProcessDefinition>();
  readonly requirements = new Versions<RequirementsDefinition>();
  readonly decisions = new Versions<DecisionDefinition>();
  readonly forms = new Versions<FormDefinition>();

  readonly instances = new Map<number, ElementInstance>();
  readonly variables = new Map<number, Map<string, Variable>>();
  readonly triggers = new Map<number, Trigger[]>();
  readonly banned = new Set<number>();
  /** Process instance → elements after which it is terminated. */
  readonly endsAfter = new Map<number, string[]>();

  readonly jobs = new Map<number, Job>();
  /** Activatable jobs by type; a type is there only while a job of it waits. */
  readonly waitingJobs = new Map<string, KeyQueue>();
  readonly userTasks = new Map<number, UserTask>();
  readonly incidents = new Map<number, Incident>();
  readonly timers = new Map<number, Timer>();
  readonly startTimers = new Map<number, Set<number>>();

  readonly messages = new Map<number, Message>();
  /** name + correlation key → buffered messages, oldest first. */
  readonly buffered = new Map<string, Set<number>>();
  /** name + correlation key + id → buffered message. */
  readonly messageIds = new Map<string, number>();
  readonly subscriptions = new Map<number, MessageSubscription>();
  /** name + correlation key → open subscriptions, oldest first. */
  readonly openSubscriptions = new Map<string, Set<number>>();
  readonly startSubscriptions = new Map<number, StartSubscription>();
  /** kind + name → start subscriptions. */
  readonly startsByName = new Map<string, Set<number>>();
  /** process id + correlation key → the live instance that a message started. */
  readonly startLocks = new Map<string, number>();
  readonly lockOfInstance = new Map<number, { bpmnProcessId: string; correlationKey: string }>();
  readonly signalSubscriptions = new Map<number, SignalSubscription>();
  readonly signalsByName = new Map<string, Set<number>>();

  readonly compensations = new Map<number, CompensationSubscription>();
  /** Scope → what can be undone in it, oldest first. */
  readonly compensationsByScope = new Map<number, Set<number>>();
  /** Throwing event → what it waits for. */
  readonly compensationsByThrower = new Map<number, Set<number>>();
  readonly compensationByHandler = new Map<number, number>();

  readonly due = new DueDates();
  /** Rests of commands that were cut into several batches, by the position of their first record. */
  readonly pending = new Map<number, FollowUp[]>();
}

/** Two texts as one map key; the separator cannot be typed by accident. */
export const pair = (a: string, b: string): string => `${a}\u0000${b}`;

export function addTo<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const set = index.get(key);
  if (set) set.add(value);
  else index.set(key, new Set([value]));
}
export function removeFrom<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const set = index.get(key);
  if (!set) return;
  set.delete(value);
  if (set.size === 0) index.delete(key);
}

/** The read face of the state. */
export interface Known
  extends Read<Omit<State, 'processes' | 'requirements' | 'decisions' | 'forms' | 'due' | 'waitingJobs'>> {
  readonly processes: Catalogue<ProcessDefinition>;
  readonly requirements: Catalogue<RequirementsDefinition>;
  readonly decisions: Catalogue<DecisionDefinition>;
  readonly forms: Catalogue<FormDefinition>;
  readonly due: Pick<DueDates, 'next' | 'size'>;
  readonly waitingJobs: ReadonlyMap<string, Pick<KeyQueue, 'first' | 'size'>>;
}
export interface Catalogue<T> {
  readonly byKey: ReadonlyMap<number, Read<T>>;
  readonly byId: ReadonlyMap<string, readonly Read<T>[]>;
  readonly lastVersion: ReadonlyMap<string, number>;
  latest(id: string): Read<T> | undefined;
  version(id: string, version: number): Read<T> | undefined;
  tagged(id: string, tag: string): Read<T> | undefined;
  deployedWith(id: string, deploymentKey: number): Read<T> | undefined;
}
