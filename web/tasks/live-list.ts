/**
 * A list of tasks that stays true: read page by page while one looks at the first rows already, and changed in place by
 * the stream's events. What may have been missed (`reset`) is read anew beside the list that is shown, which the new one
 * replaces when it is as far.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { now, onTick } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import { knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { listTasks, type TaskItem } from '../data/tasks.ts';
import { throttle } from '../elements/throttle.ts';
import { type Change, emptyList, type List, type Reader, withEvent, withPage } from './task-list.ts';
import { type Filter, noFilter, queryOfFilter, sameList } from './views.ts';

const pageSize = 200;
/** So many rows are read without being asked for; the rest comes as one scrolls. */
const mostUnasked = 10_000;
/** How long a row counts as new (ms). */
const newMs = 6_000;

const reader = (): Reader => ({ me: knownSession()?.username ?? '', now: now() });

/** How long a list is kept for who comes back (ms). */
const lingerMs = 10 * 60_000;

/** Between a reading that failed and the next (ms), at first. */
const firstPatience = 2_000;

let kept: LiveList | null = null;

/** One reading of the list, with the events that came while a page was on its way. */
interface Reading {
  list: List;
  meanwhile: TaskItem[] | null;
}

export class LiveList implements ReactiveController {
  #filter: Filter = noFilter;
  #shown: Reading | null = null;
  #incoming: Reading | null = null;
  #abort: AbortController | undefined;
  #wanted = mostUnasked;
  #stops: (() => void)[] = [];
  #host: ReactiveControllerHost | null;
  #lingering: ReturnType<typeof setInterval> | undefined;
  /** Whose list it is. */
  readonly #who = knownSession()?.username;
  /** Something changed that only the server can place; a reading under way is let finish first. */
  readonly #askAnew = throttle(() => {
    if (this.#incoming) this.#askAfter = true;
    else void this.again();
  }, 1_000);
  #askAfter = false;
  #patience = firstPatience;
  #fresh: readonly string[] = [];
  problem: Problem | undefined;
  /** Whether events flow. */
  live = false;
  /** Business time at which what is shown was last known to be true. */
  asOf = 0;

  private constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The list that a page of a moment ago had, if it was the same person's; otherwise an empty one. */
  static of(host: ReactiveControllerHost): LiveList {
    const list = kept && kept.#who === knownSession()?.username ? kept : new LiveList(host);
    kept = list;
    list.#host = host;
    host.addController(list);
    return list;
  }

  hostConnected(): void {
    clearInterval(this.#lingering);
    if (this.#stops.length > 0) return;
    this.#stops = [
      listen('task', (item) => this.#hear(item)),
      listen('reset', () => void this.again()),
      listen('connected', (live) => {
        if (this.live && !live) this.asOf = now();
        this.live = live;
        this.#host?.requestUpdate();
      }),
      // Time alone makes a task overdue: no event tells of that.
      onTick(() => {
        if (this.#filter.view === 'overdue') void this.again();
      }),
    ];
  }

  /** Who opens a task comes back to this list: it stays true meanwhile, for a while, as long as one is logged in. */
  hostDisconnected(): void {
    this.#host = null;
    const until = Date.now() + lingerMs;
    this.#lingering = setInterval(() => {
      if (Date.now() < until && knownSession()?.username === this.#who) return;
      clearInterval(this.#lingering);
      for (const stop of this.#stops.splice(0)) stop();
      this.#abort?.abort();
      if (kept === this) kept = null;
    }, 2_000);
  }

  /** Shows another list, from its beginning; the one that is shown already stays. */
  show(filter: Filter): void {
    if (this.#shown && sameList({ ...this.#filter, group: '' }, { ...filter, group: '' })) return;
    this.#filter = filter;
    this.#shown = null;
    this.#fresh = [];
    this.#wanted = filter.view === 'completed' ? pageSize : mostUnasked;
    void this.again();
  }

  /** Undefined before the first page. */
  get list(): List | undefined {
    return this.#shown?.list;
  }

  /** Everything has been read: the number of rows is the number there is. */
  get complete(): boolean {
    return this.#shown !== null && this.#shown.list.next === null;
  }

  /** More of what is shown is on its way. */
  get reading(): boolean {
    return this.#shown?.meanwhile != null;
  }

  /** Keys of the rows that came by an event a moment ago. */
  get fresh(): readonly string[] {
    return this.#fresh;
  }

  #came(key: string): void {
    this.#fresh = [...this.#fresh, key];
    setTimeout(() => {
      this.#fresh = this.#fresh.filter((one) => one !== key);
      this.#host?.requestUpdate();
    }, newMs);
  }

  /** The end of what has been read comes near: reads on. */
  further(): void {
    if (!this.#shown || this.#shown.list.next === null || this.#incoming) return;
    if (this.#shown.list.rows.length < this.#wanted) return;
    this.#wanted = this.#shown.list.rows.length + pageSize;
    void this.#readOn(this.#shown);
  }

  /** Reads anew; what is shown stays until the new list is as long. */
  async again(): Promise<void> {
    this.#abort?.abort();
    this.#abort = new AbortController();
    const reading: Reading = { list: emptyList, meanwhile: null };
    this.#incoming = reading;
    await this.#readOn(reading);
  }

  async #readOn(reading: Reading): Promise<void> {
    const { signal } = this.#abort ?? new AbortController();
    const filter = this.#filter;
    const wanted = Math.max(this.#wanted, this.#shown?.list.rows.length ?? 0);
    try {
      do {
        const after = reading.list.next ?? undefined;
        reading.meanwhile = [];
        const query = { ...queryOfFilter(filter), limit: pageSize, ...(after && { after }) };
        const page = await listTasks(query, signal);
        if (signal.aborted) return;
        reading.list = withPage(reading.list, page, filter);
        for (const item of reading.meanwhile) reading.list = withEvent(reading.list, item, filter, reader()).list;
        reading.meanwhile = null;
        this.#offer(reading);
      } while (reading.list.next !== null && reading.list.rows.length < wanted);
      if (this.#incoming === reading) this.#put(reading);
    } catch (cause) {
      if (signal.aborted) return;
      reading.meanwhile = null;
      if (this.#incoming === reading) this.#incoming = null;
      this.problem = cause instanceof Problem ? cause : new Problem(-1, { detail: String(cause) });
      if (!(cause instanceof Problem)) console.error(cause);
      this.#tryLater(this.problem.status);
      this.#host?.requestUpdate();
    }
  }

  /** What is away comes back: then the list reads itself, less and less often. */
  #tryLater(status: number): void {
    if (status !== 0 && status < 500) return;
    const { signal } = this.#abort!;
    setTimeout(() => {
      if (!signal.aborted && this.#stops.length > 0) void this.again();
    }, this.#patience);
    this.#patience = Math.min(30_000, this.#patience * 2);
  }

  /** A page has come: it is shown when the reading is the one that is shown, or nothing is. */
  #offer(reading: Reading): void {
    this.problem = undefined;
    this.#patience = firstPatience;
    if (this.live || this.#shown !== reading) this.asOf = now();
    if (this.#incoming === reading && this.#shown === null) this.#put(reading);
    else this.#host?.requestUpdate();
  }

  #put(reading: Reading): void {
    if (this.#shown) this.#markNew(this.#shown.list, reading.list);
    this.#shown = reading;
    this.#incoming = null;
    this.#host?.requestUpdate();
    if (!this.#askAfter) return;
    this.#askAfter = false;
    this.#askAnew();
  }

  /** What reading anew has brought is new as well; not what lay beyond the end of what had been read. */
  #markNew(before: List, after: List): void {
    const known = new Set(before.rows.map((row) => row.item.key));
    const end = before.next === null ? after.rows.length : after.rows.findLastIndex((row) => known.has(row.item.key));
    for (const row of after.rows.slice(0, Math.max(0, end))) if (!known.has(row.item.key)) this.#came(row.item.key);
  }

  #hear(item: TaskItem): void {
    this.asOf = now();
    const changes = [this.#shown, this.#incoming].map((reading) => this.#apply(reading, item));
    if (changes.includes('ask')) this.#askAnew();
    if (changes[0] === 'came') this.#came(item.key);
    if (changes[0] !== 'none') this.#host?.requestUpdate();
  }

  #apply(reading: Reading | null, item: TaskItem): Change {
    if (!reading) return 'none';
    reading.meanwhile?.push(item);
    const { list, change } = withEvent(reading.list, item, this.#filter, reader());
    reading.list = list;
    return change;
  }

  /** What one did oneself is shown before its event comes: the answer said that it is so. */
  assume(item: TaskItem): void {
    this.#apply(this.#shown, item);
    this.#host?.requestUpdate();
  }

  /** The row of a key, where it is shown. */
  find(key: string): TaskItem | undefined {
    return this.#shown?.list.rows.find((row) => row.item.key === key)?.item;
  }
}
