/** User name and password. Says `logged-in` when somebody is, with who it is. */
import { html } from 'lit';
import { Problem } from '../data/http.ts';
import { logIn, type Session } from '../data/session.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { t } from '../text/text.ts';

export class LoginForm extends Light {
  static override properties = { username: { attribute: false }, plain: { attribute: false } };
  /** Who is asked to log in; may be changed. */
  username = '';
  /** Without a frame of its own: inside a dialog. */
  plain = false;
  #password = '';
  #busy = false;
  #errors: { field: string; text: string }[] = [];

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = [];
    if (!this.username.trim()) this.#errors.push({ field: 'username', text: t('login.need.name') });
    if (!this.#password) this.#errors.push({ field: 'password', text: t('login.need.password') });
    if (this.#errors.length === 0) await this.#logIn();
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
  }

  async #logIn(): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      const session = await logIn(this.username.trim(), this.#password);
      this.dispatchEvent(new CustomEvent<Session>('logged-in', { detail: session, bubbles: true }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const text = cause.status === 401 ? t('login.wrong') : problemText(cause).text;
      this.#errors = [{ field: 'username', text }];
    } finally {
      this.#busy = false;
    }
  }

  override render() {
    const error = (field: string) => this.#errors.find((one) => one.field === field)?.text;
    return html`<div class="stack">
      ${errorSummary(this.#errors)}
      <form class="${this.plain ? '' : 'card'} stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
        ${textField({
          id: 'username',
          label: t('login.name'),
          error: error('username'),
          value: this.username,
          autocomplete: 'username',
          onInput: (value) => {
            this.username = value;
          },
        })}
        ${textField({
          id: 'password',
          label: t('login.password'),
          error: error('password'),
          value: this.#password,
          type: 'password',
          autocomplete: 'current-password',
          onInput: (value) => {
            this.#password = value;
          },
        })}
        ${busyButton({ text: t('login.act'), busy: this.#busy, kind: 'primary large', type: 'submit' })}
      </form>
    </div>`;
  }
}
define('qn-login-form', LoginForm);
