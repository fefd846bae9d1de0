/** `/admin/mail/{id}`: one mail as text, and what staff make of it. Nothing in it is loaded from elsewhere. */
import { html, nothing } from 'lit';
import { Problem } from '../../data/http.ts';
import { dismissMail, type MailReport, type MailView, makeReportOfMail, openMail } from '../../data/mails.ts';
import { areaField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { fileSize, fullTime } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';
import { stateText, whyText } from './mails-page.ts';
import '../../portal/mail-form.ts';

export class AdminMailPage extends Page {
  #busy = false;
  #refusal = '';
  #reason = '';
  #reasonError = '';
  readonly #mail = new Loading<MailView>(this, (signal) => openMail(this.params.id!, signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#mail.start();
  }

  async #do(work: () => Promise<string>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#refusal = '';
    this.requestUpdate();
    try {
      toast(await work());
      await this.#mail.again();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refusal = problemText(cause).text;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  #make(words: MailReport): Promise<void> {
    return this.#do(async () => t('admin.mail.made', { code: (await makeReportOfMail(this.params.id!, words)).code }));
  }

  #dismiss(event: Event): void {
    event.preventDefault();
    const reason = this.#reason.trim();
    this.#reasonError = reason ? '' : t('admin.mail.dismiss.need');
    this.requestUpdate();
    if (!reason) return;
    void this.#do(async () => {
      await dismissMail(this.params.id!, reason);
      return t('admin.mail.dismissed');
    });
  }

  override render() {
    const { value, problem } = this.#mail;
    const body = value
      ? this.#view(value)
      : problem
        ? problemState(problem, () => void this.#mail.start())
        : loadingState();
    return adminFrame(
      '/admin/mail',
      'admin.mail.one',
      html`<a class="s" href="/admin/mail">‹ ${t('admin.mail.back')}</a>${body}`,
    );
  }

  #view(mail: MailView) {
    const line = (name: string, value: string) => html`<dt>${name}</dt><dd>${value}</dd>`;
    return html`<section class="card stack" aria-labelledby="mail-subject">
        <div class="row spread">
          <h2 id="mail-subject">${mail.subject || t('admin.mail.noSubject')}</h2>
          <span class="badge">${stateText(mail.state)}</span>
        </div>
        <p>${whyText(mail.why)}</p>
        ${mail.reason ? html`<p>${t('admin.mail.reason', { reason: mail.reason, by: mail.by ?? '' })}</p>` : nothing}
        <dl class="facts">
          ${line(t('admin.mail.from'), mail.from ? `${mail.from.name} <${mail.from.address}>`.trim() : t('admin.mail.noSender'))}
          ${line(t('admin.mail.received'), fullTime(mail.receivedAt))}
          ${mail.code ? html`<dt>${t('admin.mail.code')}</dt><dd><a href="/tasks?q=${mail.code}">${mail.code}</a></dd>` : nothing}
        </dl>
        <p class="xs soft">${t('admin.mail.audit')}</p>
        <div class="pre mail-text" tabindex="0" role="region" aria-label=${t('admin.mail.text')}>${mail.text || t('admin.mail.noText')}</div>
        ${
          mail.attached.length > 0
            ? html`<div class="stack tight">
                <h3>${t('admin.mail.attached')}</h3>
                <ul class="plain">
                  ${mail.attached.map(({ name, size }) => html`<li>${name} · ${fileSize(size)}</li>`)}
                </ul>
              </div>`
            : nothing
        }
      </section>
      ${this.#refusal && !mail.mayMake ? notice('late', this.#refusal, nothing, 'alert') : nothing}
      ${mail.mayMake ? this.#makeForm(mail) : nothing} ${mail.mayDismiss ? this.#dismissForm() : nothing}`;
  }

  #makeForm(mail: MailView) {
    return html`<section class="card stack" aria-labelledby="make">
      <h2 id="make">${t('admin.mail.make')}</h2>
      <p class="soft s">${t('admin.mail.make.text')}</p>
      <qn-mail-form
        .understood=${mail.understood}
        .email=${mail.from?.address ?? ''}
        .act=${t('admin.mail.make.act')}
        .busy=${this.#busy}
        .refusal=${this.#refusal}
        @words=${(event: CustomEvent<MailReport>) => void this.#make(event.detail)}
      ></qn-mail-form>
    </section>`;
  }

  #dismissForm() {
    return html`<section class="card stack" aria-labelledby="dismiss">
      <h2 id="dismiss">${t('admin.mail.dismiss')}</h2>
      <form class="stack" novalidate @submit=${(event: Event) => this.#dismiss(event)}>
        ${areaField({
          id: 'dismiss-reason',
          label: t('admin.mail.dismiss.reason'),
          error: this.#reasonError || undefined,
          value: this.#reason,
          maxlength: 2_000,
          rows: 3,
          onInput: (value) => {
            this.#reason = value;
          },
        })}
        <div>${busyButton({ text: t('admin.mail.dismiss.act'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-admin-mail-page', AdminMailPage);
