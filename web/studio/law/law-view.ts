/**
 * The regulation beside a diagram: what was changed and which clauses that touches, contradictions, what nothing carries
 * and what rests on nothing, then every clause with the elements that carry it. Of a draft, or of what is in force.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type ElementChange, touchedArticles } from '../../../domain/regulation/changes.ts';
import { partsOf } from '../../../domain/regulation/clauses.ts';
import { type Coverage, coverageOf } from '../../../domain/regulation/coverage.ts';
import type { LawElement } from '../../../domain/regulation/reading.ts';
import type { ClauseItem } from '../../data/articles.ts';
import type { ContradictionList } from '../../data/law.ts';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import '../../elements/says-who.ts';
import { inLanguage, t } from '../../text/text.ts';
import { day } from '../../text/times.ts';
import { clauseDialog } from './clause-dialog.ts';
import { contradictionRows } from './contradiction-rows.ts';
import type { LawOfFile } from './read-law.ts';
import { sayBudget, sayClause, sayFact, sayGroup } from './words.ts';
import './law.css';

export class LawView extends Light {
  static override properties = {
    law: { attribute: false },
    clauses: { attribute: false },
    changes: { attribute: false },
    contradictions: { attribute: false },
    modelId: { attribute: false },
  };
  declare law: LawOfFile;
  declare clauses: readonly ClauseItem[];
  /** Against what is in force; null where this is what is in force. */
  changes: readonly ElementChange[] | null = null;
  /** Undefined while they are looked for. */
  contradictions: ContradictionList | undefined;
  /** The draft, for the way to an element; null where nothing can be edited. */
  modelId: string | null = null;

  override render() {
    const coverage = coverageOf(this.law.reading, this.clauses);
    return html`<div class="stack loose law">
      ${this.#edited()}
      ${contradictionRows(this.contradictions, (place) => this.#place(place.id, place.name, place.file))}
      ${this.#gaps(coverage)} ${this.#articles(coverage)}
    </div>`;
  }

  #edited(): TemplateResult | typeof nothing {
    const { changes } = this;
    if (changes === null) return nothing;
    const touched = [...touchedArticles(changes).keys()];
    const telling = changes.filter(({ articles }) => articles.length > 0);
    if (touched.length === 0) return html`<p class="soft">${t('studio.law.unedited')}</p>`;
    const list = html`<p>${t('studio.law.edited.text')}</p>
      <ul class="law-list">
        ${telling.map(
          (change) =>
            html`<li>
              ${change.kind === 'removed' ? `«${change.name}»` : this.#place(change.id, change.name)}
              – ${change.kind === 'changed' ? [...new Set(change.facts.map(sayFact))].join('; ') : t(`studio.law.edited.${change.kind}`)}
              (${change.articles.map((article) => html`<qn-says-who .article=${article}></qn-says-who>`)})
            </li>`,
        )}
      </ul>`;
    return html`<section class="notice info" aria-labelledby="law-edited" role="status">
      ${icon('pen')}
      <div class="stack tight">
        <h2 id="law-edited">${t('studio.law.edited', { articles: touched.map(sayClause).join(', ') })}</h2>
        ${list}
      </div>
    </section>`;
  }

  #gaps({ uncarried, unfounded, astray }: Coverage<ClauseItem>): TemplateResult {
    return html`<section class="stack tight" aria-labelledby="law-uncarried">
        <h2 id="law-uncarried">${t('studio.law.uncarried')}</h2>
        ${
          uncarried.length === 0
            ? html`<p class="soft">${t('studio.law.uncarried.none')}</p>`
            : html`<ul class="law-list">
                ${uncarried.map(({ clause, text }) => html`<li><qn-says-who .article=${clause}></qn-says-who> – ${firstLine(text)}</li>`)}
              </ul>`
        }
      </section>
      <section class="stack tight" aria-labelledby="law-unfounded">
        <h2 id="law-unfounded">${t('studio.law.unfounded')}</h2>
        ${
          unfounded.length === 0
            ? html`<p class="soft">${t('studio.law.unfounded.none')}</p>`
            : html`<ul class="law-list">
                ${unfounded.map(
                  (element) =>
                    html`<li>
                      ${this.#place(element.id, element.name)}
                      ${element.decision ? html`<span class="soft">– ${t('studio.law.decidedBy', { page: element.decision })}</span>` : nothing}
                    </li>`,
                )}
              </ul>`
        }
      </section>
      ${
        astray.length === 0
          ? nothing
          : html`<section class="stack tight" aria-labelledby="law-astray">
              <h2 id="law-astray">${t('studio.law.astray')}</h2>
              <ul class="law-list">
                ${astray.map((element) => html`<li>${this.#place(element.id, element.name)} – ${sayClause(element.article!)}</li>`)}
              </ul>
            </section>`
      }`;
  }

  #articles({ clauses }: Coverage<ClauseItem>): TemplateResult {
    const touched = touchedArticles(this.changes ?? []);
    const byArticle = Map.groupBy(clauses, ({ wording }) => partsOf(wording.clause).article);
    return html`<section class="stack tight" aria-labelledby="law-articles">
      <div class="row spread">
        <h2 id="law-articles">${t('studio.law.articles')}</h2>
        ${
          this.modelId === null
            ? html`<button type="button" class="button small" @click=${() => this.#open(null)}>${t('studio.law.add')}</button>`
            : nothing
        }
      </div>
      ${[...byArticle].map(
        ([article, own]) =>
          html`<details class="law-article" ?open=${own.some(({ wording }) => touched.has(wording.clause))}>
            <summary>
              <strong>${t('studio.law.article', { article, title: own[0]!.wording.title })}</strong>
              <span class="s soft">${t('studio.law.count', { n: own.reduce((sum, { elements }) => sum + elements.length, 0) })}</span>
            </summary>
            ${own.map(({ wording, elements }) => this.#clause(wording, elements))}
          </details>`,
      )}
    </section>`;
  }

  #clause(wording: ClauseItem, elements: readonly LawElement[]): TemplateResult {
    const { clause, text, binds, why, validFrom, validTo } = wording;
    return html`<div class="law-clause" id="clause-${clause}">
      <div class="stack tight">
        <p><strong>${sayClause(clause)}</strong> <span class="badge">${t(`studio.law.binds.${binds}`)}</span></p>
        <p class="law-text" lang="vi">${text}</p>
        <p class="s soft">
          ${t('studio.law.since', { from: day(validFrom) })}${validTo ? `, ${t('studio.law.until', { to: day(validTo) })}` : nothing}
        </p>
      </div>
      <div class="stack tight s">
        <p class="soft">${t('studio.law.why')}: ${inLanguage(why)}</p>
        ${
          elements.length > 0
            ? html`<p class="soft">${t('studio.law.carriers')}</p>
                <ul class="law-list">
                  ${elements.map(
                    (element) =>
                      html`<li>${this.#place(element.id, element.name)}${element.budget ? html` · ${sayBudget(element.budget)}` : nothing}</li>`,
                  )}
                </ul>`
            : binds === 'process'
              ? html`<p class="late">${t('studio.law.carriers.none')}</p>`
              : nothing
        }
        ${
          this.modelId === null
            ? html`<p><button type="button" class="link-button" aria-label="${t('studio.law.edit')}: ${sayClause(clause)}" @click=${() => this.#open(wording)}>${t('studio.law.edit')}</button></p>`
            : nothing
        }
      </div>
    </div>`;
  }

  async #open(wording: ClauseItem | null): Promise<void> {
    if (await clauseDialog(wording)) this.dispatchEvent(new CustomEvent('law-changed', { bubbles: true }));
  }

  /** An element by name, and the way to it where it can be edited. */
  #place(id: string | undefined, name: string, file: string = this.law.file): TemplateResult {
    // What is in no file is a group of the directory.
    const said = id === undefined ? sayGroup(name) : name || id;
    if (this.modelId === null || id === undefined) return html`<span>«${said}»</span>`;
    const query = new URLSearchParams({ file, at: id });
    return html`<a href="/studio/${this.modelId}/edit?${query}">«${said}»</a>`;
  }
}

const firstLine = (text: string): string => text.split('\n')[0]!;
define('qn-law-view', LawView);
