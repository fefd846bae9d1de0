/** Log in. Goes on to where one wanted to go, within this site only. */
import { html } from 'lit';
import type { Session } from '../data/session.ts';
import { define, Page } from '../elements/light.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { destination } from './destination.ts';
import './login-form.ts';
import './staff.css';

export class LoginPage extends Page {
  override render() {
    return html`<div class="login stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('login.title')}</h1>
        <p class="soft">${t('login.intro')}</p>
      </header>
      <qn-login-form
        @logged-in=${({ detail }: CustomEvent<Session>) =>
          go(destination(this.query.get('to'), detail.rights), { replace: true })}
      ></qn-login-form>
      <p class="s"><a href="/">${t('login.portal')}</a></p>
    </div>`;
  }
}
define('qn-login-page', LoginPage);
