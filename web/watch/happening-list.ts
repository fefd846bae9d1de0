/** What happened to an instance, one row each; the rows of the moment that is shown stand out, each row leads to its own. */
import { html, type PropertyValues } from 'lit';
import type { Happening } from '../../domain/playback.ts';
import { define, Light } from '../elements/light.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

export class HappeningList extends Light {
  static override properties = {
    happenings: { attribute: false },
    at: { attribute: false },
    nameOf: { attribute: false },
  };
  happenings: readonly Happening[] = [];
  at: number | null = null;
  nameOf: (id: string) => string = (id) => id;

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('at')) return;
    const frame = this.querySelector<HTMLElement>('.happenings');
    const current = this.querySelector<HTMLElement>('[aria-current="step"]');
    // Within the list only: the page stays where one reads.
    if (frame && current) frame.scrollTop = current.offsetTop - frame.offsetTop - frame.clientHeight / 2;
  }

  protected override render() {
    const { at } = this;
    const shown = at === null ? null : (this.happenings.findLast((one) => one.at <= at)?.at ?? null);
    return html`<div class="happenings" tabindex="0" role="group" aria-label=${t('watch.play.story')}>
      <ol>
        ${this.happenings.map(
          (one) =>
            html`<li>
              <button
                type="button"
                aria-current=${one.at === shown ? 'step' : 'false'}
                @click=${() => this.dispatchEvent(new CustomEvent('moment', { detail: one.at, bubbles: true }))}
              >
                <span class="tabular">${shortTime(one.at)}</span>
                <span>${t(`watch.play.what.${one.what}` as TextKey, { name: one.elementId ? this.nameOf(one.elementId) : '' })}</span>
              </button>
            </li>`,
        )}
      </ol>
    </div>`;
  }
}
define('qn-happenings', HappeningList);
