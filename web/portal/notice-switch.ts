/** `<qn-notice-switch code token>`: news of one's own report on this device. */
import { html, nothing } from 'lit';
import { type PushTarget, reportPush } from '../data/push.ts';
import { define } from '../elements/light.ts';
import { PushSwitch } from '../elements/push-switch.ts';
import { t } from '../text/text.ts';

export class NoticeSwitch extends PushSwitch {
  static override properties = { code: {}, token: {} };
  code = '';
  token = '';

  protected override get target(): PushTarget | null {
    return this.code && this.token ? reportPush(this.code, this.token) : null;
  }

  override render() {
    const body = this.body();
    if (body === nothing) return nothing;
    return html`<section class="stack tight" aria-labelledby="notice-switch">
      <h2 id="notice-switch">${t('push.title')}</h2>
      <p class="s soft">${t('push.why.report')}</p>
      ${body}
    </section>`;
  }
}
define('qn-notice-switch', NoticeSwitch);
