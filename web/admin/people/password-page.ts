/** `/password#<token>`: a new password by a one-time link; the token stays in the address's fragment. */
import { html } from 'lit';
import { shortestPassword } from '../../../domain/password.ts';
import { setPassword } from '../../data/accounts.ts';
import { Problem } from '../../data/http.ts';
import { errorSummary, focusSummary, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { busyButton, notice, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';

export class PasswordPage extends Page {
  readonly #token = location.hash.slice(1);
  #password = '';
  #again = '';
  #errors: { field: string; text: string }[] = [];
  #busy = false;
  #state: 'asks' | 'done' | 'over' = 'asks';

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const short = this.#password.length < shortestPassword;
    this.#errors = [
      ...(short ? [{ field: 'password', text: t('password.short', { n: shortestPassword }) }] : []),
      ...(!short && this.#password !== this.#again ? [{ field: 'again', text: t('password.differ') }] : []),
    ];
    if (this.#errors.length === 0) {
      this.#busy = true;
      this.requestUpdate();
      try {
        await setPassword(this.#token, this.#password);
        this.#state = 'done';
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause;
        if (cause.status === 404 || cause.status === 400) this.#state = 'over';
        else if (cause.status === 422) this.#errors = [{ field: 'password', text: t('password.name') }];
        else toast(problemText(cause).text);
      }
      this.#busy = false;
    }
    this.requestUpdate();
    if (this.#errors.length > 0) await focusSummary(this);
  }

  override render() {
    return html`<div class="stack loose read">
      <h1 tabindex="-1">${t('password.title')}</h1>
      ${this.#state === 'done' ? html`${notice('done', t('password.done'), '', 'status')}<p><a class="button primary" href="/login">${t('password.login')}</a></p>` : this.#state === 'over' ? notice('late', t('password.over'), t('password.over.text'), 'alert') : this.#form()}
    </div>`;
  }

  #form() {
    const field = (id: 'password' | 'again', value: string, set: (value: string) => void) =>
      textField({
        id,
        label: t(`password.${id === 'password' ? 'new' : 'again'}`),
        ...(id === 'password' && { hint: t('password.hint', { n: shortestPassword }) }),
        error: this.#errors.find((one) => one.field === id)?.text,
        value,
        type: 'password',
        autocomplete: 'new-password',
        maxlength: 200,
        onInput: set,
      });
    return html`<form class="stack" novalidate @submit=${(event: Event) => void this.#send(event)}>
      ${errorSummary(this.#errors)}
      ${field('password', this.#password, (value) => {
        this.#password = value;
      })}
      ${field('again', this.#again, (value) => {
        this.#again = value;
      })}
      <div>${busyButton({ text: t('password.save'), busy: this.#busy, kind: 'primary', type: 'submit' })}</div>
    </form>`;
  }
}
define('qn-password-page', PasswordPage);
