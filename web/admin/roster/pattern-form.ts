/** Rows by a weekly pattern: who has which weekday, from one day to another, on working days alone. */
import { html } from 'lit';
import { type DutyRole, dutyRoles } from '../../../domain/roster.ts';
import { Problem } from '../../data/http.ts';
import { makeRows, type Roster } from '../../data/roster.ts';
import { errorSummary, field, focusSummary, selectControl, selectField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { number } from '../../text/times.ts';
import { daysAfter, weekdayLong } from '../days.ts';
import { roleName } from '../people/groups.ts';

/** Monday to Saturday: a Saturday counts where the calendar has it worked. */
const weekdays = [0, 1, 2, 3, 4, 5] as const;
/** Four weeks where nothing else is said. */
const usualDays = 27;

export class PatternForm extends Light {
  static override properties = { candidates: { attribute: false }, from: { attribute: false } };
  candidates: Roster['candidates'] = [];
  /** The first day of the week that is shown. */
  from = '';
  #role: DutyRole = 'ioc-duty';
  #begins = '';
  #until = '';
  #times = { from: '07:00', to: '17:00' };
  #people: string[] = weekdays.map(() => '');
  #errors: { field: string; text: string }[] = [];
  #busy = false;

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('from')) return;
    this.#begins = this.from;
    this.#until = daysAfter(this.from, usualDays);
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const week = weekdays.flatMap((n) =>
      this.#people[n] ? [{ weekday: n + 1, username: this.#people[n]!, ...this.#times }] : [],
    );
    this.#errors = [
      ...(week.length === 0 ? [{ field: 'pattern-0', text: t('roster.pattern.need') }] : []),
      ...(this.#until >= this.#begins ? [] : [{ field: 'pattern-until', text: t('roster.pattern.order') }]),
    ];
    if (this.#errors.length === 0) {
      this.#busy = true;
      this.requestUpdate();
      try {
        const { made, there } = await makeRows({ role: this.#role, from: this.#begins, until: this.#until, week });
        toast(t('roster.pattern.made', { made: number(made), there: number(there) }));
        this.dispatchEvent(new CustomEvent('qn-roster', { bubbles: true }));
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause;
        if (cause.status === 422) this.#errors = [{ field: 'pattern-until', text: t('roster.pattern.order') }];
        else toast(problemText(cause).text);
      }
      this.#busy = false;
    }
    this.requestUpdate();
    if (this.#errors.length > 0) await focusSummary(this);
  }

  override render() {
    const input = (id: string, type: string, label: string, value: string, set: (value: string) => void) =>
      field(
        { id, label },
        html`<input
          class="control short"
          type=${type}
          id=${id}
          .value=${value}
          @change=${(event: Event) => set((event.target as HTMLInputElement).value)}
        />`,
      );
    const able = this.candidates.filter(({ roles }) => roles.includes(this.#role));
    return html`<section class="stack" aria-labelledby="pattern">
      <h2 id="pattern">${t('roster.pattern')}</h2>
      <p class="soft s read">${t('roster.pattern.intro')}</p>
      <form class="card stack" novalidate @submit=${(event: Event) => void this.#send(event)}>
        ${errorSummary(this.#errors)}
        ${selectField({
          id: 'pattern-role',
          label: t('roster.role'),
          value: this.#role,
          none: t('people.role.none'),
          choices: dutyRoles.map((one) => ({ value: one, text: roleName(one) })),
          onChange: (value) => {
            if (value) this.#role = value as DutyRole;
            this.#people = weekdays.map(() => '');
            this.requestUpdate();
          },
        })}
        <div class="row roster-times">
          ${input('pattern-from', 'date', t('roster.pattern.from'), this.#begins, (value) => {
            this.#begins = value;
          })}
          ${input('pattern-until', 'date', t('roster.pattern.until'), this.#until, (value) => {
            this.#until = value;
          })}
          ${input('pattern-begin', 'time', t('roster.from'), this.#times.from, (value) => {
            this.#times = { ...this.#times, from: value };
          })}
          ${input('pattern-end', 'time', t('roster.to'), this.#times.to, (value) => {
            this.#times = { ...this.#times, to: value };
          })}
        </div>
        <div class="roster-week">
          ${weekdays.map(
            (n) =>
              html`<div class="stack tight">
                <label for="pattern-${n}"><strong>${weekdayLong(n)}</strong></label>
                ${selectControl({
                  id: `pattern-${n}`,
                  label: weekdayLong(n),
                  value: this.#people[n] ?? '',
                  none: t('roster.pattern.nobody'),
                  choices: able.map((one) => ({ value: one.username, text: one.name })),
                  onChange: (value) => {
                    this.#people = this.#people.map((one, at) => (at === n ? value : one));
                  },
                })}
              </div>`,
          )}
        </div>
        <div>${busyButton({ text: t('roster.pattern.act'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-pattern-form', PatternForm);
