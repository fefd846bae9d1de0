/** Two versions of a diagram: the drawings, and the changes in words; each leads to its place. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import '../../elements/table.css';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import '../../elements/says-who.ts';
import { loadingState, notice } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { kindText } from '../kind-text.ts';
import './compare-canvas.ts';
import { diagramChanges, type ElementChange } from './diagram-changes.ts';
import { signs } from './signs.ts';
import { facetText, valueText } from './words.ts';

export class DiagramComparison extends Light {
  static override properties = {
    earlier: { attribute: false },
    later: { attribute: false },
    labels: { attribute: false },
    editLink: { attribute: false },
  };
  earlier = '';
  later = '';
  labels: readonly [string, string] = ['', ''];
  /** Where an element is edited; nothing where the later version is not edited here. */
  editLink: ((id: string) => string) | null = null;
  #changes: ElementChange[] | null = null;
  #failed = '';
  #at = '';

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('earlier') || changed.has('later')) void this.#compare();
  }

  async #compare(): Promise<void> {
    const [before, after] = [this.earlier, this.later];
    try {
      const changes = await diagramChanges(before, after);
      if (before !== this.earlier || after !== this.later) return;
      this.#changes = changes;
      this.#failed = '';
    } catch (cause) {
      this.#failed = (cause as Error).message;
    }
    this.requestUpdate();
  }

  protected override render() {
    if (this.#failed) return notice('late', t('studio.compare.failed'), this.#failed, 'alert');
    if (!this.#changes) return loadingState();
    return html`<div class="stack">
      <qn-compare-canvas
        .earlier=${this.earlier}
        .later=${this.later}
        .changes=${this.#changes}
        .labels=${this.labels}
        .at=${this.#at}
        @pick=${(event: CustomEvent<string>) => this.#pick(event.detail)}
      ></qn-compare-canvas>
      <p class="s soft" role="status">${t('studio.compare.count', { n: this.#changes.length })}</p>
      <ul class="changes-list">
        ${this.#changes.map((one) => this.#change(one))}
      </ul>
    </div>`;
  }

  /** Marks the change of an element that was pressed in the drawing, and brings it into view. */
  #pick(id: string): void {
    if (!this.#changes?.some((one) => one.id === id)) return;
    this.#at = id;
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.querySelector('.changes-list .shown')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  #change(one: ElementChange): TemplateResult {
    return html`<li class=${one.id === this.#at ? 'shown' : ''}>
      <div class="row">
        <b class="compare-sign ${one.change}" aria-hidden="true">${signs[one.change]}</b>
        <span class="grow">
          <button
            type="button"
            class="link-button"
            @click=${() => {
              this.#at = one.id;
              this.requestUpdate();
            }}
          >
            ${one.name}
          </button>
          <span class="s soft">
            · ${kindText(one.kind)} · ${t(`studio.compare.${one.change}`)}${one.article ? html` · <qn-says-who .article=${one.article}></qn-says-who>` : nothing}
          </span>
        </span>
        ${
          this.editLink && one.change !== 'removed'
            ? html`<a class="s" href=${this.editLink(one.id)}>${t('studio.compare.edit')}<span class="sr-only"> ${one.name}</span></a>`
            : nothing
        }
      </div>
      ${
        one.facets.length === 0
          ? nothing
          : html`<ul class="facets s">
              ${one.facets.map(
                ({ facet, before, after }) =>
                  html`<li>${facetText(facet)}: <del>${valueText(facet, before)}</del> ${icon('chevronRight')} <ins>${valueText(facet, after)}</ins></li>`,
              )}
            </ul>`
      }
    </li>`;
  }
}
define('qn-diagram-comparison', DiagramComparison);
