/** The second factor: set up step by step, new codes for a lost device, given up. */
import { html, nothing } from 'lit';
import {
  type Account,
  beginFactor,
  confirmFactor,
  type FactorBegun,
  giveUpFactor,
  renewRecoveryCodes,
} from '../data/account.ts';
import { Problem } from '../data/http.ts';
import { refreshSession } from '../data/session.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, notice, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import '../elements/qr-code.ts';

/** `rest`: nothing is being done. The others wait for a password or a code. */
type Step = 'rest' | 'prove' | 'scan' | 'renew' | 'give-up';

export class SecondFactorCard extends Light {
  static override properties = { account: { attribute: false } };
  account!: Account;
  #step: Step = 'rest';
  #begun: FactorBegun | null = null;
  #codes: string[] = [];
  #given = '';
  #busy = false;
  #error = '';

  async #go(step: Step): Promise<void> {
    this.#step = step;
    this.#given = '';
    this.#error = '';
    this.requestUpdate();
    await this.updateComplete;
    (this.querySelector<HTMLElement>('form input') ?? this.querySelector<HTMLElement>('h2'))?.focus();
  }

  async #begin(): Promise<void> {
    if (this.account.hasPassword) await this.#go('prove');
    else await this.#do(async () => this.#scan(await beginFactor()));
  }

  async #scan(begun: FactorBegun): Promise<void> {
    this.#begun = begun;
    await this.#go('scan');
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const given = this.#given.trim();
    if (!given) {
      this.#error = this.#step === 'prove' ? t('login.need.password') : t('login.need.code');
      this.requestUpdate();
      void focusSummary(this);
      return;
    }
    await this.#do(() => this.#carryOut(given));
  }

  async #carryOut(given: string): Promise<void> {
    switch (this.#step) {
      case 'prove':
        return this.#scan(await beginFactor(given));
      case 'scan':
        this.#codes = (await confirmFactor(given)).codes;
        this.#begun = null;
        // What one may do was nothing before, where the group needs one.
        await refreshSession();
        break;
      case 'renew':
        this.#codes = (await renewRecoveryCodes(given)).codes;
        break;
      default:
        await giveUpFactor(given);
        this.#codes = [];
        toast(t('account.factor.gone'));
    }
    await this.#go('rest');
    this.dispatchEvent(new CustomEvent('changed'));
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#error = '';
    this.requestUpdate();
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const wrong = this.#step === 'prove' ? t('account.password.wrong') : t('login.wrong.code');
      this.#error = cause.status === 422 || cause.status === 400 ? wrong : problemText(cause).text;
      void focusSummary(this);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.#codes.join('\n')).then(
      () => toast(t('account.factor.copied')),
      // Without leave to write there the codes can still be marked and copied by hand.
      () => {},
    );
  }

  override render() {
    const { since, recoveryLeft } = this.account.secondFactor;
    return html`<section class="card stack" aria-labelledby="factor">
      <h2 id="factor" tabindex="-1">${t('account.factor')}</h2>
      ${this.#error ? errorSummary([{ field: 'factor-given', text: this.#error }]) : nothing}
      ${this.#codes.length > 0 ? this.#shown() : nothing}
      ${
        this.#step !== 'rest'
          ? this.#form()
          : since
            ? html`<p>${t('account.factor.on', { at: fullTime(since) })}</p>
                <p class="soft">${t('account.factor.left', { n: recoveryLeft })}</p>
                <div class="row">
                  <button type="button" class="button" @click=${() => this.#go('renew')}>${t('account.factor.renew')}</button>
                  <button type="button" class="button" @click=${() => this.#go('give-up')}>${t('account.factor.giveUp')}</button>
                </div>`
            : html`<p>${t('account.factor.off')}</p>
                <div class="row">
                  <button type="button" class="button primary" @click=${() => void this.#begin()}>${t('account.factor.begin')}</button>
                </div>`
      }
    </section>`;
  }

  /** The codes for a lost device, this once. */
  #shown() {
    return notice(
      'done',
      t('account.factor.codes'),
      html`<p>${t('account.factor.codes.text')}</p>
        <ul class="plain recovery-codes">
          ${this.#codes.map((one) => html`<li class="code">${one}</li>`)}
        </ul>
        <button type="button" class="button small" @click=${() => void this.#copy()}>${t('account.factor.copy')}</button>`,
      'status',
    );
  }

  #form() {
    const step = this.#step;
    return html`<form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
      ${step === 'scan' && this.#begun ? this.#picture(this.#begun) : nothing}
      ${step === 'give-up' ? html`<p>${t('account.factor.giveUp.text')}</p>` : nothing}
      ${step === 'renew' ? html`<p>${t('account.factor.renew.text')}</p>` : nothing}
      ${textField({
        id: 'factor-given',
        label: step === 'prove' ? t('account.password.current') : t('login.code'),
        ...(step === 'scan' ? { hint: t('account.factor.code.hint') } : {}),
        error: this.#error || undefined,
        type: step === 'prove' ? 'password' : 'text',
        autocomplete: step === 'prove' ? 'current-password' : 'one-time-code',
        maxlength: step === 'prove' ? 200 : 40,
        short: step !== 'prove',
        value: this.#given,
        onInput: (value) => {
          this.#given = value;
        },
      })}
      <div class="row">
        ${busyButton({ text: t(step === 'prove' ? 'account.factor.next' : 'account.factor.confirm'), busy: this.#busy, kind: 'primary', type: 'submit' })}
        <button type="button" class="button quiet" @click=${() => this.#go('rest')}>${t('act.cancel')}</button>
      </div>
    </form>`;
  }

  #picture({ uri, secret }: FactorBegun) {
    return html`<p>${t('account.factor.scan')}</p>
      <qn-qr .text=${uri} .label=${t('account.factor.qr')}></qn-qr>
      <p class="s soft">${t('account.factor.type')}</p>
      <p class="code factor-secret">${secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>`;
  }
}
define('qn-second-factor', SecondFactorCard);
