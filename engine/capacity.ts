/**
 * How much the engine takes on at a time: so many commands may wait for their answer, fewer while answers are slow
 * (additive increase, multiplicative decrease, as Zeebe does), and nothing new begins when memory runs out. What could
 * go wrong without it: requests pile up faster than they are answered, until every one of them is too late.
 */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { Overloaded } from './types.ts';

export interface CapacityOptions {
  /** Commands that may be under way at the same time. */
  most: number;
  /** Milliseconds of a clock that only goes forward. The machine's. */
  now?: () => number;
  /** The share of the heap in use, 0 to 1. */
  heap?: () => number;
}

/** An answer that took longer than this says that there is too much under way. Zeebe's figure. */
const slowMs = 200;
/** The limit is cut by this, at most once in `slowMs`, for one stall of the disk makes many answers late. */
const cut = 0.9;
/** Work that ends something goes on far beyond the limit: refusing it would make the backlog longer. */
const endingFactor = 10;
/** From this share of the heap on nothing begins. */
const heapShare = 0.85;

const ending = new Set([
  'JOB COMPLETE',
  'JOB FAIL',
  'JOB THROW_ERROR',
  'USER_TASK COMPLETE',
  'PROCESS_INSTANCE CANCEL',
]);
const beginning = new Set([
  'PROCESS_INSTANCE_CREATION',
  'PROCESS_INSTANCE_MODIFICATION',
  'MESSAGE',
  'MESSAGE_CORRELATION',
  'SIGNAL',
  'DEPLOYMENT',
]);

export class Capacity {
  readonly #most: number;
  readonly #least: number;
  readonly #now: () => number;
  readonly #heap: () => number;
  #limit: number;
  #underWay = 0;
  #lastCut = Number.NEGATIVE_INFINITY;
  #received = 0;
  #refused = 0;

  constructor({ most, now = () => performance.now(), heap = () => 0 }: CapacityOptions) {
    this.#most = most;
    this.#least = Math.min(most, 16);
    this.#limit = most;
    this.#now = now;
    this.#heap = heap;
  }

  /** Takes a command on and returns what to call with its answer. Throws `Overloaded` (contract 1.1). */
  enter(valueType: string, intent: string): () => void {
    this.#received++;
    const room = ending.has(`${valueType} ${intent}`) ? this.#most * endingFactor : this.#limit;
    if (this.#underWay >= room) this.#refuse('Reached maximum capacity of requests handled');
    if (beginning.has(valueType) && this.#heap() > heapShare)
      this.#refuse(
        'Reached maximum capacity of requests handled: memory is nearly used up, and nothing new begins until some of it is free',
      );
    this.#underWay++;
    const began = this.#now();
    return () => this.#leave(began);
  }

  /** For metrics. */
  status(): { limit: number; underWay: number; received: number; refused: number } {
    return {
      limit: Math.floor(this.#limit),
      underWay: this.#underWay,
      received: this.#received,
      refused: this.#refused,
    };
  }

  #refuse(text: string): never {
    this.#refused++;
    throw new Overloaded(text);
  }

  #leave(began: number): void {
    const now = this.#now();
    const usedHalf = this.#underWay * 2 >= this.#limit;
    this.#underWay--;
    if (now - began <= slowMs) {
      if (usedHalf) this.#limit = Math.min(this.#most, this.#limit + 1);
    } else if (now - this.#lastCut > slowMs) {
      this.#lastCut = now;
      this.#limit = Math.max(this.#least, this.#limit * cut);
    }
  }
}

/** What was seen longer ago than this says nothing: near its limit the heap is collected several times a second. */
const seenForMs = 10_000;

/**
 * Watches the share of the heap that is in use after each major collection: before one, what is used is mostly garbage.
 * Returns how to ask, and how to stop.
 */
export function watchHeap(): { share(): number; stop(): void } {
  let seen = { share: 0, at: Number.NEGATIVE_INFINITY };
  const observer = new PerformanceObserver((list) => {
    const major = list.getEntries().some((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MAJOR);
    if (!major) return;
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    seen = { share: used / limit, at: performance.now() };
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    share: () => (performance.now() - seen.at < seenForMs ? seen.share : 0),
    stop: () => observer.disconnect(),
  };
}

const kindOf = (entry: object): unknown => (entry as { detail?: { kind?: number } }).detail?.kind;
