/**
 * Keeps a task's draft while one types: waits for a pause, sends one at a time, tries again when the network was away.
 * When the draft was changed elsewhere (412) it reads what is there: a task that only moved on (its deadline, say) is
 * saved over at once, another text is shown beside one's own, and a person chooses. `state` is for the screen.
 */
import { Problem } from '../data/http.ts';

/** `stale`: changed elsewhere, a choice is due · `lost`: the task is held by another, or gone: nothing is saved. */
export type DraftState = 'none' | 'saving' | 'saved' | 'failed' | 'stale' | 'lost';
type Fields = Record<string, unknown>;

/** A draft as the server has it. */
export interface KeptDraft {
  draft: Fields;
  version: string;
  /** User name and time of the last save, where there was one. */
  by?: string | undefined;
  at?: string | undefined;
}

export interface DraftKeeper {
  /** What is filled in now. */
  change(draft: Fields): void;
  /** Sends what is still waiting; resolves when it is there or has failed. */
  flush(): Promise<void>;
  stop(): void;
  /** While `stale`: saves what is filled in here over what was saved elsewhere. */
  keepMine(): Promise<void>;
  /** While `stale`: gives up what is filled in here; answers what was saved elsewhere. */
  takeTheirs(): Fields;
  readonly state: DraftState;
  /** Whether something is filled in that the server does not have. */
  readonly unsaved: boolean;
  /** While `stale`: what is filled in here, and what was saved elsewhere. */
  readonly conflict: { mine: Fields; theirs: KeptDraft } | null;
  /** Epoch ms of the last save. */
  readonly savedAt: number;
}

export interface DraftOptions {
  /** What the form starts with, and its version; null: over whatever is there. */
  base: Fields;
  version: string | null;
  save(draft: Fields, version: string | null): Promise<string | null>;
  read(): Promise<KeptDraft>;
  onState(): void;
  pauseMs?: number;
  retryMs?: number;
  now?: () => number;
}

/** Whether two drafts say the same, in whatever order. */
export function sameDraft(a: Fields, b: Fields): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

export function keepDraftOf(options: DraftOptions): DraftKeeper {
  const { save, read, onState, pauseMs = 700, retryMs = 5_000, now = Date.now } = options;
  let { base, version } = options;
  let waiting: Fields | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let theirs: KeptDraft | null = null;
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

  async function send(draft: Fields): Promise<void> {
    become('saving');
    try {
      version = await save(draft, version);
      base = draft;
      savedAt = now();
      become('saved');
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // What was typed meanwhile is newer and goes instead.
      waiting ??= draft;
      if (cause.status === 412) await compare();
      else failed(cause);
    }
  }

  async function compare(): Promise<void> {
    try {
      const kept = await read();
      if (sameDraft(kept.draft, base) || (waiting && sameDraft(kept.draft, waiting))) {
        base = kept.draft;
        version = kept.version;
        later(0);
      } else {
        theirs = kept;
        become('stale');
      }
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      failed(cause);
    }
  }

  function failed(problem: Problem): void {
    if ([403, 404, 409].includes(problem.status)) {
      become('lost');
      return;
    }
    become('failed');
    // Away or overloaded: tried again by itself. Anything else waits for the next change.
    if (problem.status === 0 || problem.status >= 500 || problem.status === 429)
      later((problem.retryAfter ?? 0) * 1_000 || retryMs);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (running) await running;
    if (!waiting || state === 'stale' || state === 'lost') return;
    const draft = waiting;
    waiting = null;
    running = send(draft);
    await running;
    running = null;
  }

  return {
    change(draft) {
      waiting = draft;
      if (state !== 'stale' && state !== 'lost') later(pauseMs);
    },
    flush,
    stop() {
      clearTimeout(timer);
      waiting = null;
    },
    async keepMine() {
      if (!theirs) return;
      ({ draft: base, version } = theirs);
      theirs = null;
      state = 'none';
      await flush();
    },
    takeTheirs() {
      if (theirs) ({ draft: base, version } = theirs);
      theirs = null;
      waiting = null;
      become('saved');
      return base;
    },
    get state() {
      return state;
    },
    get unsaved() {
      return waiting !== null || running !== null;
    },
    get conflict() {
      return theirs && { mine: waiting ?? base, theirs };
    },
    get savedAt() {
      return savedAt;
    },
  };
}
