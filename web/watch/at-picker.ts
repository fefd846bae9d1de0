/** `<qn-at-picker>`: the moment that is looked at. Says `moment` with an instant (epoch ms), or null for the present. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { t } from '../text/text.ts';
import { fullTime, localInput } from '../text/times.ts';
import './playback.css';

/** The input's local time is Vietnam's. */
const instantOf = (local: string): number => Date.parse(`${local}+07:00`);

export class AtPicker extends Light {
  static override properties = { at: { attribute: false } };
  at: number | null = null;
  #future = false;

  #say(at: number | null): void {
    this.#future = at !== null && at > now();
    this.requestUpdate();
    if (!this.#future) this.dispatchEvent(new CustomEvent('moment', { detail: at, bubbles: true }));
  }

  protected override render() {
    return html`${
      this.at === null
        ? nothing
        : pastBanner(
            this.at,
            html`<p class="s">${t('watch.past.banner.text')}</p>
              <button type="button" class="button small" @click=${() => this.#say(null)}>${t('watch.past.now')}</button>`,
          )
    }
      <form
        class="at-picker"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const { value } = this.querySelector('input') as HTMLInputElement;
          if (value) this.#say(instantOf(value));
        }}
      >
        <label class="row s">
          ${t('watch.past.at')}
          <input
            class="control compact"
            type="datetime-local"
            required
            aria-invalid=${this.#future ? 'true' : 'false'}
            .value=${localInput(this.at ?? now())}
          />
        </label>
        <button type="submit" class="button small">${icon('clock')}${t('watch.past.look')}</button>
        ${this.#future ? html`<span class="s error" role="alert">${t('watch.past.future')}</span>` : nothing}
      </form>`;
  }
}
define('qn-at-picker', AtPicker);

/** That one looks at the past, in words, so that nobody takes it for now. */
export function pastBanner(at: number, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="notice soon" role="status">
    ${icon('clock')}
    <div class="stack tight"><strong>${t('watch.past.banner', { at: fullTime(at) })}</strong>${more}</div>
  </div>`;
}

/** The moment of an address (`?at=`); null where it names none. */
export function momentOf(query: URLSearchParams): number | null {
  const at = Date.parse(query.get('at') ?? '');
  return Number.isNaN(at) ? null : at;
}
