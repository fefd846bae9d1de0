/**
 * Plays one instance back: a slider over the moments at which something happened, steps by key, play and pause with a
 * speed. Says `moment` with an instant, or null for the present. Idle nights take no time: one moment is one step.
 */
import { html, type PropertyValues } from 'lit';
import { selectControl } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import './playback.css';

const speeds = ['1', '2', '4'] as const;
/** How long a moment is shown at speed 1 (ms). */
const stepMs = 1_200;

export class Player extends Light {
  static override properties = { moments: { attribute: false }, at: { attribute: false } };
  /** Instants in order, epoch ms. */
  moments: readonly number[] = [];
  /** The instant that is shown; null: the present. */
  at: number | null = null;
  #speed = '1';
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(() => this.#pause());
  }

  /** Places on the slider: each moment, and behind the last one the present. */
  get #place(): number {
    const { at, moments } = this;
    return at === null
      ? moments.length
      : Math.max(
          0,
          moments.findLastIndex((one) => one <= at),
        );
  }

  #go(place: number): void {
    const at = place >= this.moments.length ? null : this.moments[Math.max(0, place)]!;
    this.dispatchEvent(new CustomEvent('moment', { detail: at, bubbles: true }));
  }

  #play(): void {
    if (this.#place >= this.moments.length) this.#go(0);
    this.#timer = setTimeout(() => this.#next(), stepMs / Number(this.#speed));
    this.requestUpdate();
  }

  #next(): void {
    this.#go(this.#place + 1);
    this.#timer = setTimeout(() => this.#next(), stepMs / Number(this.#speed));
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    // The end of the way is the end of the play.
    if (changed.has('at') && this.at === null && this.#timer !== undefined) this.#pause();
  }

  protected override render() {
    const place = this.#place;
    const said = this.at === null ? t('watch.play.now') : fullTime(this.at);
    const playing = this.#timer !== undefined;
    const act = (text: string, sign: string, disabled: boolean, deed: () => void) =>
      html`<button type="button" class="button small" aria-label=${text} title=${text} ?disabled=${disabled} @click=${deed}>
        <span aria-hidden="true">${sign}</span>
      </button>`;
    const stepTo = (to: number) => () => {
      this.#pause();
      this.#go(to);
    };
    return html`<div class="player" role="group" aria-label=${t('watch.play.label')}>
      <div class="row player-buttons">
        ${act(t('watch.play.first'), '«', place === 0, stepTo(0))}
        ${act(t('watch.play.back'), '‹', place === 0, stepTo(place - 1))}
        <button type="button" class="button small primary" @click=${() => (playing ? this.#pause() : this.#play())}>
          ${playing ? t('watch.play.pause') : t('watch.play.play')}
        </button>
        ${act(t('watch.play.forward'), '›', this.at === null, stepTo(place + 1))}
        ${act(t('watch.play.last'), '»', this.at === null, stepTo(this.moments.length))}
        ${selectControl({
          id: 'play-speed',
          label: t('watch.play.speed'),
          value: this.#speed,
          none: t('watch.play.speed'),
          choices: speeds.map((value) => ({ value, text: t('watch.play.times', { n: value }) })),
          compact: true,
          onChange: (value) => {
            this.#speed = value || '1';
          },
        })}
      </div>
      <input
        type="range"
        class="player-slider"
        min="0"
        max=${this.moments.length}
        step="1"
        .value=${String(place)}
        aria-label=${t('watch.play.slider')}
        aria-valuetext=${said}
        @input=${(event: Event) => stepTo(Number((event.target as HTMLInputElement).value))()}
      />
      <output class="s tabular player-time">${said}</output>
    </div>`;
  }
}
define('qn-player', Player);
