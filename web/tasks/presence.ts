/**
 * Who else looks at a task, and that one looks oneself. A page says `present(key)` while it shows the task and `writes(key)`
 * as its form is typed in; lists and pages read `othersAt(key)`. What is not said again within a minute is over.
 */

import { listen } from '../data/stream.ts';
import { leaveTask, lookAtTask } from '../data/tasks.ts';

export interface Other {
  username: string;
  name: string;
  state: 'viewing' | 'writing';
}

/** How often one's own presence is said, and how long a word of others counts (ms). */
const beatMs = 20_000;
const countsMs = 60_000;
/** So long after the last key a person counts as writing. */
const writesMs = 30_000;

const others = new Map<string, Map<string, Other & { until: number }>>();
const watchers = new Set<(key: string | null) => void>();
const stays = new Map<string, { wrote: number; say(): void }>();
let stopListening: (() => void) | undefined;
let sweeper: ReturnType<typeof setInterval> | undefined;

/** Says that one looks at this task until the function that it returns is called. */
export function present(key: string): () => void {
  const stay = {
    wrote: Number.NEGATIVE_INFINITY,
    say() {
      const state = Date.now() - stay.wrote < writesMs ? 'writing' : 'viewing';
      // Nobody is told that this failed: presence is a courtesy, and is said again.
      void lookAtTask(key, state).catch(() => {});
    },
  };
  stays.set(key, stay);
  stay.say();
  const beat = setInterval(stay.say, beatMs);
  const stop = () => {
    clearInterval(beat);
    removeEventListener('pagehide', stop);
    if (stays.get(key) !== stay) return;
    stays.delete(key);
    void leaveTask(key).catch(() => {});
  };
  addEventListener('pagehide', stop);
  return stop;
}

/** Says that one types into the form of a task at which one is present. To be called with every change. */
export function writes(key: string): void {
  const stay = stays.get(key);
  if (!stay) return;
  const fresh = Date.now() - stay.wrote >= writesMs;
  stay.wrote = Date.now();
  if (fresh) stay.say();
}

/** The others who are at a task just now, writers first. */
export function othersAt(key: string): Other[] {
  const now = Date.now();
  return [...(others.get(key)?.values() ?? [])]
    .filter((one) => one.until > now)
    .sort(
      (a, b) => Number(b.state === 'writing') - Number(a.state === 'writing') || a.name.localeCompare(b.name, 'vi'),
    );
}

/** Calls `listener` with the task's key when somebody comes, goes or begins to write; null: look at all. */
export function watchOthers(listener: (key: string | null) => void): () => void {
  watchers.add(listener);
  stopListening ??= listen('presence', ({ key, username, name, state }) => {
    const there = others.get(key) ?? new Map();
    others.set(key, there);
    if (state === 'gone') there.delete(username);
    else there.set(username, { username, name, state, until: Date.now() + countsMs });
    for (const each of watchers) each(key);
  });
  sweeper ??= setInterval(sweep, 5_000);
  return () => {
    watchers.delete(listener);
    if (watchers.size > 0) return;
    stopListening?.();
    stopListening = undefined;
    clearInterval(sweeper);
    sweeper = undefined;
  };
}

function sweep(): void {
  const now = Date.now();
  let changed = false;
  for (const [key, there] of others) {
    for (const [username, one] of there) {
      if (one.until > now) continue;
      there.delete(username);
      changed = true;
    }
    if (there.size === 0) others.delete(key);
  }
  if (changed) for (const each of watchers) each(null);
}
