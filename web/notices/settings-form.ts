/** How one wants to be told: where, of what, and when not. Saved with one press. */
import { html, nothing } from 'lit';
import { choosableKinds, type MailChoice, mailChoices } from '../../domain/notices.ts';
import { Problem } from '../data/http.ts';
import { choose, type NoticeChoices, type NoticeSettingsView, readChoices } from '../data/notices.ts';
import { myPush, type PushTarget } from '../data/push.ts';
import { errorText } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { PushSwitch } from '../elements/push-switch.ts';
import { busyButton, loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { type TextKey, t } from '../text/text.ts';

/** Notices of the person who is logged in, on this device. */
class DeviceSwitch extends PushSwitch {
  protected override get target(): PushTarget {
    return myPush;
  }
  override render() {
    return html`<div class="stack tight">${this.body()}</div>`;
  }
}
define('qn-device-switch', DeviceSwitch);

const night = { from: '21:00', to: '06:30' };

export class NoticeSettingsForm extends Light {
  #choices: NoticeChoices | null = null;
  #busy = false;
  #error = '';
  readonly #read = new Loading<NoticeSettingsView>(this, async (signal) => {
    const { reach, ...choices } = await readChoices(signal);
    this.#choices = choices;
    return { reach, ...choices };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read.start();
  }

  #set(change: Partial<NoticeChoices>): void {
    this.#choices = { ...this.#choices!, ...change };
    this.requestUpdate();
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy || !this.#choices) return;
    const { quietHours } = this.#choices;
    this.#error = quietHours && !(quietHours.from && quietHours.to) ? t('notices.quiet.need') : '';
    this.#busy = this.#error === '';
    this.requestUpdate();
    if (!this.#busy) return;
    try {
      await choose(this.#choices);
      toast(t('notices.saved'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#error = problemText(cause).text;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    const { value, problem } = this.#read;
    const choices = this.#choices;
    return html`<section class="card stack notice-settings" aria-labelledby="notice-settings">
      <h2 id="notice-settings">${t('notices.settings')}</h2>
      ${
        value && choices
          ? this.#form(choices, value.reach)
          : problem
            ? problemState(problem, () => void this.#read.start())
            : loadingState()
      }
    </section>`;
  }

  #form(choices: NoticeChoices, reach: NoticeSettingsView['reach']) {
    const { what, quietHours } = choices;
    return html`<form class="stack" novalidate @submit=${(event: Event) => this.#save(event)}>
      <fieldset>
        <legend>${t('notices.where')}</legend>
        ${tick('in-page', t('notices.where.inPage'), choices.inPage, (inPage) => this.#set({ inPage }))}
        ${tick('push', t('notices.where.push'), choices.push, (push) => this.#set({ push }))}
        ${choices.push ? html`<qn-device-switch></qn-device-switch>` : nothing}
      </fieldset>
      <fieldset>
        <legend>${t('notices.mail')}</legend>
        ${reach.mail ? nothing : html`<p class="s soft">${t('notices.mail.none.yet')}</p>`}
        ${mailChoices.map((one) => this.#mail(one, choices.mail, reach.digestAt))}
      </fieldset>
      <fieldset>
        <legend>${t('notices.what')}</legend>
        ${choosableKinds.map((kind) =>
          tick(`what-${kind}`, t(`notices.what.${kind}` as TextKey), what[kind], (on) =>
            this.#set({ what: { ...what, [kind]: on } }),
          ),
        )}
        <p class="xs soft">${t('notices.what.duty')}</p>
      </fieldset>
      <fieldset>
        <legend>${t('notices.quiet')}</legend>
        ${tick('quiet', t('notices.quiet.on'), quietHours !== null, (on) => this.#set({ quietHours: on ? night : null }))}
        ${
          quietHours
            ? html`<div class="row times">
                ${time('quiet-from', t('notices.quiet.from'), quietHours.from, (from) => this.#set({ quietHours: { ...quietHours, from } }))}
                ${time('quiet-to', t('notices.quiet.to'), quietHours.to, (to) => this.#set({ quietHours: { ...quietHours, to } }))}
              </div>`
            : nothing
        }
      </fieldset>
      ${errorText('notice-settings', this.#error)}
      <div class="row">
        ${busyButton({ text: t('notices.save'), busy: this.#busy, kind: 'primary', type: 'submit' })}
      </div>
    </form>`;
  }

  #mail(one: MailChoice, chosen: MailChoice, at: string) {
    return html`<label class="tick">
      <input
        type="radio"
        name="mail"
        value=${one}
        .checked=${one === chosen}
        @change=${() => this.#set({ mail: one })}
      />
      <span>${t(`notices.mail.${one}` as TextKey, one === 'digest' ? { at } : {})}</span>
    </label>`;
  }
}
define('qn-notice-settings', NoticeSettingsForm);

function tick(id: string, label: string, checked: boolean, onChange: (checked: boolean) => void) {
  return html`<label class="tick">
    <input
      type="checkbox"
      id=${id}
      .checked=${checked}
      @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
    />
    <span>${label}</span>
  </label>`;
}

function time(id: string, label: string, value: string, onInput: (value: string) => void) {
  return html`<label class="field" for=${id}>
    <span>${label}</span>
    <input
      class="control compact"
      type="time"
      id=${id}
      .value=${value}
      @input=${(event: Event) => onInput((event.target as HTMLInputElement).value)}
    />
  </label>`;
}
