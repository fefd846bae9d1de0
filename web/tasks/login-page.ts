/** Log in. Goes on to where one wanted to go, within this site only. */
import { html, nothing } from 'lit';
import type { Session } from '../data/session.ts';
import { define, Page } from '../elements/light.ts';
import { notice } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { type TextKey, t } from '../text/text.ts';
import { destination } from './destination.ts';
import './login-form.ts';
import './staff.css';

/** Why the provider's log-in led back here. */
const refusals: Record<string, TextKey> = {
  'no-account': 'login.refused.no-account',
  'provider-down': 'login.refused.provider-down',
  expired: 'login.refused.expired',
};

export class LoginPage extends Page {
  #refused() {
    const why = this.query.get('refused');
    if (!why) return nothing;
    return notice('soon', t('login.refused'), t(refusals[why] ?? 'login.refused.failed'), 'alert');
  }

  override render() {
    return html`<div class="login stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('login.title')}</h1>
        <p class="soft">${t('login.intro')}</p>
      </header>
      ${this.#refused()}
      <qn-login-form
        .to=${this.query.get('to') ?? '/tasks'}
        @logged-in=${({ detail }: CustomEvent<Session>) =>
          go(detail.needsSecondFactor ? '/account' : destination(this.query.get('to'), detail.rights), {
            replace: true,
          })}
      ></qn-login-form>
      <p class="s"><a href="/">${t('login.portal')}</a></p>
    </div>`;
  }
}
define('qn-login-page', LoginPage);
