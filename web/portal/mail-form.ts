/**
 * A report's words as one short form, for what came by mail: what was understood stands in it already. Used by the mail's
 * sender and by staff; who uses it sends what it gives (`words`).
 */
import { html } from 'lit';
import { now } from '../data/clock.ts';
import type { MailReport, UnderstoodView } from '../data/mails.ts';
import {
  areaField,
  checkField,
  errorSummary,
  field,
  focusSummary,
  selectField,
  textField,
} from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton } from '../elements/states.ts';
import { districtChoices } from '../text/districts.ts';
import { t } from '../text/text.ts';
import { localTime, timeOfLocal } from './local-time.ts';

const phonePattern = /^\+?[0-9][0-9 .()-]{7,22}$/;
/** As long as the server allows for a clock that runs fast. */
const skewMs = 600_000;

type TextName = 'name' | 'phone' | 'address' | 'content' | 'place';

export class MailForm extends Light {
  static override properties = {
    understood: { attribute: false },
    email: { attribute: false },
    act: { attribute: false },
    busy: { type: Boolean },
    refusal: { attribute: false },
  };
  declare understood: UnderstoodView;
  declare email: string;
  /** Words of the button. */
  declare act: string;
  declare busy: boolean;
  /** Why it was refused as a whole. */
  declare refusal: string;
  #values = { name: '', phone: '', address: '', content: '', place: '', district: '' };
  #occurredAt = '';
  #hide = false;
  #confidential = false;
  #filled = false;
  #errors: { field: string; text: string }[] = [];

  override willUpdate(): void {
    if (this.#filled || !this.understood) return;
    this.#filled = true;
    const { name = '', phone = '', address = '', content = '', place = '', district = '', wish } = this.understood;
    this.#values = { name, phone, address, content, place, district };
    this.#occurredAt = this.understood.occurredAt ?? '';
    this.#hide = wish === 'hide-name';
    this.#confidential = wish === 'confidential';
  }

  #check(): { field: string; text: string }[] {
    const { name, phone, content, place } = this.#values;
    const errors: { field: string; text: string }[] = [];
    const need = (id: string, value: string, text: string) => {
      if (value.trim() === '') errors.push({ field: id, text });
    };
    need('content', content, t('send.need.content'));
    need('place', place, t('send.need.place'));
    if (this.#occurredAt && Date.parse(this.#occurredAt) > now() + skewMs)
      errors.push({ field: 'occurredAt', text: t('send.bad.when') });
    need('name', name, t('send.need.name'));
    need('phone', phone, t('send.need.phone'));
    if (phone.trim() && !phonePattern.test(phone.trim())) errors.push({ field: 'phone', text: t('send.bad.phone') });
    return errors;
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    this.#errors = this.#check();
    this.requestUpdate();
    if (this.#errors.length > 0) {
      void focusSummary(this);
      return;
    }
    const text = (value: string): string => value.normalize('NFC').trim();
    const { name, phone, address, content, place, district } = this.#values;
    const words: MailReport = {
      sender: {
        name: text(name),
        phone: text(phone),
        ...(this.email && { email: this.email }),
        ...(text(address) && { address: text(address) }),
      },
      content: text(content),
      place: { text: text(place), ...(district && { district }) },
      ...(this.#occurredAt && { occurredAt: this.#occurredAt }),
      ...(this.#hide && { hideIdentity: true }),
      ...(this.#confidential && { confidential: true }),
    };
    this.dispatchEvent(new CustomEvent('words', { detail: words }));
  }

  #text(id: TextName, label: string, rest: object = {}) {
    return {
      id,
      label,
      error: this.#errors.find((one) => one.field === id)?.text,
      value: this.#values[id],
      onInput: (value: string) => {
        this.#values = { ...this.#values, [id]: value };
      },
      ...rest,
    };
  }
  override render() {
    return html`<form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
      ${errorSummary(this.#errors)}
      ${areaField(this.#text('content', t('send.content'), { maxlength: 10_000, rows: 6 }))}
      ${textField(this.#text('place', t('send.place'), { hint: t('send.place.hint'), maxlength: 300, autocomplete: 'off' }))}
      ${selectField({
        id: 'district',
        label: t('send.district'),
        hint: t('send.district.hint'),
        optional: true,
        value: this.#values.district,
        none: t('send.district.none'),
        choices: districtChoices(),
        onChange: (district) => {
          this.#values = { ...this.#values, district };
        },
      })}
      ${field(
        {
          id: 'occurredAt',
          label: t('send.when'),
          hint: t('send.when.hint'),
          error: this.#errors.find((one) => one.field === 'occurredAt')?.text,
          optional: true,
        },
        html`<input
          class="control short"
          type="datetime-local"
          id="occurredAt"
          aria-describedby="occurredAt-hint"
          .value=${localTime(this.#occurredAt)}
          @change=${(event: Event) => {
            this.#occurredAt = timeOfLocal((event.target as HTMLInputElement).value);
          }}
        />`,
      )}
      ${textField(this.#text('name', t('send.name'), { maxlength: 120, autocomplete: 'off' }))}
      ${textField(this.#text('phone', t('send.phone'), { maxlength: 24, type: 'tel', inputmode: 'tel', short: true, autocomplete: 'off' }))}
      ${textField(this.#text('address', t('mail.address'), { maxlength: 300, optional: true, autocomplete: 'off' }))}
      <fieldset class="stack tight">
        <legend class="field-label">${t('send.shown')}</legend>
        ${checkField({
          id: 'hide',
          label: t('send.hide'),
          hint: t('send.hide.hint'),
          checked: this.#hide,
          onChange: (checked) => {
            this.#hide = checked;
          },
        })}
        ${checkField({
          id: 'confidential',
          label: t('send.confidential'),
          hint: t('send.confidential.hint'),
          checked: this.#confidential,
          onChange: (checked) => {
            this.#confidential = checked;
          },
        })}
      </fieldset>
      ${this.refusal ? html`<p class="error-text" role="alert">${this.refusal}</p>` : ''}
      <div>${busyButton({ text: this.act, busy: this.busy, kind: 'primary large', type: 'submit' })}</div>
    </form>`;
  }
}
define('qn-mail-form', MailForm);
