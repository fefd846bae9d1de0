/** Another password: the one in force, and the new one. Sessions elsewhere end. */
import { html, nothing } from 'lit';
import { changePassword } from '../data/account.ts';
import { Problem } from '../data/http.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';

const least = 12;

export class PasswordForm extends Light {
  static override properties = { hasPassword: { attribute: false } };
  hasPassword = true;
  #current = '';
  #next = '';
  #busy = false;
  #errors: { field: string; text: string }[] = [];

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = [];
    if (this.hasPassword && !this.#current) this.#errors.push({ field: 'current', text: t('login.need.password') });
    if ([...this.#next].length < least)
      this.#errors.push({ field: 'next', text: t('account.password.short', { n: least }) });
    if (this.#errors.length === 0) await this.#change();
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
  }

  async #change(): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      await changePassword({ ...(this.hasPassword ? { current: this.#current } : {}), next: this.#next });
      this.#current = '';
      this.#next = '';
      toast(t('account.password.changed'));
      this.dispatchEvent(new CustomEvent('changed'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const wrong = cause.fieldErrors();
      if (wrong.current) this.#errors = [{ field: 'current', text: t('account.password.wrong') }];
      else if (wrong.next) this.#errors = [{ field: 'next', text: t('account.password.weak') }];
      else this.#errors = [{ field: 'current', text: problemText(cause).text }];
    } finally {
      this.#busy = false;
    }
  }

  override render() {
    const error = (field: string) => this.#errors.find((one) => one.field === field)?.text;
    return html`<section class="card stack" aria-labelledby="password-title">
      <h2 id="password-title">${t('account.password')}</h2>
      ${errorSummary(this.#errors)}
      <form class="stack" novalidate @submit=${(event: Event) => this.#save(event)}>
        ${
          this.hasPassword
            ? textField({
                id: 'current',
                label: t('account.password.current'),
                error: error('current'),
                type: 'password',
                autocomplete: 'current-password',
                value: this.#current,
                onInput: (value) => {
                  this.#current = value;
                },
              })
            : nothing
        }
        ${textField({
          id: 'next',
          label: t('account.password.next'),
          hint: t('account.password.hint', { n: least }),
          error: error('next'),
          type: 'password',
          autocomplete: 'new-password',
          value: this.#next,
          onInput: (value) => {
            this.#next = value;
          },
        })}
        <div class="row">${busyButton({ text: t('account.password.act'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-password-form', PasswordForm);
