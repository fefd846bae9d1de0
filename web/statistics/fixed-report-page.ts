/**
 * `/statistics/fixed/2026-10`: the report that proves itself. Each figure has its definition, and the hash of the rows that
 * it was made from; one press counts it again, as it was known then or with what is known now. What differs can be put on
 * record as an erratum; the first number stays.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../data/http.ts';
import { hasRight } from '../data/session.ts';
import {
  addErratum,
  documentPath,
  type Erratum,
  type FigureRef,
  type FixedFigure,
  type FixedReport,
  readFixed,
  type Verification,
  verifyReport,
} from '../data/statistics.ts';
import { openDialog } from '../elements/dialog.ts';
import { areaField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { fullTime, shortTime } from '../text/times.ts';
import { address } from './address.ts';
import { amount, basisText, cellName, figureName, inSentence, periodName, withShare } from './words.ts';
import '../elements/figures.css';
import '../elements/table.css';
import './statistics.css';

type Different = Verification['different'][number];
const keyOf = ({ name, by, cell }: FigureRef): string => JSON.stringify([name, by, cell]);

export class FixedReportPage extends Page {
  #asked = '';
  #busy = '';
  #verification: Verification | null = null;
  /** Figures that were counted again one by one: whether they are the same. */
  readonly #single = new Map<string, boolean>();
  readonly #report = new Loading<FixedReport>(this, (signal) => readFixed(this.params.period!, signal));

  override willUpdate(): void {
    if (this.#asked === this.params.period) return;
    this.#asked = this.params.period ?? '';
    queueMicrotask(() => void this.#report.start());
  }

  async #verify(asKnown: 'then' | 'now', figure?: FixedFigure): Promise<void> {
    this.#busy = figure ? keyOf(figure) : asKnown;
    this.requestUpdate();
    try {
      const found = await verifyReport(this.params.period!, asKnown, figure);
      if (figure) this.#single.set(keyOf(figure), found.different.length === 0);
      else this.#verification = found;
      if (figure && found.different[0]) this.#verification = found;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    } finally {
      this.#busy = '';
      this.requestUpdate();
    }
  }

  async #erratum(different: Different, asKnown: 'then' | 'now'): Promise<void> {
    let why = '';
    const answer = await openDialog({
      title: t('statistics.erratum.title', { figure: this.#nameOf(different) }),
      body: html`<div class="stack">
        <p>${this.#change(different.fixed, different.found, different.name)}</p>
        ${areaField({
          id: 'why',
          label: t('statistics.erratum.why'),
          value: '',
          maxlength: 2_000,
          onInput: (value) => {
            why = value;
          },
        })}
      </div>`,
      foot: (close) =>
        html`<button type="button" class="button primary" @click=${() => why.trim() && close('yes')}>${t('statistics.erratum.act')}</button>`,
    });
    if (answer !== 'yes') return;
    try {
      await addErratum(this.params.period!, different, why.trim(), asKnown);
      toast(t('statistics.erratum.added'));
      this.#verification = null;
      await this.#report.again();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
  }

  #nameOf({ name, by, cell }: FigureRef): string {
    return by ? `${figureName(name)} – ${cellName(by, cell ?? '')}` : figureName(name);
  }
  #definition(name: string) {
    return this.#report.value?.definitions.find((one) => one.name === name);
  }
  #change(before: { value: number | null }, after: { value: number | null }, name: string): string {
    const unit = this.#definition(name)?.unit ?? 'reports';
    return t('statistics.erratum.change', { before: amount(before.value, unit), after: amount(after.value, unit) });
  }

  override render() {
    const { value, problem } = this.#report;
    const period = this.params.period!;
    return html`<div class="stack loose statistics">
      <header class="stack tight">
        <a class="s" href="/statistics/fixed">‹ ${t('statistics.nav.fixed')}</a>
        <h1 tabindex="-1">${t('statistics.fixed.title', { period: inSentence(periodName(period)) })}</h1>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => void this.#report.start()) : loadingState()}
    </div>`;
  }

  #body(report: FixedReport): TemplateResult {
    return html`<dl class="fixed-facts">
        <div><dt>${t('statistics.fixed.at')}</dt><dd>${fullTime(report.fixedAt)} · ${report.fixedBy}</dd></div>
        <div><dt>${t('statistics.fixed.asOf')}</dt><dd>${fullTime(report.asOf)}</dd></div>
        <div><dt>${t('statistics.fixed.hash')}</dt><dd class="code xs">${report.hash}</dd></div>
        <div>
          <dt>${t('statistics.fixed.previous')}</dt>
          <dd class="code xs">${report.previous || t('statistics.fixed.first')}</dd>
        </div>
      </dl>
      <div class="row">
        <a class="button" href=${documentPath(report.period, 'pdf')} download>${icon('file')}${t('statistics.pdf')}</a>
        <a class="button" href=${documentPath(report.period, 'xlsx')} download>${icon('file')}${t('statistics.xlsx')}</a>
        <a class="button" href=${address('/statistics', { period: report.period })}>${t('statistics.fixed.figures')}</a>
      </div>
      <section class="card stack" aria-labelledby="verify">
        <h2 id="verify">${t('statistics.verify')}</h2>
        <p class="soft">${t('statistics.verify.about')}</p>
        <div class="row">
          ${busyButton({ text: t('statistics.verify.then'), busy: this.#busy === 'then', kind: 'primary', onClick: () => void this.#verify('then') })}
          ${busyButton({ text: t('statistics.verify.now'), busy: this.#busy === 'now', onClick: () => void this.#verify('now') })}
        </div>
        <div role="status">${this.#verification ? this.#result(this.#verification) : nothing}</div>
      </section>
      ${report.errata.length > 0 ? this.#errata(report.errata) : nothing}
      ${this.#table(report)}`;
  }

  #result(found: Verification): TemplateResult {
    const whole = found.sealWhole && found.chainWhole && found.evidenceWhole;
    const said = t('statistics.verify.result', { same: found.same, checked: found.checked, at: shortTime(found.at) });
    return html`<div class="stack">
      ${whole ? nothing : notice('late', t('statistics.verify.broken'), t('statistics.verify.broken.text'), 'alert')}
      ${
        found.different.length === 0
          ? notice('done', t('statistics.verify.same'), said)
          : notice('soon', t('statistics.verify.differs', { n: found.different.length }), said)
      }
      ${found.different.map((one) => this.#different(one, found.asKnown))}
    </div>`;
  }

  #different(one: Different, asKnown: 'then' | 'now'): TemplateResult {
    return html`<details>
      <summary>
        ${this.#nameOf(one)}: ${this.#change(one.fixed, one.found, one.name)}
      </summary>
      <div class="stack">
        ${this.#rows(one.differences, one.differing)}
        ${
          hasRight('statistics.fix')
            ? html`<div class="row">
                <button type="button" class="button" @click=${() => void this.#erratum(one, asKnown)}>${t('statistics.erratum.add')}</button>
              </div>`
            : nothing
        }
      </div>
    </details>`;
  }

  #rows(differences: Different['differences'], differing: number): TemplateResult {
    return html`<ul class="differences">
        ${differences.map(
          ({ row, before, after }) =>
            html`<li>
              <span class="code">${row}</span>
              ${before === null ? nothing : html`<del class="code xs">${before}</del>`}
              ${after === null ? nothing : html`<ins class="code xs">${after}</ins>`}
            </li>`,
        )}
      </ul>
      ${differing > differences.length ? html`<p class="s soft">${t('statistics.erratum.more', { n: differing - differences.length })}</p>` : nothing}`;
  }

  #errata(errata: Erratum[]): TemplateResult {
    return html`<section class="stack" aria-labelledby="errata">
      <h2 id="errata">${t('statistics.fixed.errata')}</h2>
      ${errata.map(
        (one) =>
          html`<article class="card stack tight">
            <h3>
              ${t('statistics.erratum.n', { n: one.number })}:
              ${this.#nameOf({ name: one.name, by: one.division, cell: one.cell })}
            </h3>
            <p>${this.#change(one.before, one.after, one.name)}</p>
            <p class="wrap">${one.why}</p>
            <p class="s soft">${one.by} · ${fullTime(one.at)}</p>
            <details>
              <summary>${t('statistics.erratum.rows', { n: one.differing })}</summary>
              ${this.#rows(one.differences, one.differing)}
            </details>
          </article>`,
      )}
    </section>`;
  }

  #table({ figures }: FixedReport): TemplateResult {
    return html`<section class="stack">
      <h2 id="figures">${t('statistics.fixed.all', { n: figures.length })}</h2>
      <div class="table-scroll" tabindex="0" role="region" aria-labelledby="figures">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('statistics.column.figure')}</th>
              <th scope="col" class="number">${t('statistics.column.value')}</th>
              <th scope="col" class="number">${t('statistics.column.rows')}</th>
              <th scope="col">${t('statistics.fixed.hash')}</th>
              <th scope="col">${t('statistics.verify')}</th>
            </tr>
          </thead>
          <tbody>
            ${figures.map((one) => this.#figure(one))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #figure(figure: FixedFigure): TemplateResult {
    const definition = this.#definition(figure.name);
    const same = this.#single.get(keyOf(figure));
    return html`<tr>
      <td>
        <span title=${definition?.query ?? ''}>${this.#nameOf(figure)}</span>
        ${definition && !figure.by ? html`<br /><span class="xs soft">${basisText(definition)}</span>` : nothing}
      </td>
      <td class="number nowrap">${definition ? withShare(figure, definition) : (figure.value ?? '–')}</td>
      <td class="number">${figure.rows}</td>
      <td><span class="code xs" title=${figure.hash}>${figure.hash.slice(0, 12)}…</span></td>
      <td class="nowrap">
        ${
          same === undefined
            ? busyButton({
                text: t('statistics.verify.one'),
                label: `${t('statistics.verify.one')}: ${this.#nameOf(figure)}`,
                busy: this.#busy === keyOf(figure),
                kind: 'small',
                onClick: () => void this.#verify('then', figure),
              })
            : html`<span role="status">${icon(same ? 'check' : 'alert')} ${t(same ? 'statistics.verify.one.same' : 'statistics.verify.one.differs')}</span>`
        }
      </td>
    </tr>`;
  }
}
define('qn-fixed-report-page', FixedReportPage);
