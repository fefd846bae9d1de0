/** The roster (article 13.2): a week of duties, gaps of the days to come, rows by hand, by pattern and by swap. */
import { html, nothing, type TemplateResult } from 'lit';
import { type DutyRole, dutyRoles } from '../../../domain/roster.ts';
import { now } from '../../data/clock.ts';
import { Problem } from '../../data/http.ts';
import {
  addDuty,
  changeDuty,
  type DutyItem,
  type Roster,
  readRoster,
  removeDuty,
  swapDuties,
} from '../../data/roster.ts';
import { hasRight } from '../../data/session.ts';
import { errorSummary, field, focusSummary, selectField } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { t } from '../../text/text.ts';
import { clockTime, number } from '../../text/times.ts';
import { daysAfter, isoDay, longDay, weekdayOf } from '../days.ts';
import { adminFrame } from '../frame.ts';
import { roleName } from '../people/groups.ts';
import './pattern-form.ts';
import '../../elements/table.css';
import './roster.css';

const path = '/admin/roster';

interface Values {
  role: DutyRole;
  username: string;
  day: string;
  from: string;
  to: string;
}

export class RosterPage extends Page {
  #from = '';
  /** A row that is being changed; 'new' one that is being made. */
  #open: DutyItem | 'new' | null = null;
  #values: Values = { role: 'ioc-duty', username: '', day: '', from: '07:00', to: '17:00' };
  #swapWith = '';
  #errors: { field: string; text: string }[] = [];
  #busy = false;
  readonly #week = new Loading<Roster>(this, (signal) => readRoster(this.#from, 7, signal));

  override willUpdate(): void {
    const asked = this.query.get('from') ?? '';
    const today = isoDay(now());
    const from = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : daysAfter(today, -weekdayOf(today));
    if (from === this.#from) return;
    this.#from = from;
    this.#open = null;
    queueMicrotask(() => void this.#week.start());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('qn-roster', () => void this.#week.again());
  }

  async #edit(open: DutyItem | 'new', day = this.#from): Promise<void> {
    this.#open = open;
    this.#errors = [];
    this.#swapWith = '';
    this.#values =
      open === 'new'
        ? { ...this.#values, username: '', day }
        : {
            role: open.role,
            username: open.username,
            day: isoDay(open.from),
            from: clockTime(open.from),
            to: clockTime(open.to),
          };
    this.requestUpdate();
    await this.updateComplete;
    const form = this.querySelector<HTMLElement>('#duty');
    form?.focus();
    form?.scrollIntoView({ block: 'nearest' });
  }

  async #act(work: () => Promise<void>, said: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#errors = [];
    this.requestUpdate();
    try {
      await work();
      toast(said);
      this.#open = null;
      await this.#week.again();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const wrong = Object.keys(cause.fieldErrors());
      if (cause.status === 409) this.#errors = [{ field: 'from', text: t('roster.overlap') }];
      else if (cause.status === 412) this.#errors = [{ field: 'username', text: t('roster.stale') }];
      else if (wrong.includes('to')) this.#errors = [{ field: 'to', text: t('roster.order') }];
      else if (cause.status === 422) this.#errors = [{ field: 'username', text: t('roster.notInGroup') }];
      else toast(problemText(cause).text);
    }
    this.#busy = false;
    this.requestUpdate();
    if (this.#errors.length > 0) await focusSummary(this);
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    const { role, username, day, from, to } = this.#values;
    const open = this.#open;
    if (!username || !open) {
      this.#errors = [{ field: 'username', text: t('roster.need.person') }];
      this.requestUpdate();
      return focusSummary(this);
    }
    // A shift that ends before it begins goes over midnight.
    const lastDay = to > from ? day : daysAfter(day, 1);
    const body = { role, username, from: `${day}T${from}:00+07:00`, to: `${lastDay}T${to}:00+07:00` };
    await this.#act(() => (open === 'new' ? addDuty(body) : changeDuty(open, body)), t('roster.saved'));
  }

  override render() {
    const { value, problem } = this.#week;
    return adminFrame(
      path,
      'roster.title',
      html`<p class="soft read">${t('roster.intro')}</p>
        ${value ? this.#whole(value) : problem ? problemState(problem, () => this.#week.start()) : loadingState()}`,
    );
  }

  #whole(roster: Roster): TemplateResult {
    const may = hasRight('roster.edit');
    return html`<section class="stack" aria-labelledby="week">
        <div class="row spread">
          <h2 id="week">${t('roster.week', { from: longDay(this.#from) })}</h2>
          <div class="row">
            <button type="button" class="button small" @click=${() => this.#go(-7)}>‹ ${t('roster.before')}</button>
            <button type="button" class="button small" @click=${() => this.#go(7)}>${t('roster.after')} ›</button>
          </div>
        </div>
        ${this.#gaps(roster)} ${this.#days(roster, may)}
        ${may && this.#open === null ? html`<div><button type="button" class="button" @click=${() => void this.#edit('new')}>${icon('plus')}${t('roster.add')}</button></div>` : nothing}
        ${may && this.#open ? this.#form(roster, this.#open) : nothing}
      </section>
      ${may ? html`<qn-pattern-form .candidates=${roster.candidates} .from=${this.#from}></qn-pattern-form>` : nothing}`;
  }

  #go(days: number): void {
    go(`${path}?from=${daysAfter(this.#from, days)}`, { replace: true });
  }

  #gaps({ kept, gaps }: Roster): TemplateResult {
    if (!kept) return notice('info', t('roster.notKept'), t('roster.notKept.text'));
    if (gaps.length === 0) return notice('done', t('roster.whole'));
    return notice(
      'late',
      t('roster.gaps', { n: number(gaps.length) }),
      html`<ul class="stack tight">
        ${gaps.slice(0, 10).map(
          (gap) =>
            html`<li>
              <a href="${path}?from=${daysAfter(isoDay(gap.from), -weekdayOf(isoDay(gap.from)))}">${longDay(isoDay(gap.from))}</a>
              ${clockTime(gap.from)}–${clockTime(gap.to)} · ${roleName(gap.role)}
            </li>`,
        )}
      </ul>
      ${gaps.length > 10 ? html`<p class="s">${t('roster.gaps.more', { n: number(gaps.length - 10) })}</p>` : nothing}`,
    );
  }

  #days({ items, days }: Roster, may: boolean): TemplateResult {
    const rows = Array.from({ length: days }, (_, n) => daysAfter(this.#from, n));
    return html`<div class="table-scroll" tabindex="0" role="group" aria-labelledby="week">
      <table class="table roster">
        <thead>
          <tr>
            <th scope="col">${t('roster.day')}</th>
            ${dutyRoles.map((role) => html`<th scope="col">${roleName(role)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (iso) =>
              html`<tr class=${iso === isoDay(now()) ? 'today' : ''}>
                <th scope="row">${longDay(iso)}</th>
                ${dutyRoles.map((role) => {
                  const own = items.filter((one) => one.role === role && isoDay(one.from) === iso);
                  return html`<td>${own.map((one) => this.#shift(one, may))}</td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #shift(one: DutyItem, may: boolean): TemplateResult {
    const text = html`<span class="nowrap">${clockTime(one.from)}–${clockTime(one.to)}</span> ${one.name}`;
    const lost = one.holds ? nothing : html`<span class="badge late">${t('roster.lost')}</span>`;
    if (!may) return html`<span class="block">${text} ${lost}</span>`;
    return html`<button type="button" class="link-button block" @click=${() => void this.#edit(one)}>${text} ${lost}</button>`;
  }

  #form({ candidates, items }: Roster, open: DutyItem | 'new'): TemplateResult {
    const set =
      <K extends keyof Values>(name: K) =>
      (value: Values[K]): void => {
        this.#values = { ...this.#values, [name]: value };
        this.requestUpdate();
      };
    const { role, username, day, from, to } = this.#values;
    const input = (id: 'day' | 'from' | 'to', value: string) =>
      field(
        { id, label: t(`roster.${id}`), error: this.#errors.find((one) => one.field === id)?.text },
        html`<input
          class="control short"
          type=${id === 'day' ? 'date' : 'time'}
          id=${id}
          .value=${value}
          @change=${(event: Event) => set(id)((event.target as HTMLInputElement).value)}
        />`,
      );
    const others = open === 'new' ? [] : items.filter((one) => one.id !== open.id && one.username !== open.username);
    return html`<form class="card stack" novalidate aria-labelledby="duty" @submit=${(event: Event) => void this.#send(event)}>
      <h3 id="duty" tabindex="-1">${t(open === 'new' ? 'roster.add' : 'roster.change')}</h3>
      ${errorSummary(this.#errors)}
      ${selectField({
        id: 'role',
        label: t('roster.role'),
        value: role,
        none: t('people.role.none'),
        choices: dutyRoles.map((one) => ({ value: one, text: roleName(one) })),
        onChange: (value) => value && set('role')(value as DutyRole),
      })}
      ${selectField({
        id: 'username',
        label: t('roster.person'),
        error: this.#errors.find((one) => one.field === 'username')?.text,
        value: username,
        none: t('roster.person.none'),
        choices: candidates
          .filter(({ roles }) => roles.includes(role))
          .map((one) => ({ value: one.username, text: one.name })),
        onChange: set('username'),
      })}
      <div class="row roster-times">${input('day', day)} ${input('from', from)} ${input('to', to)}</div>
      <div class="row">
        ${busyButton({ text: t('roster.save'), busy: this.#busy, kind: 'primary', type: 'submit' })}
        ${open === 'new' ? nothing : html`<button type="button" class="button" @click=${() => void this.#act(() => removeDuty(open), t('roster.removed'))}>${t('roster.remove')}</button>`}
        <button
          type="button"
          class="button quiet"
          @click=${() => {
            this.#open = null;
            this.requestUpdate();
          }}
        >
          ${t('act.cancel')}
        </button>
      </div>
      ${
        open === 'new' || others.length === 0
          ? nothing
          : html`<div class="row people-add">
              ${selectField({
                id: 'swap',
                label: t('roster.swap.with'),
                value: this.#swapWith,
                none: t('roster.swap.none'),
                choices: others.map((one) => ({
                  value: one.id,
                  text: `${one.name}, ${longDay(isoDay(one.from))} ${clockTime(one.from)}–${clockTime(one.to)}`,
                })),
                onChange: (value) => {
                  this.#swapWith = value;
                  this.requestUpdate();
                },
              })}
              <button
                type="button"
                class="button"
                ?disabled=${!this.#swapWith}
                @click=${() => void this.#act(() => swapDuties(open.id, this.#swapWith), t('roster.swapped'))}
              >
                ${t('roster.swap')}
              </button>
            </div>`
      }
    </form>`;
  }
}
define('qn-roster-page', RosterPage);
