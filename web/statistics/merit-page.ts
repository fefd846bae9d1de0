/** `/statistics/merit` (article 15): who works in time and well, which reports were of value, which were refused or untrue. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import { hasRight } from '../data/session.ts';
import { type Merit, readMerit } from '../data/statistics.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, problemState } from '../elements/states.ts';
import { agencyName, fieldName } from '../text/names.ts';
import { count, share } from '../text/numbers.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime, shortTime } from '../text/times.ts';
import { periodBar, statisticsFrame } from './frame.ts';
import { spanOf } from './period.ts';
import './mark-form.ts';
import '../elements/table.css';

const path = '/statistics/merit';
type Worker = Merit['agencies'][number];

export class MeritPage extends Page {
  #asked = '';
  readonly #merit = new Loading<Merit>(this, (signal) => readMerit(spanOf(this.query, now()), signal));

  override willUpdate(): void {
    const asked = `?${this.query}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    queueMicrotask(() => void this.#merit.start());
  }

  override render() {
    const { value, problem } = this.#merit;
    return statisticsFrame(
      path,
      html`${periodBar(path, this.query)}
      ${value ? this.#body(value) : problem ? problemState(problem, () => void this.#merit.start()) : loadingState()}`,
    );
  }

  #body(merit: Merit): TemplateResult {
    return html`<p class="s soft">
        ${t('statistics.asOf', { at: fullTime(merit.asOf) })} · ${t('statistics.merit.minimum', { n: merit.minimum })}
      </p>
      ${this.#workers(
        'agencies',
        merit.agencies.map((one) => ({ ...one, who: agencyName(one.agency) })),
      )}
      ${this.#workers(
        'officers',
        merit.officers.map((one) => ({
          ...one,
          who: one.agency ? `${one.name} · ${agencyName(one.agency)}` : one.name,
        })),
      )}
      ${this.#valuable(merit)} ${this.#refused(merit)} ${this.#untrue(merit)}
      ${hasRight('statistics.fix') ? html`<qn-mark-form @changed=${() => void this.#merit.again()}></qn-mark-form>` : nothing}`;
  }

  #section(name: string, content: TemplateResult, about?: string): TemplateResult {
    return html`<section class="stack tight">
      <h2 id=${name}>${t(`statistics.merit.${name}` as TextKey)}</h2>
      ${about ? html`<p class="s soft">${about}</p>` : nothing} ${content}
    </section>`;
  }
  #scroll(name: string, table: TemplateResult): TemplateResult {
    return html`<div class="table-scroll" tabindex="0" role="region" aria-labelledby=${name}>${table}</div>`;
  }
  #nothing(): TemplateResult {
    return html`<p class="soft">${t('statistics.merit.none')}</p>`;
  }

  #workers(name: 'agencies' | 'officers', items: (Omit<Worker, 'agency'> & { who: string })[]): TemplateResult {
    if (items.length === 0) return this.#section(name, this.#nothing());
    return this.#section(
      name,
      this.#scroll(
        name,
        html`<table class="table">
          <thead>
            <tr>
              <th scope="col">${t('statistics.merit.who')}</th>
              <th scope="col" class="number">${t('statistics.merit.done')}</th>
              <th scope="col" class="number">${t('statistics.merit.first')}</th>
              <th scope="col" class="number">${t('statistics.merit.moved')}</th>
              <th scope="col" class="number">${t('statistics.merit.rated')}</th>
              <th scope="col" class="number">${t('statistics.merit.satisfied')}</th>
              <th scope="col" class="number">${t('statistics.merit.unsatisfied')}</th>
            </tr>
          </thead>
          <tbody>
            ${items.map(
              (one) =>
                html`<tr class=${one.enough ? '' : 'soft'}>
                  <th scope="row">${one.who}</th>
                  <td class="number">${count(one.done)}</td>
                  <td class="number">${this.#part(one.onTimeByFirst, one.done, one.enough)}</td>
                  <td class="number">${this.#part(one.onTimeByMoved, one.done, one.enough)}</td>
                  <td class="number">${this.#part(one.rated, one.answered, one.enough)}</td>
                  <td class="number">${this.#part(one.satisfied, one.rated, one.enough)}</td>
                  <td class="number">${count(one.unsatisfied)}</td>
                </tr>`,
            )}
          </tbody>
        </table>`,
      ),
    );
  }
  /** Few say nothing as a share: the numbers alone. */
  #part(n: number, of: number, enough: boolean): string {
    return enough && of > 0 ? `${share(n, of)} (${count(n)} / ${count(of)})` : `${count(n)} / ${count(of)}`;
  }

  #valuable({ valuable }: Merit): TemplateResult {
    if (valuable.length === 0) return this.#section('valuable', this.#nothing());
    return this.#section(
      'valuable',
      this.#scroll(
        'valuable',
        html`<table class="table">
          <thead>
            <tr>
              <th scope="col">${t('statistics.column.report')}</th>
              <th scope="col">${t('statistics.by.field')}</th>
              <th scope="col">${t('statistics.by.agency')}</th>
              <th scope="col">${t('statistics.column.answered')}</th>
              <th scope="col" class="number">${t('statistics.merit.repeats')}</th>
              <th scope="col">${t('statistics.merit.why')}</th>
              <th scope="col">${t('statistics.merit.sender')}</th>
            </tr>
          </thead>
          <tbody>
            ${valuable.map(
              (one) =>
                html`<tr>
                  <td class="code nowrap">${one.code}</td>
                  <td>${one.field ? fieldName(one.field) : '–'}</td>
                  <td>${one.agency ? agencyName(one.agency) : '–'}</td>
                  <td class="nowrap">${one.answeredAt ? shortTime(one.answeredAt) : '–'}</td>
                  <td class="number">${count(one.repeats)}</td>
                  <td class="wrap">${one.marked ? (one.why ?? t('statistics.merit.marked')) : t('statistics.merit.byRepair')}</td>
                  <td>${one.sender ?? '–'}</td>
                </tr>`,
            )}
          </tbody>
        </table>`,
      ),
      t('statistics.merit.valuable.about'),
    );
  }

  #refused({ refused }: Merit): TemplateResult {
    if (refused.total === 0) return this.#section('refused', this.#nothing());
    return this.#section(
      'refused',
      html`<ul class="grounds plain">
        ${refused.byGround.map(
          ({ ground, count: n, codes }) =>
            html`<li>
              <details>
                <summary><strong>${count(n)}</strong> <span lang="vi">${ground || t('statistics.merit.noGround')}</span></summary>
                <p class="code s">${codes.join(', ')}</p>
              </details>
            </li>`,
        )}
      </ul>`,
      t('statistics.merit.refused.about', { n: count(refused.total) }),
    );
  }

  #untrue({ untrue }: Merit): TemplateResult {
    if (untrue.length === 0) return this.#section('untrue', this.#nothing());
    return this.#section(
      'untrue',
      html`<ul class="grounds plain">
        ${untrue.map(
          (one) =>
            html`<li class="stack tight">
              <span class="code">${one.code}</span>
              <span class="wrap" lang="vi">${one.why}</span>
              <span class="s soft">${one.by} · ${shortTime(one.at)}${one.sender ? html` · ${one.sender}` : nothing}</span>
            </li>`,
        )}
      </ul>`,
    );
  }
}
define('qn-merit-page', MeritPage);
