/** One's own address for mails and number for calls. */
import { html } from 'lit';
import { type Account, changeContact } from '../data/account.ts';
import { Problem } from '../data/http.ts';
import { errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';

export class ContactForm extends Light {
  static override properties = { account: { attribute: false } };
  account!: Account;
  #email: string | null = null;
  #phone: string | null = null;
  #busy = false;
  #errors: { field: string; text: string }[] = [];

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#errors = [];
    this.requestUpdate();
    const email = (this.#email ?? this.account.email ?? '').trim();
    const phone = (this.#phone ?? this.account.phone ?? '').trim();
    try {
      await changeContact({ email: email || null, phone: phone || null });
      toast(t('account.saved'));
      this.dispatchEvent(new CustomEvent('changed'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const wrong = Object.keys(cause.fieldErrors());
      this.#errors = ['email', 'phone']
        .filter((field) => wrong.includes(field))
        .map((field) => ({ field, text: t(field === 'email' ? 'account.email.wrong' : 'account.phone.wrong') }));
      if (this.#errors.length === 0) this.#errors = [{ field: 'email', text: problemText(cause).text }];
      void focusSummary(this);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    const error = (field: string) => this.#errors.find((one) => one.field === field)?.text;
    return html`<section class="card stack" aria-labelledby="contact">
      <h2 id="contact">${t('account.contact')}</h2>
      ${errorSummary(this.#errors)}
      <form class="stack" novalidate @submit=${(event: Event) => this.#save(event)}>
        ${textField({
          id: 'email',
          label: t('account.email'),
          hint: t('account.email.hint'),
          error: error('email'),
          optional: true,
          type: 'email',
          autocomplete: 'email',
          value: this.#email ?? this.account.email ?? '',
          onInput: (value) => {
            this.#email = value;
          },
        })}
        ${textField({
          id: 'phone',
          label: t('account.phone'),
          error: error('phone'),
          optional: true,
          type: 'tel',
          autocomplete: 'tel',
          short: true,
          value: this.#phone ?? this.account.phone ?? '',
          onInput: (value) => {
            this.#phone = value;
          },
        })}
        <div class="row">${busyButton({ text: t('account.save'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-contact-form', ContactForm);
