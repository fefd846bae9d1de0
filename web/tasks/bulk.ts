/** What is done to several rows at once: which are ticked, how far it is, and what became of each. */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Problem } from '../data/http.ts';
import { hasRight } from '../data/session.ts';
import type { TaskItem } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { t } from '../text/text.ts';
import { number } from '../text/times.ts';
import { askPerson, assignInBatches, sayFailure } from './assignment.ts';
import { type Outcome, stageName } from './task-row.ts';

export type Deed = 'claim' | 'handOver' | 'release';

interface Run {
  deed: Deed;
  total: number;
  tried: number;
  done: number;
  failed: { task: TaskItem; text: string }[];
  running: boolean;
}

export class Bulk {
  readonly #host: ReactiveControllerHost;
  readonly #find: (key: string) => TaskItem | undefined;
  /** The rows that are ticked, as they were then: one that leaves the list meanwhile is told of, not dropped. */
  selected: ReadonlyMap<string, TaskItem> = new Map();
  /** What became of rows, until the next deed or until it is put away. */
  outcomes: ReadonlyMap<string, Outcome> = new Map();
  #last = '';
  #run: Run | null = null;
  #stop = false;

  /** `find`: the row of a key where the list still has it. */
  constructor(host: ReactiveControllerHost, find: (key: string) => TaskItem | undefined) {
    this.#host = host;
    this.#find = find;
  }

  /** Ticks a row or takes the tick away; with `range` ticks all from the one before it. `keys`: the rows in order. */
  toggle(key: string, range: boolean, keys: readonly string[]): void {
    const selected = new Map(this.selected);
    const tick = (one: string) => {
      const task = this.#find(one);
      if (task) selected.set(one, task);
    };
    const [from, to] = [keys.indexOf(this.#last), keys.indexOf(key)];
    if (range && from >= 0 && to >= 0) {
      for (const one of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) tick(one);
    } else if (!selected.delete(key)) tick(key);
    this.#last = key;
    this.#set([...selected.values()]);
  }

  all(keys: readonly string[]): void {
    this.#set(keys.flatMap((key) => this.#find(key) ?? []));
  }

  clear(): void {
    if (this.#run?.running) return;
    this.#run = null;
    this.outcomes = new Map();
    this.#set([]);
  }

  /** Whether there is anything to put away. */
  get open(): boolean {
    return this.selected.size > 0 || this.#run !== null;
  }

  #set(tasks: readonly TaskItem[]): void {
    this.selected = new Map(tasks.map((task) => [task.key, task]));
    this.#host.requestUpdate();
  }

  async do(deed: Deed): Promise<void> {
    const tasks = [...this.selected.values()];
    if (tasks.length === 0 || this.#run?.running) return;
    const person = deed === 'handOver' ? await askPerson(tasks) : null;
    if (deed === 'handOver' && !person) return;
    const run: Run = { deed, total: tasks.length, tried: 0, done: 0, failed: [], running: true };
    this.#run = run;
    this.#stop = false;
    const outcomes = new Map<string, Outcome>();
    const byKey = new Map(tasks.map((task) => [task.key, task]));
    this.#host.requestUpdate();
    await assignInBatches(
      [...byKey.keys()],
      { ...(person && { username: person.username }), ...(deed === 'release' && { release: true }) },
      (results) => {
        for (const { key, done, problem } of results) {
          run.tried += 1;
          if (done) run.done += 1;
          const text = done ? t(`bulk.${deed}.one`) : sayFailure(new Problem(problem?.status ?? 0, problem ?? {}));
          outcomes.set(key, { done, text });
          if (!done) run.failed.push({ task: byKey.get(key)!, text });
        }
        this.outcomes = new Map(outcomes);
        this.#host.requestUpdate();
      },
      () => this.#stop,
    );
    run.running = false;
    // What was not done stays ticked, so that one can try again or do something else with it.
    this.#set(tasks.filter((task) => !outcomes.get(task.key)?.done));
  }

  draw(): TemplateResult | typeof nothing {
    if (!this.open) return nothing;
    const run = this.#run;
    return html`<section class="bulk-bar" aria-label=${t('bulk.title')}>
      ${run ? this.#progress(run) : nothing}
      ${
        this.selected.size > 0 && !run?.running
          ? html`<div class="row">
              <strong role="status">${t('bulk.selected', { n: number(this.selected.size) })}</strong>
              <div class="row bulk-acts">
                ${hasRight('task.claim') ? this.#button('claim', true) : nothing}
                ${hasRight('task.hand-over') ? this.#button('handOver') : nothing}
                ${hasRight('task.claim') ? this.#button('release') : nothing}
                <button type="button" class="button quiet small" @click=${() => this.clear()}>${t('bulk.none')}</button>
              </div>
            </div>`
          : nothing
      }
    </section>`;
  }

  #button(deed: Deed, primary = false): TemplateResult {
    return html`<button type="button" class="button small ${primary ? 'primary' : ''}" @click=${() => void this.do(deed)}>
      ${t(`bulk.${deed}`)}
    </button>`;
  }

  #progress(run: Run): TemplateResult {
    if (run.running) {
      return html`<div class="row spread" role="status">
        <label class="row grow"
          ><span>${t('bulk.running', { n: number(run.tried), of: number(run.total) })}</span
          ><progress class="grow" max=${run.total} value=${run.tried}></progress
        ></label>
        <button
          type="button"
          class="button small"
          @click=${() => {
            this.#stop = true;
          }}
        >
          ${t('bulk.stop')}
        </button>
      </div>`;
    }
    return html`<div class="stack tight">
      <div class="row spread">
        <p role="status">
          ${icon(run.failed.length ? 'late' : 'check')}
          <strong>${t(`bulk.${run.deed}.done`, { n: number(run.done) })}</strong>
          ${run.failed.length ? html`<span>${t('bulk.failed', { n: number(run.failed.length) })}</span>` : nothing}
          ${run.tried < run.total ? html`<span>${t('bulk.stopped', { n: number(run.total - run.tried) })}</span>` : nothing}
        </p>
        ${this.selected.size === 0 ? html`<button type="button" class="button small" @click=${() => this.clear()}>${t('act.close')}</button>` : nothing}
      </div>
      ${
        run.failed.length
          ? html`<ul class="bulk-failed" tabindex="0" aria-label=${t('bulk.failed.list')}>
              ${run.failed.map(
                ({ task, text }) =>
                  html`<li><a class="code" href="/tasks/${task.key}">${task.reportCode}</a> <span class="soft">${stageName(task)}</span> <span>${text}</span></li>`,
              )}
            </ul>`
          : nothing
      }
    </div>`;
  }
}
