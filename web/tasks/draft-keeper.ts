/**
 * Keeps a task's draft while one types: waits for a pause, sends one at a time, tries again when the network was away,
 * and stops when the draft was changed elsewhere (412). `state` is for the screen.
 */
import { Problem } from '../data/http.ts';

export type DraftState = 'none' | 'saving' | 'saved' | 'failed' | 'stale';

export interface DraftKeeper {
  /** What is filled in now. */
  change(draft: Record<string, unknown>): void;
  /** Sends what is still waiting; resolves when it is there or has failed. */
  flush(): Promise<void>;
  stop(): void;
  readonly state: DraftState;
  /** Epoch ms of the last save. */
  readonly savedAt: number;
}

export interface DraftOptions {
  save(draft: Record<string, unknown>, version: string | null): Promise<string | null>;
  onState(): void;
  pauseMs?: number;
  retryMs?: number;
  now?: () => number;
}

export function keepDraftOf(options: DraftOptions): DraftKeeper {
  const { save, onState, pauseMs = 700, retryMs = 5_000, now = Date.now } = options;
  let waiting: Record<string, unknown> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let version: string | null = null;
  let state: DraftState = 'none';
  let savedAt = 0;

  const become = (next: DraftState) => {
    state = next;
    onState();
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  async function send(draft: Record<string, unknown>): Promise<void> {
    become('saving');
    try {
      version = await save(draft, version);
      savedAt = now();
      become('saved');
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      if (cause.status === 412) {
        become('stale');
        return;
      }
      become('failed');
      // Away or overloaded: what was typed meanwhile is newer and goes instead.
      if (cause.status === 0 || cause.status >= 500 || cause.status === 429) {
        waiting ??= draft;
        later((cause.retryAfter ?? 0) * 1_000 || retryMs);
      }
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (running) await running;
    if (!waiting || state === 'stale') return;
    const draft = waiting;
    waiting = null;
    running = send(draft);
    await running;
    running = null;
  }

  return {
    change(draft) {
      if (state === 'stale') return;
      waiting = draft;
      later(pauseMs);
    },
    flush,
    stop() {
      clearTimeout(timer);
      waiting = null;
    },
    get state() {
      return state;
    },
    get savedAt() {
      return savedAt;
    },
  };
}
