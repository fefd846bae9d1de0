/**
 * The task list: saved lists with their counts at the side, one live list in the middle, everything by key. The address
 * says what is shown. What is new comes in by itself; where one looks stays where it is.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { stageIds } from '../../domain/stages.ts';
import { now, onTick } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import { knowPeople } from '../data/people.ts';
import { hasRight, knownSession, refreshSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { claimTask, type TaskItem } from '../data/tasks.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { emptyState, loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { agencyChoices, districtChoices, fieldChoices } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { clockTime, number, shortTime } from '../text/times.ts';
import { arrange, type Line } from './arrange.ts';
import { handOver, release, sayFailure } from './assignment.ts';
import { Bulk } from './bulk.ts';
import { LiveList } from './live-list.ts';
import { SavedViews } from './saved-views.ts';
import { keysOn, showShortcuts } from './shortcuts.ts';
import type { TaskGrid } from './task-grid.ts';
import { claimable } from './task-row.ts';
import { addressOf, type Filter, filterOf, groupings, isNarrowed, noFilter, sameList, sorts } from './views.ts';
import './task-grid.ts';
import './staff.css';
import './list.css';

/** How long after `g` a number still belongs to it (ms). */
const chordMs = 1_500;

/** The row that had the focus in each list of this visit: who comes back from a task goes on where one was. */
const lastRows = new Map<string, string>();

export class TasksPage extends Page {
  #shown: Filter | null = null;
  #claiming = '';
  #chord = 0;
  #filtersOpen = false;
  #lines: readonly Line[] = [];
  #laidOut: unknown[] = [];
  /** Until the first rows are there: the row to go back to. */
  #goBackTo = '';
  readonly #list = LiveList.of(this);
  readonly #views = new SavedViews(this);
  readonly #bulk = new Bulk(this, (key) => this.#list.find(key));

  get filter(): Filter {
    return filterOf(this.query);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    knowPeople(() => this.requestUpdate());
    this.untilGone(listen('reset', () => void refreshSession().then(() => this.requestUpdate())));
    this.untilGone(onTick(() => this.requestUpdate()));
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener('keydown', onKey);
    this.untilGone(() => document.removeEventListener('keydown', onKey));
  }

  override willUpdate(): void {
    const { filter } = this;
    const before = this.#shown;
    this.#shown = filter;
    // How a list is grouped changes nothing of what is read.
    if (before && sameList({ ...before, group: '' }, { ...filter, group: '' })) return;
    this.#bulk.clear();
    this.#goBackTo = before ? '' : (lastRows.get(addressOf(filter)) ?? '');
    this.#list.show(filter);
  }

  override updated(): void {
    const grid = this.#grid;
    if (!grid) return;
    if (this.#goBackTo && this.#list.find(this.#goBackTo)) {
      const key = this.#goBackTo;
      this.#goBackTo = '';
      // After the frame has given the focus to the heading, as it does when a page comes.
      setTimeout(() => grid.focusRow(key));
    } else if (this.#list.complete) this.#goBackTo = '';
  }

  #go(change: Partial<Filter>): void {
    go(addressOf({ ...this.filter, ...change }), { replace: 'q' in change });
  }

  get #grid(): TaskGrid | null {
    return this.querySelector<TaskGrid>('qn-task-grid');
  }

  /** Letters do something unless one types, a dialog is open, or they are turned off. */
  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (target.closest('textarea, select, input:not([type="checkbox"])')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    const deed = this.#deedOf(event);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  /** What a key does here and now. */
  #deedOf(event: KeyboardEvent): (() => void) | undefined {
    const grid = this.#grid;
    if (event.key === 'Escape' && this.#bulk.open) return () => this.#bulk.clear();
    if (grid?.hasFocus && event.key === 'ArrowDown') return () => grid.step(1);
    if (grid?.hasFocus && event.key === 'ArrowUp') return () => grid.step(-1);
    if (!keysOn()) return undefined;
    const chord = Date.now() - this.#chord < chordMs;
    this.#chord = event.key === 'g' ? Date.now() : 0;
    if (chord && /^[1-9]$/.test(event.key)) {
      const view = this.#views.all[Number(event.key) - 1];
      return view && (() => go(addressOf(view.filter)));
    }
    const task = grid?.activeTask;
    return {
      j: () => grid?.step(1),
      k: () => grid?.step(-1),
      c: () => this.#claimByKey(task),
      r: () => task && void this.#act(task, release),
      h: () => task && hasRight('task.hand-over') && void this.#act(task, handOver),
      x: () => task && this.#select(task.key, false),
      X: () => task && this.#select(task.key, true),
      u: () => go(addressOf({ ...noFilter, view: 'unclaimed' })),
      m: () => go(addressOf({ ...noFilter, view: 'mine' })),
      o: () => go(addressOf(noFilter)),
      '/': () => this.querySelector<HTMLElement>('#q')?.focus(),
      '?': () => void showShortcuts(),
    }[event.key];
  }

  /** The row with the focus, or else the first that is free. */
  #claimByKey(task: TaskItem | undefined): void {
    const rows = this.#list.list?.rows ?? [];
    const free = task ?? rows.find(({ item }) => item.state === 'created' && claimable(item))?.item;
    if (free && claimable(free)) void this.#claim(free);
  }

  #keys(): string[] {
    return this.#lines.flatMap((line) => (line.kind === 'row' ? [line.key] : []));
  }

  #select(key: string, range: boolean): void {
    this.#bulk.toggle(key, range, this.#keys());
  }

  async #act(task: TaskItem, act: (task: TaskItem) => Promise<boolean>): Promise<void> {
    await act(task);
    this.requestUpdate();
  }

  /** Claims; when another was faster it says who and goes on to the next that is free. */
  async #claim(task: TaskItem): Promise<void> {
    if (this.#claiming) return;
    this.#claiming = task.key;
    this.requestUpdate();
    const { username = null } = knownSession() ?? {};
    try {
      await claimTask(task.key);
      this.#list.assume({ ...task, state: 'assigned', assignee: username });
      toast(t('tasks.claimed', { code: task.reportCode }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(sayFailure(cause));
      if (cause.status === 409) {
        const { holder } = cause.shape;
        if (holder) this.#list.assume({ ...task, state: 'assigned', assignee: holder });
        const next = this.#grid?.nextAfter(task.key, (one) => one.state === 'created' && claimable(one));
        if (next) this.#grid?.focusRow(next);
      }
    } finally {
      this.#claiming = '';
      this.requestUpdate();
    }
  }

  override render() {
    const { filter } = this;
    const exact = this.#list.complete ? this.#list.list?.rows.length : undefined;
    return html`<div class="task-desk">
      <aside class="task-views">${this.#views.draw(filter, exact)}</aside>
      <div class="task-main">
        <header class="row spread">
          <h1 tabindex="-1">${this.#views.nameOf(filter)}</h1>
          <div class="row list-tools">
            ${this.#liveness()}
            ${hasRight('delegation.make') ? html`<a class="button quiet small" href="/tasks/away">${t('away.link')}</a>` : nothing}
            <button type="button" class="button quiet small keys" @click=${() => void showShortcuts()}>
              ${t('keys.link')} <kbd>?</kbd>
            </button>
          </div>
        </header>
        ${this.#standIn()}
        ${this.#bar(filter)}
        ${this.#body(filter)}
        ${this.#bulk.draw()}
      </div>
    </div>`;
  }

  #liveness(): TemplateResult {
    const { live, asOf } = this.#list;
    const text =
      live || !asOf ? t(live ? 'tasks.live' : 'tasks.notLive') : t('tasks.notLiveSince', { at: clockTime(asOf) });
    return html`<span class="live s ${live ? 'on' : ''}" role="status"
      ><span class="dot" aria-hidden="true"></span>${text}</span
    >`;
  }

  /** Article 14.1: for whom one acts besides oneself. */
  #standIn(): TemplateResult | typeof nothing {
    const others = knownSession()?.standsInFor ?? [];
    if (others.length === 0) return nothing;
    return html`<p class="stand-in s">
      ${icon('person')}<span
        >${others.map((one) => html`<span>${t('away.for', { name: one.name, until: shortTime(one.until) })}</span> `)}</span
      >
    </p>`;
  }

  #bar(filter: Filter): TemplateResult {
    const choose = (name: 'stage' | 'field' | 'district' | 'agency', choices: { value: string; text: string }[]) =>
      selectControl({
        id: name,
        label: t(`tasks.filter.${name}`),
        value: filter[name],
        none: t(`tasks.filter.${name}.all`),
        choices,
        compact: true,
        onChange: (value) => this.#go({ [name]: value }),
      });
    const stages = stageIds.map((id) => ({ value: id, text: t(`stage.${id}` as TextKey) }));
    const everywhere = (knownSession()?.groups ?? []).some((group) => !group.startsWith('agency:'));
    const set = ['stage', 'field', 'district', 'agency'].filter((name) => filter[name as 'stage']).length;
    return html`<div class="task-bar">
      <form
        role="search"
        class="search"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#go({ q: (this.querySelector('#q') as HTMLInputElement).value.trim() });
        }}
      >
        ${icon('search')}
        <input
          class="control compact"
          id="q"
          type="search"
          aria-label=${t('tasks.words')}
          placeholder=${t('tasks.words')}
          maxlength="200"
          .value=${filter.q}
          @change=${(event: Event) => this.#go({ q: (event.target as HTMLInputElement).value.trim() })}
        />
      </form>
      <button
        type="button"
        class="button small filters-open"
        aria-expanded=${this.#filtersOpen ? 'true' : 'false'}
        aria-controls="filters"
        @click=${() => {
          this.#filtersOpen = !this.#filtersOpen;
          this.requestUpdate();
        }}
      >
        ${set ? t('tasks.filters.n', { n: set }) : t('tasks.filters')}
      </button>
      <div class="task-filters ${this.#filtersOpen ? 'open' : ''}" id="filters">
        ${choose('stage', stages)} ${choose('field', fieldChoices())} ${choose('district', districtChoices())}
        ${everywhere ? choose('agency', agencyChoices()) : nothing}
        ${selectControl({
          id: 'sort',
          label: t('tasks.sort'),
          value: filter.sort,
          none: t(filter.view === 'completed' ? 'tasks.sort.-createdAt' : 'tasks.sort.dueAt'),
          choices: sorts
            .filter((one) => one !== (filter.view === 'completed' ? '-createdAt' : 'dueAt'))
            .map((one) => ({ value: one, text: t(`tasks.sort.${one}` as TextKey) })),
          compact: true,
          onChange: (value) => this.#go({ sort: value as Filter['sort'] }),
        })}
        ${selectControl({
          id: 'group',
          label: t('tasks.group'),
          value: filter.group,
          none: t('tasks.group.none'),
          choices: groupings.map((one) => ({ value: one, text: t(`tasks.group.${one}`) })),
          compact: true,
          onChange: (value) => this.#go({ group: value as Filter['group'] }),
        })}
        ${isNarrowed(filter) ? html`<a class="button quiet small" href=${addressOf({ view: filter.view, sort: filter.sort, group: filter.group })}>${t('filter.clear')}</a>` : nothing}
        ${
          this.#views.knows(filter)
            ? nothing
            : html`<button type="button" class="button quiet small" @click=${() => void this.#views.save(filter)}>
                ${icon('plus')}${t('tasks.save')}
              </button>`
        }
      </div>
    </div>`;
  }

  /** Lines anew only when something of them has changed. */
  #arranged(filter: Filter): readonly Line[] {
    const rows = this.#list.list?.rows ?? [];
    const minute = filter.group === 'due' ? Math.floor(now() / 60_000) : 0;
    const from = [rows, filter.group, minute];
    if (from.some((one, n) => one !== this.#laidOut[n])) {
      this.#laidOut = from;
      this.#lines = arrange(rows, filter.group, now());
    }
    return this.#lines;
  }

  #body(filter: Filter): TemplateResult {
    const { list, problem, complete } = this.#list;
    if (!list) return problem ? problemState(problem, () => this.#list.show(filter)) : loadingState();
    const old = problem ? notice('soon', t('state.old'), problemText(problem).text, 'status') : nothing;
    if (list.rows.length === 0) {
      const cleared = addressOf({ view: filter.view });
      return html`${old}${
        isNarrowed(filter)
          ? emptyState(
              t('tasks.none.filter'),
              t('tasks.none.filter.text'),
              html`<a class="button" href=${cleared}>${t('filter.clear')}</a>`,
              'search',
            )
          : emptyState(t(`tasks.none.${filter.view}` as TextKey), t(`tasks.none.${filter.view}.text` as TextKey))
      }`;
    }
    const lines = this.#arranged(filter);
    return html`${old}
      <qn-task-grid
        .lines=${lines}
        .caption=${this.#views.nameOf(filter)}
        .grouping=${filter.group}
        .complete=${complete}
        .selected=${this.#bulk.selected}
        .outcomes=${this.#bulk.outcomes}
        .claiming=${this.#claiming}
        .fresh=${this.#list.fresh}
        @claim=${(event: CustomEvent<TaskItem>) => void this.#claim(event.detail)}
        @select-row=${(event: CustomEvent<{ key: string; range: boolean }>) => this.#select(event.detail.key, event.detail.range)}
        @select-all=${(event: CustomEvent<{ all: boolean }>) => this.#bulk.all(event.detail.all ? this.#keys() : [])}
        @near-end=${() => this.#list.further()}
        @focusin=${() => {
          const { key } = this.#grid?.activeTask ?? {};
          if (key) lastRows.set(addressOf(filter), key);
        }}
      ></qn-task-grid>
      <p class="s soft list-end">
        ${complete ? t(list.rows.length === 1 ? 'tasks.count.one' : 'tasks.count', { n: number(list.rows.length) }) : html`${this.#list.reading ? html`<span class="spinner"></span>` : nothing}${t('tasks.countMore', { n: number(list.rows.length) })}`}
      </p>`;
  }
}
define('qn-tasks-page', TasksPage);
