/** Log in. Goes on to where one wanted to go, within this site only. */
import { html } from 'lit';
import { Problem } from '../data/http.ts';
import { logIn } from '../data/session.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { destination } from './destination.ts';
import './staff.css';

export class LoginPage extends Page {
  #name = '';
  #password = '';
  #busy = false;
  #errors: { field: string; text: string }[] = [];

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = [];
    if (!this.#name.trim()) this.#errors.push({ field: 'username', text: t('login.need.name') });
    if (!this.#password) this.#errors.push({ field: 'password', text: t('login.need.password') });
    if (this.#errors.length === 0) await this.#logIn();
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
  }

  async #logIn(): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      const { rights } = await logIn(this.#name.trim(), this.#password);
      go(destination(this.query.get('to'), rights), { replace: true });
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
    return html`<div class="login stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('login.title')}</h1>
        <p class="soft">${t('login.intro')}</p>
      </header>
      ${errorSummary(this.#errors)}
      <form class="card stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
        ${textField({
          id: 'username',
          label: t('login.name'),
          error: error('username'),
          value: this.#name,
          autocomplete: 'username',
          onInput: (value) => {
            this.#name = value;
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
      <p class="s"><a href="/">${t('login.portal')}</a></p>
    </div>`;
  }
}
define('qn-login-page', LoginPage);
