/** `/account`: one's own address and number, password, second factor, the provider's log-in, and where one is logged in. */
import { html, nothing } from 'lit';
import { type Account, dropIdentity, oidcPath, readAccount } from '../data/account.ts';
import { Problem } from '../data/http.ts';
import { knownSession } from '../data/session.ts';
import { confirmDialog } from '../elements/dialog.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import './contact-form.ts';
import './password-form.ts';
import './second-factor.ts';
import './sessions-list.ts';
import './account.css';

const refusals: Record<string, TextKey> = {
  others: 'account.refused.others',
  'provider-down': 'login.refused.provider-down',
  expired: 'login.refused.expired',
};

export class AccountPage extends Page {
  readonly #account = new Loading<Account>(this, (signal) => readAccount(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#account.start();
  }

  readonly #again = (): void => void this.#account.again();

  async #drop(name: string): Promise<void> {
    const sure = await confirmDialog({
      title: t('account.provider.drop.ask', { name }),
      text: t('account.provider.drop.text'),
      act: t('account.provider.drop'),
    });
    if (!sure) return;
    try {
      await dropIdentity();
      toast(t('account.saved'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(cause.status === 409 ? t('account.provider.last') : problemText(cause).text);
    }
    this.#again();
  }

  override render() {
    const { value, problem } = this.#account;
    return html`<div class="account stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('account.title')}</h1>
        ${value ? html`<p class="soft">${value.name} · <span class="code">${value.username}</span></p>` : nothing}
      </header>
      ${this.#told()}
      ${value ? this.#parts(value) : problem ? problemState(problem, () => void this.#account.start()) : loadingState()}
    </div>`;
  }

  #told() {
    const why = this.query.get('refused');
    if (why) return notice('soon', t('login.refused'), t(refusals[why] ?? 'login.refused.failed'), 'alert');
    if (this.query.get('added')) return notice('done', t('account.provider.added'), nothing, 'status');
    if (knownSession()?.needsSecondFactor)
      return notice('soon', t('account.factor.must'), t('account.factor.must.text'), 'status');
    return nothing;
  }

  #parts(account: Account) {
    return html`<qn-second-factor .account=${account} @changed=${this.#again}></qn-second-factor>
      <qn-contact-form .account=${account} @changed=${this.#again}></qn-contact-form>
      <qn-password-form .hasPassword=${account.hasPassword} @changed=${this.#again}></qn-password-form>
      ${account.oidc ? this.#provider(account.oidc) : nothing}
      <qn-sessions-list></qn-sessions-list>`;
  }

  #provider({ name, linkedAt }: NonNullable<Account['oidc']>) {
    return html`<section class="card stack" aria-labelledby="provider">
      <h2 id="provider">${name}</h2>
      ${
        linkedAt
          ? html`<p>${t('account.provider.since', { at: fullTime(linkedAt) })}</p>
              <div class="row">
                <button type="button" class="button" @click=${() => void this.#drop(name)}>${t('account.provider.drop')}</button>
              </div>`
          : html`<p>${t('account.provider.none')}</p>
              <div class="row">
                <a class="button" href=${oidcPath('/account', true)}>${t('account.provider.add')}</a>
              </div>`
      }
    </section>`;
  }
}
define('qn-account-page', AccountPage);
