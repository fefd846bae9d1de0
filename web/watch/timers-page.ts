/** Timers as rows: what fires next, for which task of which report, and who moved its date. The address says what is asked. */
import { html, nothing, type TemplateResult } from 'lit';
import { type TimerQuery, timerKindsShown, timerStates } from '../../domain/api/watch.ts';
import { stageIds } from '../../domain/stages.ts';
import { now } from '../data/clock.ts';
import { listen } from '../data/stream.ts';
import { listTimers, type TimerItem, type TimerList } from '../data/watch.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { agencyChoices, agencyName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { briefTime, fullTime } from '../text/times.ts';
import { gently } from './gently.ts';
import '../elements/due-badge.ts';
import '../tasks/staff.css';
import './watch.css';

const names = ['state', 'kind', 'task', 'agency', 'report', 'instance'] as const;

export class TimersPage extends Page {
  #asked = '';
  #wanted = 50;
  readonly #again = gently(() => void this.#list.again());
  readonly #list = new Loading<TimerList>(this, async (signal) => {
    const items: TimerItem[] = [];
    let after: string | undefined;
    do {
      const page = await listTimers({ ...this.#query(), limit: 50, ...(after && { after }) }, signal);
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after && items.length < this.#wanted);
    return { items, next: after ?? null };
  });

  #query(): TimerQuery {
    const given = names.flatMap((name) => {
      const value = this.query.get(name);
      return value ? [[name, value] as const] : [];
    });
    return Object.fromEntries(given) as TimerQuery;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(this.#again.stop);
    for (const name of ['task', 'instance', 'reset'] as const) this.untilGone(listen(name, this.#again.soon));
  }

  override willUpdate(): void {
    const asked = this.query.toString();
    if (asked === this.#asked && this.#wanted > 0 && this.hasUpdated) return;
    this.#asked = asked;
    this.#wanted = 50;
    queueMicrotask(() => void this.#list.start());
  }

  #go(name: (typeof names)[number], value: string): void {
    const next = new URLSearchParams(this.query);
    if (value) next.set(name, value);
    else next.delete(name);
    const text = next.toString();
    go(text ? `/watch/timers?${text}` : '/watch/timers', { replace: true });
  }

  override render() {
    return html`<div class="stack">
      <header class="stack tight">
        <a class="s" href="/watch">‹ ${t('instance.back')}</a>
        <h1 tabindex="-1">${t('watch.timer.title')}</h1>
        <p class="soft s read">${t('watch.timer.intro')}</p>
      </header>
      ${this.#filters()} ${this.#body()}
    </div>`;
  }

  #filters(): TemplateResult {
    const choose = (
      name: (typeof names)[number],
      label: string,
      none: string,
      choices: { value: string; text: string }[],
      value = this.query.get(name) ?? '',
    ) =>
      selectControl({ id: name, label, value, none, choices, compact: true, onChange: (next) => this.#go(name, next) });
    return html`<div class="row instance-filters" role="group" aria-label=${t('tasks.filters')}>
      ${choose(
        'state',
        t('watch.timer.state'),
        t('watch.timer.state.pending'),
        timerStates.slice(1).map((state) => ({ value: state, text: t(`watch.timer.state.${state}` as TextKey) })),
      )}
      ${choose(
        'kind',
        t('watch.timer.kind'),
        t('watch.timer.kind.all'),
        timerKindsShown.map((kind) => ({ value: kind, text: t(`watch.timer.kind.${kind}` as TextKey) })),
      )}
      ${choose(
        'task',
        t('tasks.filter.stage'),
        t('tasks.filter.stage.all'),
        stageIds.map((id) => ({ value: id, text: t(`stage.${id}` as TextKey) })),
      )}
      ${choose('agency', t('tasks.filter.agency'), t('tasks.filter.agency.all'), agencyChoices())}
      <form role="search" class="search" @submit=${(event: Event) => event.preventDefault()}>
        ${icon('search')}
        <input
          class="control compact"
          type="search"
          aria-label=${t('watch.words')}
          placeholder=${t('watch.words')}
          .value=${this.query.get('report') ?? ''}
          @change=${(event: Event) => this.#go('report', (event.target as HTMLInputElement).value.trim().replace(/[^\w-]/g, ''))}
        />
      </form>
    </div>`;
  }

  #body(): TemplateResult {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => this.#list.start()) : loadingState();
    if (value.items.length === 0) return emptyState(t('watch.timer.none'), t('watch.none.text'), nothing, 'clock');
    const pending = (this.query.get('state') ?? 'pending') === 'pending';
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('watch.timer.title')}>
        <table class="table timers">
          <thead>
            <tr>
              <th scope="col">${t('watch.timer.fires')}</th>
              <th scope="col">${t('watch.timer.what')}</th>
              <th scope="col">${t('watch.column.report')}</th>
              <th scope="col">${t('watch.timer.for')}</th>
              <th scope="col">${t('watch.timer.moved')}</th>
            </tr>
          </thead>
          <tbody>
            ${value.items.map((one) => row(one, pending))}
          </tbody>
        </table>
      </div>
      ${
        value.next
          ? html`<div>
              ${busyButton({
                text: t('act.more'),
                busy: this.#list.busy,
                onClick: () => {
                  this.#wanted += 50;
                  void this.#list.again();
                },
              })}
            </div>`
          : nothing
      }`;
  }
}
define('qn-timers-page', TimersPage);

function row(one: TimerItem, pending: boolean): TemplateResult {
  return html`<tr class=${pending && !one.matters ? 'moot' : ''}>
    <td class="nowrap"><time datetime=${one.dueAt} title=${fullTime(one.dueAt)}>${briefTime(one.dueAt, now())}</time></td>
    <td>
      ${t(`watch.timer.kind.${one.kind}` as TextKey)}
      ${one.kind === 'other' ? html`<span class="soft">${one.name}</span>` : nothing}
      ${pending && !one.matters ? html`<span class="badge">${t('watch.timer.moot')}</span>` : nothing}
      ${one.endedAt ? html`<span class="xs soft nowrap">${t('watch.timer.ended', { at: briefTime(one.endedAt, now()) })}</span>` : nothing}
    </td>
    <td><a class="code nowrap" href="/watch/${one.instanceKey}">${one.reportCode ?? one.instanceKey}</a></td>
    <td>${whom(one)}</td>
    <td class="soft">${movedBy(one)}</td>
  </tr>`;
}

function whom({ task, agency, kind }: TimerItem): TemplateResult {
  if (!task) {
    const sender = kind === 'supplement' || kind === 'feedback';
    return html`${sender ? t('watch.timer.sender') : agency ? agencyName(agency) : ''}`;
  }
  const holder = task.assigneeName ?? task.assignee;
  const open = task.open ? (holder ?? t('watch.needs.nobody')) : t('watch.timer.done');
  return html`${task.name}<span class="soft"> · ${open}${agency ? ` · ${agencyName(agency)}` : ''}</span>`;
}

function movedBy({ moved }: TimerItem): string {
  if (!moved) return '';
  const who = moved.byName ?? moved.by;
  const why = t(`watch.timer.reason.${moved.reason}` as TextKey);
  return [t('watch.timer.movedFrom', { from: briefTime(moved.from, now()) }), why, who].filter(Boolean).join(' · ');
}
