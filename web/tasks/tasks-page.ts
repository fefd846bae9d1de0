/**
 * The task list: one list, live, what is due first on top. Events of the stream bring changes; the list is read anew
 * at once for the first and then at most every 300 ms, and the row that has the focus keeps it.
 */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { stageIds } from '../../domain/stages.ts';
import { hasRight, knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { listTasks, type TaskItem } from '../data/tasks.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { go } from '../shell/router.ts';
import { type TextKey, t } from '../text/text.ts';
import { claim } from './assignment.ts';
import { taskRow } from './task-row.ts';
import { addressOf, type Filter, filterOf, queryOfFilter, views } from './views.ts';
import './staff.css';

const pageSize = 50;

/** Whether the button is offered. Lists may leave the groups out: then the server's answer decides. */
function mayClaim(task: TaskItem & { candidateGroups?: string[] }): boolean {
  const groups = knownSession()?.groups ?? [];
  return hasRight('task.claim') && (task.candidateGroups?.some((group) => groups.includes(group)) ?? true);
}

interface Shown {
  items: TaskItem[];
  next: string | null;
}

export class TasksPage extends Page {
  #read = '';
  #live = false;
  #claiming = '';
  #more = false;
  /** How many rows are wanted: pages that were opened stay open when the list is read anew. */
  #wanted = pageSize;
  readonly #list = new Loading<Shown>(this, (signal) => this.#readList(signal));

  get filter(): Filter {
    return filterOf(this.query);
  }

  async #readList(signal?: AbortSignal): Promise<Shown> {
    const query = queryOfFilter(this.filter);
    const items: TaskItem[] = [];
    let after: string | undefined;
    do {
      const limit = Math.min(200, this.#wanted - items.length);
      const page = await listTasks({ ...query, limit, ...(after && { after }) }, signal);
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after && items.length < this.#wanted);
    return { items, next: after ?? null };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const again = throttle(() => void this.#list.again(), 300);
    this.untilGone(listen('task', again));
    this.untilGone(listen('reset', again));
    this.untilGone(
      listen('connected', (live) => {
        this.#live = live;
        this.requestUpdate();
      }),
    );
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener('keydown', onKey);
    this.untilGone(() => document.removeEventListener('keydown', onKey));
  }

  override willUpdate(): void {
    const asked = JSON.stringify(this.filter);
    if (asked === this.#read) return;
    this.#read = asked;
    this.#wanted = pageSize;
    queueMicrotask(() => void this.#list.start());
  }

  #go(change: Partial<Filter>): void {
    go(addressOf({ ...this.filter, ...change }), { replace: 'q' in change });
  }

  /** j/k or arrows move, Enter opens (it is a link), c claims, / searches. Not while one types. */
  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (target.closest('input, textarea, select')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (event.key === 'j' || event.key === 'ArrowDown') this.#step(event, 1);
    else if (event.key === 'k' || event.key === 'ArrowUp') this.#step(event, -1);
    else if (event.key === 'c') this.#claimFocused();
    else if (event.key === '/') {
      event.preventDefault();
      this.querySelector<HTMLElement>('#q')?.focus();
    }
  }

  #step(event: KeyboardEvent, by: 1 | -1): void {
    const links = [...this.querySelectorAll<HTMLElement>('.row-link')];
    if (links.length === 0) return;
    const row = (document.activeElement as HTMLElement | null)?.closest('tr');
    const index = row ? links.findIndex((link) => row.contains(link)) : -1;
    const next = links[Math.max(0, Math.min(links.length - 1, index + by))];
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  #claimFocused(): void {
    const row = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('tr[data-key]');
    const items = this.#list.value?.items ?? [];
    const task = row ? items.find((one) => one.key === row.dataset.key) : items.find((one) => one.state === 'created');
    if (task?.state === 'created' && mayClaim(task)) void this.#claim(task);
  }

  async #claim(task: TaskItem): Promise<void> {
    if (this.#claiming) return;
    this.#claiming = task.key;
    this.requestUpdate();
    await claim(task);
    this.#claiming = '';
    await this.#list.again();
  }

  async #further(): Promise<void> {
    this.#more = true;
    this.#wanted += pageSize;
    await this.#list.again();
    this.#more = false;
    this.requestUpdate();
  }

  override render() {
    const { view, stage, q } = this.filter;
    const stages = stageIds.map((id) => ({ value: id, text: t(`stage.${id}` as TextKey) }));
    return html`<div class="stack">
      <header class="row spread">
        <h1 tabindex="-1">${t('tasks.title')}</h1>
        <span class="live s ${this.#live ? 'on' : ''}" role="status">
          <span class="dot" aria-hidden="true"></span>${t(this.#live ? 'tasks.live' : 'tasks.notLive')}
        </span>
      </header>
      <div class="list-bar">
        <nav class="tabs" aria-label=${t('tasks.views')}>
          ${views.map(
            (one) =>
              html`<a href=${addressOf({ view: one, stage, q })} aria-current=${one === view ? 'true' : nothing}
                >${t(`tasks.view.${one}` as TextKey)}</a
              >`,
          )}
        </nav>
        <div class="row filters">
          ${selectControl({
            id: 'stage',
            label: t('tasks.stage'),
            value: stage,
            none: t('tasks.stage.all'),
            choices: stages,
            compact: true,
            onChange: (value) => this.#go({ stage: value }),
          })}
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
              .value=${q}
              @change=${(event: Event) => this.#go({ q: (event.target as HTMLInputElement).value.trim() })}
            />
          </form>
        </div>
      </div>
      ${this.#body()}
      <p class="xs soft keys">${t('tasks.keys')}</p>
    </div>`;
  }

  #body() {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => this.#list.start()) : loadingState();
    const { view, stage, q } = this.filter;
    if (value.items.length === 0) {
      return stage || q
        ? emptyState(
            t('tasks.none.filter'),
            t('tasks.none.filter.text'),
            html`<a class="button" href="/tasks">${t('filter.clear')}</a>`,
            'search',
          )
        : emptyState(t(`tasks.none.${view}` as TextKey), t(`tasks.none.${view}.text` as TextKey));
    }
    return html`${problem ? notice('soon', t('state.old'), problemText(problem).text, 'status') : nothing}
      <table class="table tasks">
        <caption class="sr-only">
          ${t(`tasks.view.${view}` as TextKey)}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('tasks.column.due')}</th>
            <th scope="col">${t('tasks.column.report')}</th>
            <th scope="col">${t('tasks.column.stage')}</th>
            <th scope="col">${t('tasks.column.summary')}</th>
            <th scope="col">${t('tasks.column.where')}</th>
            <th scope="col">${t('tasks.column.holder')}</th>
            <th scope="col"><span class="sr-only">${t('tasks.column.act')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            value.items,
            (task) => task.key,
            (task) =>
              taskRow(task, {
                mayClaim,
                claiming: this.#claiming === task.key,
                onClaim: (one) => void this.#claim(one),
              }),
          )}
        </tbody>
      </table>
      <div class="row spread s soft">
        <span>${t(value.next ? 'tasks.countMore' : 'tasks.count', { n: value.items.length })}</span>
        ${value.next ? busyButton({ text: t('act.more'), busy: this.#more, onClick: () => void this.#further() }) : nothing}
      </div>`;
  }
}
define('qn-tasks-page', TasksPage);
