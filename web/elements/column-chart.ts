/**
 * <qn-columns>: amounts side by side over time, drawn. One stop of the keyboard: the arrow keys go from column to column
 * and the line below says what stands there, which a screen reader speaks; the same numbers stand in a table under it.
 */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { count } from '../text/numbers.ts';
import { t } from '../text/text.ts';
import { define, Light } from './light.ts';
import './figures.css';
import './column-chart.css';

export interface Series {
  name: string;
  /** One amount a column; null where there is none. */
  values: readonly (number | null)[];
}

const height = 160;
const width = 720;
const foot = 22;

export class ColumnChart extends Light {
  static override properties = {
    label: { attribute: false },
    columns: { attribute: false },
    series: { attribute: false },
    hrefs: { attribute: false },
    write: { attribute: false },
  };
  /** What it shows, for its frame and for the table. */
  label = '';
  columns: readonly { name: string; short: string }[] = [];
  series: readonly Series[] = [];
  /** Where Enter or a press on a column leads. */
  hrefs: readonly string[] = [];
  write: (value: number) => string = count;
  #at = -1;

  #said(n: number): string {
    const parts = this.series.map(({ name, values }) => {
      const value = values[n];
      return `${name}: ${value === null || value === undefined ? '–' : this.write(value)}`;
    });
    return `${this.columns[n]?.name ?? ''} · ${parts.join(' · ')}`;
  }

  #move(to: number): void {
    this.#at = Math.min(this.columns.length - 1, Math.max(0, to));
    this.requestUpdate();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const last = this.columns.length - 1;
    const from = this.#at < 0 ? last : this.#at;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#move(to);
  };

  override render() {
    const most = Math.max(1, ...this.series.flatMap(({ values }) => values.map((value) => value ?? 0)));
    const room = width / Math.max(1, this.columns.length);
    return html`<figure class="column-chart">
      <figcaption class="row">
        ${this.series.map(({ name }, n) => html`<span class="s"><span class="key key-${n}" aria-hidden="true"></span>${name}</span>`)}
      </figcaption>
      <div
        class="column-frame"
        tabindex="0"
        role="group"
        aria-roledescription=${t('chart.kind')}
        aria-label="${this.label}. ${t('chart.keys')}"
        @keydown=${this.#key}
        @focus=${() => this.#at < 0 && this.#move(this.columns.length - 1)}
      >
        <svg viewBox="0 0 ${width} ${height + foot}" aria-hidden="true" focusable="false">
          ${this.#lines(most)} ${this.columns.map((_, n) => this.#column(n, room, most))}
        </svg>
      </div>
      <p class="s column-said" aria-live="polite">
        ${this.#at < 0 ? html`<span class="soft">${t('chart.hint')}</span>` : this.#sentence(this.#at)}
      </p>
      ${this.#table()}
    </figure>`;
  }

  #sentence(n: number): TemplateResult {
    const href = this.hrefs[n];
    return html`${this.#said(n)}${href ? html` <a href=${href}>${t('chart.open')}</a>` : nothing}`;
  }

  #lines(most: number) {
    return [0.5, 1].map((part) => {
      const y = height - part * (height - 14);
      return svg`<line class="rule" x1="0" x2=${width} y1=${y} y2=${y} /><text class="scale" x="2" y=${y - 3}>${this.write(Math.round(most * part))}</text>`;
    });
  }

  #column(n: number, room: number, most: number) {
    const bars = this.series.length;
    const each = Math.min(28, (room * 0.7) / bars);
    const left = n * room + (room - each * bars) / 2;
    return svg`<g class=${this.#at === n ? 'here' : ''} @pointerenter=${() => this.#move(n)} @click=${() => this.#move(n)}>
      <rect class="ground" x=${n * room} y="0" width=${room} height=${height + foot} />
      ${this.series.map(({ values }, index) => {
        const tall = ((values[n] ?? 0) / most) * (height - 14);
        return svg`<rect class="bar-${index}" x=${left + index * each} y=${height - tall} width=${each - 1} height=${tall} />`;
      })}
      <text class="foot" x=${n * room + room / 2} y=${height + 16} text-anchor="middle">${this.columns[n]!.short}</text>
    </g>`;
  }

  #table(): TemplateResult {
    return html`<details>
      <summary>${t('chart.table')}</summary>
      <div class="figure-table narrow" tabindex="0" role="region" aria-label=${this.label}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('chart.when')}</th>
              ${this.series.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.columns.map(
              ({ name }, n) =>
                html`<tr>
                  <th scope="row">${this.hrefs[n] ? html`<a href=${this.hrefs[n]}>${name}</a>` : name}</th>
                  ${this.series.map(({ values }) => {
                    const value = values[n];
                    return html`<td class="number">${value === null || value === undefined ? '–' : this.write(value)}</td>`;
                  })}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}
define('qn-columns', ColumnChart);
