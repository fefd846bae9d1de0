/**
 * The rows of the task list: thousands of them, of which only those near the screen are in the document. What comes or
 * goes elsewhere does not move the row that one looks at (the one with the focus, under the pointer, or else the first on
 * the screen); new rows above are told of and led to. The row with the focus stays in the document wherever one scrolls.
 */
import { WindowVirtualizerController } from '@tanstack/lit-virtual';
import { html, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { onTick } from '../data/clock.ts';
import type { TaskItem } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { type TextKey, t } from '../text/text.ts';
import { number } from '../text/times.ts';
import type { Line } from './arrange.ts';
import { watchOthers } from './presence.ts';
import { type Outcome, stageName, taskRow } from './task-row.ts';

/** Heights in rem, as list.css has them: a row, a card where a row would not fit, a group's heading. */
const heights = { row: 2.5, card: 5.5, head: 2.5 };
const cards = '(max-width: 63.99rem)';
/** Rows kept ready beyond the screen, above and below. */
const spare = 12;
/** So many rows before the end of what has been read, more is asked for. */
const nearEnd = 60;

export class TaskGrid extends Light {
  static override properties = {
    lines: { attribute: false },
    caption: { attribute: false },
    grouping: { attribute: false },
    complete: { attribute: false },
    selected: { attribute: false },
    outcomes: { attribute: false },
    claiming: { attribute: false },
    fresh: { attribute: false },
  };
  lines: readonly Line[] = [];
  caption = '';
  grouping = '';
  /** All rows have been read: their number is known. */
  complete = false;
  selected: { has(key: string): boolean } = new Set<string>();
  outcomes: ReadonlyMap<string, Outcome> = new Map();
  /** Key of the task that is being claimed. */
  claiming = '';
  /** Keys of rows that came a moment ago. */
  fresh: readonly string[] = [];

  /** Key of the row that has, or last had, the focus. */
  #active = '';
  /** Which of its controls. */
  #control = 'row-link';
  #wantFocus = false;
  #focusInside = false;
  #hovered = '';
  #starts: number[] = [0];
  #places = new Map<string, number>();
  #margin = 0;
  #narrow = matchMedia(cards);
  #anchor: { key: string; place: number; top: number } | null = null;
  /** New rows that lie above the screen, unseen. */
  readonly #unseen = new Set<string>();
  readonly #known = new Set<string>();
  readonly #virtual = new WindowVirtualizerController<HTMLElement>(this, {
    count: 0,
    estimateSize: () => 40,
    overscan: spare,
  });

  override connectedCallback(): void {
    super.connectedCallback();
    const again = () => this.requestUpdate();
    const resized = () => {
      this.#measure();
      this.requestUpdate();
    };
    this.#narrow.addEventListener('change', resized);
    addEventListener('resize', again);
    this.untilGone(() => this.#narrow.removeEventListener('change', resized));
    this.untilGone(() => removeEventListener('resize', again));
    this.untilGone(watchOthers(again));
    this.untilGone(onTick(again));
  }

  #heightOf(line: Line): number {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return Math.round(rem * (line.kind === 'head' ? heights.head : this.#narrow.matches ? heights.card : heights.row));
  }

  /** Where each line begins, and the place of each row's line. */
  #measure(): void {
    const [head, row] = [
      this.#heightOf({ kind: 'head', key: '', group: '', n: 0 }),
      this.#heightOf({ kind: 'row' } as Line),
    ];
    this.#starts = [0];
    this.#places.clear();
    let top = 0;
    for (const [place, line] of this.lines.entries()) {
      this.#places.set(line.key, place);
      top += line.kind === 'head' ? head : row;
      this.#starts.push(top);
    }
    const { lines } = this;
    this.#virtual.getVirtualizer().setOptions({
      ...this.#virtual.getVirtualizer().options,
      count: lines.length,
      estimateSize: (place) => (lines[place]?.kind === 'head' ? head : row),
      // A key function of its own for each set of lines, so that places are counted anew.
      getItemKey: (place) => lines[place]?.key ?? place,
      scrollMargin: this.#margin,
      rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
        const from = Math.max(0, startIndex - overscan);
        const to = Math.min(count - 1, endIndex + overscan);
        const places = Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
        const active = this.#places.get(this.#active);
        if (active !== undefined && (active < from || active > to)) {
          if (active < from) places.unshift(active);
          else places.push(active);
        }
        return places;
      },
    });
  }

  /** Top of the first thing of the list that is not covered by the head, from the top of the list's body. */
  get #viewTop(): number {
    return scrollY - this.#margin + this.#headHeight;
  }

  get #headHeight(): number {
    return this.#narrow.matches ? 0 : (this.querySelector<HTMLElement>('.grid-head')?.offsetHeight ?? 0);
  }

  get #viewBottom(): number {
    const bar = document.querySelector<HTMLElement>('.bulk-bar');
    return scrollY - this.#margin + innerHeight - (bar?.offsetHeight ?? 0);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const inside = this.contains(document.activeElement);
    if (inside) this.#focusInside = true;
    if (!changed.has('lines')) return;
    this.#anchor = this.#findAnchor();
    this.#measure();
    for (const key of this.fresh) {
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      if (this.#places.has(key)) this.#unseen.add(key);
    }
  }

  /** The line that must not move, with its distance from the top of the window. */
  #findAnchor(): { key: string; place: number; top: number } | null {
    const visible = (key: string): boolean => {
      const place = this.#places.get(key);
      return place !== undefined && this.#starts[place + 1]! > this.#viewTop && this.#starts[place]! < this.#viewBottom;
    };
    const looked = [this.#focusInside ? this.#active : '', this.#hovered].find((key) => key && visible(key));
    // With the beginning of the list on the screen and nobody pointing at a row, what is new is simply there.
    if (!looked && this.#viewTop <= 0) return null;
    const key = looked ?? this.#firstVisible()?.key;
    const place = key === undefined ? undefined : this.#places.get(key);
    return key === undefined || place === undefined ? null : { key, place, top: this.#starts[place]! - scrollY };
  }

  #firstVisible(): Line | undefined {
    const at = this.#starts.findIndex((start, n) => n > 0 && start > this.#viewTop) - 1;
    return this.lines[Math.max(0, at)];
  }

  protected override updated(changed: PropertyValues): void {
    this.#keepMargin();
    if (changed.has('lines') && this.#anchor) {
      const { key, place, top } = this.#anchor;
      // A row that left leaves its place to the next one.
      const now = this.#places.get(key) ?? Math.min(place, this.lines.length - 1);
      const by = (this.#starts[now] ?? 0) - scrollY - top;
      if (by !== 0) scrollBy({ top: by, behavior: 'instant' });
      if (!this.#places.has(key) && key === this.#active) this.#active = this.lines[now]?.key ?? '';
      this.#anchor = null;
    }
    this.#keepFocus();
    this.#countUnseen();
    const last = this.#virtual.getVirtualizer().getVirtualItems().at(-1);
    if (!this.complete && last && last.index >= this.lines.length - nearEnd)
      this.dispatchEvent(new CustomEvent('near-end'));
  }

  /** Where the list begins in the document; it moves when what is above it does. */
  #keepMargin(): void {
    const body = this.querySelector('.grid-body');
    if (!body) return;
    const margin = Math.round(body.getBoundingClientRect().top + scrollY);
    if (margin === this.#margin) return;
    this.#margin = margin;
    this.#measure();
    this.requestUpdate();
  }

  /** The focus is never lost: it stays on its row, in its control where that is still there, or goes to the next row. */
  #keepFocus(): void {
    const lost = this.#focusInside && (document.activeElement === document.body || document.activeElement === null);
    if (!this.#wantFocus && !lost) {
      this.#focusInside = this.contains(document.activeElement);
      return;
    }
    const row = this.#rowElement(this.#active);
    if (!row) {
      this.#wantFocus = false;
      this.#focusInside = false;
      return;
    }
    this.#wantFocus = false;
    const target = row.querySelector<HTMLElement>(`.${this.#control}`) ?? row.querySelector<HTMLElement>('.row-link');
    target?.focus({ preventScroll: true });
  }

  #rowElement(key: string): HTMLElement | null {
    return key ? this.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null;
  }

  #countUnseen(): void {
    const before = this.#unseen.size;
    for (const key of this.#unseen) {
      const place = this.#places.get(key);
      if (place === undefined || this.#starts[place]! >= this.#viewTop) this.#unseen.delete(key);
    }
    if (this.#unseen.size !== before) this.requestUpdate();
  }

  /** The task that the keys are about: of the row with the focus. */
  get activeTask(): TaskItem | undefined {
    const line = this.lines[this.#places.get(this.#active) ?? -1];
    return line?.kind === 'row' && this.#focusInside ? line.row.item : undefined;
  }

  get hasFocus(): boolean {
    return this.contains(document.activeElement);
  }

  /** Moves the focus to the next row, or the one before; from nowhere to the first on the screen. */
  step(by: 1 | -1): void {
    const from = this.hasFocus ? this.#places.get(this.#active) : undefined;
    let place = from === undefined ? (this.#places.get(this.#firstVisible()?.key ?? '') ?? 0) : from + by;
    while (this.lines[place]?.kind === 'head') place += from === undefined ? 1 : by;
    const line = this.lines[place];
    if (line) this.focusRow(line.key);
  }

  /** Brings a row onto the screen and gives it the focus. */
  focusRow(key: string): void {
    const place = this.#places.get(key);
    if (place === undefined) return;
    this.#active = key;
    this.#control = 'row-link';
    const [top, bottom] = [this.#starts[place]!, this.#starts[place + 1]!];
    if (top < this.#viewTop) scrollBy({ top: top - this.#viewTop, behavior: 'instant' });
    else if (bottom > this.#viewBottom) scrollBy({ top: bottom - this.#viewBottom, behavior: 'instant' });
    this.#wantFocus = true;
    this.#measure();
    this.requestUpdate();
  }

  /** The nearest row after this one, then from the top, that fits. */
  nextAfter(key: string, wanted: (task: TaskItem) => boolean): string | undefined {
    const at = this.#places.get(key) ?? -1;
    const around = [...this.lines.slice(at + 1), ...this.lines.slice(0, Math.max(0, at))];
    return around.find((line) => line.kind === 'row' && wanted(line.row.item))?.key;
  }

  #toNew(): void {
    const first = this.lines.find((line) => this.#unseen.has(line.key));
    this.#unseen.clear();
    if (first) this.focusRow(first.key);
  }

  #select(task: TaskItem, range: boolean): void {
    this.dispatchEvent(new CustomEvent('select-row', { detail: { key: task.key, range } }));
  }

  #head() {
    const columns = ['due', 'report', 'stage', 'summary', 'where', 'holder', 'act'] as const;
    const keys = this.lines.flatMap((line) => (line.kind === 'row' ? [line.key] : []));
    const some = keys.some((key) => this.selected.has(key));
    const all = some && keys.every((key) => this.selected.has(key));
    return html`<div class="grid-head" role="rowgroup">
      <div role="row" class="grid-columns" aria-rowindex="1">
        <div role="columnheader" class="c-check">
          <label class="row-check-hit"
            ><input
              type="checkbox"
              aria-label=${t('tasks.select.all')}
              .checked=${all}
              .indeterminate=${some && !all}
              @change=${() => this.dispatchEvent(new CustomEvent('select-all', { detail: { all: !all } }))}
            /><span class="only-phone" aria-hidden="true">${t('tasks.select.all')}</span></label
          >
        </div>
        ${columns.map(
          (name) =>
            html`<div role="columnheader" class="c-${name}">
              ${name === 'act' ? html`<span class="sr-only">${t('tasks.column.act')}</span>` : t(`tasks.column.${name}` as TextKey)}
            </div>`,
        )}
      </div>
    </div>`;
  }

  #line(place: number, start: number) {
    const line = this.lines[place];
    if (!line) return nothing;
    const top = start - this.#margin;
    if (line.kind === 'head') {
      const name =
        this.grouping === 'stage'
          ? stageName({ stage: line.group, name: line.group })
          : t(`tasks.due.${line.group}` as TextKey);
      return html`<div
        role="row"
        class="grid-group"
        aria-rowindex=${place + 2}
        style=${styleMap({ transform: `translateY(${top}px)` })}
      >
        <div role="cell" aria-colspan="8"><strong>${name}</strong> <span class="soft">${this.complete ? number(line.n) : nothing}</span></div>
      </div>`;
    }
    return taskRow(line.row.item, {
      index: place + 2,
      top,
      selected: this.selected.has(line.key),
      claiming: this.claiming === line.key,
      fresh: this.fresh.includes(line.key),
      outcome: this.outcomes.get(line.key),
      onClaim: (task) => this.dispatchEvent(new CustomEvent('claim', { detail: task })),
      onSelect: (task, range) => this.#select(task, range),
    });
  }

  #onFocus(event: Event): void {
    const target = event.target as HTMLElement;
    const key = target.closest<HTMLElement>('[data-key]')?.dataset.key;
    if (!key) return;
    this.#active = key;
    this.#focusInside = true;
    this.#control = ['row-check', 'row-claim'].find((name) => target.classList.contains(name)) ?? 'row-link';
  }

  /** Away on purpose: the control is still there. One that vanished under the focus has it given back (`#keepFocus`). */
  #onBlur(left: HTMLElement): void {
    queueMicrotask(() => {
      if (left.isConnected && !this.contains(document.activeElement)) this.#focusInside = false;
    });
  }

  override render() {
    const virtual = this.#virtual.getVirtualizer();
    const total = this.#starts.at(-1) ?? 0;
    const unseen = this.#unseen.size;
    return html`<div
      class="task-grid tasks"
      role="table"
      aria-label=${this.caption}
      aria-rowcount=${this.complete ? this.lines.length + 1 : -1}
      @focusin=${(event: Event) => this.#onFocus(event)}
      @focusout=${(event: FocusEvent) => this.#onBlur(event.target as HTMLElement)}
      @pointerover=${(event: Event) => {
        this.#hovered = (event.target as HTMLElement).closest<HTMLElement>('[data-key]')?.dataset.key ?? '';
      }}
      @pointerleave=${() => {
        this.#hovered = '';
      }}
    >
      ${this.#head()}
      <div class="grid-body" role="rowgroup" style=${styleMap({ height: `${total}px` })}>
        ${repeat(
          virtual.getVirtualItems(),
          (item) => item.key,
          (item) => this.#line(item.index, item.start),
        )}
      </div>
    </div>
      <div class="new-above" role="status">
        ${
          unseen
            ? html`<button type="button" class="button small" @click=${() => this.#toNew()}>
                ${icon('up')}${t(unseen === 1 ? 'tasks.newAbove.one' : 'tasks.newAbove', { n: unseen })}
              </button>`
            : nothing
        }
      </div>`;
  }
}
define('qn-task-grid', TaskGrid);
