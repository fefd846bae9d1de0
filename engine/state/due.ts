/**
 * Orders that never scan: what is due when (one binary heap for timers, time-outs, back-offs and message deadlines) and
 * which keys wait (one heap per job type). Entries that have become void stay until they reach the top or outnumber the
 * rest; so removing costs nothing and memory stays in proportion.
 */

/** A binary heap of numbers with a payload each; the smallest first, ties by the second number. */
class Heap<T> {
  #items: { order: number; tie: number; payload: T }[] = [];

  get size(): number {
    return this.#items.length;
  }
  peek() {
    return this.#items[0];
  }
  push(order: number, tie: number, payload: T): void {
    const items = this.#items;
    const item = { order, tie, payload };
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(item, items[up]!)) break;
      items[at] = items[up]!;
      at = up;
    }
    items[at] = item;
  }
  pop(): void {
    const items = this.#items;
    const last = items.pop();
    if (!last || items.length === 0) return;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= items.length) break;
      if (down + 1 < items.length && before(items[down + 1]!, items[down]!)) down++;
      if (!before(items[down]!, last)) break;
      items[at] = items[down]!;
      at = down;
    }
    items[at] = last;
  }
  keepOnly(alive: (payload: T, order: number, tie: number) => boolean): void {
    const kept = this.#items.filter((item) => alive(item.payload, item.order, item.tie));
    this.#items = [];
    for (const item of kept) this.push(item.order, item.tie, item.payload);
  }
}
const before = (a: { order: number; tie: number }, b: { order: number; tie: number }) =>
  a.order < b.order || (a.order === b.order && a.tie < b.tie);

export type DueKind = 'timer' | 'jobDeadline' | 'jobBackoff' | 'message';
export interface DueEntry {
  kind: DueKind;
  key: number;
}

export class DueDates {
  /** Tied by key, so an entry is its kind alone. */
  readonly #heap = new Heap<DueKind>();
  /** What is really due: one date a kind and key. */
  readonly #live: Record<DueKind, Map<number, number>> = {
    timer: new Map(),
    jobDeadline: new Map(),
    jobBackoff: new Map(),
    message: new Map(),
  };

  set(kind: DueKind, key: number, due: number): void {
    if (!Number.isFinite(due)) return;
    this.#live[kind].set(key, due);
    this.#heap.push(due, key, kind);
    if (this.#heap.size > 64 && this.#heap.size > 3 * this.size) {
      this.#heap.keepOnly((item, due, key) => this.#isLive(item, key, due));
    }
  }
  delete(kind: DueKind, key: number): void {
    this.#live[kind].delete(key);
  }
  get size(): number {
    const { timer, jobDeadline, jobBackoff, message } = this.#live;
    return timer.size + jobDeadline.size + jobBackoff.size + message.size;
  }
  /** The earliest due date, undefined if nothing is due ever. */
  next(): { due: number; entry: DueEntry } | undefined {
    for (let top = this.#heap.peek(); top; top = this.#heap.peek()) {
      if (this.#isLive(top.payload, top.tie, top.order))
        return { due: top.order, entry: { kind: top.payload, key: top.tie } };
      this.#heap.pop();
    }
    return undefined;
  }
  #isLive(kind: DueKind, key: number, due: number): boolean {
    return this.#live[kind].get(key) === due;
  }
}

/** Keys in rising order; FIFO for keys that are given out in rising order. */
export class KeyQueue {
  readonly #heap = new Heap<number>();
  readonly #members = new Set<number>();

  add(key: number): void {
    if (this.#members.has(key)) return;
    this.#members.add(key);
    this.#heap.push(key, 0, key);
    if (this.#heap.size > 64 && this.#heap.size > 3 * this.#members.size) {
      const seen = new Set<number>();
      this.#heap.keepOnly((member) => this.#members.has(member) && !seen.has(member) && !!seen.add(member));
    }
  }
  delete(key: number): void {
    this.#members.delete(key);
  }
  get size(): number {
    return this.#members.size;
  }
  /** Up to `limit` smallest keys; they stay in the queue until they are deleted. */
  first(limit: number): number[] {
    const found: number[] = [];
    while (found.length < limit) {
      const top = this.#heap.peek();
      if (!top) break;
      this.#heap.pop();
      if (this.#members.has(top.payload) && found.at(-1) !== top.payload) found.push(top.payload);
    }
    for (const key of found) this.#heap.push(key, 0, key);
    return found;
  }
}
