/** Marks a report as of value, or as untrue, with the reason that goes on record; or takes the mark away (article 15). */
import { html } from 'lit';
import { readReportCode } from '../../domain/report-code.ts';
import { Problem } from '../data/http.ts';
import { markReport } from '../data/statistics.ts';
import { areaField, errorSummary, focusSummary, selectField, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';

type Choice = 'valuable' | 'false' | 'none' | '';

export class MarkForm extends Light {
  #code = '';
  #choice: Choice = '';
  #why = '';
  #busy = false;
  #errors: { field: string; text: string }[] = [];

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const code = readReportCode(this.#code);
    this.#errors = [];
    if (!code) this.#errors.push({ field: 'mark-code', text: t('statistics.mark.code.need') });
    if (!this.#choice) this.#errors.push({ field: 'mark-kind', text: t('statistics.mark.kind.need') });
    if (this.#choice !== 'none' && !this.#why.trim())
      this.#errors.push({ field: 'mark-why', text: t('statistics.mark.why.need') });
    if (code && this.#errors.length === 0) await this.#mark(code);
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
  }

  async #mark(code: string): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      const mark = this.#choice === 'valuable' || this.#choice === 'false' ? this.#choice : null;
      await markReport(code, mark, this.#why.trim());
      toast(t('statistics.mark.done'));
      this.#code = '';
      this.#choice = '';
      this.#why = '';
      this.dispatchEvent(new CustomEvent('changed'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const text = cause.status === 404 ? t('statistics.mark.code.unknown') : problemText(cause).text;
      this.#errors = [{ field: 'mark-code', text }];
    } finally {
      this.#busy = false;
    }
  }

  override render() {
    const error = (field: string) => this.#errors.find((one) => one.field === field)?.text;
    return html`<section class="card stack" aria-labelledby="mark">
      <h2 id="mark">${t('statistics.mark')}</h2>
      <p class="s soft">${t('statistics.mark.about')}</p>
      ${errorSummary(this.#errors)}
      <form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
        ${textField({
          id: 'mark-code',
          label: t('statistics.mark.code'),
          error: error('mark-code'),
          value: this.#code,
          short: true,
          maxlength: 40,
          onInput: (value) => {
            this.#code = value;
          },
        })}
        ${selectField({
          id: 'mark-kind',
          label: t('statistics.mark.kind'),
          error: error('mark-kind'),
          value: this.#choice,
          none: t('statistics.mark.kind.choose'),
          choices: [
            { value: 'valuable', text: t('statistics.mark.valuable') },
            { value: 'false', text: t('statistics.mark.false') },
            { value: 'none', text: t('statistics.mark.none') },
          ],
          onChange: (value) => {
            this.#choice = value as Choice;
            this.requestUpdate();
          },
        })}
        ${areaField({
          id: 'mark-why',
          label: t('statistics.mark.why'),
          error: error('mark-why'),
          optional: this.#choice === 'none',
          value: this.#why,
          maxlength: 2_000,
          rows: 3,
          onInput: (value) => {
            this.#why = value;
          },
        })}
        <div class="row">${busyButton({ text: t('statistics.mark.act'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-mark-form', MarkForm);
