/** `/u#<token>`, from a follower's mail: ends the news of a report. Nothing happens before the button is pressed. */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import { unfollow } from '../data/notices.ts';
import { errorText } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { busyButton, notice, problemText } from '../elements/states.ts';
import { rewriteAddress } from '../shell/router.ts';
import { t } from '../text/text.ts';

export class UnfollowPage extends Page {
  #token = '';
  #busy = false;
  #done = false;
  #error = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#token = location.hash.slice(1);
    if (this.#token) rewriteAddress(location.pathname);
  }

  async #end(): Promise<void> {
    this.#busy = true;
    this.#error = '';
    this.requestUpdate();
    try {
      await unfollow(this.#token);
      this.#done = true;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#error = cause.status === 400 ? t('unfollow.noToken.text') : problemText(cause).text;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    return html`<div class="read stack">
      <h1 tabindex="-1">${t('unfollow.title')}</h1>
      ${this.#body()}
    </div>`;
  }

  #body() {
    if (this.#done) return notice('done', t('unfollow.done'), t('unfollow.done.text'), 'status');
    if (!this.#token) return notice('info', t('unfollow.noToken'), t('unfollow.noToken.text'));
    return html`<p>${t('unfollow.text')}</p>
      ${this.#error ? errorText('unfollow', this.#error) : nothing}
      <div class="row">
        ${busyButton({ text: t('unfollow.act'), busy: this.#busy, kind: 'primary', onClick: () => void this.#end() })}
      </div>`;
  }
}
define('qn-unfollow-page', UnfollowPage);
