/** Find a report: those sent or opened on this device, or by its private link or code and secret. */
import { html, nothing } from 'lit';
import { forgetReport, keptReports } from '../data/kept.ts';
import { confirmDialog } from '../elements/dialog.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { tokenFrom } from './private-link.ts';
import './waiting-list.ts';
import './portal.css';

export class FindPage extends Page {
  #code = '';
  #token = '';
  #errors: { field: string; text: string }[] = [];

  #submit(event: Event): void {
    event.preventDefault();
    const found = tokenFrom(this.#code, this.#token);
    this.#errors = [];
    if (!found.code) this.#errors.push({ field: 'code', text: t('find.need.code') });
    else if (!found.token) this.#errors.push({ field: 'token', text: t('find.need.token') });
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
    else go(`/r/${encodeURIComponent(found.code!)}#${found.token}`);
  }

  async #forget(code: string): Promise<void> {
    const sure = await confirmDialog({ title: t('find.forget'), text: t('find.forget.text'), act: t('find.forget') });
    if (!sure) return;
    forgetReport(code);
    this.requestUpdate();
  }

  override render() {
    const kept = keptReports();
    const error = (field: string) => this.#errors.find((one) => one.field === field)?.text;
    return html`<div class="read stack loose">
      <h1 tabindex="-1">${t('find.title')}</h1>
      <qn-waiting></qn-waiting>
      ${
        kept.length
          ? html`<section class="stack tight" aria-labelledby="kept">
              <h2 id="kept">${t('find.kept')}</h2>
              <ul class="kept-list">
                ${kept.map(
                  (one) =>
                    html`<li class="row">
                      <a class="grow" href="/r/${encodeURIComponent(one.code)}">
                        <strong class="code">${one.code}</strong>
                        <span class="soft s">${shortTime(one.at)}</span>
                        <span class="s grow">${one.summary}</span>
                      </a>
                      <button
                        type="button"
                        class="button quiet icon"
                        aria-label=${t('find.forget.one', { code: one.code })}
                        @click=${() => this.#forget(one.code)}
                      >
                        ${icon('close')}
                      </button>
                    </li>`,
                )}
              </ul>
            </section>`
          : nothing
      }
      <section class="stack" aria-labelledby="by-code">
        <h2 id="by-code">${t('find.byCode')}</h2>
        ${errorSummary(this.#errors)}
        <form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
          ${textField({
            id: 'code',
            label: t('find.code'),
            hint: t('find.code.hint'),
            error: error('code'),
            value: this.#code,
            autocomplete: 'off',
            onInput: (value) => {
              this.#code = value;
            },
          })}
          ${textField({
            id: 'token',
            label: t('find.token'),
            hint: t('find.token.hint'),
            error: error('token'),
            value: this.#token,
            autocomplete: 'off',
            onInput: (value) => {
              this.#token = value;
            },
          })}
          <div><button type="submit" class="button primary large">${t('find.open')}</button></div>
        </form>
      </section>
    </div>`;
  }
}
define('qn-find-page', FindPage);
