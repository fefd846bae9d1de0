/** What a rehearsal is to be made of: which reports, which people, how many runs. Says `rehearse` with it. */
import { html, nothing, type TemplateResult } from 'lit';
import { type NewRehearsal, type RehearsalOptions, rehearsalLimits } from '../../../domain/api/rehearsals.ts';
import { checkField, field, textField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton } from '../../elements/states.ts';
import { count } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { staffName } from './staff-name.ts';

/** With fewer reports in the last month than this a made-up surge says more. */
const enough = 20;
type Entry = { group: string; people: string; from: string; to: string };

export class RehearseForm extends Light {
  static override properties = {
    options: { attribute: false },
    busy: { attribute: false },
    errors: { attribute: false },
  };
  declare options: RehearsalOptions;
  busy = false;
  /** By JSON pointer into what was sent. */
  errors: Readonly<Record<string, string>> = {};
  #kind: 'period' | 'surge' = 'surge';
  #from = '';
  #to = '';
  #reports = '300';
  #days = '30';
  #limited = true;
  #staff: Entry[] = [];
  #elsewhere = true;
  #runs = '5';
  #vary = true;
  #seed = '1';
  #unknown = '120';

  override willUpdate(): void {
    if (this.#staff.length > 0 || !this.options) return;
    const { lastMonth, staff, hours } = this.options;
    this.#kind = lastMonth.reports >= enough ? 'period' : 'surge';
    this.#from = lastMonth.from.slice(0, 10);
    this.#to = new Date(Date.parse(lastMonth.to) - 1).toISOString().slice(0, 10);
    this.#staff = staff.map(({ group, people }) => ({ group, people: String(people), ...hours }));
  }

  #put(change: () => void): void {
    change();
    this.requestUpdate();
  }

  #send(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const groups = this.#staff.map(({ group, people, from, to }) => ({ group, people: Number(people) || 0, from, to }));
    const detail: NewRehearsal = {
      source:
        this.#kind === 'period'
          ? { kind: 'period', from: `${this.#from}T00:00:00+07:00`, to: `${this.#to}T23:59:59.999+07:00` }
          : { kind: 'surge', reports: Number(this.#reports), days: Number(this.#days) },
      resources: this.#limited ? { groups, elsewhere: this.#elsewhere ? 1 : 0, work: this.options.work } : null,
      runs: Number(this.#runs),
      vary: this.#vary,
      unknownMinutes: Number(this.#unknown),
      seed: Number(this.#seed),
    };
    this.dispatchEvent(new CustomEvent('rehearse', { detail, bubbles: true }));
  }

  protected override render() {
    const { lastMonth } = this.options;
    return html`<form class="stack" @submit=${(event: Event) => this.#send(event)} aria-labelledby="rehearse-form-title">
      <h2 id="rehearse-form-title">${t('studio.rehearse.form')}</h2>
      <fieldset class="stack tight">
        <legend class="legend">${t('studio.rehearse.source')}</legend>
        ${this.#radio('period', t('studio.rehearse.period'), t('studio.rehearse.period.hint', { n: count(lastMonth.reports) }))}
        ${this.#radio('surge', t('studio.rehearse.surge'), t('studio.rehearse.surge.hint'))}
      </fieldset>
      ${this.#kind === 'period' ? this.#period() : this.#surge()}
      <fieldset class="stack tight">
        <legend class="legend">${t('studio.rehearse.people')}</legend>
        ${checkField({
          id: 'rehearse-limited',
          label: t('studio.rehearse.limited'),
          hint: t('studio.rehearse.limited.hint'),
          checked: this.#limited,
          onChange: (value) => this.#put(() => (this.#limited = value)),
        })}
        ${this.#limited ? this.#people() : nothing}
      </fieldset>
      <div class="rehearse-numbers">
        ${this.#number('rehearse-runs', t('studio.rehearse.runs'), this.#runs, rehearsalLimits.runs, (value) => (this.#runs = value), '/runs')}
        ${this.#number('rehearse-seed', t('studio.rehearse.seed'), this.#seed, 2 ** 31, (value) => (this.#seed = value), '/seed', 0)}
        ${this.#number('rehearse-unknown', t('studio.rehearse.unknown'), this.#unknown, 6_000, (value) => (this.#unknown = value), '/unknownMinutes')}
      </div>
      ${checkField({
        id: 'rehearse-vary',
        label: t('studio.rehearse.vary'),
        hint: t('studio.rehearse.vary.hint'),
        checked: this.#vary,
        onChange: (value) => this.#put(() => (this.#vary = value)),
      })}
      <div class="row">
        ${busyButton({ text: t('studio.rehearse.begin'), busy: this.busy, kind: 'primary', type: 'submit' })}
      </div>
    </form>`;
  }

  #radio(kind: 'period' | 'surge', label: string, hint: string): TemplateResult {
    const id = `rehearse-${kind}`;
    return html`<label class="choice" for=${id}>
      <input
        type="radio"
        id=${id}
        name="rehearse-source"
        aria-describedby="${id}-hint"
        .checked=${this.#kind === kind}
        @change=${() => this.#put(() => (this.#kind = kind))}
      />
      <strong>${label}</strong>
      <span class="hint" id="${id}-hint">${hint}</span>
    </label>`;
  }

  #period(): TemplateResult {
    const date = (id: string, label: string, value: string, put: (value: string) => void, pointer: string) =>
      textField({ id, label, value, type: 'date', short: true, error: this.errors[pointer], onInput: put });
    return html`<div class="rehearse-numbers">
      ${date('rehearse-from', t('studio.rehearse.from'), this.#from, (value) => (this.#from = value), '/source/from')}
      ${date('rehearse-to', t('studio.rehearse.to'), this.#to, (value) => (this.#to = value), '/source/to')}
    </div>`;
  }

  #surge(): TemplateResult {
    return html`<div class="rehearse-numbers">
      ${this.#number('rehearse-reports', t('studio.rehearse.reports'), this.#reports, rehearsalLimits.reports, (value) => (this.#reports = value), '/source/reports')}
      ${this.#number('rehearse-days', t('studio.rehearse.inDays'), this.#days, rehearsalLimits.days, (value) => (this.#days = value), '/source/days')}
    </div>`;
  }

  #number(
    id: string,
    label: string,
    value: string,
    max: number,
    put: (value: string) => void,
    pointer: string,
    min = 1,
  ): TemplateResult {
    return field(
      { id, label, error: this.errors[pointer] },
      html`<input
        class="control short"
        id=${id}
        name=${id}
        type="number"
        required
        min=${min}
        max=${max}
        .value=${value}
        aria-describedby=${this.errors[pointer] ? `${id}-error` : nothing}
        @input=${(event: Event) => put((event.target as HTMLInputElement).value)}
      />`,
    );
  }

  /** Who works on what, folded away: what the directory says is what one starts from. */
  #people(): TemplateResult {
    const nobody = this.#staff.filter(({ people }) => Number(people) === 0).length;
    return html`<details>
        <summary>${t('studio.rehearse.staff', { n: this.#staff.length })}</summary>
        <div class="table-scroll staff-table" tabindex="0" role="group" aria-label=${t('studio.rehearse.staff.table')}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${t('studio.rehearse.staff.group')}</th>
                <th scope="col">${t('studio.rehearse.staff.people')}</th>
                <th scope="col">${t('studio.rehearse.staff.from')}</th>
                <th scope="col">${t('studio.rehearse.staff.to')}</th>
              </tr>
            </thead>
            <tbody>
              ${this.#staff.map((one, n) => this.#row(one, n))}
            </tbody>
          </table>
        </div>
      </details>
      ${
        nobody > 0
          ? checkField({
              id: 'rehearse-elsewhere',
              label: t('studio.rehearse.elsewhere'),
              hint: t('studio.rehearse.elsewhere.hint', { n: nobody }),
              checked: this.#elsewhere,
              onChange: (value) => this.#put(() => (this.#elsewhere = value)),
            })
          : nothing
      }`;
  }

  #row(one: Entry, n: number): TemplateResult {
    const name = staffName(one.group);
    const cell = (part: 'people' | 'from' | 'to', label: string, type: 'number' | 'time') =>
      html`<td>
        <input
          class="control compact"
          type=${type}
          min=${type === 'number' ? '0' : nothing}
          max=${type === 'number' ? String(rehearsalLimits.people) : nothing}
          aria-label="${label}: ${name}"
          .value=${one[part]}
          @change=${(event: Event) =>
            this.#put(() => {
              this.#staff[n] = { ...one, [part]: (event.target as HTMLInputElement).value };
            })}
        />
      </td>`;
    const error = this.errors[`/resources/groups/${n}/to`];
    return html`<tr>
      <th scope="row">${name}${error ? html`<p class="error-text">${error}</p>` : nothing}</th>
      ${cell('people', t('studio.rehearse.staff.people'), 'number')} ${cell('from', t('studio.rehearse.staff.from'), 'time')}
      ${cell('to', t('studio.rehearse.staff.to'), 'time')}
    </tr>`;
  }
}
define('qn-rehearse-form', RehearseForm);
