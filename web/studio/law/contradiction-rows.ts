/** Contradictions as rows: what, which clauses, where; the decided ones folded away with their page. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ContradictionList, ContradictionView } from '../../data/law.ts';
import { loadingState } from '../../elements/states.ts';
import '../../elements/says-who.ts';
import { t } from '../../text/text.ts';
import { clockTime } from '../../text/times.ts';
import { sayClause, sayContradiction } from './words.ts';

type Place = ContradictionView['places'][number];
/** More of them would be a list of the directory. */
const mostPlaces = 12;

export function contradictionRows(
  found: ContradictionList | undefined,
  place: (place: Place) => TemplateResult,
): TemplateResult {
  const open = found?.items.filter(({ decided }) => decided === null) ?? [];
  const decided = found?.items.filter((one) => one.decided !== null) ?? [];
  return html`<section class="stack tight" aria-labelledby="law-contradictions">
    <h2 id="law-contradictions">${t('studio.law.contradictions')}</h2>
    ${
      found
        ? html`<p class="s soft">${t('studio.law.contradictions.saved', { at: clockTime(found.asOf) })}</p>
            ${open.length === 0 ? html`<p class="soft">${t('studio.law.contradictions.none')}</p>` : rows(open, place)}
            ${
              decided.length === 0
                ? nothing
                : html`<details>
                    <summary>${t('studio.law.contradictions.decided', { n: decided.length })}</summary>
                    ${rows(decided, place)}
                  </details>`
            }`
        : loadingState()
    }
  </section>`;
}

function rows(found: readonly ContradictionView[], place: (place: Place) => TemplateResult): TemplateResult {
  return html`<ul class="law-list">
    ${found.map((one) => {
      const more = one.places.length - mostPlaces;
      return html`<li class="contradiction stack tight">
        <p>${sayContradiction(one)}</p>
        <p class="s row">
          ${one.articles.map((article) =>
            article.startsWith('PL')
              ? html`<span>${sayClause(article)}</span>`
              : html`<qn-says-who .article=${article}></qn-says-who>`,
          )}
          ${one.decided ? html`<span class="soft">${t('studio.law.decidedBy', { page: one.decided })}</span>` : nothing}
        </p>
        ${
          one.places.length === 0
            ? nothing
            : html`<p class="s">
                <span class="soft">${t('studio.law.contradictions.where')}:</span>
                ${one.places.slice(0, mostPlaces).map((each, n) => html`${n > 0 ? ', ' : ''}${place(each)}`)}${more > 0 ? ` … (+${more})` : nothing}
              </p>`
        }
      </li>`;
    })}
  </ul>`;
}
