/** What the IOC asks for, and the form to give it. Keeps what was written when sending fails. */
import { html } from 'lit';
import { Problem } from '../data/http.ts';
import type { KeptFile } from '../data/kept.ts';
import { keepUnsent, readUnsent } from '../data/unsent.ts';
import { areaField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, notice, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import '../elements/says-who.ts';
import '../elements/upload-list.ts';

export class SupplementForm extends Light {
  static override properties = {
    code: { attribute: false },
    missing: { attribute: false },
    send: { attribute: false },
  };
  code = '';
  missing = '';
  send: (body: { content?: string; attachments?: string[] }) => Promise<void> = async () => {};
  #content = '';
  #files: KeptFile[] = [];
  #busy = false;
  #uploading = false;
  #error = '';
  /** An attempt whose answer never came: it may have arrived. */
  #unknown = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#content = readUnsent(this.code, 'supplement');
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const content = this.#content.normalize('NFC').trim();
    const attachments = this.#files.map((file) => file.id);
    if (this.#uploading) this.#error = t('send.wait');
    else this.#error = content || attachments.length > 0 ? '' : t('supplement.need');
    this.#busy = this.#error === '';
    this.requestUpdate();
    if (!this.#busy) return;
    try {
      await this.send({ ...(content && { content }), ...(attachments.length > 0 && { attachments }) });
      this.#arrived();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // Refused as one too many after an answer that was lost: the first had arrived.
      if (cause.status === 409 && this.#unknown) this.#arrived();
      else this.#error = problemText(cause).text;
      this.#unknown = cause.status === 0;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  #arrived(): void {
    toast(t('supplement.sent'));
    this.#content = '';
    this.#files = [];
    keepUnsent(this.code, 'supplement', '');
  }

  override render() {
    return html`<section class="card stack" aria-labelledby="supplement">
      <h2 id="supplement">${t('supplement.title')}</h2>
      ${notice('soon', t('supplement.missing'), html`<p class="pre">${this.missing}</p>`)}
      <form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
        ${areaField({
          id: 'supplement-content',
          label: t('supplement.content'),
          error: this.#error || undefined,
          value: this.#content,
          maxlength: 10_000,
          onInput: (value) => {
            this.#content = value;
            keepUnsent(this.code, 'supplement', value);
          },
        })}
        <qn-uploads
          .files=${this.#files}
          .inputId=${'supplement-files'}
          @files=${(event: CustomEvent<{ files: KeptFile[]; busy: boolean }>) => {
            this.#files = event.detail.files;
            this.#uploading = event.detail.busy;
          }}
        ></qn-uploads>
        <div>${busyButton({ text: t('supplement.send'), busy: this.#busy, kind: 'primary large', type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-supplement-form', SupplementForm);
