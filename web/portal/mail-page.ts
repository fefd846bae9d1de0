/** `/m/{id}#<key>`, from our mail: what was understood of a mail, to be completed into a report by its sender. */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import { keepReport } from '../data/kept.ts';
import { completeMail, type MailDraft, type MailReport, readMailDraft } from '../data/mails.ts';
import type { ReportReceipt } from '../data/reports.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import { sentView } from './sent.ts';
import './mail-form.ts';
import './portal.css';

export class MailPage extends Page {
  #token = '';
  #busy = false;
  #refusal = '';
  #receipt: ReportReceipt | null = null;
  readonly #draft = new Loading<MailDraft>(this, async (signal) => {
    const draft = await readMailDraft(this.params.id!, this.#token, signal);
    if (draft.receipt) this.#show(draft.receipt, draft.subject);
    return draft;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    // The key stays in the address: the mail's link may be opened again and again, and a reload must not lose it.
    this.#token = location.hash.slice(1);
    if (this.#token) void this.#draft.start();
  }

  #show(receipt: ReportReceipt, summary: string): void {
    this.#receipt = receipt;
    const { code, accessToken: token, receivedAt } = receipt;
    keepReport({ code, token, summary: summary.slice(0, 80), at: Date.parse(receivedAt) });
  }

  async #send(words: MailReport): Promise<void> {
    this.#busy = true;
    this.#refusal = '';
    this.requestUpdate();
    try {
      this.#show(await completeMail(this.params.id!, this.#token, words), words.content);
      scrollTo(0, 0);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refusal = cause.status === 409 ? t('mail.over.text') : problemText(cause).text;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    if (this.#receipt) return sentView(this.#receipt, () => go('/'));
    return html`<div class="read stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('mail.title')}</h1>
        <p class="soft">${t('mail.intro')}</p>
      </header>
      ${this.#body()}
    </div>`;
  }

  #body() {
    const { value, problem } = this.#draft;
    if (!this.#token || problem?.status === 404) return notice('info', t('mail.none'), t('mail.none.text'));
    if (!value) return problem ? problemState(problem, () => void this.#draft.start()) : loadingState();
    if (!value.open) return notice('info', t('mail.over'), t('mail.over.text'));
    return html`${value.closesAt ? html`<p>${t('mail.until', { at: fullTime(value.closesAt) })}</p>` : nothing}
      ${value.files > 0 ? html`<p class="row">${icon('check')}${t('mail.files', { n: value.files })}</p>` : nothing}
      ${
        value.refused.length > 0
          ? html`<div class="notice soon">
              ${icon('clock')}
              <div class="stack tight">
                <p><strong>${t('mail.refused')}</strong></p>
                <ul class="plain">
                  ${value.refused.map(({ name }) => html`<li>${name}</li>`)}
                </ul>
              </div>
            </div>`
          : nothing
      }
      <div class="card">
        <qn-mail-form
          .understood=${value.understood}
          .email=${value.email}
          .act=${t('send.send')}
          .busy=${this.#busy}
          .refusal=${this.#refusal}
          @words=${(event: CustomEvent<MailReport>) => void this.#send(event.detail)}
        ></qn-mail-form>
      </div>`;
  }
}
define('qn-mail-page', MailPage);
