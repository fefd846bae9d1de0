/** What is going to happen, earliest first; of one moment, what was entered first. A binary heap. */
export interface Agenda<T> {
  add(at: number, what: T): void;
  /** Epoch ms of the next; undefined when nothing is left. */
  next(): number | undefined;
  take(): { at: number; what: T } | undefined;
}

interface Entry<T> {
  at: number;
  order: number;
  what: T;
}

export function agenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  const before = (a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (i: number, j: number): void => {
    const held = heap[i]!;
    heap[i] = heap[j]!;
    heap[j] = held;
  };
  return {
    add(at, what) {
      heap.push({ at, order: order++, what });
      for (let i = heap.length - 1; i > 0; ) {
        const up = (i - 1) >> 1;
        if (!before(heap[i]!, heap[up]!)) break;
        swap(i, up);
        i = up;
      }
    },
    next: () => heap[0]?.at,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (!first || !last) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        for (let i = 0; ; ) {
          const [left, right] = [2 * i + 1, 2 * i + 2];
          let least = i;
          if (left < heap.length && before(heap[left]!, heap[least]!)) least = left;
          if (right < heap.length && before(heap[right]!, heap[least]!)) least = right;
          if (least === i) break;
          swap(i, least);
          i = least;
        }
      }
      return { at: first.at, what: first.what };
    },
  };
}
