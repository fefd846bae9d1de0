/**
 * User name and password, then the code of a second factor where the person has one; beside them the province's own
 * log-in where there is one. Says `logged-in` when somebody is, with who it is.
 */
import { html, nothing } from 'lit';
import { logInWays, oidcPath } from '../data/account.ts';
import { Problem } from '../data/http.ts';
import { knownSession, logIn, refreshSession, type Session } from '../data/session.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { t } from '../text/text.ts';

export class LoginForm extends Light {
  static override properties = {
    username: { attribute: false },
    plain: { attribute: false },
    to: { attribute: false },
  };
  /** Who is asked to log in; may be changed. */
  username = '';
  /** Without a frame of its own: inside a dialog, over a page that must stay. */
  plain = false;
  /** Where to go after a log-in at the provider. */
  to = '/tasks';
  #password = '';
  #code = '';
  #asksCode = false;
  #busy = false;
  #errors: { field: string; text: string }[] = [];
  #provider: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    logInWays().then(
      ({ oidc }) => {
        this.#provider = oidc;
        this.requestUpdate();
      },
      // Passwords do without.
      () => {},
    );
    if (!this.plain) return;
    // The provider's page opened beside this one: whoever comes back may be logged in.
    const look = () => {
      if (document.visibilityState === 'visible' && this.#provider) void this.#lookAgain();
    };
    document.addEventListener('visibilitychange', look);
    this.untilGone(() => document.removeEventListener('visibilitychange', look));
  }

  async #lookAgain(): Promise<void> {
    const before = knownSession();
    await refreshSession();
    const now = knownSession();
    if (now && now !== before) this.#done(now);
  }

  #done(session: Session): void {
    this.dispatchEvent(new CustomEvent<Session>('logged-in', { detail: session, bubbles: true }));
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = [];
    if (!this.username.trim()) this.#errors.push({ field: 'username', text: t('login.need.name') });
    if (!this.#password) this.#errors.push({ field: 'password', text: t('login.need.password') });
    if (this.#asksCode && !this.#code.trim()) this.#errors.push({ field: 'code', text: t('login.need.code') });
    if (this.#errors.length === 0) await this.#logIn();
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
  }

  async #logIn(): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      this.#done(await logIn(this.username.trim(), this.#password, this.#asksCode ? this.#code.trim() : undefined));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      if (cause.shape.type?.endsWith('/second-factor-needed')) void this.#askCode();
      else this.#errors = [this.#meant(cause)];
    } finally {
      this.#busy = false;
    }
  }

  #meant(problem: Problem): { field: string; text: string } {
    if (problem.status !== 401) return { field: 'username', text: problemText(problem).text };
    return this.#asksCode
      ? { field: 'code', text: t('login.wrong.code') }
      : { field: 'username', text: t('login.wrong') };
  }

  async #askCode(): Promise<void> {
    this.#asksCode = true;
    this.#code = '';
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#code')?.focus();
  }

  #back(): void {
    this.#asksCode = false;
    this.#errors = [];
    this.requestUpdate();
  }

  override render() {
    return html`<div class="stack">
      ${errorSummary(this.#errors)}
      <form class="${this.plain ? '' : 'card'} stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
        ${this.#asksCode ? this.#codeFields() : this.#passwordFields()}
        ${busyButton({ text: t('login.act'), busy: this.#busy, kind: 'primary large', type: 'submit' })}
        ${
          this.#asksCode
            ? html`<button type="button" class="button quiet" @click=${() => this.#back()}>${t('login.back')}</button>`
            : nothing
        }
      </form>
      ${this.#provider && !this.#asksCode ? this.#beside(this.#provider) : nothing}
    </div>`;
  }

  #error(field: string): string | undefined {
    return this.#errors.find((one) => one.field === field)?.text;
  }

  #passwordFields() {
    return html`${textField({
      id: 'username',
      label: t('login.name'),
      error: this.#error('username'),
      value: this.username,
      autocomplete: 'username',
      onInput: (value) => {
        this.username = value;
      },
    })}
    ${textField({
      id: 'password',
      label: t('login.password'),
      error: this.#error('password'),
      value: this.#password,
      type: 'password',
      autocomplete: 'current-password',
      onInput: (value) => {
        this.#password = value;
      },
    })}`;
  }

  #codeFields() {
    return html`<p>${t('login.code.for', { name: this.username.trim() })}</p>
      ${textField({
        id: 'code',
        label: t('login.code'),
        hint: t('login.code.hint'),
        error: this.#error('code'),
        value: this.#code,
        autocomplete: 'one-time-code',
        maxlength: 40,
        onInput: (value) => {
          this.#code = value;
        },
      })}`;
  }

  #beside(name: string) {
    return html`<p class="login-or"><span>${t('login.or')}</span></p>
      <a class="button large" href=${oidcPath(this.plain ? '/notices' : this.to)} target=${this.plain ? '_blank' : nothing}
        >${t('login.provider', { name })}</a
      >
      ${this.plain ? html`<p class="s soft">${t('login.provider.beside')}</p>` : nothing}`;
  }
}
define('qn-login-form', LoginForm);
