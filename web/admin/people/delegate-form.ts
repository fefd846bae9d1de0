/** Who stands in for another person while that one is away (article 14.1), set by an administrator. */
import { html, nothing } from 'lit';
import { now } from '../../data/clock.ts';
import { addDelegation, type Colleague, listColleagues } from '../../data/delegations.ts';
import { Problem } from '../../data/http.ts';
import { errorSummary, field, focusSummary, selectField, textField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { localInput } from '../../text/times.ts';

const moments = ['startsAt', 'endsAt'] as const;

export class DelegateForm extends Light {
  static override properties = { absent: { attribute: false } };
  absent = '';
  #values = { standIn: '', startsAt: localInput(now()), endsAt: '', reason: '' };
  #errors: { field: string; text: string }[] = [];
  #busy = false;
  readonly #colleagues = new Loading<Colleague[]>(this, (signal) => listColleagues(signal, this.absent));

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('absent')) queueMicrotask(() => void this.#colleagues.start());
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const { standIn, startsAt, endsAt, reason } = this.#values;
    this.#errors = [
      ...(standIn ? [] : [{ field: 'standIn', text: t('away.need.standIn') }]),
      ...(startsAt && endsAt > startsAt ? [] : [{ field: 'endsAt', text: t('away.order') }]),
      ...(reason.trim() ? [] : [{ field: 'reason', text: t('away.need.reason') }]),
    ];
    if (this.#errors.length === 0) {
      this.#busy = true;
      this.requestUpdate();
      const iso = (text: string): string => `${text}:00+07:00`;
      try {
        const { absent } = this;
        await addDelegation({ absent, standIn, startsAt: iso(startsAt), endsAt: iso(endsAt), reason });
        this.#values = { standIn: '', startsAt: localInput(now()), endsAt: '', reason: '' };
        toast(t('people.away.made'));
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause;
        if (cause.status === 409) this.#errors = [{ field: 'startsAt', text: t('people.away.overlap') }];
        else if (cause.status === 422) this.#errors = [{ field: 'startsAt', text: t('away.past') }];
        else toast(problemText(cause).text);
      }
      this.#busy = false;
    }
    this.requestUpdate();
    if (this.#errors.length > 0) await focusSummary(this);
  }

  override render() {
    const { value } = this.#colleagues;
    if (!value || value.length === 0) return nothing;
    return html`<details class="stack">
      <summary><strong>${t('people.away')}</strong></summary>
      <form class="stack" novalidate @submit=${(event: Event) => void this.#send(event)}>
        ${errorSummary(this.#errors)}
        ${selectField({
          id: 'standIn',
          label: t('away.standIn'),
          value: this.#values.standIn,
          none: t('away.standIn.none'),
          choices: value.map((one) => ({ value: one.username, text: one.name })),
          onChange: (standIn) => {
            this.#values.standIn = standIn;
          },
        })}
        ${moments.map((name) =>
          field(
            { id: name, label: t(name === 'startsAt' ? 'away.from' : 'away.until') },
            html`<input
              class="control short"
              type="datetime-local"
              id=${name}
              .value=${this.#values[name]}
              @input=${(event: Event) => {
                this.#values[name] = (event.target as HTMLInputElement).value;
              }}
            />`,
          ),
        )}
        ${textField({
          id: 'reason',
          label: t('away.reason'),
          value: this.#values.reason,
          maxlength: 300,
          onInput: (reason) => {
            this.#values.reason = reason;
          },
        })}
        <div>${busyButton({ text: t('away.act'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </details>`;
  }
}
define('qn-delegate-form', DelegateForm);
