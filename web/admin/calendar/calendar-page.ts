/** The working calendar (article 2.5): days off, working Saturdays, hours; what an edit moves is shown before it is saved. */
import { html, nothing, type TemplateResult } from 'lit';
import {
  type CalendarDraft,
  type CalendarPreview,
  type CalendarProgress,
  type CalendarState,
  type MovingDate,
  previewCalendar,
  readCalendarState,
  saveCalendar,
} from '../../data/calendar-editor.ts';
import { now } from '../../data/clock.ts';
import { Problem } from '../../data/http.ts';
import { listen } from '../../data/stream.ts';
import { errorSummary, field, focusSummary, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { throttle } from '../../elements/throttle.ts';
import { toast } from '../../elements/toasts.ts';
import { agencyName } from '../../text/names.ts';
import { t } from '../../text/text.ts';
import { briefTime, fullTime, number } from '../../text/times.ts';
import { isoDay, longDay } from '../days.ts';
import { adminFrame } from '../frame.ts';
import { kindOf, nameOfDay, yearView } from './year.ts';
import '../../elements/table.css';
import './calendar.css';

type Choice = 'usual' | 'off' | 'extra';
const path = '/admin/calendar';

export class CalendarPage extends Page {
  #draft: CalendarDraft | null = null;
  /** The version that is being edited. */
  #version = 0;
  #year = Number(isoDay(now()).slice(0, 4));
  #chosen = isoDay(now());
  #note = '';
  #source = '';
  #errors: { field: string; text: string }[] = [];
  #preview: CalendarPreview | null = null;
  #busy: 'preview' | 'save' | null = null;
  readonly #state = new Loading<CalendarState>(this, async (signal) => {
    const state = await readCalendarState(signal);
    if (!this.#isEdited) this.#take(state);
    return state;
  });

  get #isEdited(): boolean {
    const { value } = this.#state;
    if (!this.#draft || !value) return false;
    const { version: _version, ...inForce } = value.calendar;
    return JSON.stringify(this.#draft) !== JSON.stringify(inForce);
  }

  #take({ calendar }: CalendarState): void {
    const { version, ...data } = structuredClone(calendar);
    this.#version = version;
    this.#draft = data;
    this.#preview = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#state.start();
    const again = throttle(() => void this.#state.again(), 500);
    for (const name of ['calendar', 'reset'] as const) this.untilGone(listen(name, again));
  }

  #change(change: Partial<CalendarDraft>): void {
    this.#draft = { ...this.#draft!, ...change };
    // What was shown is of another edit.
    this.#preview = null;
    this.requestUpdate();
  }

  #set(iso: string, choice: Choice, name: string): void {
    const { holidays, workingDays } = this.#draft!;
    const without = (days: CalendarDraft['holidays']) => days.filter(({ day }) => day !== iso);
    const before = [...holidays, ...workingDays].find(({ day }) => day === iso);
    const vi = name || before?.vi || t(choice === 'off' ? 'calendar.name.off' : 'calendar.name.extra');
    const one = { day: iso, vi, en: name ? name : (before?.en ?? vi) };
    const sorted = (days: CalendarDraft['holidays']) => days.sort((a, b) => (a.day < b.day ? -1 : 1));
    this.#change({
      holidays: sorted([...without(holidays), ...(choice === 'off' ? [one] : [])]),
      workingDays: sorted([...without(workingDays), ...(choice === 'extra' ? [one] : [])]),
    });
  }

  async #look(after?: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = 'preview';
    this.#errors = [];
    this.requestUpdate();
    try {
      const next = await previewCalendar(this.#draft!, after);
      this.#preview = after && this.#preview ? { ...next, items: [...this.#preview.items, ...next.items] } : next;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refused(cause);
    }
    this.#busy = null;
    this.requestUpdate();
    await this.updateComplete;
    if (!after && this.#preview) this.querySelector<HTMLElement>('#preview')?.focus();
  }

  async #save(): Promise<void> {
    if (this.#busy) return;
    this.#errors = this.#note.trim() ? [] : [{ field: 'note', text: t('calendar.note.need') }];
    if (this.#errors.length > 0) return this.#point();
    this.#busy = 'save';
    this.requestUpdate();
    try {
      await saveCalendar(this.#version, {
        ...this.#draft!,
        note: this.#note,
        ...(this.#source && { source: this.#source }),
      });
      this.#note = '';
      this.#source = '';
      this.#draft = null;
      toast(t('calendar.saved'));
      await this.#state.again();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refused(cause);
    }
    this.#busy = null;
    this.requestUpdate();
  }

  #refused(cause: Problem): void {
    const wrong = Object.keys(cause.fieldErrors()).join(' ');
    if (cause.status === 412) this.#errors = [{ field: 'year', text: t('calendar.stale') }];
    else if (cause.status === 422 || cause.status === 400)
      this.#errors = [
        /interval/.test(wrong)
          ? { field: 'from-0', text: t('calendar.hours.order') }
          : { field: 'year', text: t('calendar.days.wrong') },
      ];
    else {
      toast(problemText(cause).text);
      return;
    }
    void this.#point();
  }

  async #point(): Promise<void> {
    this.requestUpdate();
    await focusSummary(this);
  }

  override render() {
    const { value, problem } = this.#state;
    const body =
      value && this.#draft
        ? this.#whole(value, this.#draft)
        : problem
          ? problemState(problem, () => this.#state.start())
          : loadingState();
    return adminFrame(path, 'calendar.title', html`<p class="soft read">${t('calendar.intro')}</p>${body}`);
  }

  #whole(state: CalendarState, draft: CalendarDraft): TemplateResult {
    return html`${errorSummary(this.#errors)}
      <section class="stack" aria-labelledby="days">
        <div class="row spread">
          <h2 id="days">${t('calendar.days')}</h2>
          <div class="row" id="year" tabindex="-1">
            <button type="button" class="button small" aria-label=${t('calendar.year.before')} @click=${() => this.#go(-1)}>‹</button>
            <strong aria-live="polite">${this.#year}</strong>
            <button type="button" class="button small" aria-label=${t('calendar.year.after')} @click=${() => this.#go(1)}>›</button>
          </div>
        </div>
        ${state.progress ? this.#progress(state.progress) : nothing}
        <p class="cal-key s">
          ${(['work', 'weekend', 'off', 'extra'] as const).map(
            (kind) =>
              html`<span class="nowrap"><span class="cal-day ${kind}" aria-hidden="true"></span> ${t(`calendar.kind.${kind}`)}</span>`,
          )}
        </p>
        <div class="cal-edit">
          ${yearView({
            year: this.#year,
            draft,
            chosen: this.#chosen,
            onChoose: (iso) => {
              this.#chosen = iso;
              this.requestUpdate();
            },
          })}
          ${this.#dayForm(draft)}
        </div>
      </section>
      ${this.#hours(draft)} ${this.#acts()} ${this.#preview ? this.#previewed(this.#preview) : nothing} ${this.#versions(state)}`;
  }

  #go(by: number): void {
    this.#year += by;
    this.requestUpdate();
  }

  #dayForm(draft: CalendarDraft): TemplateResult {
    const kind = kindOf(draft, this.#chosen);
    const choice: Choice = kind === 'off' || kind === 'extra' ? kind : 'usual';
    const name = nameOfDay(draft, this.#chosen);
    return html`<fieldset class="card stack tight cal-chosen">
      <legend>${longDay(this.#chosen)}</legend>
      <div class="cal-choices">
        ${(['usual', 'off', 'extra'] as const).map(
          (one) =>
            html`<label class="choice" for="choice-${one}">
            <input
              type="radio"
              name="choice"
              id="choice-${one}"
              .checked=${choice === one}
              @change=${() => this.#set(this.#chosen, one, '')}
            />
            <strong>${t(`calendar.choice.${one}`)}</strong>
          </label>`,
        )}
      </div>
      ${
        choice === 'usual'
          ? nothing
          : textField({
              id: 'day-name',
              label: t('calendar.name'),
              value: name,
              maxlength: 120,
              onInput: (value) => this.#set(this.#chosen, choice, value),
            })
      }
    </fieldset>`;
  }

  #hours({ intervals }: CalendarDraft): TemplateResult {
    const time = (n: number, side: 'from' | 'to') => {
      const id = `${side}-${n}`;
      return field(
        { id, label: t(`calendar.hours.${side}`) },
        html`<input
          class="control short"
          type="time"
          id=${id}
          .value=${intervals[n]![side]}
          @change=${(event: Event) => {
            const { value } = event.target as HTMLInputElement;
            this.#change({ intervals: intervals.map((one, at) => (at === n ? { ...one, [side]: value } : one)) });
          }}
        />`,
      );
    };
    return html`<section class="stack" aria-labelledby="hours">
      <h2 id="hours">${t('calendar.hours')}</h2>
      ${intervals.map(
        (_one, n) =>
          html`<div class="row cal-hours">
            ${time(n, 'from')} ${time(n, 'to')}
            ${
              intervals.length > 1
                ? html`<button
                    type="button"
                    class="button small"
                    @click=${() => this.#change({ intervals: intervals.filter((_, at) => at !== n) })}
                  >
                    ${t('calendar.hours.remove')}
                  </button>`
                : nothing
            }
          </div>`,
      )}
      ${
        intervals.length < 3
          ? html`<div>
              <button
                type="button"
                class="button small"
                @click=${() => this.#change({ intervals: [...intervals, { from: '', to: '' }] })}
              >
                ${t('calendar.hours.add')}
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #acts(): TemplateResult {
    if (!this.#isEdited) return html`<p class="soft">${t('calendar.unchanged')}</p>`;
    return html`<div class="row">
      ${busyButton({ text: t('calendar.preview'), busy: this.#busy === 'preview', onClick: () => void this.#look() })}
      <button
        type="button"
        class="button quiet"
        @click=${() => {
          this.#take(this.#state.value!);
          this.requestUpdate();
        }}
      >
        ${t('calendar.undo')}
      </button>
    </div>`;
  }

  #previewed({ counts, items, next }: CalendarPreview): TemplateResult {
    const told = t('calendar.preview.counts', {
      reports: number(counts.reports),
      moved: number(counts.moved),
      later: number(counts.later),
      earlier: number(counts.earlier),
    });
    return html`<section class="stack" aria-labelledby="preview">
      <h2 id="preview" tabindex="-1">${t('calendar.preview.title')}</h2>
      ${
        counts.moved === 0
          ? html`<p>${t('calendar.preview.none', { reports: number(counts.reports) })}</p>`
          : html`<p>${told}</p>
              ${counts.becomeOverdue ? notice('late', t('calendar.preview.late', { n: number(counts.becomeOverdue) })) : nothing}
              ${counts.noLongerOverdue ? notice('done', t('calendar.preview.saved', { n: number(counts.noLongerOverdue) })) : nothing}
              ${movedTable(items)}`
      }
      ${next ? html`<div>${busyButton({ text: t('act.more'), busy: this.#busy === 'preview', onClick: () => void this.#look(next) })}</div>` : nothing}
      ${textField({
        id: 'note',
        label: t('calendar.note'),
        hint: t('calendar.note.hint'),
        error: this.#errors.find((one) => one.field === 'note')?.text,
        value: this.#note,
        maxlength: 500,
        onInput: (value) => {
          this.#note = value;
        },
      })}
      ${textField({
        id: 'source',
        label: t('calendar.source'),
        hint: t('calendar.source.hint'),
        optional: true,
        value: this.#source,
        maxlength: 200,
        onInput: (value) => {
          this.#source = value;
        },
      })}
      <div>
        ${busyButton({ text: t('calendar.save'), busy: this.#busy === 'save', kind: 'primary', onClick: () => void this.#save() })}
      </div>
    </section>`;
  }

  #progress({ state, waits, counts, version }: CalendarProgress): TemplateResult | typeof nothing {
    const done = counts.all - counts.waiting;
    if (state === 'superseded') return nothing;
    if (state === 'done')
      return counts.refused > 0
        ? notice('late', t('calendar.progress.refused', { n: number(counts.refused), version: number(version) }))
        : notice('done', t('calendar.progress.done', { moved: number(counts.moved), version: number(version) }));
    return notice(
      waits ? 'soon' : 'info',
      t(waits ? 'calendar.progress.waits' : 'calendar.progress.running'),
      html`<progress max=${Math.max(1, counts.all)} .value=${done} aria-label=${t('calendar.progress.running')}></progress>
        <p class="s">${t('calendar.progress.of', { done: number(done), all: number(counts.all) })}</p>`,
      'status',
    );
  }

  #versions({ versions }: CalendarState): TemplateResult {
    return html`<section class="stack tight" aria-labelledby="versions">
      <h2 id="versions">${t('calendar.versions')}</h2>
      <ol class="history">
        ${versions.map(
          (one) =>
            html`<li>
              <time datetime=${one.at}>${fullTime(one.at)}</time>
              <span
                >${t('calendar.version', { n: number(one.version), name: one.byName })}
                ${one.note ? html`<span lang="vi">– ${one.note}</span>` : nothing}
                ${one.source ? html`<span class="soft" lang="vi">(${one.source})</span>` : nothing}</span
              >
            </li>`,
        )}
      </ol>
    </section>`;
  }
}
define('qn-calendar-page', CalendarPage);

function movedTable(items: readonly MovingDate[]): TemplateResult {
  const at = now();
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('calendar.preview.title')}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${t('calendar.column.report')}</th>
          <th scope="col">${t('calendar.column.step')}</th>
          <th scope="col">${t('calendar.column.agency')}</th>
          <th scope="col">${t('calendar.column.from')}</th>
          <th scope="col">${t('calendar.column.to')}</th>
          <th scope="col">${t('calendar.column.overdue')}</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (one) =>
            html`<tr>
              <td><a class="code nowrap" href="/watch/${one.instanceKey}">${one.reportCode}</a></td>
              <td>${one.name}</td>
              <td>${one.agency ? agencyName(one.agency) : ''}</td>
              <td class="nowrap"><time datetime=${one.from}>${briefTime(one.from, at)}</time></td>
              <td class="nowrap"><time datetime=${one.to}>${briefTime(one.to, at)}</time></td>
              <td>
                ${one.overdue === 'none' ? '' : html`<span class="badge ${one.overdue === 'becomes' ? 'late' : 'done'}">${t(`calendar.overdue.${one.overdue}`)}</span>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
