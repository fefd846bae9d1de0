/**
 * Saving as one works: what changes is kept on the device at once and saved a moment later over the version that was
 * seen. Without a network it waits; where somebody else was faster it stops, and the person decides. Knows no page and
 * no network: both are passed in.
 */
import type { ModelFile } from '../data/models.ts';

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'stale' | 'failed';

export interface Saved {
  version: number;
  changedAt: string;
  changedBy: string;
}

/** What the device keeps of a draft while it is not saved. */
export interface Unsaved {
  /** The version that it was changed on. */
  seen: number;
  files: ModelFile[];
}

export interface AutosaveOptions {
  /** Saves over `seen`. Rejects with an error that has a `status`: 0 without a network, 412 where it is stale. */
  save(files: ModelFile[], seen: number): Promise<Saved>;
  /** Keeps on the device what is not saved, or forgets it. */
  keep(unsaved: Unsaved | null): void;
  onState(): void;
  onSaved(saved: Saved): void;
  /** Calls back after so many ms; answers how to stop. */
  after(ms: number, act: () => void): () => void;
}

/** So long after the last change it is saved, and so often it is tried again where that failed (ms). */
const pauseMs = 800;
const againMs = 10_000;

export class Autosave {
  state: SaveState = 'saved';
  /** Why the last save failed, where it did. */
  trouble: unknown = null;
  #seen: number;
  readonly #files = new Map<string, ModelFile>();
  readonly #options: AutosaveOptions;
  #stop: () => void = () => {};
  #going: Promise<void> | null = null;

  constructor(seen: number, options: AutosaveOptions) {
    this.#seen = seen;
    this.#options = options;
  }

  get unsaved(): ModelFile[] {
    return [...this.#files.values()];
  }

  change(files: readonly ModelFile[]): void {
    for (const file of files) this.#files.set(file.name, file);
    this.#options.keep({ seen: this.#seen, files: this.unsaved });
    if (this.state === 'stale') return;
    this.#set(this.#going ? 'saving' : 'unsaved');
    this.#later(pauseMs);
  }

  /** Saves now what is not saved: the page is left, or the network is back. */
  async flush(): Promise<void> {
    this.#stop();
    if (this.#going) await this.#going;
    if (this.#files.size === 0 || this.state === 'stale') return;
    this.#going = this.#save().finally(() => {
      this.#going = null;
    });
    await this.#going;
  }

  /** Forgets what was not saved: the newest of the server is taken. */
  forget(seen: number): void {
    this.#stop();
    this.#files.clear();
    this.#seen = seen;
    this.#options.keep(null);
    this.#set('saved');
  }

  close(): void {
    this.#stop();
  }

  async #save(): Promise<void> {
    const files = this.unsaved;
    this.#files.clear();
    this.#set('saving');
    try {
      const saved = await this.#options.save(files, this.#seen);
      this.#seen = saved.version;
      this.trouble = null;
      this.#options.keep(this.#files.size > 0 ? { seen: this.#seen, files: this.unsaved } : null);
      this.#options.onSaved(saved);
      this.#set(this.#files.size > 0 ? 'unsaved' : 'saved');
      if (this.#files.size > 0) this.#later(pauseMs);
    } catch (cause) {
      // What was not saved still is not; what has changed since lies above it.
      const newer = this.unsaved;
      this.#files.clear();
      for (const file of [...files, ...newer]) this.#files.set(file.name, file);
      this.#options.keep({ seen: this.#seen, files: this.unsaved });
      this.trouble = cause;
      const status = (cause as { status?: number }).status;
      this.#set(status === 412 ? 'stale' : status === 0 ? 'offline' : 'failed');
      if (this.state !== 'stale') this.#later(againMs);
    }
  }

  #later(ms: number): void {
    this.#stop();
    this.#stop = this.#options.after(ms, () => void this.flush());
  }

  #set(state: SaveState): void {
    this.state = state;
    this.#options.onState();
  }
}
